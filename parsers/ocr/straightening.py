"""A page laid straight: the sheet cut out of a photograph, slanting scans turned level."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.ocr.arrays import Array, Grey, Picture, Quad
from parsers.ocr.finding import in_order, size

_STEEPEST = 20.0
"""Degrees of slant that are looked for; beyond, the page is taken for one lying on its side."""


def level(page: Picture) -> Picture:
    """Return the page turned so that its lines run level (or upright: a quarter turn is not seen here)."""
    angle = slant(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY))
    return page if abs(angle) < 0.05 else turned(page, angle)


def slant(grey: Grey) -> float:
    """Return by how many degrees (counter-clockwise) the page must be turned for its lines to run level."""
    rough, fine = (_ink(grey, side) for side in (500, 1000))
    if not rough.any():
        return 0.0
    angles = np.arange(-_STEEPEST, _STEEPEST + 0.5, 1.0)
    scores = [_levelness(rough, angle) for angle in angles]
    best = float(angles[int(np.argmax(scores))])
    if max(scores) < 1.1 * float(np.median(scores)):
        return 0.0  # no lines: a photograph of a place
    for step in (0.5, 0.1):
        near = [best + step * n for n in range(-4, 5)]
        best = max(near, key=lambda angle: _levelness(fine, angle))
    return best


def turned(page: Picture, angle: float) -> Picture:
    """Return the page turned by `angle` degrees counter-clockwise, on a sheet large enough, in its own paper colour."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    wide, high = int(height * sin + width * cos), int(height * cos + width * sin)
    matrix[0, 2] += wide / 2 - width / 2
    matrix[1, 2] += high / 2 - height / 2
    return cv2.warpAffine(
        page,
        matrix,
        (wide, high),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=_paper(page),
    )


def quarter_turned(page: Picture, quarters: int) -> Picture:
    """Return the page turned by so many quarters counter-clockwise."""
    return np.ascontiguousarray(np.rot90(page, quarters))


def sheet(page: Picture) -> Picture:
    """Return the sheet of paper that a photograph shows, its corners square; the picture itself where none is seen."""
    corners = _corners(page)
    return page if corners is None else squared(page, corners)


def squared(page: Picture, corners: Quad) -> Picture:
    """Return `page` warped so that the quadrangle becomes the whole picture."""
    width, height = (round(n) for n in size(corners))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    return cv2.warpPerspective(
        page, cv2.getPerspectiveTransform(corners, target), (width, height), flags=cv2.INTER_CUBIC
    )


def quad_of(contour: Array) -> Quad | None:
    """Return the quadrangle that a contour is, roughly; None where it has another shape."""
    hull = cv2.convexHull(contour)
    length = cv2.arcLength(hull, True)
    for part in (0.01, 0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(hull, part * length, True)
        if len(corners) == 4:
            return in_order(corners.reshape(4, 2).astype(np.float32))
    return None


def _corners(page: Picture) -> Quad | None:
    """Return the corners of a bright sheet on a darker ground.

    A frame printed on the paper is no sheet: outside of it, it is as bright as inside.
    """
    factor = 600 / max(page.shape[:2])
    small = cv2.resize(page, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    grey = cv2.medianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), 5)
    _, bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    contours, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    largest = max(contours, key=cv2.contourArea)
    quad = quad_of(largest)
    if quad is None or not 0.3 <= cv2.contourArea(quad) / grey.size <= 0.97:
        return None
    if cv2.contourArea(largest) < 0.9 * cv2.contourArea(quad) or not _is_sheet(quad, grey):
        return None
    inside: Grey = np.zeros(grey.shape, np.uint8)
    cv2.fillPoly(inside, [quad.astype(np.int32)], (255,))
    if cv2.mean(grey, inside)[0] - cv2.mean(grey, cv2.bitwise_not(inside))[0] < 40:
        return None
    return quad / factor


def _is_sheet(quad: Quad, grey: Grey) -> bool:
    """Whether a quadrangle is that of a sheet seen a little from the side, its edges sharp.

    The edge of a shadow is soft, and a sheet half in the dark seems to have other corners.
    """
    edges = np.roll(quad, -1, axis=0) - quad
    along = edges / np.linalg.norm(edges, axis=1, keepdims=True)
    if np.abs((along * np.roll(along, -1, axis=0)).sum(axis=1)).max() > _SKEWEST:
        return False
    middle = quad.mean(axis=0)
    for corner, edge in zip(quad, edges, strict=True):
        points = corner + np.linspace(0.1, 0.9, 40)[:, None] * edge
        inwards = middle - points
        inwards = _BESIDE * inwards / np.linalg.norm(inwards, axis=1, keepdims=True)
        outer, inner = (_values(grey, points + way) for way in (-inwards, inwards))
        if outer is not None and inner is not None and float(np.median(inner - outer)) < _SHARP:
            return False
    return True


_SKEWEST = 0.26  # cosine of the sharpest corner (75 degrees)
_BESIDE = 6  # pixels of 600 to both sides of an edge between which a shadow hardly changes
_SHARP = 25  # of 255, by which the sheet is brighter than the ground there


def _values(grey: Grey, points: Array) -> Array | None:
    """Return the brightness at points; None where most of them lie outside of the picture."""
    x, y = points.round().astype(int).T
    within = (x >= 0) & (y >= 0) & (x < grey.shape[1]) & (y < grey.shape[0])
    if within.mean() < 0.5:
        return None
    x, y = x.clip(0, grey.shape[1] - 1), y.clip(0, grey.shape[0] - 1)
    return np.asarray(grey[y, x], dtype=np.float32)


def _ink(grey: Grey, side: int) -> Grey:
    """Return the dark marks of the page as 255, its longer side brought to `side` pixels."""
    factor = min(1.0, side / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)


def _levelness(ink: Grey, angle: float) -> float:
    """Return how sharply ink and paper alternate by rows, or by columns, once turned by `angle`."""
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    level_ink = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR)
    scores = []
    for axis in (0, 1):
        sums = level_ink.sum(axis=axis, dtype=np.float64)
        scores.append(float(np.square(np.diff(sums)).sum()) / ink.shape[axis])
    return max(scores)


def _paper(page: Picture) -> tuple[float, float, float]:
    red, green, blue = (float(n) for n in np.median(page[::16, ::16].reshape(-1, 3), axis=0))
    return red, green, blue
