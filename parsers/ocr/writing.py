"""Strips → written lines: pieces side by side put together, with the blanks that the page shows between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from parsers.ocr.characters import is_common
from parsers.ocr.strips import Glyph, Strip, em_of, width_of

SURE = 0.80
"""Confidence below which a character counts as unsure."""

SURE_DIGIT = 0.90
"""The same for digits and letters: context helps nobody to mend a number."""

SURE_RARE = 0.995
"""The same for rare characters, as names have them: common ones are easily taken for them."""

WIDE_GAP = "    "
"""How a gap of more than a character is written: it parts fields on a line, or the characters of a spread label."""

_LATIN = re.compile(r"[A-Za-z0-9]")
_WORD_ENDS = re.compile(r"[\s，。；！？、（）()《》“”‘’【】\[\]|]+|[：:](?!\d)|(?<!\d)[：:]|[,;](?!\d)")


@dataclass(frozen=True, slots=True)
class Written:
    """One line as written, or several once joined: its text and where its ink stands; `em` is a character's width."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    em: float
    unsure: tuple[tuple[str, float], ...] = ()  # (word, confidence of its weakest character)

    def followed_by(self, other: Written, between: str = "") -> Written:
        """Return this line and the next as one text."""
        return replace(
            self,
            text=f"{self.text}{between}{other.text}",
            left=min(self.left, other.left),
            right=max(self.right, other.right),
            bottom=other.bottom,
            unsure=self.unsure + other.unsure,
        )


def write_lines(strips: Sequence[Strip]) -> list[Written]:
    """Return the lines that strips make, from top to bottom."""
    return [_line(row) for row in _rows(strips)]


def _rows(strips: Sequence[Strip]) -> list[list[Strip]]:
    """Put together what stands side by side."""
    rows: list[list[Strip]] = []
    for strip in sorted((s for s in strips if s.glyphs), key=lambda s: s.top + s.bottom):
        near = [row for row in rows[-3:] if _beside(row, strip)]
        if near:
            near[-1].append(strip)
        else:
            rows.append([strip])
    for row in rows:
        row.sort(key=lambda s: s.left)
    return sorted(rows, key=lambda row: min(s.top + s.bottom for s in row))


def _beside(row: list[Strip], strip: Strip) -> bool:
    last = min(row, key=lambda s: abs(s.left - strip.left))
    apart = abs((last.top + last.bottom) - (strip.top + strip.bottom)) / 2
    over = min(last.right, strip.right) - max(last.left, strip.left)
    return apart < 0.45 * min(last.height, strip.height) and over < 0.5 * min(
        last.right - last.left, strip.right - strip.left
    )


def _line(row: Sequence[Strip]) -> Written:
    placed = _without_specks(
        [(glyph, em) for strip in row for em in (em_of(strip),) for glyph in strip.glyphs]
    )
    text = ""
    owners: list[Glyph | None] = []  # the glyph behind each character of `text`, None for blanks
    for i, (glyph, em) in enumerate(placed):
        if i:
            between = _blank(placed[i - 1][0], glyph, (em + placed[i - 1][1]) / 2)
            text += between
            owners += [None] * len(between)
        text += glyph.char
        owners += [glyph] * len(glyph.char)
    for hit in reversed([*_DATE_AND_TIME.finditer(text)]):
        text = f"{text[: hit.end()]} {text[hit.end() :]}"
        owners.insert(hit.end(), None)
    first, last = placed[0], placed[-1]
    return Written(
        text,
        first[0].middle - width_of(first[0].char) * first[1] / 2,
        min(s.top for s in row),
        last[0].middle + width_of(last[0].char) * last[1] / 2,
        max(s.bottom for s in row),
        median(em for _, em in placed),
        tuple(_unsure_words(text, owners)),
    )


_DATE_AND_TIME = re.compile(r"\d{4}([-./])\d{2}\1\d{2}(?=\d{2}[:：]\d{2})")  # 2018-09-0612:00


def _without_specks(placed: list[tuple[Glyph, float]]) -> list[tuple[Glyph, float]]:
    """Leave out the points and strokes that specks and underlining are read as: unsure, or standing alone."""
    kept = []
    for i, (glyph, em) in enumerate(placed):
        beside = [placed[j][0] for j in (i - 1, i + 1) if 0 <= j < len(placed)]
        in_word = len(beside) == 2 and all(_LATIN.match(other.char) for other in beside)
        alone = all(abs(other.middle - glyph.middle) > 1.4 * em for other in beside)
        speck = glyph.char in _SPECKS and (glyph.confidence < SURE or alone)
        at_end = len(beside) < 2 and glyph.char in _NEVER_AT_ENDS
        if in_word or not (speck or at_end or glyph.char == "_"):
            kept.append((glyph, em))
    return kept or placed


_SPECKS = frozenset(".,·•'`-~^*")
_NEVER_AT_ENDS = frozenset("·•'`~^")  # of a line: what stands inside a name or a number


def _blank(before: Glyph, after: Glyph, em: float) -> str:
    """Return the blank that stands between two characters.

    Between letters and digits the reader sees blanks well; elsewhere the gap between the middles tells more.
    """
    gap = (after.middle - before.middle) / em - (width_of(before.char) + width_of(after.char)) / 2
    if gap > 1.25:
        return WIDE_GAP
    if _LATIN.match(before.char) and _LATIN.match(after.char):
        return " " if after.spaced or gap > 0.9 else ""
    return " " if gap > (0.4 if after.spaced else 0.7) else ""


def _unsure_words(text: str, owners: Sequence[Glyph | None]) -> Iterator[tuple[str, float]]:
    begin = 0
    for end in [*_WORD_ENDS.finditer(text), None]:
        stop = end.start() if end else len(text)
        glyphs = [glyph for glyph in owners[begin:stop] if glyph]
        if any(glyph.confidence < _bar(glyph.char) for glyph in glyphs):
            yield text[begin:stop], round(min(glyph.confidence for glyph in glyphs), 3)
        begin = end.end() if end else stop


def _bar(char: str) -> float:
    if not is_common(char):
        return SURE_RARE
    return SURE_DIGIT if _LATIN.match(char) else SURE
