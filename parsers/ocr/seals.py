"""Seals (公章): found, and their ink taken out so that the text below can be read.

Red that is no seal stays: a letterhead, the ruling of a red form, a red label. On copies without colour a seal is known
by its rim alone, and taken out where it is paler than what is written.
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


def find_grey_seals(grey: Grey) -> list[Box]:
    """Return the boxes of seals on a page without colour: circles of the size of seals that hardly anything breaks."""
    height, width = grey.shape
    factor = min(1.0, 500 / min(height, width))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    dark = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    dark = cv2.dilate(dark, np.ones((3, 3), np.uint8))
    least, most = round(_SMALLEST * 250), round(_LARGEST_GREY * 250)
    circles = cv2.HoughCircles(
        cv2.GaussianBlur(small, (0, 0), 1), cv2.HOUGH_GRADIENT, 1, 30, None, 100, 35, least, most
    )
    seals: list[Box] = []
    for x, y, r in np.asarray(circles)[0][:20] if circles is not None else ():
        around, radius = max((_round(dark, x, y, n), n) for n in np.arange(r - 3, r + 3.5))
        if around >= _WHOLE_RIM:
            box = (x - radius - 2, y - radius - 2, x + radius + 2, y + radius + 2)
            x0, y0, x1, y1 = (round(float(n) / factor) for n in box)
            seals.append((max(0, x0), max(0, y0), min(width, x1), min(height, y1)))
    return seals


_LARGEST_GREY = 0.4  # as _LARGEST; a larger circle than 8 cm on A4 is none
_WHOLE_RIM = 0.9  # part of a circle that is dark; writing lies on 0.85 of one at most


def _round(dark: Grey, x: float, y: float, radius: float) -> float:
    """Return which part of a circle runs over dark."""
    angles = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    columns = np.clip((x + radius * np.cos(angles)).round().astype(int), 0, dark.shape[1] - 1)
    rows = np.clip((y + radius * np.sin(angles)).round().astype(int), 0, dark.shape[0] - 1)
    return float((dark[rows, columns] > 0).mean())


def without_grey_seals(page: Picture, seals: list[Box]) -> Picture:
    """Return the page with its grey seals made as light as paper, those that are paler than the writing.

    Thin type is pale as well: what counts is how dark most of the writing is.
    """
    grey = page[..., 0].copy()
    written = _written(grey, seals)
    page = page.copy()
    for box in seals:
        x0, y0, x1, y1 = box
        part = grey[y0:y1, x0:x1].astype(np.float32)
        rim = rims(grey.shape, [box])[y0:y1, x0:x1] > 0
        paper = float(np.percentile(part, 75))
        # the rim is thinner than the band that it lies in
        edge = cv2.erode(part, np.ones((5, 5), np.uint8))[rim]
        seal = float(np.median(edge)) if edge.size else 0.0
        if seal - written < max(1.0, _PALER * (paper - written)):
            continue
        lightened = np.clip((part - written) / (seal - written), 0, 1) * paper
        page[y0:y1, x0:x1] = np.where(_filled(part.shape), lightened, part).astype(np.uint8)[..., None]
    return page


_PALER = 0.3  # part of the way from ink to paper by which a grey seal must be paler than the writing


def _written(grey: Grey, seals: list[Box]) -> float:
    """Return how dark the writing outside of the seals is, strokes without their soft edges."""
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 51, 12) > 0
    for x0, y0, x1, y1 in seals:
        dark[y0:y1, x0:x1] = False
    return float(np.median(cv2.erode(grey, np.ones((3, 3), np.uint8))[dark])) if dark.any() else 0.0


def _filled(shape: tuple[int, ...]) -> Array:
    height, width = shape[:2]
    mask = np.zeros((height, width), np.uint8)
    cv2.ellipse(mask, (width // 2, height // 2), (width // 2, height // 2), 0, 0, 360, (1,), -1)
    return mask > 0


def rims(shape: tuple[int, ...], seals: list[Box]) -> Grey:
    """Return a mask (0 or 255) of the rims of seals: arcs so gentle that they look like rules."""
    mask = np.zeros(shape[:2], np.uint8)
    for x0, y0, x1, y1 in seals:
        axes = ((x1 - x0) // 2, (y1 - y0) // 2)
        band = max(5, round(_RIM * min(axes)))
        axes = (max(1, axes[0] - band // 3), max(1, axes[1] - band // 3))
        cv2.ellipse(mask, ((x0 + x1) // 2, (y0 + y1) // 2), axes, 0, 0, 360, (255,), band)
    return mask


_RIM = 0.14  # breadth of the band in which a rim lies, in parts of the seal's radius


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
