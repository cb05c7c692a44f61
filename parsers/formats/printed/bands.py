"""Signs → bands: what stands at one height across the page, in parts where there is white between.

Unlike `lines`, bands keep apart what stands half a line higher or lower: beside two lines of a cell in the middle of its
row, the one line of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from parsers.formats.printed.marks import Sign

BLANKS = (" ", "\u3000", "\xa0")
_SAME_HEIGHT = 0.3  # times the type
_WIDE = 0.65  # times the type: white that parts


@dataclass(frozen=True)
class Band:
    """Signs at one height, from left to right, blanks left out; `typed` are the places of the blanks."""

    signs: tuple[Sign, ...]
    typed: tuple[tuple[float, float], ...] = ()

    @cached_property
    def middle(self) -> float:
        """The height of its middle."""
        return sum((sign.top + sign.bottom) / 2 for sign in self.signs) / len(self.signs)

    @cached_property
    def size(self) -> float:
        """The usual type."""
        return sorted(sign.size for sign in self.signs)[len(self.signs) // 2]

    @cached_property
    def text(self) -> str:
        """Its signs without white."""
        return "".join(sign.text for sign in self.signs)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.signs[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(sign.right for sign in self.signs)

    @cached_property
    def whites(self) -> list[tuple[float, float]]:
        """White between its signs that nobody typed, from left to right."""
        found = []
        end = self.signs[0].right
        for sign in self.signs[1:]:
            if sign.left - end > 0.06 * sign.size and not self._is_typed(end, sign.left):
                found.append((end, sign.left))
            end = max(end, sign.right)
        return found

    @cached_property
    def gaps(self) -> list[tuple[float, float]]:
        """White so wide that it parts."""
        return [(start, end) for start, end in self.whites if end - start >= _WIDE * self.size]

    def _is_typed(self, start: float, end: float) -> bool:
        filled = sum(min(b, end) - max(a, start) for a, b in self.typed if a < end and b > start)
        return filled >= 0.6 * (end - start)


def bands_of(signs: Iterable[Sign]) -> list[Band]:
    """Return the bands from top to bottom."""
    inked: list[Sign] = []
    blanks: list[Sign] = []
    for sign in signs:
        (blanks if sign.text in BLANKS or not sign.text.strip() else inked).append(sign)
    rows: list[list[Sign]] = []
    for sign in sorted(inked, key=lambda s: s.top + s.bottom):
        if rows and abs(_middle(sign) - _middle(rows[-1][0])) <= _SAME_HEIGHT * max(
            sign.size, rows[-1][0].size
        ):
            rows[-1].append(sign)
        else:
            rows.append([sign])
    typed = _typed(rows, blanks)
    return [Band(tuple(sorted(row, key=lambda s: s.left)), typed[i]) for i, row in enumerate(rows)]


def _typed(rows: Sequence[list[Sign]], blanks: Iterable[Sign]) -> list[tuple[tuple[float, float], ...]]:
    found: list[list[tuple[float, float]]] = [[] for _ in rows]
    order = sorted(range(len(rows)), key=lambda i: _middle(rows[i][0]))
    at = 0
    for blank in sorted(blanks, key=_middle):
        while at + 1 < len(order) and _off(rows, order[at + 1], blank) <= _off(rows, order[at], blank):
            at += 1
        if order and _off(rows, order[at], blank) <= _SAME_HEIGHT * blank.size:
            found[order[at]].append((blank.left, blank.right))
    return [tuple(places) for places in found]


def _off(rows: Sequence[list[Sign]], row: int, sign: Sign) -> float:
    return abs(_middle(rows[row][0]) - _middle(sign))


def _middle(sign: Sign) -> float:
    return (sign.top + sign.bottom) / 2
