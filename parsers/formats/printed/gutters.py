"""Bands → columns: the white that runs down between the texts of a table without lines.

The bands with most parts show the columns; the others may only narrow the white between them, or run across it whole, as
the text of a merged cell does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.formats.printed.bands import Band
from parsers.formats.printed.marks import Sign, TextLine

_PARTED = 0.6  # share of the most gaps that a band must have to show the columns
_NARROWEST = 0.08  # times the type
_MOST_SPANNING = 4  # times as many bands may run across a gutter as show it
Interval = tuple[float, float]


@dataclass(frozen=True)
class Piece:
    """What of one band stands in one column, or from one column (from 0) to another."""

    band: int
    col: int
    last: int
    line: TextLine
    middle: float


def find_gutters(bands: Sequence[Band]) -> list[Interval]:
    """Return the gutters from left to right, none where the bands show no columns."""
    most = max((len(band.gaps) for band in bands), default=0)
    if not most:
        return []
    shows = [band for band in bands if len(band.gaps) >= max(1, _PARTED * most)]
    if len(shows) < 2:
        return []
    size = sorted(band.size for band in shows)[len(shows) // 2]
    others = [band for band in bands if len(band.gaps) < max(1, _PARTED * most)]
    found = []
    for gutter in _free(shows):
        votes = sum(any(_shared(gap, gutter) > 0 for gap in band.gaps) for band in shows)
        edged = any(_ends_with(gap, gutter, 0.3 * size) for band in shows for gap in band.gaps)
        if not votes or (votes < 2 and not edged) or gutter[1] - gutter[0] < _NARROWEST * size:
            continue
        kept, spanning = _narrowed(gutter, others, _NARROWEST * size)
        if spanning <= _MOST_SPANNING * votes:
            found.append(kept)
    return _without_split_columns(found, bands)


def _without_split_columns(gutters: list[Interval], bands: Sequence[Band]) -> list[Interval]:
    """Leave out white inside a column: no band has text on both sides of it, as below a head set left of its figures."""
    at = 0
    while at < len(gutters):
        left = gutters[at - 1][1] if at else float("-inf")
        right = gutters[at + 1][0] if at + 1 < len(gutters) else float("inf")
        sides = [
            (
                any(left - 0.1 <= start and end <= gutters[at][0] + 0.1 for start, end in inks),
                any(gutters[at][1] - 0.1 <= start and end <= right + 0.1 for start, end in inks),
            )
            for inks in map(_inks, bands)
        ]
        alone = min(sum(a for a, _ in sides), sum(b for _, b in sides))  # the head
        if any(a and b for a, b in sides) or alone > max(1, len(bands) / 20):
            at += 1
        else:
            del gutters[at]
    return gutters


def pieces_of(band: Band, number: int, gutters: Sequence[Interval], page: int) -> list[Piece]:
    """Return the pieces of a band: parted where white lies over a gutter."""
    parts: list[list[Sign]] = [[]]
    end = band.signs[0].left
    whites = iter(band.whites)
    white = next(whites, None)
    for sign in band.signs:
        if white is not None and sign.left >= white[1] - 0.01 and parts[-1]:
            if any(_shared(white, gutter) >= 0.5 * (gutter[1] - gutter[0]) for gutter in gutters):
                parts.append([])
            white = next(whites, None)
        parts[-1].append(sign)
        end = max(end, sign.right)
    return [_piece(part, band, number, gutters, page) for part in parts if part]


def _piece(signs: list[Sign], band: Band, number: int, gutters: Sequence[Interval], page: int) -> Piece:
    left, right = signs[0].left, max(sign.right for sign in signs)
    col = sum((start + end) / 2 <= left + 0.01 for start, end in gutters)
    last = max(col, sum((start + end) / 2 < right for start, end in gutters))
    blank_after = any(abs(start - right) < 0.5 * band.size for start, _ in band.typed)
    line = TextLine(_text(signs, band), tuple(signs), page, blank_after)
    return Piece(number, col, last, line, band.middle)


def _text(signs: Sequence[Sign], band: Band) -> str:
    """Return the text with one blank where one was typed, or white is as wide as one between words."""
    parts = [signs[0].text]
    for before, sign in pairwise(signs):
        typed = any(a >= before.left and b <= sign.right + 0.01 for a, b in band.typed)
        wide = sign.left - before.right > 0.9 * sign.size
        parts.append((" " if typed or wide else "") + sign.text)
    return "".join(parts)


def _free(bands: Sequence[Band]) -> list[Interval]:
    """Return what none of the bands covers, between the first and the last ink."""
    inks = sorted(ink for band in bands for ink in _inks(band))
    free: list[Interval] = []
    end = inks[0][1]
    for start, stop in inks:
        if start > end:
            free.append((end, start))
        end = max(end, stop)
    return free


def _inks(band: Band) -> list[Interval]:
    starts = [band.left, *(end for _, end in band.whites)]
    ends = [*(start for start, _ in band.whites), band.right]
    return list(zip(starts, ends, strict=True))


def _narrowed(gutter: Interval, bands: Sequence[Band], least: float) -> tuple[Interval, int]:
    """Return the gutter without what the bands cover of it, and how many run across it."""
    start, end = gutter
    spanning = 0
    for band in bands:
        for left, right in _inks(band):
            if right <= start or left >= end:
                continue
            if left <= start and end - right >= least:
                start = right
            elif right >= end and left - start >= least:
                end = left
            else:
                spanning += 1
    return (start, end), spanning


def _ends_with(gap: Interval, gutter: Interval, near: float) -> bool:
    """Whether white begins or ends where the gutter does: it parts the same columns, not the words of one."""
    return abs(gap[0] - gutter[0]) < near or abs(gap[1] - gutter[1]) < near


def _shared(a: Interval, b: Interval) -> float:
    return min(a[1], b[1]) - max(a[0], b[0])
