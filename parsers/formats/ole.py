"""OLE2 containers (doc, xls, msg, encrypted Office): which streams stand at the root, and their octets.

Enough of [MS-CFB] to tell the kinds apart by content and to look into one stream; damaged chains just end.
"""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # this and above mark free, special and last sectors


class Ole:
    """The root storage of an OLE2 file. Names are in lower case."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._streams: dict[str, tuple[int, int]] = {}  # name → (first sector, length)
        self._fat: list[int] = []
        if len(data) < 512 or not data.startswith(MAGIC):
            return
        shift = struct.unpack_from("<H", data, 30)[0]
        self._sector = 1 << shift if shift in (9, 12) else 512
        self._most = len(data) // self._sector + 1  # no chain is longer than the file; a longer one is a ring
        directory, self._mini_below, mini_start = struct.unpack_from("<I4xII", data, 48)
        self._fat = self._read_fat()
        self._mini_fat = self._longs(self._chain(mini_start))
        self._read_directory(self._chain(directory))

    @property
    def names(self) -> list[str]:
        """Names of the streams and storages at the root."""
        return [name for name in self._streams if name != "root entry"]

    def stream(self, name: str) -> bytes:
        """Return the octets of a root stream, b"" where there is none."""
        if name not in self._streams:
            return b""
        first, length = self._streams[name]
        if length >= self._mini_below:
            return self._chain(first)[:length]
        holder = self._chain(self._streams.get("root entry", (_END, 0))[0])
        out: list[bytes] = []
        sector = first
        while sector < len(self._mini_fat) and len(out) <= length // 64:
            out.append(holder[sector * 64 : sector * 64 + 64])
            sector = self._mini_fat[sector]
        return b"".join(out)[:length]

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

    def _read_directory(self, directory: bytes) -> None:
        """Take the root's own children: a workbook inside a Word file must not make it a workbook."""
        entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
        waiting, seen = [0], set[int]()
        while waiting:
            number = waiting.pop()
            if number in seen or number >= len(entries):
                continue
            seen.add(number)
            entry = entries[number]
            length = struct.unpack_from("<H", entry, 64)[0]
            name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace").lower()
            left, right, child = struct.unpack_from("<III", entry, 68)
            first, size = struct.unpack_from("<II", entry, 116)
            self._streams["root entry" if number == 0 else name] = (first, size)
            waiting += [child] if number == 0 else [left, right]
