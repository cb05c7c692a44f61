"""Merged cells: which cell lies over which place of a grid, at a cost of what the grid holds, not of what it spans.

A sheet of three cells may say that one of them is merged over all its seventeen thousand million places.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from parsers.paper import Cell

Cover = dict[tuple[int, int], Cell]
"""(row, column) → the cell that lies over it; only rows and columns in which some cell begins have places."""

PLACES_A_CELL = 50
"""Places for each cell that merged ones may cover in all: a merged cell of a form lies over some ten columns."""

MOST_PLACES = 400_000
"""Places that the merged cells of one grid may cover, five times the cells that are read."""


def cover_of(cells: Sequence[Cell]) -> Cover:
    """Return what lies over each place; the first of two cells that overlap. Once too many are covered, corners alone."""
    rows, columns = _begun(cells)
    room = _room(cells)
    cover: Cover = {}
    for cell in cells:
        if cell.row_span == 1 == cell.col_span:
            cover.setdefault((cell.row, cell.col), cell)
            continue
        (top, bottom), (left, right) = _reach(cell, rows, columns)
        room -= (bottom - top) * (right - left)
        if room < 0:
            top, bottom, left, right = top, top + 1, left, left + 1
        for row in rows[top:bottom]:
            for column in columns[left:right]:
                cover.setdefault((row, column), cell)
    return cover


def is_overspread(cells: Sequence[Cell]) -> bool:
    """Whether the merged cells of a grid cover more places than any sheet's do, so that some count as their corner."""
    merged = [cell for cell in cells if cell.row_span > 1 or cell.col_span > 1]
    if not merged:
        return False
    rows, columns = _begun(cells)
    room = _room(cells)
    for cell in merged:
        (top, bottom), (left, right) = _reach(cell, rows, columns)
        room -= (bottom - top) * (right - left)
    return room < 0


def within(ranges: Iterable[tuple[int, int]], wanted: Iterable[int]) -> frozenset[int]:
    """Return those of the `wanted` numbers that lie in one of the ranges (first and last), however these overlap."""
    numbers = sorted(set(wanted))
    found: set[int] = set()
    seen = 0  # up to here the ranges before have been looked through
    for first, last in sorted(ranges):
        found.update(numbers[bisect_left(numbers, max(first, seen + 1)) : bisect_right(numbers, last)])
        seen = max(seen, last)
    return frozenset(found)


def _begun(cells: Sequence[Cell]) -> tuple[list[int], list[int]]:
    return sorted({cell.row for cell in cells}), sorted({cell.col for cell in cells})


def _room(cells: Sequence[Cell]) -> int:
    return min(PLACES_A_CELL * len(cells), MOST_PLACES)


def _reach(cell: Cell, rows: list[int], columns: list[int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return from where to where in `rows` and in `columns` a cell lies."""
    return (
        (bisect_left(rows, cell.row), bisect_left(rows, cell.row + cell.row_span)),
        (bisect_left(columns, cell.col), bisect_left(columns, cell.col + cell.col_span)),
    )
