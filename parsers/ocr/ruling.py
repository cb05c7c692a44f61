"""The ruling of printed forms: lines on the page, the tables that they make, and the cells of those."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from parsers.ocr.arrays import Array, Grey
from parsers.paper import Cell


@dataclass(frozen=True)
class Place:
    """One cell of a ruled table: its box in pixels, and its place as in `parsers.paper.Cell`."""

    left: int
    top: int
    right: int
    bottom: int
    row: int = 0
    col: int = 0
    row_span: int = 1
    col_span: int = 1

    def holds(self, x: float, y: float) -> bool:
        """Whether a point of the page lies in the cell."""
        return self.left <= x < self.right and self.top <= y < self.bottom

    def cell(self, text: str) -> Cell:
        """Return the cell of a grid that stands here."""
        return Cell(self.row, self.col, text, self.row_span, self.col_span)


@dataclass(frozen=True)
class Ruled:
    """One ruled table."""

    places: tuple[Place, ...]

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom."""
        return (
            min(p.left for p in self.places),
            min(p.top for p in self.places),
            max(p.right for p in self.places),
            max(p.bottom for p in self.places),
        )

    @property
    def edges(self) -> tuple[float, ...]:
        """Where the columns begin, and where the last one ends."""
        starts: dict[int, list[int]] = {}
        for p in self.places:
            starts.setdefault(p.col, []).append(p.left)
        return (*(sum(xs) / len(xs) for _, xs in sorted(starts.items())), float(self.box[2]))


@dataclass(frozen=True)
class Rules:
    """Masks (0 or 255) of the lines of a page, level ones and upright ones."""

    level: Grey
    upright: Grey


def find_rules(grey: Grey, text_height: float) -> Rules:
    """Return the lines on a page: long, thin, and level or upright to within three degrees.

    Short ones, as between two cells of one row, count where both their ends meet a line, as few strokes of characters
    do. One no longer than those must lie in the continuation of another line as well.
    """
    across, down = _thin(grey, text_height), _thin(np.ascontiguousarray(grey.T), text_height)
    length = max(30, int(2.2 * text_height))
    level, upright = _lines(across, length, text_height), _lines(down, length, text_height)
    short = max(20, int(1.1 * text_height))
    short_upright = _meeting(_lines(down, short, text_height), level.T, upright, text_height)
    upright = cv2.bitwise_or(upright, short_upright)
    short_level = _meeting(_lines(across, short, text_height), upright.T, level, text_height)
    return Rules(cv2.bitwise_or(level, short_level), np.ascontiguousarray(upright.T))


def _thin(grey: Grey, text_height: float) -> Grey:
    """Return a mask of what is thin from above to below, and darker than the paper on both sides of it.

    In any light, and on shaded cells: the edge of a shade has paper on one side only.
    """
    smooth = cv2.blur(grey, (9, 1))
    thickest = max(9, int(0.45 * text_height)) | 1
    paper = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((thickest, 1), np.uint8))
    return ((cv2.subtract(paper, smooth) > _CONTRAST) * 255).astype(np.uint8)


_CONTRAST = (
    12  # of 255, by which a line is darker than its paper; grain that is smoothed along the line has 4
)


def _meeting(lines: Grey, across: Grey, long: Grey, text_height: float) -> Grey:
    """Return those level `lines` both of whose ends stand at lines of `across`, which run the other way.

    Those near to the text in length must be level with one of `long`.
    """
    near = max(3, int(0.35 * text_height))
    beside_long: Array = np.convolve(np.asarray(long.any(axis=1)), np.ones(2 * near + 1), "same")
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines)
    keep = np.zeros(count, np.uint8)
    for i in range(1, count):
        x, y, w, h, _ = (int(n) for n in stats[i])
        rows = slice(max(0, y - 2), y + h + 2)
        begins = across[rows, max(0, x - near) : x + near].any()
        ends = across[rows, max(0, x + w - near) : x + w + near].any()
        keep[i] = 255 if begins and ends and (w > 1.8 * text_height or (beside_long[rows] > 0.5).any()) else 0
    return keep[labels]


