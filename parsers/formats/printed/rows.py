"""Pieces of columns → rows, where no line shows which lines of text belong to one cell.

Every way to part the bands is weighed, and the best taken: cells of a row are set at one height (top, middle or foot), a
line goes on in the next one only where it was full, no cell has white lines, and few cells are empty. What the best way
still has against it is its strain: the reader doubts strained rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.formats.printed.gutters import Piece
from parsers.formats.printed.marks import WORD
from parsers.formats.printed.paragraphs import first_word

MOST_LINES = 60
"""Bands that one row may take."""

HEIGHTS = ("top", "middle", "foot")
_OTHER_HEIGHT = 0.6
_GIVEN_UP = 14.0  # strain with which a row is not made longer
_CLOSERS = "，。、；：？！）》」』”’】〉"
_STOPS = "。！？；：.!?;:"


@dataclass(frozen=True)
class Row:
    """Bands `first` to `last` (not included), and what speaks against their being one row."""

    first: int
    last: int
    strain: float


def part(bands: Sequence[Sequence[Piece]], columns: int, walls: Sequence[bool]) -> list[Row]:
    """Return the rows; `bands` hold their pieces, `walls[i]` tells whether a line is drawn above band `i`."""
    weighing = _Weighing(bands, columns, walls)
    ways = [weighing.best(height) for height in HEIGHTS]
    return min(ways, key=lambda rows: sum(row.strain for row in rows))


class _Weighing:
    def __init__(self, bands: Sequence[Sequence[Piece]], columns: int, walls: Sequence[bool]) -> None:
        self._bands = bands
        self._columns = columns
        self._walls = walls
        self._ruled = sum(walls[1:]) >= 2
        self._lefts = self._left_edges()
        self._limits = self._right_edges()
        self._follows = self._pairs()
        self._pitch = self._usual_pitch()
        self._between = [self._boundary(at) for at in range(len(bands))]

    def best(self, height: str) -> list[Row]:
        """Return the rows of least strain where cells are set at that height."""
        count = len(self._bands)
        least = [0.0] + [float("inf")] * count
        came: list[Row | None] = [None] * (count + 1)
        for first in range(count):
            for row in self._rows_from(first, height):
                total = least[first] + row.strain
                if total < least[row.last]:
                    least[row.last], came[row.last] = total, row
        rows: list[Row] = []
        at = count
        while at:
            chosen = came[at]
            assert chosen is not None
            rows.append(chosen)
            at = chosen.first
        return rows[::-1]

    def _rows_from(self, first: int, height: str) -> list[Row]:
        found = []
        cells: dict[int, list[Piece]] = {}
        inside = 0.0
        for last in range(first + 1, min(first + MOST_LINES, len(self._bands)) + 1):
            if last > first + 1 and self._walls[last - 1]:
                break
            for piece in self._bands[last - 1]:
                above = cells.setdefault(piece.col, [])
                if above:
                    inside += self._seam(above[-1], piece)
                above.append(piece)
            if inside > _GIVEN_UP:
                break
            strain = inside + self._uneven(cells, height) + self._empty(cells) + self._between[first]
            found.append(Row(first, last, strain))
        return found

    def _seam(self, above: Piece, below: Piece) -> float:
        """Return what speaks against two lines being of one cell."""
        strain = 0.0
        if below.middle - above.middle > 1.35 * self._pitch:
            strain += 4.0
        if _is_word(below):
            if not _is_word(above):
                return strain + (0.2 if self._is_filled(above) else 1.2)
            if len(above.line.text) == len(below.line.text):
                return strain + 1.5
            return strain + (0.1 if self._is_filled(above) else 0.5)
        if not self._is_full(above, below):
            strain += 0.7 if above.line.text[-1] in _STOPS else 1.2
        return strain + 0.2 * (1 - self._weight(above))

    def _boundary(self, at: int) -> float:
        """Return what speaks against a row beginning with band `at`."""
        if not at or self._walls[at]:
            return 0.0
        strain = 4.0 if self._ruled else 0.0
        for piece in self._bands[at]:
            above = self._follows.get(id(piece))
            if piece.line.text[0] in _CLOSERS:
                strain += 3.0
            if above is None or piece.middle - above.middle > 1.25 * self._pitch:
                continue
            if not self._is_full(above, piece) or _is_word(piece):
                continue
            strain += self._weight(above) * (0.3 if above.line.text[-1] in _STOPS else 0.8)
        return strain

    def _uneven(self, cells: dict[int, list[Piece]], height: str) -> float:
        """Return what speaks against the cells being set at one height; a head may be set at another than the rest."""
        if len(cells) < 2:
            return 0.0
        return min(self._off(cells, other) + (0.0 if other == height else _OTHER_HEIGHT) for other in HEIGHTS)

    def _off(self, cells: dict[int, list[Piece]], height: str) -> float:
        if height == "top":
            places = [pieces[0].middle for pieces in cells.values()]
            level = min(places)
        elif height == "foot":
            places = [pieces[-1].middle for pieces in cells.values()]
            level = max(places)
        else:
            places = [(pieces[0].middle + pieces[-1].middle) / 2 for pieces in cells.values()]
            level = sorted(places)[len(places) // 2]
        off = sum(abs(place - level) > 0.3 * self._pitch for place in places)
        return min(2.0 * off, 5.0)

    def _empty(self, cells: dict[int, list[Piece]]) -> float:
        """Return what speaks against a row with so many blank cells."""
        held = {col for pieces in cells.values() for p in pieces for col in range(p.col, p.last + 1)}
        behind = self._columns - 1 - max(held)  # perhaps the rest of a merged cell
        before = self._columns - len(held) - behind
        return (3.0 * before + 0.7 * behind) / self._columns + (0.8 if 0 not in held else 0.0)

    def _is_full(self, above: Piece, below: Piece) -> bool:
        merged = above.last > above.col or below.last > below.col
        limit = self._limits.get((above.col, merged), 0.0)
        return limit - above.line.right < first_word(below.line) + 0.35 * above.line.size

    def _is_filled(self, piece: Piece) -> bool:
        """Whether a line comes to the right edge of its column."""
        return self._limits[piece.col, piece.last > piece.col] - piece.line.right < 1.2 * piece.line.size

    def _weight(self, piece: Piece) -> float:
        """Return how much a full line tells: nothing in a column of labels as long as one another, all in a wide one."""
        room = self._limits[piece.col, piece.last > piece.col] - self._lefts[piece.col]
        return min(1.0, max(0.0, room / piece.line.size - 3) / 9)

    def _left_edges(self) -> dict[int, float]:
        found: dict[int, float] = {}
        for piece in (p for band in self._bands for p in band):
            found[piece.col] = min(found.get(piece.col, piece.line.left), piece.line.left)
        return found

    def _right_edges(self) -> dict[tuple[int, bool], float]:
        """Return the right edges of columns, and of what spans several: where text ends at most, or white must begin."""
        found: dict[tuple[int, bool], float] = {}
        for piece in (p for band in self._bands for p in band):
            key = piece.col, piece.last > piece.col
            found[key] = max(found.get(key, 0.0), piece.line.right)
        whites = {
            col: self._lefts[col + 1] - found[col, False]
            for col in self._lefts
            if col + 1 in self._lefts and (col, False) in found
        }
        least = max(min(whites.values(), default=0.0), 2.0)
        for col in whites:
            found[col, False] = max(found[col, False], self._lefts[col + 1] - least)
        return found

    def _pairs(self) -> dict[int, Piece]:
        """Return for each piece the one above it in its column."""
        last: dict[int, Piece] = {}
        found: dict[int, Piece] = {}
        for band in self._bands:
            for piece in band:
                if piece.col in last:
                    found[id(piece)] = last[piece.col]
                last[piece.col] = piece
        return found

    def _usual_pitch(self) -> float:
        """Return the least distance of two lines in a column: that of lines of one cell, where any has two."""
        pieces = {id(p): p for band in self._bands for p in band}
        steps = [
            pieces[key].middle - above.middle
            for key, above in self._follows.items()
            if pieces[key].middle - above.middle > 0.8 * above.line.size
        ]
        return min(steps, default=20.0)


def _is_word(piece: Piece) -> bool:
    """Whether a line is a single number or word."""
    return all(WORD.match(sign.text) for sign in piece.line.signs)
