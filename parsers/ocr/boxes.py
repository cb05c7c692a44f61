"""Tick boxes (☐ ☑) that the reader skipped: a small square on the paper, empty or with something in it."""

from __future__ import annotations

import cv2

from parsers.ocr.arrays import Array

EMPTY, TICKED = "□", "☑"

_FULL = 0.07  # part of the inside of a box that is dark once somebody ticked it


def box_in(dark: Array, em: float) -> tuple[str, float] | None:
    """Return `EMPTY` or `TICKED` for a tick box in a mask of ink (1 where dark), and where its middle is."""
    contours, tree = cv2.findContours(dark, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    for contour, (_, _, _, parent) in zip(contours, tree[0] if tree is not None else (), strict=True):
        x, y, w, h = cv2.boundingRect(contour)
        if parent >= 0 or not (0.45 * em <= w <= 1.25 * em and 0.75 <= w / h <= 1.33):
            continue
        if cv2.contourArea(cv2.convexHull(contour)) < 0.88 * w * h:
            continue
        rim = max(2, round(0.16 * w))
        edges = [dark[y : y + rim, x : x + w], dark[y + h - rim : y + h, x : x + w]]
        sides = [dark[y : y + h, x : x + rim], dark[y : y + h, x + w - rim : x + w]]
        covered = [edge.any(axis=0).mean() for edge in edges] + [side.any(axis=1).mean() for side in sides]
        if min(covered) < 0.8:
            continue
        inside = dark[y + rim : y + h - rim, x + rim : x + w - rim]
        return (TICKED if inside.size and inside.mean() > _FULL else EMPTY), x + w / 2
    return None
