"""Texts that their cell was too small for: a spreadsheet prints as much of them as fits, and nothing shows the rest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parsers.formats.printed.bands import Band, bands_of
from parsers.formats.printed.marks import WORD, Sign, TextLine

CUT = "单元格太小，文字可能没有印全，请核对"
"""Why such a text is doubted."""

_CLOSERS = "，。、；：？！）》」』”’】〉"
_STOPS = "。！？；：）.!?;:)"
_MOST_LAPS = 5
_LEAST = 6  # characters of a text that may have been cut


def is_overprinted(signs: Sequence[Sign]) -> bool:
    """Whether lines of text stand in one another, as those of rows that are lower than their texts do."""
    return any(_laps(band) >= _MOST_LAPS for band in bands_of(signs))


def _laps(band: Band) -> int:
    """Return how many signs of a band stand on the one before; one printed twice, to look bold, does not count."""
    return sum(
        before.right - sign.left > 0.4 * min(before.width, sign.width) and before.text != sign.text
        for before, sign in pairwise(band.signs)
    )


def is_cut(lines: Sequence[TextLine], edge: float, near: float) -> bool:
    """Whether the lines of a cell may be less than its text; `edge` is its right edge.

    So it is where some of it lies under the next cell, where it begins with a comma, and where its only line runs up to
    the edge, as near as `near` times the type, and no sentence ends there.
    """
    if any(len(sign.text) > 1 for line in lines for sign in line.signs):
        return True
    first, last = lines[0], lines[-1]
    if first.text[0] in _CLOSERS:
        return True
    if len(lines) > 1 or len(last.text) < _LEAST or last.text[-1] in _STOPS:
        return False
    room = edge - last.right
    word = all(WORD.match(sign.text) for sign in last.signs)
    return room < (0.0 if word else near * last.size)
