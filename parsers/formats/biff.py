"""How far the sheets of an old workbook (.xls, BIFF) reach, without laying them out."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from parsers.formats.ole import Ole
from parsers.formats.package import Unreadable

# Records that hold one cell and start with its row and column: NUMBER, LABEL, LABELSST, RK, FORMULA, BLANK, BOOLERR …
_CELL_RECORDS = frozenset(
    (0x0203, 0x0204, 0x00FD, 0x027E, 0x0006, 0x0201, 0x0205, 0x00D6, 0x00BD, 0x00BE, 0x0003, 0x0004)
)
_FILEPASS = 0x002F
_BOF = frozenset((0x0809, 0x0009, 0x0209, 0x0409))


def furthest_cells(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield (rows, columns) that each sheet reaches to; `Unreadable` where the workbook is encrypted."""
    container = Ole(data)
    stream = container.stream("workbook") or container.stream("book") or data
    at, rows, columns = 0, 0, 0
    while at + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, at)
        at += 4
        if record == _FILEPASS:
            raise Unreadable("加了密码")
        if record in _BOF and rows:
            yield rows, columns
            rows = columns = 0
        elif record in _CELL_RECORDS and length >= 4 and at + 4 <= len(stream):
            row, column = struct.unpack_from("<HH", stream, at)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        at += length
    yield rows, columns
