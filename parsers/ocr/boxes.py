"""Tick boxes (☐ ☑) that the reader skipped: a small square on the paper, empty or with something in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import cv2
import numpy as np

from parsers.ocr.arrays import Array, Picture
from parsers.ocr.strips import Glyph, Strip, em_of, width_of

EMPTY, TICKED = "□", "☑"

SURE_BOX = 0.9
"""Confidence in a tick box."""

_FULL = 0.07  # part of the inside of a box that is dark once somebody ticked it
_SIDES = (0.45, 1.25)  # of a box, in characters
_BOXES = frozenset("□☑☒■☐")
_LIKE_BOXES = frozenset("口又区凶囗回日曰叉图国团冈园义见因巨")
"""What the reader takes a box for, ticked or not, when it is unsure."""


def with_boxes(page: Picture, strips: Sequence[Strip]) -> list[Strip]:
    """Return the strips with the tick boxes that stand before their words and were not read, or read as a character."""
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    return [_with_boxes(grey, strip, strips) if strip.glyphs else strip for strip in strips]


def _with_boxes(grey: Array, strip: Strip, others: Sequence[Strip]) -> Strip:
    em = em_of(strip)
    glyphs = list(strip.glyphs)
    for i in range(len(glyphs) - 2, -1, -1):
        begins = i == 0 or glyphs[i].middle - glyphs[i - 1].middle > 1.3 * em
        if begins and glyphs[i].char in _LIKE_BOXES and glyphs[i].confidence < SURE_BOX:
            box = _box_between(grey, strip, glyphs[i].middle - 0.9 * em, glyphs[i + 1].middle - 0.45 * em)
            if box:
                glyphs[i] = box
    first = glyphs[0]
    if first.char not in _BOXES:
        right = first.middle - 0.45 * em * width_of(first.char)
        left = right - 1.9 * em
        taken = [s.right for s in others if s is not strip and _level_with(s, strip) and s.left < left]
        box = _box_between(grey, strip, max([left, *(n for n in taken if n < right)]), right)
        if box:
            glyphs.insert(0, box)
    return replace(strip, glyphs=tuple(glyphs), left=min(strip.left, glyphs[0].middle - 0.5 * em))


def _level_with(one: Strip, other: Strip) -> bool:
    return min(one.bottom, other.bottom) - max(one.top, other.top) > 0.4 * min(one.height, other.height)


def _box_between(grey: Array, strip: Strip, left: float, right: float) -> Glyph | None:
    """Return the tick box that stands between two places on the line of a strip, None where there is none."""
    x0 = max(0, int(left))
    part = grey[max(0, int(strip.top)) : int(strip.bottom) + 1, x0 : max(0, int(right))]
    em = em_of(strip)
    if part.size == 0 or part.shape[1] < 0.45 * em or int(part.max()) - int(part.min()) < 50:
        return None
    _, dark = cv2.threshold(part, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    box = box_in(np.ascontiguousarray(dark), em)
    return Glyph(box[0], x0 + box[1], SURE_BOX) if box else None


def box_in(dark: Array, em: float) -> tuple[str, float] | None:
    """Return `EMPTY` or `TICKED` for a tick box in a mask of ink (1 where dark), and where its middle is.

    A box is known by its four sides; the stroke of a pen may run out of it, or through one of them.
    """
    least = max(4, int(0.4 * em))
    thick = cv2.dilate(dark, np.ones((2, 2), np.uint8))
    level = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    upright = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((least, 1), np.uint8))
    lines, posts = _pieces(level, em), _pieces(upright, em)
    for (top, bottom), (left, right) in product(_pairs(lines, 1, em), _pairs(posts, 0, em)):
        x, y = left[0] + left[2] // 2, top[1] + top[3] // 2
        w, h = right[0] + right[2] // 2 - x, bottom[1] + bottom[3] // 2 - y
        if not 0.75 <= w / h <= 1.33 or not _covered(level, upright, (x, y, w, h)):
            continue
        rim = max(2, round(0.18 * w))
        inside = dark[y + rim : y + h - rim + 1, x + rim : x + w - rim + 1]
        return (TICKED if inside.size and inside.mean() > _FULL else EMPTY), x + w / 2
    return None


def _pieces(mask: Array, em: float) -> list[tuple[int, int, int, int]]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h, _ in stats[1:] if max(w, h) <= 1.6 * em][:12]


def _pairs(
    pieces: list[tuple[int, int, int, int]], axis: int, em: float
) -> list[tuple[tuple[int, int, int, int], tuple[int, int, int, int]]]:
    """Return the pairs of sides as far apart as those of a box; `axis` 1 for level ones, 0 for upright ones."""
    ordered = sorted(pieces, key=lambda piece: piece[axis])
    return [
        (a, b)
        for i, a in enumerate(ordered)
        for b in ordered[i + 1 :]
        if _SIDES[0] * em <= b[axis] - a[axis] <= _SIDES[1] * em
    ]


def _covered(level: Array, upright: Array, box: tuple[int, int, int, int]) -> bool:
    """Whether ink runs along all four sides of a box."""
    x, y, w, h = box
    near = max(1, round(0.1 * w))
    sides = [
        level[max(0, y - near) : y + near + 1, x : x + w].any(axis=0),
        level[max(0, y + h - near) : y + h + near + 1, x : x + w].any(axis=0),
        upright[y : y + h, max(0, x - near) : x + near + 1].any(axis=1),
        upright[y : y + h, max(0, x + w - near) : x + w + near + 1].any(axis=1),
    ]
    return all(side.size and side.mean() >= 0.8 for side in sides)
