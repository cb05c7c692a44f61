"""Old workbooks (.xls, .et: BIFF in an OLE2 container) → Paper, one grid a sheet.

A reader of our own, for safety: on damaged files calamine's Rust code asks for hundreds of gigabytes and aborts the
whole process, which no `except` can hold, and xlrd loops for minutes. This one knows cells, merged cells, dates and
what is hidden; nothing else of Excel.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from parsers.formats.biff import Globals, SheetEntry, read_globals, records
from parsers.formats.cell_values import Held, date_of, is_date_format, text_and_value
from parsers.formats.ole import Ole
from parsers.formats.package import Unreadable
from parsers.limits import MAX_CELLS
from parsers.merged import within
from parsers.paper import Cell, Grid, Paper

_ROW, _COLINFO, _MERGED, _STRING = 0x0208, 0x007D, 0x00E5, 0x0207
_LABELSST, _LABEL, _RSTRING, _NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR = (
    0x00FD, 0x0204, 0x00D6, 0x0203, 0x027E, 0x00BD, 0x0006, 0x0205,
)  # fmt: skip
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read(name: str, data: bytes) -> Paper:
    """Return an old workbook as a `Paper`: visible sheets, then hidden ones; `problem` where it is damaged."""
    container = Ole(data)
    stream = container.stream("workbook") or container.stream("book") or data
    try:
        book = read_globals(stream)
    except Unreadable as error:
        return Paper(name, "xls", problem=f"「{name}」是旧版 Excel 工作簿，但{error}，读不出来，请人工查看。")
    grids: list[Grid] = []
    room = MAX_CELLS
    seen: set[int] = set()  # two entries for one sheet would double its cells
    for entry in book.sheets:
        if entry.at in seen or not 0 < entry.at < len(stream) or room <= 0:
            continue
        seen.add(entry.at)
        grid = _Sheet(book, room).read(stream, entry)
        room -= len(grid.cells)
        if grid.cells:
            grids.append(grid)
    problem = "" if room > 0 else f"「{name}」的单元格超过 {MAX_CELLS} 个，只读了前面的部分，请人工查看。"
    if not book.sheets:
        problem = f"「{name}」是旧版 Excel 工作簿，但已损坏，读不出来，请人工查看。"
    grids.sort(key=lambda grid: grid.hidden)
    return Paper(name, "xls", tuple(grids), {}, problem)


class _Sheet:
    """Collects one sheet's cells, record by record."""

    def __init__(self, book: Globals, room: int) -> None:
        self._book = book
        self._room = room
        self._held: dict[tuple[int, int], Held] = {}
        self._spans: dict[tuple[int, int], tuple[int, int]] = {}
        self._hidden_rows: set[int] = set()
        self._hidden_columns: list[tuple[int, int]] = []

    def read(self, stream: bytes, entry: SheetEntry) -> Grid:
        """Return the grid of the sheet whose records start at `entry.at`."""
        waiting: tuple[int, int] | None = (
            None  # the cell whose formula gives a text that the next record holds
        )
        for kind, content in records(stream, entry.at):
            if kind == _STRING and waiting:
                self._held[waiting] = self._book.text(content)
                waiting = None
            elif kind in _CELLS and len(content) >= 6 and len(self._held) < self._room:
                for row, column, held in self._cells(kind, content):
                    if held is None:
                        waiting = (row, column)
                    elif held != "":
                        self._held[row, column] = held
            else:
                self._layout(kind, content)
        for corner in self._spans:
            self._held.setdefault(corner, "")
        return Grid(
            tuple(self._cell(row, column) for row, column in sorted(self._held)),
            f"工作表「{entry.name}」",
            entry.hidden,
            within(self._hidden_columns, (column + 1 for _, column in self._held)),
            frozenset(self._hidden_rows),
        )

    def _cell(self, row: int, column: int) -> Cell:
        text, value = text_and_value(self._held[row, column])
        down, across = self._spans.get((row, column), (1, 1))
        return Cell(row + 1, column + 1, text, down, across, value)

    def _cells(self, kind: int, content: bytes) -> Iterator[tuple[int, int, Held | None]]:
        """Yield (row, column, what it holds) of one record; None for a text that is still to come."""
        row, column, style = struct.unpack_from("<HHH", content)
        rest = content[6:]
        if kind == _LABELSST and len(rest) >= 4:
            index = struct.unpack_from("<I", rest)[0]
            yield row, column, self._book.strings[index] if index < len(self._book.strings) else ""
        elif kind in (_LABEL, _RSTRING):
            yield row, column, self._book.text(rest)
        elif kind == _NUMBER and len(rest) >= 8:
            yield row, column, self._number(struct.unpack_from("<d", rest)[0], style)
        elif kind == _RK and len(rest) >= 4:
            yield row, column, self._number(_from_rk(rest[:4]), style)
        elif kind == _MULRK:
            for i in range((len(content) - 6) // 6):
                style = struct.unpack_from("<H", content, 4 + 6 * i)[0]
                yield row, column + i, self._number(_from_rk(content[6 + 6 * i : 10 + 6 * i]), style)
        elif kind == _BOOLERR and len(rest) >= 2:
            yield row, column, _ERRORS.get(rest[0], "#N/A") if rest[1] else bool(rest[0])
        elif kind == _FORMULA and len(rest) >= 8:
            yield row, column, self._result(rest[:8], style)

    def _result(self, octets: bytes, style: int) -> Held | None:
        """Return the result of a formula, as it was when the workbook was saved."""
        if octets[6:8] != b"\xff\xff":
            return self._number(struct.unpack("<d", octets)[0], style)
        if octets[0] == 0:
            return None
        if octets[0] == 1:
            return bool(octets[2])
        return _ERRORS.get(octets[2], "#N/A") if octets[0] == 2 else ""

    def _number(self, number: float, style: int) -> Held:
        formats = self._book.cell_formats
        code = formats[style] if style < len(formats) else 0
        if is_date_format(code, self._book.formats.get(code, "")):
            return date_of(number, self._book.since_1904)
        return number

    def _layout(self, kind: int, content: bytes) -> None:
        if kind == _ROW and len(content) >= 14 and content[12] & 0x20:
            self._hidden_rows.add(struct.unpack_from("<H", content)[0] + 1)
        elif kind == _COLINFO and len(content) >= 10 and content[8] & 1:
            first, last = struct.unpack_from("<HH", content)
            self._hidden_columns.append((first + 1, min(last, 255) + 1))
        elif kind == _MERGED and len(content) >= 2:
            for i in range((len(content) - 2) // 8):
                top, bottom, left, right = struct.unpack_from("<HHHH", content, 2 + 8 * i)
                if top <= bottom and left <= right and len(self._spans) < self._room:
                    self._spans[top, left] = (bottom - top + 1, right - left + 1)


_CELLS = frozenset((_LABELSST, _LABEL, _RSTRING, _NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR))


def _from_rk(octets: bytes) -> float:
    """Decode a number packed into four octets: an integer or the upper half of a double, perhaps in hundredths."""
    packed: int = struct.unpack("<i", octets)[0]
    if packed & 2:
        number = float(packed >> 2)
    else:
        number = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", packed & 0xFFFFFFFC))[0]
    return number / 100 if packed & 1 else number
