"""Tables with their texts at their places, and those that go on over pages made one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from parsers.formats.printed.ruling import RuledTable
from parsers.paper import Cell

PAGE_CUT = "这一行跨了两页，哪些字属于它是推断的，请核对"
"""Why a row at the end of a page is doubted."""

_SAME_COLUMNS = 4.0  # points
_USUAL = 0.9  # share of the rows of a list in which a cell must be filled in to be missed where it is blank


@dataclass(frozen=True)
class PlacedTable:
    """A table with its texts."""

    page: int  # where it begins
    last_page: int
    ruled: RuledTable | None  # None where it was put together from its texts alone
    cells: tuple[Cell, ...]
    doubts: dict[tuple[int, int], str] = field(default_factory=dict)  # of cells, by row and column


Other = TypeVar("Other")


def tables_joined(flow: Sequence[Other | PlacedTable]) -> list[Other | PlacedTable]:
    """Join ruled tables that follow one another on two pages with the same columns."""
    out: list[Other | PlacedTable] = []
    for part in flow:
        before = out[-1] if out else None
        if (
            isinstance(part, PlacedTable)
            and isinstance(before, PlacedTable)
            and part.ruled is not None
            and before.ruled is not None
            and part.page > before.last_page
            and _same_columns(before.ruled, part.ruled)
        ):
            out[-1] = _continued(before, part, before.ruled, part.ruled)
        else:
            out.append(part)
    return out


def _same_columns(a: RuledTable, b: RuledTable) -> bool:
    """Whether two tables are as wide, and each edge of the one with fewer is one of the other's."""
    fewer, more = sorted((a.columns, b.columns), key=len)
    ends = (abs(a.columns[0] - b.columns[0]), abs(a.columns[-1] - b.columns[-1]))
    return max(ends) <= _SAME_COLUMNS and all(
        any(abs(edge - other) <= _SAME_COLUMNS for other in more) for edge in fewer
    )


def _continued(first: PlacedTable, second: PlacedTable, above: RuledTable, under: RuledTable) -> PlacedTable:
    """Return both as one. A head that is printed again is left out; a row cut by the page's end is put together."""
    columns = above.columns if len(above.columns) >= len(under.columns) else under.columns
    upper, lower = _on(first, above, columns), _on(second, under, columns)
    below = max(cell.row + cell.row_span for cell in upper) - 1
    skipped = 1 if _row(upper, 1) and _row(upper, 1) == _row(lower, 1) else 0
    lower = [replace(cell, row=cell.row - skipped) for cell in lower if cell.row > skipped]
    place = {number: _places(table, columns) for number, table in enumerate((above, under))}
    doubts = {(row, place[0][col - 1]): why for (row, col), why in first.doubts.items()}
    last, start = _row(upper, below), _row(lower, 1)
    missing = _missing(upper, below, last, start)
    if missing:
        doubts |= {(below, col): PAGE_CUT for col in last} | {(below + 1, col): PAGE_CUT for col in start}
    begins_blank = bool(start) and not skipped and 1 not in start
    if begins_blank or (1 in missing and (1 in last) != (1 in start)):
        upper, lower = _row_mended(upper, lower, below)
    cells = (*upper, *(replace(cell, row=cell.row + below) for cell in lower))
    ruled = replace(above, columns=tuple(columns))
    by = max(cell.row for cell in cells) - max(cell.row for cell in second.cells)
    doubts |= {(row + by, place[1][col - 1]): why for (row, col), why in second.doubts.items()}
    return PlacedTable(first.page, second.page, ruled, cells, doubts)


def _row(cells: Sequence[Cell], row: int) -> dict[int, str]:
    """Return the texts of a row by column, blank ones left out."""
    return {cell.col: cell.text for cell in cells if cell.row == row and cell.text}


def _missing(upper: Sequence[Cell], below: int, last: dict[int, str], start: dict[int, str]) -> set[int]:
    """Return the columns of a list that have text on one side of the page's end alone, and in the rows above always."""
    rows = [_row(upper, row) for row in range(2, below)]
    if len(rows) < 2 or not start:
        return set()
    usual = {col for col in {*last, *start} if sum(col in row for row in rows) >= _USUAL * len(rows)}
    return {col for col in usual if (col in last) != (col in start)}


def _on(table: PlacedTable, ruled: RuledTable, columns: Sequence[float]) -> list[Cell]:
    """Return the cells counted on a finer set of columns."""
    place = _places(ruled, columns)
    return [
        replace(c, col=place[c.col - 1], col_span=place[c.col + c.col_span - 1] - place[c.col - 1])
        for c in table.cells
    ]


def _places(ruled: RuledTable, columns: Sequence[float]) -> list[int]:
    """Return the number (from 1) that each edge of a table has among the edges of a finer set of columns."""
    return [min(range(len(columns)), key=lambda i: abs(columns[i] - edge)) + 1 for edge in ruled.columns]


def _row_mended(upper: list[Cell], lower: list[Cell], last: int) -> tuple[list[Cell], list[Cell]]:
    """Put the first row of the lower part into the last row of the upper one, where the columns agree."""
    here = {cell.col: i for i, cell in enumerate(upper) if cell.row <= last < cell.row + cell.row_span}
    rest = [cell for cell in lower if cell.row == 1 and cell.text]
    if any(cell.col not in here for cell in rest):
        return upper, lower
    mended = list(upper)
    for cell in rest:
        number = here[cell.col]
        mended[number] = replace(mended[number], text=mended[number].text + cell.text)
    return mended, [replace(cell, row=cell.row - 1) for cell in lower if cell.row > 1]
