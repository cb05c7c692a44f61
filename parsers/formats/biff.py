"""Records of an old workbook (BIFF5 and BIFF8, [MS-XLS]): what they say, none of what it means.

Every loop here runs over octets that are there: a count in a record is never believed beyond the record's end.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.charsets import decode
from parsers.formats.package import Unreadable
from parsers.limits import MAX_CELLS

BOF, EOF, CONTINUE = 0x0809, 0x000A, 0x003C
FILEPASS, CODEPAGE, DATEMODE, BOUNDSHEET, FORMAT, XF, SST = (
    0x002F,
    0x0042,
    0x0022,
    0x0085,
    0x041E,
    0x00E0,
    0x00FC,
)
_BIFF8 = 0x0600
_MAX_SHEETS = 1_000


@dataclass(frozen=True)
class SheetEntry:
    """One sheet of the workbook's list: its name, where its records start, whether it is hidden."""

    name: str
    at: int
    hidden: bool


@dataclass
class Globals:
    """What a workbook says once for all its sheets."""

    biff8: bool = True
    codepage: str = "cp936"
    since_1904: bool = False
    sheets: list[SheetEntry] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)  # number → format code
    cell_formats: list[int] = field(default_factory=list)  # XF index → number of its format
    strings: list[str] = field(default_factory=list)

    def short_text(self, data: bytes) -> str:
        """Return a string with a length of one octet, at the start of `data`."""
        return self._text(data[1:], data[0]) if data else ""

    def text(self, data: bytes) -> str:
        """Return a string with a length of two octets, at the start of `data`."""
        return self._text(data[2:], struct.unpack_from("<H", data)[0]) if len(data) >= 2 else ""

    def _text(self, data: bytes, length: int) -> str:
        if not self.biff8:
            return decode(data[:length], self.codepage)
        if not data:
            return ""
        if data[0] & 1:
            return data[1 : 1 + 2 * length].decode("utf-16-le", "replace")
        return data[1 : 1 + length].decode("latin-1")


def records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield (kind, content) of the records of one substream, without those of charts inside it."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        content = stream[at + 4 : at + 4 + length]
        at += 4 + length
        depth += kind == BOF
        if depth <= 1:
            yield kind, content
        if kind == EOF:
            depth -= 1
            if depth <= 0:
                return


def read_globals(stream: bytes) -> Globals:
    """Return the workbook's globals; `Unreadable` where it is encrypted or no workbook of Excel 5 to 2003."""
    found = Globals()
    blocks: list[bytes] = []  # the string table with what continues it
    before = 0
    for number, (kind, content) in enumerate(records(stream, 0)):
        if number == 0:
            if kind != BOF or len(content) < 4:
                raise Unreadable("不是能认出的版本")
            found.biff8 = struct.unpack_from("<H", content)[0] >= _BIFF8
        elif kind == FILEPASS:
            raise Unreadable("加了密码")
        elif kind == CONTINUE and before == SST:
            blocks.append(content)
            continue
        else:
            _take(found, kind, content)
            if kind == SST:
                blocks = [content]
        before = kind
    if blocks:
        found.strings = read_strings(blocks)
    return found


def _take(found: Globals, kind: int, content: bytes) -> None:
    if kind == CODEPAGE and len(content) >= 2:
        number = struct.unpack_from("<H", content)[0]
        found.codepage = f"cp{number}" if number not in (1200, 0x8000, 0x8001, 367) else "cp936"
    elif kind == DATEMODE and len(content) >= 2:
        found.since_1904 = content[0] == 1
    elif kind == BOUNDSHEET and len(content) >= 8 and len(found.sheets) < _MAX_SHEETS:
        at, state, sort = struct.unpack_from("<IBB", content)
        if sort == 0:  # a worksheet, not a chart or a macro sheet
            found.sheets.append(SheetEntry(found.short_text(content[6:]), at, state & 3 != 0))
    elif kind == FORMAT and len(content) >= 3:
        text = found.text(content[2:]) if found.biff8 else found.short_text(content[2:])
        found.formats[struct.unpack_from("<H", content)[0]] = text
    elif kind == XF and len(content) >= 4:
        found.cell_formats.append(struct.unpack_from("<H", content, 2)[0])


def read_strings(blocks: list[bytes]) -> list[str]:
    """Return the shared strings. Where a string runs over a block's end, the next block repeats its width flag."""
    reader = _Blocks(blocks)
    reader.take(4)
    unique = struct.unpack("<I", reader.take(4).ljust(4, b"\0"))[0]
    strings: list[str] = []
    while len(strings) < min(unique, MAX_CELLS) and reader.has_more():
        head = reader.take(3)
        if len(head) < 3:
            break
        length, flags = struct.unpack("<HB", head)
        runs = struct.unpack("<H", reader.take(2).ljust(2, b"\0"))[0] if flags & 8 else 0
        extra = struct.unpack("<I", reader.take(4).ljust(4, b"\0"))[0] if flags & 4 else 0
        strings.append(reader.characters(length, bool(flags & 1)))
        reader.take(4 * runs + extra)  # fonts within the string, and how it is pronounced
    return strings


class _Blocks:
    """Reads octets across the blocks of a record and its continuations."""

    def __init__(self, blocks: list[bytes]) -> None:
        self._blocks = blocks
        self._block = 0
        self._at = 0

    def has_more(self) -> bool:
        self._step()
        return self._block < len(self._blocks)

    def take(self, length: int) -> bytes:
        """Return the next octets, fewer at the end."""
        out: list[bytes] = []
        while length > 0 and self.has_more():
            piece = self._blocks[self._block][self._at : self._at + length]
            self._at += len(piece)
            length -= len(piece)
            out.append(piece)
        return b"".join(out)

    def characters(self, length: int, wide: bool) -> str:
        """Return the next characters; entering a new block, one octet says how wide they go on."""
        out: list[str] = []
        while length > 0 and self._block < len(self._blocks):
            if self._at >= len(self._blocks[self._block]):
                self._block, self._at = self._block + 1, 0
                flag = self.take(1)
                wide = bool(flag and flag[0] & 1)
                continue
            size = 2 if wide else 1
            piece = self._blocks[self._block][self._at : self._at + size * length]
            self._at += len(piece)
            length -= max(1, len(piece) // size)
            out.append(piece.decode("utf-16-le", "replace") if wide else piece.decode("latin-1"))
        return "".join(out)

    def _step(self) -> None:
        while self._block < len(self._blocks) and self._at >= len(self._blocks[self._block]):
            self._block, self._at = self._block + 1, 0
