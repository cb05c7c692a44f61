"""Rows of a spreadsheet printed without lines that are no table: their cells parted, and those that may have been cut.

A text longer than its cell is printed as far as the next cell that holds anything; nothing shows that it went on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.formats.printed.lines import lines_of
from parsers.formats.printed.marks import WORD, Sheet, Sign, TextLine

_SAME = 0.6  # points between beginnings of one column
_WHITE = 0.06  # times the type: less stands between signs of one text
_LONG = 14  # characters of a text that goes on to the end of its row, and should end in a full stop
_NEAR, _NEAR_WORD = (
    0.3,
    0.7,
)  # widths of its last sign: what shows of a Chinese one is printed, of a digit not
_STOPS = "。！？；：）.!?;:)”"


def column_starts(sheet: Sheet) -> list[float]:
    """Return where the columns of a page begin: what follows white begins there in two rows or more."""
    lines = lines_of(sheet.signs)
    begun = sorted(
        sign.left
        for line in lines
        for before, sign in _pairs(line)
        if before is None or _white(before, sign) > 0.5
    )
    starts: list[list[float]] = []
    for left in begun:
        if starts and left - starts[-1][0] <= _SAME:
            starts[-1].append(left)
        else:
            starts.append([left])
    return [sum(group) / len(group) for group in starts if len(group) > 1]


def parted(line: TextLine, starts: Sequence[float]) -> tuple[TextLine, bool]:
    """Return a row with two blanks between its cells, and whether a text in it may be less than its cell held."""
    cells: list[list[Sign]] = []
    for before, sign in _pairs(line):
        begins = any(abs(sign.left - start) <= _SAME for start in starts)
        if before is None or (begins and _white(before, sign) > _WHITE):
            cells.append([])
        cells[-1].append(sign)
    texts = [" ".join(piece.text for piece in lines_of(cell)) for cell in cells]
    cut = any(_runs_into(cell, after) for cell, after in pairwise(cells)) or _breaks_off(texts[-1])
    return replace(line, text="  ".join(texts)) if len(cells) > 1 else line, cut


def _pairs(line: TextLine) -> list[tuple[Sign | None, Sign]]:
    inked = [sign for sign in line.signs if sign.text.strip()]
    return list(zip([None, *inked[:-1]], inked, strict=True))


def _white(before: Sign, sign: Sign) -> float:
    return (sign.left - before.right) / max(sign.size, 1.0)


def _runs_into(cell: Sequence[Sign], after: Sequence[Sign]) -> bool:
    """Whether a text goes on up to the next cell, so near that its next sign would have had no room, or lies under it."""
    last = cell[-1]
    near = _NEAR_WORD if WORD.match(last.text) else _NEAR
    return any(len(sign.text) > 1 for sign in cell) or after[0].left - last.right < near * last.width


def _breaks_off(text: str) -> bool:
    return len(text) >= _LONG and text[-1] not in _STOPS and not text[-1].isascii()
