"""The rules of printed forms: the level and upright lines on a page, told from strokes of characters and rims of seals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

import cv2
import numpy as np

from parsers.ocr.arrays import Array, Grey
from parsers.ocr.strips import Strip, em_of, width_of


@dataclass(frozen=True)
class Rules:
    """Masks (0 or 255) of the lines of a page, level ones and upright ones."""

    level: Grey
    upright: Grey


def find_rules(
    grey: Grey, text_height: float, arcs: Grey | None = None, strips: Sequence[Strip] = ()
) -> Rules:
    """Return the lines on a page: long, thin, and level or upright to within three degrees.

    `arcs` is a mask of where none is, whatever it looks like: the rims of seals. A line that runs through the hearts of
    the characters in `strips` is none: strokes one below the other look like a line between two cells.

    Short ones, as between two cells of one row, count where both their ends meet a line, as few strokes of characters
    do. One no longer than those must lie in the continuation of another line as well.
    """
    across, down = _thin(grey, text_height), _thin(np.ascontiguousarray(grey.T), text_height)
    along = None if arcs is None else np.ascontiguousarray(arcs.T)
    hearts = _boxes_in(strips, 0.4, 0.2)
    turned = hearts[:, [1, 0, 3, 2]]
    length = max(30, int(2.2 * text_height))
    level = _lines(across, length, text_height, arcs, hearts)
    upright = _lines(down, length, text_height, along, turned)
    short = max(20, int(1.1 * text_height))
    short_upright = _meeting(_lines(down, short, text_height, along, turned), level.T, upright, text_height)
    upright = cv2.bitwise_or(upright, short_upright)
    short_level = _meeting(_lines(across, short, text_height, arcs, hearts), upright.T, level, text_height)
    level = cv2.bitwise_or(level, short_level)
    upright = np.ascontiguousarray(upright.T)
    level = _outside(level, _bodies(strips, 0.3, inf))  # no level line runs through a strip, blanks or not
    return Rules(level, _outside(upright, _bodies(strips, 0.4, _CLOSE)))


def _outside(lines: Grey, boxes: Array) -> Grey:
    """Return lines with gaps where they run through characters: strokes one below the other grow into a line as well.

    What has a gap parts no cells.
    """
    lines = lines.copy()
    for left, top, right, bottom in np.maximum(boxes.round(), 0).astype(int).tolist():
        lines[top : bottom + 1, left : right + 1] = 0
    return lines


def _boxes_in(strips: Sequence[Strip], across: float, down: float) -> Array:
    """Return boxes around the middles of characters, n × 4: left, top, right, bottom.

    They reach `across` of a character's width to both sides, `down` of its strip's height up and down. What may be a
    line that was read as a character (a 1 between words) has none.
    """
    found = []
    for strip in strips:
        em, middle = em_of(strip) if strip.glyphs else 0, (strip.top + strip.bottom) / 2
        for i, glyph in enumerate(strip.glyphs):
            if glyph.char in _LIKE_LINES and not _in_number(strip, i, em):
                continue
            reach, half = across * em * width_of(glyph.char), down * strip.height
            found.append((glyph.middle - reach, middle - half, glyph.middle + reach, middle + half))
    return np.array(found, dtype=np.float32).reshape(-1, 4)


def _bodies(strips: Sequence[Strip], down: float, close: float) -> Array:
    """Return boxes around characters as `_boxes_in` does, and from each to the next, `close` usual steps away at most."""
    found = []
    for strip in strips:
        em, middle, half = (
            em_of(strip) if strip.glyphs else 0,
            (strip.top + strip.bottom) / 2,
            down * strip.height,
        )
        for a, b in pairwise(strip.glyphs):
            usual = em * (width_of(a.char) + width_of(b.char)) / 2
            if b.middle - a.middle < close * usual and not _LIKE_LINES & {a.char, b.char}:
                found.append((a.middle, middle - half, b.middle, middle + half))
    between = np.array(found, dtype=np.float32).reshape(-1, 4)
    return np.concatenate([_boxes_in(strips, 0.4, down), between])


_CLOSE = 1.2  # of the usual step: with a line between them, two characters stand further apart
_LIKE_LINES = frozenset("|｜丨1lI!一—―－-_")


def _in_number(strip: Strip, i: int, em: float) -> bool:
    """Whether another digit stands close to a character."""
    beside = [strip.glyphs[j] for j in (i - 1, i + 1) if 0 <= j < len(strip.glyphs)]
    return any(g.char.isdigit() and abs(g.middle - strip.glyphs[i].middle) < 0.8 * em for g in beside)


def _thin(grey: Grey, text_height: float) -> Grey:
    """Return a mask of what is thin from above to below, and darker than the paper on both sides of it.

    In any light, and on shaded cells: the edge of a shade has paper on one side only.
    """
    smooth = cv2.blur(grey, (9, 1))
    thickest = max(9, int(0.45 * text_height)) | 1
    paper = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((thickest, 1), np.uint8))
    return ((cv2.subtract(paper, smooth) > _CONTRAST) * 255).astype(np.uint8)


_CONTRAST = (
    12  # of 255, by which a line is darker than its paper; grain that is smoothed along the line has 4
)


def _meeting(lines: Grey, across: Grey, long: Grey, text_height: float) -> Grey:
    """Return those level `lines` both of whose ends stand at lines of `across`, which run the other way.

    Those near to the text in length must be level with one of `long`.
    """
    near = max(3, int(0.35 * text_height))
    beside_long: Array = np.convolve(np.asarray(long.any(axis=1)), np.ones(2 * near + 1), "same")
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines)
    keep = np.zeros(count, np.uint8)
    for i in range(1, count):
        x, y, w, h, _ = (int(n) for n in stats[i])
        rows = slice(max(0, y - 2), y + h + 2)
        begins = across[rows, max(0, x - near) : x + near].any()
        ends = across[rows, max(0, x + w - near) : x + w + near].any()
        keep[i] = 255 if begins and ends and (w > 1.8 * text_height or (beside_long[rows] > 0.5).any()) else 0
    return keep[labels]


def _lines(dark: Grey, length: int, text_height: float, arcs: Grey | None, hearts: Array) -> Grey:
    """Return the level lines. Thickening first lets a slanting line through; gaps are bridged afterwards."""
    thick = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    kept = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    kept = cv2.morphologyEx(kept, cv2.MORPH_CLOSE, np.ones((3, max(3, int(0.7 * text_height))), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(kept)
    on_arcs = np.bincount(labels[arcs > 0], minlength=count) if arcs is not None else np.zeros(count)
    keep = np.zeros(count, np.uint8)
    for i in range(1, count):
        x, y, w, h, area = (int(n) for n in stats[i])
        line = w >= length and area / w <= 0.5 * text_height and on_arcs[i] < 0.5 * area
        if line and not (w < 8 * text_height and _struck(hearts, x, y, w, h) * text_height >= _STRUCK * w):
            keep[i] = 2 if w > 4 * text_height else 1
    return _bridged(keep[labels], text_height)


_STRUCK = 0.45  # part of the length of a line that characters take whose hearts it runs through


def _struck(hearts: Array, x: int, y: int, w: int, h: int) -> int:
    """Return how many characters a line in that box runs through."""
    left, top, right, bottom = hearts.T
    return int(((left < x + w) & (right > x) & (top < y + h) & (bottom > y)).sum())


def _bridged(lines: Grey, text_height: float) -> Grey:
    """Return lines (1, long ones 2) as a mask; a wide gap between two long ones, as a star of a seal leaves, is closed."""
    across = np.ones((3, int(1.2 * text_height)), np.uint8)
    long = cv2.morphologyEx((lines == 2).astype(np.uint8), cv2.MORPH_CLOSE, across)
    return cv2.bitwise_or((lines > 0).astype(np.uint8), long) * 255
