"""The inside of a Word 97 document ([MS-DOC]): its text, and where in it which properties hold.

Read here and not by LibreOffice alone, which drops a table that ends the document, and takes 2 s where this takes
some milliseconds.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from parsers.formats.ole import Ole
from parsers.limits import MAX_TREE_BYTES

_WORD_97 = 0x00C1
_PAGE = 512
# Pairs of (place, length) in the header: their numbers.
_HEADERS, _CHARACTERS, _PARAGRAPHS, _FONTS, _PIECES = 11, 12, 13, 15, 33


class NotThisWord(Exception):
    """Another version of Word, or one whose tables are damaged."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text: character positions, and its octets in the stream "WordDocument"."""

    start: int
    end: int
    at: int
    width: int  # octets a character: 2, or 1 where it is Windows-1252


class WordFile:
    """A Word 97 to 2003 document, taken apart. `NotThisWord` where it is none."""

    def __init__(self, ole: Ole) -> None:
        self._main = ole.stream("worddocument")
        if (
            not 0x1AA <= len(self._main) <= MAX_TREE_BYTES
            or struct.unpack_from("<H", self._main)[0] != 0xA5EC
        ):
            raise NotThisWord
        version, flags = (
            struct.unpack_from("<H", self._main, 2)[0],
            struct.unpack_from("<H", self._main, 10)[0],
        )
        if version < _WORD_97:
            raise NotThisWord
        self._table = ole.stream("1table" if flags & 0x0200 else "0table")
        self.data = ole.stream("data")
        self.lengths: tuple[int, ...] = struct.unpack_from(
            "<8i", self._main, 76
        )  # of body, footnotes, headers, …
        self.pieces = self._read_pieces()
        self.text = "".join(self._text_of(piece) for piece in self.pieces)
        self._starts = [piece.start for piece in self.pieces]
        self._looks = self._read_runs(_PARAGRAPHS, 13)
        self._look_starts = [start for start, _, _ in self._looks]

    def look_at(self, position: int) -> bytes:
        """Return the properties of the paragraph whose mark stands at a character position."""
        number = bisect_right(self._starts, position) - 1
        if number < 0:
            return b""
        piece = self.pieces[number]
        octet = piece.at + (position - piece.start) * piece.width
        found = bisect_right(self._look_starts, octet) - 1
        if found < 0 or octet >= self._looks[found][1]:
            return b""
        return self._looks[found][2][2:]  # after the number of its style

    def character_runs(self) -> Iterator[tuple[int, int, bytes]]:
        """Yield (from, to, properties) of characters that have any, in character positions."""
        runs = [run for run in self._read_runs(_CHARACTERS, 1) if run[2]]
        starts = [start for start, _, _ in runs]
        for piece in self.pieces:
            end = piece.at + (piece.end - piece.start) * piece.width
            number = max(0, bisect_right(starts, piece.at) - 1)
            while number < len(runs) and runs[number][0] < end:
                start, stop, look = runs[number]
                number += 1
                first = piece.start + max(0, start - piece.at) // piece.width
                last = piece.start + (min(stop, end) - piece.at) // piece.width
                if last > first:
                    yield first, last, look

    def fonts(self) -> list[str]:
        """Return the names of the document's fonts, in lower case."""
        block = self._block(_FONTS)
        names: list[str] = []
        at = 4
        while at < len(block):
            size = block[at]
            entry = block[at + 1 : at + 1 + size]
            names.append(entry[39:].decode("utf-16-le", "replace").partition("\0")[0].lower())
            at += 1 + size
        return names

    def headers(self) -> list[tuple[int, int]]:
        """Return the stretches of text of the headers and footers, six a section ([MS-DOC] 2.3.3)."""
        block = self._block(_HEADERS)
        base = sum(self.lengths[:2])
        marks = [base + mark for (mark,) in struct.iter_unpack("<i", block[: len(block) // 4 * 4])]
        limit = base + self.lengths[2]
        return [(a, b) for a, b in pairwise(marks[6:]) if base <= a <= b <= limit]

    def _block(self, number: int) -> bytes:
        at = 154 + 8 * number
        if at + 8 > len(self._main):
            return b""
        place, length = struct.unpack_from("<II", self._main, at)
        return self._table[place : place + length]

    def _read_pieces(self) -> list[Piece]:
        block = self._block(_PIECES)
        at = 0
        while block[at : at + 1] == b"\x01" and at + 3 <= len(block):  # properties that pieces may refer to
            at += 3 + struct.unpack_from("<H", block, at + 1)[0]
        if block[at : at + 1] != b"\x02" or at + 5 > len(block):
            raise NotThisWord
        size = struct.unpack_from("<I", block, at + 1)[0]
        plex = block[at + 5 : at + 5 + size]
        count = (len(plex) - 4) // 12
        if count < 1:
            raise NotThisWord
        bounds = struct.unpack_from(f"<{count + 1}i", plex)
        if bounds[0] != 0 or bounds[-1] > len(self._main) or any(a > b for a, b in pairwise(bounds)):
            raise NotThisWord  # more characters than octets: pieces that overlap
        pieces = []
        for number in range(count):
            place = struct.unpack_from("<I", plex, 4 * (count + 1) + 8 * number + 2)[0]
            narrow = bool(place & 0x40000000)
            place &= 0x3FFFFFFF
            pieces.append(
                Piece(bounds[number], bounds[number + 1], place // 2 if narrow else place, 1 if narrow else 2)
            )
        return pieces

    def _text_of(self, piece: Piece) -> str:
        length = piece.end - piece.start
        octets = self._main[piece.at : piece.at + length * piece.width]
        text = "".join(map(chr, struct.unpack(f"<{len(octets) // 2}H", octets[: len(octets) // 2 * 2])))
        if piece.width == 1:
            text = octets.decode("cp1252", "replace")
        return text.ljust(length, "\0")

    def _read_runs(self, number: int, width: int) -> list[tuple[int, int, bytes]]:
        """Return (from, to, properties) in octets of the main stream, out of the pages of a table of runs, in order."""
        plex = self._block(number)
        count = (len(plex) - 4) // 8
        runs: list[tuple[int, int, bytes]] = []
        numbers = struct.unpack_from(f"<{count}I", plex, 4 * (count + 1)) if count > 0 else ()
        for page_number in dict.fromkeys(number & 0x3FFFFF for number in numbers):
            page = self._main[page_number * _PAGE : (page_number + 1) * _PAGE]
            if len(page) < _PAGE:
                continue
            many = page[-1]
            if 4 * (many + 1) + width * many > _PAGE:
                continue
            bounds = struct.unpack_from(f"<{many + 1}I", page)
            for run in range(many):
                place = page[4 * (many + 1) + width * run] * 2
                runs.append((bounds[run], bounds[run + 1], _look(page, place, width)))
        runs.sort(key=lambda run: run[0])
        return runs


def _look(page: bytes, place: int, width: int) -> bytes:
    """Return the properties at a place of a page; paragraphs count theirs in words, characters in octets."""
    if not place or place >= _PAGE - 1:
        return b""
    if width == 1:
        return page[place + 1 : place + 1 + page[place]]
    if page[place]:
        return page[place + 1 : place + 2 * page[place]]
    return page[place + 2 : place + 2 + 2 * page[place + 1]]
