"""What stands in a strip of a page: characters with place and confidence (CRNN with CTC)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np

from parsers.ocr.arrays import Array, Picture, Quad
from parsers.ocr.boxes import SURE_BOX, box_in
from parsers.ocr.finding import size
from parsers.ocr.models import alphabet, reader, weights
from parsers.ocr.strips import Glyph, Strip, em_of, width_of

_HEIGHT = 48  # pixels of a strip that the reader takes
_NARROWEST, _WIDEST = 64, 3200
_COLUMN = 8  # pixels of a strip for one column of the answer


def read_strip(page: Picture, quad: Quad) -> Strip:
    """Return what is read inside `quad` of an upright page; no glyphs where nothing is.

    One strip at a time: a batch would be padded to its widest, and is no faster on a processor.
    """
    part = crop(page, quad)
    strip = read_crop(part)
    if strip.glyphs:
        strip = _read_again(strip, part)
    left, right = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
    slope = float(right[0] - left[0]) / part.shape[1]
    glyphs = tuple(replace(g, middle=float(left[0]) + g.middle * slope) for g in strip.glyphs)
    (x0, y0), (x1, y1) = quad.min(axis=0), quad.max(axis=0)
    return Strip(glyphs, float(x0), float(y0), float(x1), float(y1))


_STRETCHES = (1.4, 0.75)  # the reader may skip a character at one width that it reads at another
_HOLE = re.compile(r"\d年月|\d月日")  # a date without its month or day
_BESIDE_SKIPPED = 0.4  # confidence in a character beside ink that was not read


def _read_again(strip: Strip, part: Picture) -> Strip:
    """Return the strip with what the reader skipped; beside ink that stays unread, nothing is sure."""
    dark = _ink(part)
    if _HOLE.search(strip.text) or _skipped(strip, dark, loosely=True):
        for stretch in _STRETCHES:
            again = read_crop(cv2.resize(part, None, fx=stretch, fy=1.0))
            if len(again.glyphs) > len(strip.glyphs) and again.confidence > 0.9 * strip.confidence:
                glyphs = tuple(replace(g, middle=g.middle / stretch) for g in again.glyphs)
                strip = replace(strip, glyphs=glyphs)
                break
    for begin, end in reversed(_skipped(strip, dark)):
        strip = _filled(strip, part, dark, begin, end)
    beside = {i for i, j in _skipped(strip, dark)} | {j for _, j in _skipped(strip, dark)}
    glyphs = tuple(
        replace(g, confidence=min(g.confidence, _BESIDE_SKIPPED)) if i in beside else g
        for i, g in enumerate(strip.glyphs)
    )
    return replace(strip, glyphs=glyphs)


def _filled(strip: Strip, part: Picture, dark: Array, begin: int, end: int) -> Strip:
    """Return the strip with what stands in the gap between two of its glyphs: a tick box, or what is read there."""
    em = em_of(strip)
    before, after = strip.glyphs[begin], strip.glyphs[end]
    left = max(0, int(before.middle + 0.5 * em * width_of(before.char)))
    right = int(after.middle - 0.5 * em * width_of(after.char))
    box = box_in(np.ascontiguousarray(dark[:, left:right]), em)
    found = read_crop(part[:, left:right])
    between: tuple[Glyph, ...]
    if box:
        between = (Glyph(box[0], left + box[1], SURE_BOX),)
    elif found.glyphs and found.confidence >= _SURE_ALONE:
        between = tuple(replace(g, middle=g.middle + left) for g in found.glyphs)
    else:
        return strip
    return replace(strip, glyphs=strip.glyphs[: begin + 1] + between + strip.glyphs[end:])


_SURE_ALONE = 0.6


def _ink(part: Picture) -> Array:
    """Return 1 where a crop is dark, without its upper and lower edge."""
    grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
    _, dark = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    return dark[int(0.1 * len(dark)) : int(0.9 * len(dark)) + 1]


def _skipped(strip: Strip, dark: Array, *, loosely: bool = False) -> list[tuple[int, int]]:
    """Return the pairs of neighbouring glyphs (by number) between which there is ink that none of them explains.

    `loosely` counts ink that may still belong to a neighbour: worth another look, no reason for doubt.
    """
    em = em_of(strip)
    half, least = (0.5, 0.3) if loosely else (0.65, 0.35)
    pairs = []
    for i, (a, b) in enumerate(pairwise(strip.glyphs)):
        begin, end = a.middle + half * em * width_of(a.char), b.middle - half * em * width_of(b.char)
        if end - begin < least * em:
            continue
        middle = dark[:, int(begin) : int(end)]
        if (middle.sum(axis=0) > 0.12 * len(middle)).sum() > 0.7 * least * em:
            pairs.append((i, i + 1))
    return pairs


def crop(page: Picture, quad: Quad) -> Picture:
    """Return the inside of `quad` as a picture that lies straight."""
    width, height = (max(1, round(n)) for n in size(quad))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    return cv2.warpPerspective(
        page,
        cv2.getPerspectiveTransform(quad, target),
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )


def read_crop(part: Picture) -> Strip:
    """Return what is read in a straight crop, in its own pixels."""
    height, width = part.shape[:2]
    wide = int(np.clip(round(width * _HEIGHT / height), 16, _WIDEST))
    padded = max(_NARROWEST, -(-wide // _COLUMN) * _COLUMN)
    image = np.zeros((1, 3, _HEIGHT, padded), np.float32)
    scaled = cv2.resize(part, (wide, _HEIGHT), interpolation=cv2.INTER_LINEAR)
    image[0, :, :, :wide] = ((scaled.astype(np.float32) / 255 - 0.5) / 0.5).transpose(2, 0, 1)
    return Strip(tuple(_decoded(reader()(image)[0], width * padded / wide)), 0, 0, width, height)


def _decoded(likelihoods: Array, width: float) -> Iterator[Glyph]:
    """Take the likeliest character of each column; a run of the same is one (CTC), its middle that of the run.

    `width`: pixels that all columns stand for.
    """
    best = (likelihoods * weights()).argmax(axis=1)
    characters = alphabet()
    begin, spaced = 0, False
    for end in range(1, len(best) + 1):
        if end < len(best) and best[end] == best[begin]:
            continue
        char = characters[best[begin]]
        if char.strip():
            sure = float(likelihoods[begin:end, best[begin]].max())
            yield Glyph(char, (begin + end) / 2 / len(best) * width, sure, spaced)
            spaced = False
        elif char:
            spaced = True
        begin = end