def _lines(dark: Grey, length: int, text_height: float) -> Grey:
    """Return the level lines. Thickening first lets a slanting line through; gaps are bridged afterwards."""
    thick = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    kept = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    kept = cv2.morphologyEx(kept, cv2.MORPH_CLOSE, np.ones((3, max(3, int(0.7 * text_height))), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(kept)
    keep = np.zeros(count, np.uint8)
    for i in range(1, count):
        width, area = int(stats[i, cv2.CC_STAT_WIDTH]), int(stats[i, cv2.CC_STAT_AREA])
        keep[i] = 255 if width >= length and area / width <= 0.5 * text_height else 0
    return keep[labels]


def find_tables(rules: Rules, text_height: float) -> list[Ruled]:
    """Return the ruled tables of a page from top to bottom: level and upright lines that meet around cells."""
    reach = int(0.5 * text_height) | 1
    longer = cv2.bitwise_or(
        cv2.dilate(rules.level, np.ones((1, reach), np.uint8)),
        cv2.dilate(rules.upright, np.ones((reach, 1), np.uint8)),
    )
    count, labels, stats, _ = cv2.connectedComponentsWithStats(longer)
    tables = []
    for i in range(1, count):
        x, y, w, h, _ = (int(n) for n in stats[i])
        if w < 4 * text_height or h < 1.5 * text_height:
            continue
        part = labels[y : y + h, x : x + w] == i
        lines = _closed(part, rules, (x, y, w, h), text_height)
        places = _places(lines, x - _RIM, y - _RIM, text_height)
        if len(places) >= 2:
            tables.append(Ruled(in_grid(places, text_height)))
    return sorted(tables, key=lambda table: table.box[1])


_RIM = 2  # pixels of paper kept around a table


def _closed(part: Array, rules: Rules, box: tuple[int, int, int, int], text_height: float) -> Grey:
    """Return the lines of one table on a sheet with a rim, its open sides closed: many lists have no side lines."""
    x, y, w, h = box
    lines = np.pad((part * 255).astype(np.uint8), _RIM)
    near = max(3, int(text_height))
    upright = part & (rules.upright[y : y + h, x : x + w] > 0)
    level = part & (rules.level[y : y + h, x : x + w] > 0)
    inner = bool(upright[:, near : w - near].any() and level[near : h - near].any())
    for side, band in (("left", upright[:, :near]), ("right", upright[:, w - near :])):
        ends = level[:, :near] if side == "left" else level[:, w - near :]
        rows = np.flatnonzero(ends.any(axis=1))
        if inner and band.any(axis=1).mean() < 0.5 and len(rows) and rows[-1] - rows[0] > 0.8 * h:
            column = _RIM if side == "left" else _RIM + w - 1
            lines[_RIM + rows[0] : _RIM + rows[-1] + 1, column] = 255
    return lines


def _places(lines: Grey, x0: int, y0: int, text_height: float) -> list[Place]:
    """Return the boxes of the patches of paper that `lines` enclose."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.bitwise_not(lines), connectivity=4)
    outside = labels[0, 0]
    found = []
    for i in range(1, count):
        x, y, w, h, area = (int(n) for n in stats[i])
        if i == outside or w < 0.7 * text_height or h < 0.7 * text_height or area < 0.5 * w * h:
            continue
        found.append(Place(x0 + x, y0 + y, x0 + x + w, y0 + y + h))
    return [p for p in found if not any(_within(q, p) for q in found if q is not p)]


def _within(inner: Place, outer: Place) -> bool:
    """Whether a patch lies inside another: then the outer one is the space around a table, or a frame."""
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


def in_grid(places: Sequence[Place], text_height: float) -> tuple[Place, ...]:
    """Return the cells with row and column; edges that nearly line up are one line of the grid."""
    near = 0.6 * text_height
    across = _edges([n for p in places for n in (p.left, p.right)], near)
    down = _edges([n for p in places for n in (p.top, p.bottom)], near)
    placed = []
    for p in places:
        col, end_col = _nearest(across, p.left), _nearest(across, p.right)
        row, end_row = _nearest(down, p.top), _nearest(down, p.bottom)
        placed.append(
            Place(
                p.left, p.top, p.right, p.bottom,
                row + 1, col + 1, max(1, end_row - row), max(1, end_col - col),
            )
        )  # fmt: skip
    return tuple(sorted(placed, key=lambda p: (p.row, p.col)))


def _edges(values: list[int], near: float) -> Array:
    """Return the positions of grid lines: values that follow each other closely are one."""
    groups: list[list[int]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= near:
            groups[-1].append(value)
        else:
            groups.append([value])
    return np.array([sum(group) / len(group) for group in groups])


def _nearest(edges: Array, value: int) -> int:
    return int(np.abs(edges - value).argmin())
