"""Tick boxes (☐ ☑) that the reader skipped: a small square on the paper, empty or with something in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product
from statistics import median

import cv2
import numpy as np

from parsers.ocr.arrays import Array, Grey, Picture
from parsers.ocr.strips import Glyph, Strip, em_of, width_of

EMPTY, TICKED = "□", "☑"

SURE_BOX = 0.9
"""Confidence in a tick box."""

_FULL = 0.07  # part of the inside of a box that is dark once somebody ticked it
_LEAST, _MOST = 0.45, 1.3  # of a box from side to side, in characters
_BOXES = frozenset("□☑☒■☐")
_LIKE_BOXES = frozenset("口又区凶囗回日曰叉图国团冈园义见因巨")
"""What the reader takes a box for, ticked or not, when it is unsure."""


def with_boxes(page: Picture, strips: Sequence[Strip]) -> list[Strip]:
    """Return the strips with the tick boxes that stand before their words and were not read, or read as a character."""
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    usual = median(
        [_step(strip, strip.height) for strip in strips if len(strip.glyphs) > 2] or [float("inf")]
    )
    return [
        _with_boxes(grey, strip, _step(strip, usual), strips) if strip.glyphs else strip for strip in strips
    ]


def _with_boxes(grey: Grey, strip: Strip, em: float, others: Sequence[Strip]) -> Strip:
    glyphs = list(strip.glyphs)
    for i in range(len(glyphs) - 2, -1, -1):
        begins = i == 0 or glyphs[i].middle - glyphs[i - 1].middle > 1.3 * em
        if begins and _may_be_box(glyphs[i]):
            box = _box_between(grey, strip, em, glyphs[i].middle - 0.9 * em, glyphs[i + 1].middle - 0.45 * em)
            if box:
                glyphs[i] = box
    first = glyphs[0]
    if first.char not in _BOXES:
        right = first.middle - 0.45 * em * width_of(first.char)
        left = right - 1.9 * em
        taken = [s.right for s in others if s is not strip and _level_with(s, strip) and s.left < left]
        box = _box_between(grey, strip, em, max([left, *(n for n in taken if n < right)]), right)
        if box:
            glyphs.insert(0, box)
    return replace(strip, glyphs=tuple(glyphs), left=min(strip.left, glyphs[0].middle - 0.5 * em))


def _may_be_box(glyph: Glyph) -> bool:
    """Whether the reader may have taken a box for a character, or one kind of box for the other."""
    like = glyph.char in _LIKE_BOXES or glyph.char in _BOXES
    return glyph.confidence < (SURE_BOX if like else _RUBBISH)


_RUBBISH = 0.3  # confidence below which a character may be anything


def _step(strip: Strip, usual: float) -> float:
    """Return the width of a character, also where only two or three stand in the strip; of one alone, the page's."""
    full = [pair for pair in pairwise(strip.glyphs) if all(width_of(glyph.char) == 1 for glyph in pair)]
    steps = [b.middle - a.middle for a, b in full]
    by_height = em_of(strip)
    return median(
        [step for step in steps if 0.5 * by_height < step < 1.2 * by_height] or [min(by_height, usual)]
    )


def _level_with(one: Strip, other: Strip) -> bool:
    return min(one.bottom, other.bottom) - max(one.top, other.top) > 0.4 * min(one.height, other.height)


def _box_between(grey: Grey, strip: Strip, em: float, left: float, right: float) -> Glyph | None:
    """Return the tick box that stands between two places on the line of a strip, None where there is none.

    How dark ink is, the strip itself tells: in a blank, grain and shadows are the darkest.
    """
    rows = slice(max(0, int(strip.top)), int(strip.bottom) + 1)
    x0 = max(0, int(left))
    part = grey[rows, x0 : max(0, int(right))]
    written = grey[rows, max(0, int(strip.left)) : max(0, int(strip.right))]
    if part.size == 0 or part.shape[1] < 0.45 * em or written.size == 0:
        return None
    ink, paper = np.percentile(written, 2), np.percentile(written, 80)
    part = cv2.GaussianBlur(part, (3, 3), 0)
    dark, inked = ((part < paper - depth * (paper - ink)).astype(np.uint8) for depth in (_PALE, _DARK))
    box = box_in(dark, em, inked)
    return Glyph(box[0], x0 + box[1], SURE_BOX) if box else None


_PALE, _DARK = 0.35, 0.5  # parts of the way from paper to ink: the thin lines of a box, a stroke inside of it


def box_in(dark: Grey, em: float, inked: Grey | None = None) -> tuple[str, float] | None:
    """Return `EMPTY` or `TICKED` for a tick box in a mask of ink (1 where dark), and where its middle is.

    A box is known by its four sides; the stroke of a pen may run out of it, or through one of them. `inked` is the mask
    that tells of a stroke inside, where it is another.
    """
    inked = dark if inked is None else inked
    least = max(4, int(0.35 * em))
    thick = cv2.dilate(dark, np.ones((2, 2), np.uint8))
    level = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    upright = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((least, 1), np.uint8))
    pieces = _pieces(level, em) + _pieces(upright, em)
    heights, widths = _sides(pieces, 1, em), _sides(pieces, 0, em)
    for (top, bottom), (left, right) in product(heights, widths):
        w, h = right - left, bottom - top
        if not 0.75 <= w / h <= 1.33 or not _covered(level, upright, (left, top, w, h)):
            continue
        rim = max(2, round(0.22 * w))
        inside = inked[top + rim : bottom - rim + 1, left + rim : right - rim + 1]
        return (TICKED if inside.size and inside.mean() > _FULL else EMPTY), (left + right) / 2
    return None


def _pieces(mask: Array, em: float) -> list[tuple[int, int, int, int]]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h, _ in stats[1:] if max(w, h) <= 1.6 * em][:8]


def _sides(pieces: list[tuple[int, int, int, int]], axis: int, em: float) -> list[tuple[int, int]]:
    """Return where boxes may begin and end, narrow ones first; `axis` 0 from left to right, 1 from above to below.

    Measured from outside to outside: within, a stroke may have grown together with a side. Where it has grown over the
    outside as well, the sides that run across still end there.
    """
    begins = {piece[axis] for piece in pieces}
    ends = {piece[axis] + piece[axis + 2] for piece in pieces}
    return sorted(
        ((a, b) for a in begins for b in ends if _LEAST * em <= b - a <= _MOST * em),
        key=lambda side: side[1] - side[0],
    )


def _covered(level: Grey, upright: Grey, box: tuple[int, int, int, int]) -> bool:
    """Whether ink runs along all four sides of a box."""
    x, y, w, h = box
    rim = max(3, round(0.2 * w))
    sides = [
        level[y : y + rim, x : x + w].any(axis=0),
        level[y + h - rim : y + h, x : x + w].any(axis=0),
        upright[y : y + h, x : x + rim].any(axis=1),
        upright[y : y + h, x + w - rim : x + w].any(axis=1),
    ]
    return all(side.size and side.mean() >= 0.8 for side in sides)
