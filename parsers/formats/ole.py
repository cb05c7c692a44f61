"""OLE2 containers (doc, xls, msg, encrypted Office): which streams and storages are in them, and their octets.

Enough of [MS-CFB] to tell the kinds apart by content and to look into streams and storages; damaged chains just end.
"""

from __future__ import annotations

import copy
import struct
from functools import cached_property

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # this and above mark free, special and last sectors
_STORAGE = 1  # kind of an entry; a stream is 2


class Ole:
    """One storage of an OLE2 file, at first the root. Names are in lower case."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._streams: dict[str, tuple[int, int]] = {}  # name → (first sector, length)
        self._storages: dict[str, int] = {}  # name → number of its entry in the directory
        self._entries: list[bytes] = []
        self._root = (_END, 0)
        self._fat: list[int] = []
        if len(data) < 512 or not data.startswith(MAGIC):
            return
        shift = struct.unpack_from("<H", data, 30)[0]
        self._sector = 1 << shift if shift in (9, 12) else 512
        self._most = len(data) // self._sector + 1  # no chain is longer than the file; a longer one is a ring
        directory, self._mini_below, mini_start = struct.unpack_from("<I4xII", data, 48)
        self._fat = self._read_fat()
        self._mini_fat = self._longs(self._chain(mini_start))
        octets = self._chain(directory)
        self._entries = [octets[at : at + 128] for at in range(0, len(octets) - 127, 128)]
        self._root = struct.unpack_from("<II", self._entries[0], 116) if self._entries else (_END, 0)
        self._read_children(0)

    @property
    def names(self) -> list[str]:
        """Names of the streams and storages in this storage."""
        return list(self._streams)

    @property
    def storages(self) -> list[str]:
        """Names of the storages in this storage."""
        return list(self._storages)

    def storage(self, name: str) -> Ole:
        """Return a storage in this one; an empty one where there is none of that name."""
        inner = copy.copy(self)
        inner._streams, inner._storages = {}, {}
        if name in self._storages:
            inner._read_children(self._storages[name])
        return inner

    def size(self, name: str) -> int:
        """Octets of a stream as it is declared, 0 where there is none."""
        return self._streams.get(name, (_END, 0))[1]

    def stream(self, name: str) -> bytes:
        """Return the octets of a stream, b"" where there is none."""
        if name not in self._streams:
            return b""
        first, length = self._streams[name]
        if length >= self._mini_below:
            return self._chain(first)[:length]
        holder = self._mini_sectors
        out: list[bytes] = []
        sector = first
        while sector < len(self._mini_fat) and len(out) <= min(length, len(holder)) // 64:
            out.append(holder[sector * 64 : sector * 64 + 64])
            sector = self._mini_fat[sector]
        return b"".join(out)[:length]

    @cached_property
    def _mini_sectors(self) -> bytes:
        """The octets that streams below the limit share."""
        return self._chain(self._root[0])

    def _at(self, sector: int) -> bytes:
        return self._data[(sector + 1) * self._sector : (sector + 2) * self._sector]

    def _read_fat(self) -> list[int]:
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        following, count = struct.unpack_from("<II", self._data, 68)
        while (
            following < _END and count > 0 and len(sectors) < self._most + 109
        ):  # the list of FAT sectors goes on
            block = self._longs(self._at(following))
            if not block:
                break
            sectors += block[:-1]
            following, count = block[-1], count - 1
        return self._longs(
            b"".join(self._at(sector) for sector in sectors[: self._most + 109] if sector < _END)
        )

    @staticmethod
    def _longs(block: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4]))

    def _chain(self, sector: int) -> bytes:
        out: list[bytes] = []
        while sector < len(self._fat) and len(out) < self._most:
            out.append(self._at(sector))
            sector = self._fat[sector]
        return b"".join(out)

    def _read_children(self, number: int) -> None:
        """Take a storage's own children: a workbook inside a Word file must not make it a workbook."""
        waiting, seen = [self._child_of(number)], set[int]()
        while waiting:
            number = waiting.pop()
            if number in seen or number >= len(self._entries):
                continue
            seen.add(number)
            entry = self._entries[number]
            length = struct.unpack_from("<H", entry, 64)[0]
            name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace").lower()
            left, right = struct.unpack_from("<II", entry, 68)
            self._streams[name] = struct.unpack_from("<II", entry, 116)
            if entry[66] == _STORAGE:
                self._storages[name] = number
            waiting += [left, right]

    def _child_of(self, number: int) -> int:
        return struct.unpack_from("<I", self._entries[number], 76)[0] if number < len(self._entries) else _END
