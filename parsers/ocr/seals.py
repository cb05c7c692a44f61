"""Red seals (公章): found, and their ink taken out so that the text below can be read.

Red that is no seal stays: a letterhead, the ruling of a red form, a red label.
"""

from __future__ import annotations

import cv2
import numpy as np

from parsers.ocr.arrays import Array, Grey, Picture, Quad

_SMALLEST, _LARGEST = (
    0.09,
    0.65,
)  # diameter as part of the shorter side: 2 cm of A4, or a picture of little else

_RULE = (
    60  # pixels of a straight red line where the shorter side has 500; the rim of a seal is straight for 20
)

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
    small = (small > 60).astype(np.uint8)
    rules = cv2.bitwise_or(  # the ruling of a red form, on which the seal stands
        cv2.morphologyEx(small, cv2.MORPH_OPEN, np.ones((1, _RULE), np.uint8)),
        cv2.morphologyEx(small, cv2.MORPH_OPEN, np.ones((_RULE, 1), np.uint8)),
    )
    small = cv2.subtract(small, cv2.dilate(rules, np.ones((3, 3), np.uint8)))
    small = cv2.morphologyEx(small, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    joined = cv2.dilate(small, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    least, most = _SMALLEST * 500, _LARGEST * 500
    seals = []
    for i in range(1, count):
        x, y, w, h, _ = (int(n) for n in stats[i])
        if max(w, h) < least or max(w, h) > most + 10:
            continue
        ink = (labels[y : y + h, x : x + w] == i) & (small[y : y + h, x : x + w] > 0)
        rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        if not len(rows):
            continue
        top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
        sides = (right - left, bottom - top)
        if min(sides) >= 0.6 * max(sides) >= 0.6 * least and _has_rim(ink[top:bottom, left:right]):
            box = (x + left - 3, y + top - 3, x + right + 3, y + bottom + 3)
            seals.append(tuple(round(n / factor) for n in box))
    return [(max(0, x0), max(0, y0), min(width, x1), min(height, y1)) for x0, y0, x1, y1 in seals]


def _has_rim(ink: Array) -> bool:
    """Whether red ink runs round along the ellipse that its box holds, and hardly any lies outside of that.

    Two red labels one below the other are as large, and as high as wide.
    """
    height, width = ink.shape
    down, across = np.mgrid[0:height, 0:width]
    y, x = (down + 0.5) / height * 2 - 1, (across + 0.5) / width * 2 - 1
    radius = np.hypot(x, y)
    if not ink.any() or (ink & (radius > 1.06)).sum() > 0.05 * ink.sum():
        return False
    around = (np.arctan2(y, x)[ink & (radius > 0.86)] / np.pi * 36).astype(int)
    return len(np.unique(around)) >= 0.7 * 72


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


def ink_level(grey: Grey, text_height: float) -> float:
    """Return the grey halfway between the paper of a page and what is written on it."""
    block = max(31, int(2 * text_height)) | 1
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 12)
    written = float(np.median(grey[dark > 0])) if dark.any() else 0.0
    return (float(np.median(grey)) + written) / 2


def is_of_seal(quad: Quad, clean: Grey, seals: list[Box], ink: float) -> bool:
    """Whether what stands in `quad` is the seal's own writing: inside a seal, and with it nearly all ink is gone.

    `clean` is the page without its seals, in grey; `ink` its `ink_level`.
    """
    middle_x, middle_y = quad.mean(axis=0)
    if not any(x0 <= middle_x <= x1 and y0 <= middle_y <= y1 for x0, y0, x1, y1 in seals):
        return False
    (x0, y0), (x1, y1) = np.maximum(quad.min(axis=0), 0).astype(int), quad.max(axis=0).astype(int)
    part = clean[y0:y1, x0:x1]
    return part.size == 0 or float((part < ink).mean()) < _LEAST_INK


_LEAST_INK = 0.04  # part of a box around writing that is dark; what is left of a removed seal has a hundredth
