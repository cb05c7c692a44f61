"""The ruling of printed forms: the tables that lines on a page make, and their cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from parsers.ocr.arrays import Array, Grey
from parsers.ocr.rules import Rules
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
        places = _without_strays(_places(lines, x - _RIM, y - _RIM, text_height))
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


def _without_strays(places: list[Place]) -> list[Place]:
    """Return the places without a frame that only touches the table: a stamp (已收) whose rim meets its first line."""
    if len(places) < 4:
        return places
    width = max(p.right for p in places) - min(p.left for p in places)
    ends = (min(places, key=lambda p: p.top), max(places, key=lambda p: p.bottom))
    strays = [
        p
        for p in ends
        if p.right - p.left < 0.6 * width and not any(_abreast(p, q) for q in places if q is not p)
    ]
    return [p for p in places if p not in strays]


def _abreast(one: Place, other: Place) -> bool:
    over = min(one.bottom, other.bottom) - max(one.top, other.top)
    return over > 0.3 * min(one.bottom - one.top, other.bottom - other.top)


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
