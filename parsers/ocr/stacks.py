"""Writing that runs downwards (竖排): the label of a narrow cell, its characters one below the other."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.ocr.arrays import Array, Picture, Quad
from parsers.ocr.finding import size
from parsers.ocr.recognising import crop, read_crop
from parsers.ocr.strips import Glyph, Strip

_SURE = 0.6  # mean confidence of a stack that was read rightly


def is_standing(quad: Quad) -> bool:
    """Whether a quadrangle is so much higher than wide that its writing must run downwards."""
    width, height = size(quad)
    return height > 1.5 * width


def read_stack(page: Picture, quad: Quad) -> list[Strip]:
    """Return the characters of a stack, a strip each; where it is none but a line turned sideways, that as one."""
    part = crop(page, quad)
    left, top = float(quad[:, 0].min()), float(quad[:, 1].min())
    middle = left + part.shape[1] / 2
    found = []
    for begin, end in _pieces(part):
        read = read_crop(part[begin:end])
        glyphs = tuple(Glyph(g.char, middle, g.confidence) for g in read.glyphs[:1])
        found.append(Strip(glyphs, left, top + begin, left + part.shape[1], top + end))
    if found and sum(strip.confidence for strip in found) / len(found) >= _SURE:
        return found
    sideways = [read_crop(np.ascontiguousarray(np.rot90(part, turn))) for turn in (1, 3)]
    best = max(sideways, key=lambda strip: strip.confidence)
    glyphs = tuple(Glyph(g.char, middle + i, g.confidence) for i, g in enumerate(best.glyphs))
    return [Strip(glyphs, left, top, left + part.shape[1], top + part.shape[0])]


def _pieces(part: Picture) -> list[tuple[int, int]]:
    """Return (top, bottom) of each character: rows of ink, put together as long as they are no higher than wide."""
    grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
    _, dark = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    columns = np.flatnonzero(dark.sum(axis=0))
    if not len(columns):
        return []
    wide = int(columns[-1] - columns[0]) + 1
    runs = _runs(dark.sum(axis=1) > 0)
    pieces: list[tuple[int, int]] = []
    for begin, end in runs:
        if pieces and end - pieces[-1][0] <= 1.12 * wide:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((begin, end))
    rim = max(2, wide // 6)
    return [(max(0, a - rim), min(len(dark), b + rim)) for a, b in pieces if b - a >= 0.15 * wide]


def _runs(rows: Array) -> list[tuple[int, int]]:
    """Return the stretches of True as (begin, end)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], rows.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
