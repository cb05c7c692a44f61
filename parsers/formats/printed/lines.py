"""Signs → lines of text, with spaces where there are gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from parsers.formats.printed.marks import WORD, Sign, TextLine
from parsers.tidy import clean

_BLANK = (" ", "\u3000", "\xa0")
_LONGEST_GAP = 12  # spaces written for a gap, however wide it is


def lines_of(signs: Iterable[Sign], page: int = 0) -> list[TextLine]:
    """Return the lines that the signs make, from top to bottom. Blank ones are left out."""
    rows: list[list[Sign]] = []
    bands: list[tuple[float, float]] = []
    for sign in sorted(signs, key=lambda s: (s.top + s.bottom, s.left)):
        if rows and _same_band(sign, bands[-1]):
            rows[-1].append(sign)
            top, bottom = bands[-1]
            if sign.text not in _BLANK:
                bands[-1] = min(top, sign.top), max(bottom, sign.bottom)
        else:
            rows.append([sign])
            bands.append((sign.top, sign.bottom))
    found = []
    for row in rows:
        row = _without_shadows(sorted(row, key=lambda s: s.left))
        blank_after = bool(row) and row[-1].text in _BLANK
        while row and row[-1].text in _BLANK:
            row.pop()
        start = next((i for i, sign in enumerate(row) if sign.text not in _BLANK), len(row))
        row = row[start:]
        text = clean(_text(row)).strip()
        if text:
            found.append(TextLine(text, tuple(row), page, blank_after))
    return found


def _same_band(sign: Sign, band: tuple[float, float]) -> bool:
    """Whether a sign stands beside the others, not below: they share half of the lower one's height."""
    top, bottom = band
    shared = min(sign.bottom, bottom) - max(sign.top, top)
    return shared > 0.5 * min(sign.bottom - sign.top, bottom - top)


def _without_shadows(row: Sequence[Sign]) -> list[Sign]:
    """Leave out signs printed twice, a hair apart, to look bold."""
    kept: list[Sign] = []
    for sign in row:
        if not any(
            other.text == sign.text
            and abs(other.left - sign.left) < 0.3 * sign.size
            and sign.text not in _BLANK
            for other in kept[-3:]
        ):
            kept.append(sign)
    return kept


def _text(row: Sequence[Sign]) -> str:
    row = _as_wide_as_set(row)
    inked = [sign for sign in row if sign.text not in _BLANK]
    usual = _usual_gap(inked)
    parts: list[str] = []
    blanks = ""
    before: Sign | None = None
    for sign in row:
        if sign.text in _BLANK:
            blanks += sign.text
            continue
        if before is not None:
            parts.append(_gap(before, sign, blanks, usual))
        parts.append(sign.text)
        before, blanks = sign, ""
    return "".join(parts)


def _as_wide_as_set(row: Sequence[Sign]) -> Sequence[Sign]:
    """Return the signs, digits and letters as wide as the type where each of them was set as wide as a Chinese sign.

    The box of a digit is half as wide, and every one would seem to have a blank behind it: 2 0 1 8 年3 月.
    """
    gaps = [_between(a, b) for a, b in pairwise(row) if WORD.match(a.text) and WORD.match(b.text)]
    if len(gaps) < _LEAST_WIDE or not all(0.35 <= gap <= 0.65 for gap in gaps):
        return row
    return [replace(s, right=max(s.right, s.left + s.size)) if WORD.match(s.text) else s for s in row]


_LEAST_WIDE = 3
"""Pairs of digits that show how a line was set."""


def _usual_gap(row: Sequence[Sign]) -> float:
    """Return the usual gap between Chinese signs, in widths of the type: more than 0 where a line was stretched."""
    gaps = [_between(a, b) for a, b in pairwise(row) if not (WORD.match(a.text) or WORD.match(b.text))]
    return max(0.0, median(gaps)) if len(gaps) > 3 else 0.0


def _between(before: Sign, after: Sign) -> float:
    return (after.left - before.right) / max(min(before.size, after.size), 1.0)


def _gap(before: Sign, after: Sign, blanks: str, usual: float) -> str:
    """Return what stands between two signs: the blanks printed there, or as many as the gap is wide.

    pdfium gives one blank for many, Chrome prints none at all. Between Chinese and Latin signs text programs leave a
    quarter of the type where nobody typed a blank.
    """
    if "\u3000" in blanks:
        return blanks
    gap = _between(before, after) - usual
    words = bool(WORD.match(before.text)) + bool(WORD.match(after.text))
    if gap >= 0.9:
        signs = "\u3000" * round(gap) if not words else " " * max(2, round(gap * 2))
        return max(signs[:_LONGEST_GAP], blanks, key=len)
    least = {0: 0.2, 1: 0.3, 2: 0.15}[words]  # Chinese on both sides, on one, words on both
    return blanks or (" " if gap > least else "")
