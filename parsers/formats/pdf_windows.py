"""Texts of a PDF that are seen through a window: what a spreadsheet cuts off at the edge of a cell. In the worker only."""

from __future__ import annotations

import ctypes
import math
from dataclasses import replace

import pypdfium2.raw as c

from parsers.formats.printed import Sign


class Windows:
    """Keeps signs; what a spreadsheet cut off at the edge of its cell goes to the sign beside it that is to be seen.

    The text of a cell too narrow for it is all there, under the next cell: a reader must not take it for that one's.
    """

    def __init__(self, signs: list[Sign]) -> None:
        self._signs = signs
        self._boxes: dict[int, tuple[float, float, float, float] | None] = {}
        self._item = 0  # the piece of text to which the last sign belonged
        self._seen = False  # whether some of that piece was to be seen
        self._before = ""  # what of it was cut off in front

    def take(self, item: object, box: c.FS_RECTF, sign: Sign) -> None:
        """Keep a sign; `box` is its place as it is stored."""
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        key = ctypes.addressof(item.contents) if item else 0  # type: ignore[attr-defined]
        if key not in self._boxes:
            self._boxes[key] = _clip(item, x, y) if item else None
        if key != self._item:
            self._item, self._seen, self._before = key, False, ""
        window = self._boxes[key]
        if window is None or (window[0] <= x <= window[2] and window[1] <= y <= window[3]):
            if window is not None:
                over = max(0.0, box.right - window[2])  # half a sign that is to be seen
                sign = replace(sign, text=self._before + sign.text, right=sign.right - over)
            self._signs.append(sign)
            self._seen, self._before = True, ""
        elif self._seen:
            last = self._signs[-1]
            self._signs[-1] = replace(last, text=last.text + sign.text)
        else:
            self._before += sign.text


def _clip(item: object, x0: float, y0: float) -> tuple[float, float, float, float] | None:
    """Return the box (left, bottom, right, top) outside of which a piece of text is not to be seen, None for no box.

    The place is that of its first sign: a piece inside a form that counts its places from elsewhere has no box either.
    """
    path = c.FPDFPageObj_GetClipPath(item)
    if c.FPDFClipPath_CountPaths(path) < 1:
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    west, south, east, north = -math.inf, -math.inf, math.inf, math.inf
    for number in range(c.FPDFClipPath_CountPaths(path)):
        xs, ys = [], []
        for segment in range(min(c.FPDFClipPath_CountPathSegments(path, number), 64)):
            c.FPDFPathSegment_GetPoint(c.FPDFClipPath_GetPathSegment(path, number, segment), x, y)
            xs.append(x.value)
            ys.append(y.value)
        if xs:
            west, south = max(west, min(xs)), max(south, min(ys))
            east, north = min(east, max(xs)), min(north, max(ys))
    bounds = [ctypes.c_float() for _ in range(4)]
    c.FPDFPageObj_GetBounds(item, *bounds)
    left, bottom, right, top = (bound.value for bound in bounds)
    near = 0.5 * (top - bottom) + 2
    here = left - near <= x0 <= right + near and bottom - near <= y0 <= top + near
    return (west, south, east, north) if here else None
