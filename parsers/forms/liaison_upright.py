"""Liaison forms whose people stand in columns (roles across the top, 姓名 and 职务 down the side), turned upright."""

from __future__ import annotations

from dataclasses import replace

from parsers.forms.layout import Layout, lay_out
from parsers.labels import Labels
from parsers.paper import Cell, Grid, Line

ROLES = frozenset({"leader", "section_head", "liaison"})
PHONES = frozenset({"office_phone", "mobile"})
BESIDE = PHONES | {"name", "title", "note", "section"}
"""Fields that may stand down the side of such a grid."""

LEAST_ROLES = 2
"""Roles across the top that make a grid one of people in columns."""


def stood_up(layout: Layout, labels: Labels) -> Layout:
    """Return the layout as if the people of its grids stood in rows; the same where they do."""
    blocks: list[Line | Grid] = []
    for block in layout.paper.blocks:
        blocks += _upright(block, labels) if isinstance(block, Grid) else [block]
    if tuple(blocks) == layout.paper.blocks:
        return layout
    return lay_out(replace(layout.paper, blocks=tuple(blocks)), labels)


def _upright(grid: Grid, labels: Labels) -> list[Line | Grid]:
    """Return the grid, or the rows above its people, the people turned upright, and the rows below."""
    part = _rows_of_people(grid, labels)
    if part is None:
        return [grid]
    first, last = part
    above = tuple(c for c in grid.cells if c.row < first)
    below = tuple(c for c in grid.cells if c.row > last)
    people = replace(
        grid,
        cells=tuple(_turned(c) for c in grid.cells if first <= c.row <= last),
        where=f"{grid.where}（行列对调）",
    )
    around = [replace(grid, cells=cells) if cells else None for cells in (above, below)]
    return [each for each in (around[0], people, around[1]) if each]


def _rows_of_people(grid: Grid, labels: Labels) -> tuple[int, int] | None:
    """Return the row of the roles and the last one of what is asked of each, or None where people stand in rows."""
    fields = {
        (c.row, c.col): m[0] for c in grid.cells if (m := labels.meaning("liaison_form", c.text)) is not None
    }
    names = sorted(place for place, field in fields.items() if field == "name")
    for row, col in names:
        head = max((r for r in _roles_above(fields, row, col)), default=None)
        side = [r for (r, c), field in fields.items() if c == col and r >= row and field in BESIDE]
        asked = {fields[r, col] for r in side}
        if head is not None and asked & PHONES and not any(r == row and c > col for r, c in fields):
            return head, max(side)
    return None


def _roles_above(fields: dict[tuple[int, int], str], row: int, col: int) -> list[int]:
    rows = {r for (r, c), field in fields.items() if r < row and c > col and field in ROLES}
    return [
        r
        for r in rows
        if sum(1 for (at, c), field in fields.items() if at == r and c > col and field in ROLES)
        >= LEAST_ROLES
    ]


def _turned(cell: Cell) -> Cell:
    return replace(cell, row=cell.col, col=cell.row, row_span=cell.col_span, col_span=cell.row_span)
