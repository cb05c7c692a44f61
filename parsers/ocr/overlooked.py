"""Single characters in the cells of tables that the finder overlooked: the last digit of a number, in a line of its own."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from parsers.ocr.arrays import Grey, Picture, Quad
from parsers.ocr.recognising import read_strip
from parsers.ocr.ruling import Place, Ruled
from parsers.ocr.strips import Strip

_MOST = 80  # pieces of a page that are looked at: some 5 ms each
_LOWEST, _HIGHEST = 0.45, 1.6  # of a character, in heights of the usual one
_THINNEST, _WIDEST = 0.1, 4.0
_SURE = 0.7  # mean confidence below which a piece is dirt, or a stroke of a pen

Box = tuple[int, int, int, int]


def overlooked(
    page: Picture,
    tables: Sequence[Ruled],
    strips: Sequence[Strip],
    text_height: float,
    seals: Sequence[Box] = (),
) -> list[Strip]:
    """Return what is written in the cells of `tables` outside of `strips`.

    `text_height` is that of the usual character, in pixels. Below `seals` (left, top, right, bottom) nothing is looked
    for: what is left of them looks like characters.
    """
    dark = _ink(page, text_height)
    for strip in strips:
        _wipe(dark, (strip.left, strip.top, strip.right, strip.bottom), 0.3 * text_height)
    for seal in seals:
        _wipe(dark, seal, 0.0)
    boxes = [box for table in tables for place in table.places for box in _pieces(dark, place, text_height)]
    found = [read_strip(page, _quad(box)) for box in boxes[:_MOST]]
    return [strip for strip in found if strip.text.isalnum() and strip.confidence >= _SURE]


def _ink(page: Picture, text_height: float) -> Grey:
    grey = cv2.GaussianBlur(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), (3, 3), 0)
    block = max(31, int(2 * text_height)) | 1
    return cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 20)


def _wipe(dark: Grey, box: tuple[float, float, float, float], around: float) -> None:
    left, top, right, bottom = box
    rows = slice(max(0, int(top)), max(0, int(bottom) + 1))
    dark[rows, max(0, int(left - around)) : max(0, int(right + around))] = 0


def _pieces(dark: Grey, place: Place, text_height: float) -> list[Box]:
    """Return the boxes around what may be characters in a cell, with a little paper."""
    part = _without_rim(dark[place.top : place.bottom, place.left : place.right])
    reach = max(1, int(0.25 * text_height))
    rim = 2 * reach
    joined = cv2.copyMakeBorder(part, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=0)
    joined = cv2.morphologyEx(joined, cv2.MORPH_CLOSE, np.ones((reach, rim), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    found = []
    for x, y, w, h, _ in stats[1:].tolist():
        high = _LOWEST * text_height <= h <= _HIGHEST * text_height
        if high and _THINNEST * text_height <= w <= _WIDEST * text_height:
            left, top = place.left + x - rim, place.top + y - rim
            right, bottom = min(left + w + reach, place.right), min(top + h + reach, place.bottom)
            found.append((max(left - reach, place.left), max(top - reach, place.top), right, bottom))
    return found


def _without_rim(part: Grey) -> Grey:
    """Return the ink of a cell without what touches its edge: that is ruling."""
    _, labels, _, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(part))
    touching = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    return np.where(np.isin(labels, touching), 0, part).astype(np.uint8)


def _quad(box: Box) -> Quad:
    left, top, right, bottom = box
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
