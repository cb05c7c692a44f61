"""Where on a page there is text: quadrangles around strips of one line each (DB text detection)."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.ocr.arrays import Array, Grey, Picture, Quad
from parsers.ocr.models import finder, give_back

SIDE = 1120
"""Pixels of the longer side that the finder looks at first: type of 12 points on A4 is then 16 high."""

_MOST_AT_ONCE = 700_000
"""Pixels that the finder gets at once; a larger picture goes in bands. Its memory grows with them (180 MB)."""

_OVERLAP = 96
"""Pixels by which bands overlap: no line of text is so high that both bands would cut it."""

_LIKELY = 0.3  # a pixel is of text
_LIKELY_BOX = 0.5  # mean over a quadrangle
_GROWTH = 1.6  # the network marks the core of a line; its outline grows by this times area / perimeter
_MOST = 2000  # quadrangles of a page


def find_text(page: Picture, factor: float | None = None) -> list[Quad]:
    """Return the quadrangles of text on `page`, in its pixels, in no order.

    `factor` scales the page for the finder; without it, the longer side becomes `SIDE`.
    """
    height, width = page.shape[:2]
    factor = min(1.0, SIDE / max(height, width)) if factor is None else factor
    h, w = (max(32, round(n * factor / 32) * 32) for n in (height, width))
    small = cv2.resize(page, (w, h), interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
    scale = np.array([width / w, height / h], dtype=np.float32)
    step = h if h * w <= _MOST_AT_ONCE else max(_OVERLAP, (_MOST_AT_ONCE // w - 2 * _OVERLAP) // 32 * 32)
    give_back()  # what the page before has left behind would stand beside what the finder takes
    found = []
    for top in range(0, h, step):
        begin, end = max(0, top - _OVERLAP), min(h, top + step + _OVERLAP)
        likely = _likelihood(small[begin:end])
        give_back()
        for quad in _outlines(likely):
            quad[:, 1] += begin
            if top <= float(quad[:, 1].mean()) < top + step:
                found.append(quad * scale)
    return found


def _likelihood(image: Picture) -> Array:
    """Return for each pixel of an image (sides multiples of 32) how likely it is of text."""
    return finder()(((image.astype(np.float32) / 255 - 0.5) / 0.5).transpose(2, 0, 1)[None])[0, 0]


def _outlines(likely: Array) -> list[Quad]:
    mask = cv2.dilate((likely > _LIKELY).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour in contours[:_MOST]:
        (x, y), (w, h), angle = cv2.minAreaRect(contour)
        if min(w, h) < 3 or _mean_inside(likely, cv2.boxPoints(((x, y), (w, h), angle))) < _LIKELY_BOX:
            continue
        grow = w * h * _GROWTH / (w + h)  # twice area / perimeter × _GROWTH / … on both sides
        found.append(in_order(cv2.boxPoints(((x, y), (w + grow, h + grow), angle))))
    return found


def _mean_inside(likely: Array, quad: Array) -> float:
    left, top = np.maximum(np.floor(quad.min(axis=0)).astype(int), 0)
    right, bottom = np.ceil(quad.max(axis=0)).astype(int) + 1
    part = likely[top:bottom, left:right]
    inside: Grey = np.zeros(part.shape, np.uint8)
    cv2.fillPoly(inside, [np.round(quad - (left, top)).astype(np.int32)], (1,))
    return float(cv2.mean(part, inside)[0])


def in_order(corners: Array) -> Quad:
    """Return four corners as top left, top right, bottom right, bottom left."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    left, right = left[np.argsort(left[:, 1])], right[np.argsort(right[:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], dtype=np.float32)


def size(quad: Quad) -> tuple[float, float]:
    """Return width and height of a quadrangle."""
    width = max(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[3]))
    height = max(np.linalg.norm(quad[3] - quad[0]), np.linalg.norm(quad[2] - quad[1]))
    return float(width), float(height)
