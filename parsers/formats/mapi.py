"""Properties of Outlook's items ([MS-OXMSG], [MS-OXPROPS]) in a storage of an OLE2 file: numbers, moments, texts."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from datetime import datetime, timedelta

from parsers.charsets import decode
from parsers.formats.ole import Ole

PROPERTIES = "__properties_version1.0"
NAMES = "__nameid_version1.0"
TOP, EMBEDDED, CHILD = 32, 24, 8
"""Octets before the properties: of the message itself, of one inside another, of a recipient or attachment."""

_OCTETS, _UNICODE, _ANSI, _NUMBERS = 0x0102, 0x001F, 0x001E, (0x0002, 0x0003, 0x000B)
_MOMENT = 0x0040
_CODE_PAGE, _WEB_CODE_PAGE = 0x3FFD, 0x3FDE
_INTERNET_HEADERS = bytes.fromhex(
    "8603020000000000c000000000000046"
)  # set of the properties named like a header
_PAGES = {
    65001: "utf-8",
    54936: "gb18030",
    52936: "hz",
    20127: "us-ascii",
    28591: "iso-8859-1",
    50220: "iso-2022-jp",
}
_YEAR_1601 = datetime(1601, 1, 1)


class Room:
    """How many octets may still be taken out of one file: streams can point at the same sectors again and again."""

    def __init__(self, octets: int) -> None:
        self.left = octets
        self.used_up = False

    def take(self, storage: Ole, name: str) -> bytes:
        """Return a stream, b"" where it is missing or there is no room for it."""
        size = storage.size(name)
        if size > self.left:
            self.used_up = True
            return b""
        data = storage.stream(name)
        self.left -= len(data)
        return data


class Properties:
    """The properties of one item. A value that is missing is 0, "", b"" or None."""

    def __init__(self, storage: Ole, start: int, room: Room, charset: str = "") -> None:
        self._storage, self._room = storage, room
        self._fixed: dict[tuple[int, int], bytes] = {}
        block = room.take(storage, PROPERTIES)
        for at in range(start, len(block) - 15, 16):
            kind, tag = struct.unpack_from("<HH", block, at)
            self._fixed[tag, kind] = block[at + 8 : at + 16]
        self.charset = page_of(self.number(_CODE_PAGE) or self.number(_WEB_CODE_PAGE)) or charset
        self.web_charset = page_of(self.number(_WEB_CODE_PAGE)) or self.charset

    def number(self, tag: int) -> int:
        """A whole number, or 1 for true."""
        for kind in _NUMBERS:
            value = self._fixed.get((tag, kind))
            if value is not None:
                return int(struct.unpack_from("<I" if kind == 0x0003 else "<H", value)[0])
        return 0

    def moment(self, tag: int) -> datetime | None:
        """A moment in UTC, naive."""
        value = self._fixed.get((tag, _MOMENT))
        if value is None:
            return None
        try:
            return _YEAR_1601 + timedelta(microseconds=struct.unpack("<Q", value)[0] // 10)
        except OverflowError:
            return None

    def text(self, tag: int) -> str:
        """A text, whichever of the two types it has."""
        wide = self._stream(tag, _UNICODE)
        if wide:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        return decode(self._stream(tag, _ANSI).rstrip(b"\0"), self.charset)

    def octets(self, tag: int) -> bytes:
        """A binary value."""
        return self._stream(tag, _OCTETS)

    def has_octets(self, tag: int) -> bool:
        """Whether a binary value is there, however long."""
        return _name(tag, _OCTETS) in self._storage.names

    def _stream(self, tag: int, kind: int) -> bytes:
        return self._room.take(self._storage, _name(tag, kind))


def page_of(number: int) -> str:
    """Return the charset of a Windows code page, "" for 0."""
    return _PAGES.get(number, f"cp{number}") if number else ""


def header_tags(storage: Ole, room: Room) -> Mapping[int, str]:
    """Return the tags of properties that are named like a header field (X-…), and that name."""
    names = storage.storage(NAMES)
    sets, entries, texts = (room.take(names, f"__substg1.0_{tag}0102") for tag in ("0002", "0003", "0004"))
    found: dict[int, str] = {}
    for at in range(0, len(entries) - 7, 8):
        place, kind, number = struct.unpack_from("<IHH", entries, at)
        which = (kind >> 1) - 3
        if not kind & 1 or which < 0 or sets[which * 16 : which * 16 + 16] != _INTERNET_HEADERS:
            continue
        if place + 4 <= len(texts):
            length = struct.unpack_from("<I", texts, place)[0]
            found[0x8000 + number] = texts[place + 4 : place + 4 + min(length, 400)].decode(
                "utf-16-le", "replace"
            )
    return found


def _name(tag: int, kind: int) -> str:
    return f"__substg1.0_{tag:04x}{kind:04x}"
