"""What stands in a strip of a page: characters with place and confidence (CRNN with CTC)."""

from __future__ import annotations

import re
from itertools import pairwise

import cv2
import numpy as np

from parsers.ocr.arrays import Array, Picture, Quad
from parsers.ocr.finding import size
from parsers.ocr.models import alphabet, reader
from parsers.ocr.strips import Glyph, Strip, em_of, width_of

_HEIGHT = 48  # pixels of a strip that the reader takes
_NARROWEST, _WIDEST = 64, 3200
_COLUMN = 8  # pixels of a strip for one column of the answer


def read_strip(page: Picture, quad: Quad) -> Strip:
    """Return what is read inside `quad` of an upright page; no glyphs where nothing is.

    One strip at a time: a batch would be padded to its widest, and is no faster on a processor.
    """
    part = crop(page, quad)
    straight = _strip(read_crop(part), part)
    again_at = _STRETCHES if _HOLE.search(straight.text) or _skipped(straight, part, loosely=True) else ()
    for stretch in again_at:
        again = _strip(read_crop(cv2.resize(part, None, fx=stretch, fy=1.0)), part)
        if len(again.glyphs) > len(straight.glyphs) and again.confidence > 0.9 * straight.confidence:
            straight = again
            break
    skipped = _skipped(straight, part)
    left, right = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
    slope = float(right[0] - left[0]) / part.shape[1]
    glyphs = [
        Glyph(
            g.char,
            float(left[0]) + g.middle * slope,
            min(g.confidence, _BESIDE_SKIPPED) if i in skipped else g.confidence,
        )
        for i, g in enumerate(straight.glyphs)
    ]
    (x0, y0), (x1, y1) = quad.min(axis=0), quad.max(axis=0)
    return Strip(tuple(glyphs), float(x0), float(y0), float(x1), float(y1))


_STRETCHES = (
    1.4,
    0.75,
)  # widths at which a strip is read again; the reader skips a character at one, not at others
_HOLE = re.compile(r"\d年月|\d月日")  # a date without its month or day
_BESIDE_SKIPPED = 0.4  # confidence in a character beside ink that was not read


def _strip(read: list[tuple[str, float, float]], part: Picture) -> Strip:
    """Return what was read of a crop as a strip in its own pixels."""
    height, width = part.shape[:2]
    glyphs = tuple(Glyph(char, min(1.0, at) * width, sure) for char, at, sure in read)
    return Strip(glyphs, 0, 0, width, height)


def _skipped(strip: Strip, part: Picture, *, loosely: bool = False) -> set[int]:
    """Return the numbers of the glyphs between which there is ink that none of them explains.

    `loosely` counts ink that may still belong to a neighbour: worth another look, no reason for doubt.
    """
    em = em_of(strip)
    half, least = (0.5, 0.3) if loosely else (0.65, 0.35)
    dark: Array | None = None
    beside: set[int] = set()
    for i, (a, b) in enumerate(pairwise(strip.glyphs)):
        begin, end = a.middle + half * em * width_of(a.char), b.middle - half * em * width_of(b.char)
        if end - begin < least * em:
            continue
        if dark is None:
            grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
            _, dark = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
        middle = dark[int(0.15 * part.shape[0]) : int(0.85 * part.shape[0]), int(begin) : int(end)]
        if (middle.sum(axis=0) > 0.12 * len(middle)).sum() > 0.7 * least * em:
            beside |= {i, i + 1}
    return beside


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


def read_crop(strip: Picture) -> list[tuple[str, float, float]]:
    """Return (character, its middle as part of the width, confidence) for a straight strip, blanks left out."""
    height, width = strip.shape[:2]
    wide = int(np.clip(round(width * _HEIGHT / height), 16, _WIDEST))
    padded = max(_NARROWEST, -(-wide // _COLUMN) * _COLUMN)
    image = np.zeros((1, 3, _HEIGHT, padded), np.float32)
    scaled = cv2.resize(strip, (wide, _HEIGHT), interpolation=cv2.INTER_LINEAR)
    image[0, :, :, :wide] = ((scaled.astype(np.float32) / 255 - 0.5) / 0.5).transpose(2, 0, 1)
    return _decoded(reader()(image)[0], padded / wide)


def _decoded(likelihoods: Array, stretch: float) -> list[tuple[str, float, float]]:
    """Take the likeliest character of each column; a run of the same is one (CTC), its middle that of the run."""
    best = likelihoods.argmax(axis=1)
    characters = alphabet()
    found = []
    begin = 0
    for end in range(1, len(best) + 1):
        if end < len(best) and best[end] == best[begin]:
            continue
        char = characters[best[begin]]
        if char.strip():
            sure = float(likelihoods[begin:end, best[begin]].max())
            found.append((char, (begin + end) / 2 / len(best) * stretch, sure))
        begin = end
    return found
