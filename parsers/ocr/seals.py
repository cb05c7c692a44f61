"""Red seals (公章): found, and their ink taken out so that the text below can be read.

Red that is no seal stays: a letterhead, the ruling of a red form, a red label.
"""

from __future__ import annotations

import cv2
import numpy as np

from parsers.ocr.arrays import Grey, Picture, Quad

_SMALLEST, _LARGEST = (
    0.09,
    0.65,
)  # diameter as part of the shorter side: 2 cm of A4, or a picture of little else

Box = tuple[int, int, int, int]  # left, top, right, bottom


def red_ink(page: Picture) -> Grey:
    """Return a mask of what is red on the page, as seal ink is: also pale, and where it runs over black."""
    hsv = cv2.cvtColor(page, cv2.COLOR_RGB2HSV)
    hue, saturation, value = cv2.split(hsv)
    red = ((hue <= 14) | (hue >= 160)) & (saturation >= 55) & (value >= 70)
    return red.astype(np.uint8) * 255


def find_seals(red: Grey) -> list[Box]:
    """Return the boxes of seals on a mask of red: round (or oval) and as large as seals are."""
    height, width = red.shape
    shorter = min(height, width)
    factor = min(1.0, 500 / shorter)
    small = cv2.resize(red, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    small = cv2.morphologyEx((small > 60).astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    joined = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (15, 15)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    seals = []
    for i in range(1, count):
        x, y, w, h, _ = (int(n) for n in stats[i])
        least, most = _SMALLEST * 500, _LARGEST * 500
        if not (least <= max(w, h) <= most and min(w, h) >= 0.6 * max(w, h)):
            continue
        if _is_round(labels[y : y + h, x : x + w] == i):
            seals.append(tuple(round(n / factor) for n in (x - 3, y - 3, x + w + 3, y + h + 3)))
    return [(max(0, x0), max(0, y0), min(width, x1), min(height, y1)) for x0, y0, x1, y1 in seals]


def _is_round(part: Grey) -> bool:
    """Whether the outline of a patch fills an ellipse, not a rectangle: its corners are empty, its rim is not."""
    hull = cv2.convexHull(cv2.findNonZero(part.astype(np.uint8)))
    filled = cv2.contourArea(hull) / part.size
    return 0.68 <= filled <= 0.88


def without_seals(page: Picture, seals: list[Box]) -> Picture:
    """Return the page with the ink of its seals made as light as paper.

    In the red channel red ink is nearly as light as paper, and black under it is still black.
    """
    if not seals:
        return page
    page = page.copy()
    for x0, y0, x1, y1 in seals:
        part = page[y0:y1, x0:x1]
        red = part[..., 0].astype(np.float32)
        paper = float(np.percentile(red, 75))
        ink = red_ink(part) > 0
        seal = min(float(np.percentile(red[ink], 20)), 0.9 * paper) if ink.any() else 0.9 * paper
        dark = float(np.percentile(red, 1))
        lightened = np.clip((red - dark) / max(seal - dark, 1.0), 0, 1) * paper
        near_red = cv2.dilate(ink.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        page[y0:y1, x0:x1] = np.where(near_red, lightened, red).astype(np.uint8)[..., None]
    return page


def is_of_seal(quad: Quad, clean: Grey, seals: list[Box], ink: float) -> bool:
    """Whether what stands in `quad` is the seal's own writing: inside a seal, and with it nearly all ink is gone.

    `clean` is the page without its seals, in grey; `ink` the grey between its writing and its paper.
    """
    middle_x, middle_y = quad.mean(axis=0)
    if not any(x0 <= middle_x <= x1 and y0 <= middle_y <= y1 for x0, y0, x1, y1 in seals):
        return False
    (x0, y0), (x1, y1) = np.maximum(quad.min(axis=0), 0).astype(int), quad.max(axis=0).astype(int)
    part = clean[y0:y1, x0:x1]
    return part.size == 0 or float((part < ink).mean()) < _LEAST_INK


_LEAST_INK = 0.04  # part of a box around writing that is dark; what is left of a removed seal has a hundredth
