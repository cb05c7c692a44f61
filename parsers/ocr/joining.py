"""Pages → one document: a table that goes on overleaf is one grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.ocr.pages import Page
from parsers.paper import Cell, Grid, Line, Unsure

_STAMP = re.compile(r"^\s*(?:已\s*[收阅办]|收\s*[讫文]|复\s*印\s*件|副\s*本|续\s*表)\s*$")
_NEAR = 0.02  # parts of the page's width by which columns may stand elsewhere on the next page


def join_pages(pages: Sequence[Page]) -> tuple[list[Line | Grid], list[Unsure]]:
    """Return the blocks of all pages, and what is unsure in them.

    The table at the end of a page and the one at the head of the next are one where their columns stand alike. A head
    that is printed again is left out; a row that begins with a blank goes on with the last one.
    """
    blocks: list[Line | Grid] = []
    unsure: list[Unsure] = []
    open_edges: tuple[float, ...] = ()
    for page in pages:
        added, doubted = list(page.blocks), list(page.unsure)
        last = blocks[-1] if blocks else None
        stamps = [block for block in added[:2] if isinstance(block, Line) and _STAMP.match(block.text)]
        first = next((block for block in added if block not in stamps), None)
        if isinstance(last, Grid) and isinstance(first, Grid) and _alike(open_edges, page.edges[0]):
            blocks[-1], moves = _joined(last, first)
            added = [block for block in added if block is not first and block not in stamps]
            doubted = [replace(word, where=moves.get(word.where, word.where)) for word in doubted]
        blocks += added
        unsure += doubted
        open_edges = page.edges[-1] if page.edges else ()
    return blocks, unsure


def _alike(above: tuple[float, ...], below: tuple[float, ...]) -> bool:
    return len(above) == len(below) > 2 and all(
        abs(a - b) <= _NEAR for a, b in zip(above, below, strict=True)
    )


def _joined(above: Grid, below: Grid) -> tuple[Grid, dict[str, str]]:
    """Return both grids as one, and where cells of the lower one stand now (place → place)."""
    cells = list(above.cells)
    height = max(cell.row + cell.row_span - 1 for cell in cells)
    rows = _rows(below)
    skipped = 1 if _texts(rows.get(1, [])) == _texts(_rows(above).get(1, [])) and len(rows) > 1 else 0
    goes_on = _goes_on(rows.get(1 + skipped, []), _last_row(above))
    moves = {}
    for cell in below.cells:
        if cell.row <= skipped:
            continue
        row = height + cell.row - skipped - (1 if goes_on else 0)
        upper = next((i for i, c in enumerate(cells) if goes_on and c.row == row and c.col == cell.col), None)
        if upper is None:
            cells.append(replace(cell, row=row))
        elif cell.text:
            cells[upper] = replace(cells[upper], text=f"{cells[upper].text}{cell.text}")
        moves[f"{below.where} R{cell.row}C{cell.col}"] = f"{above.where} R{row}C{cell.col}"
    return replace(above, cells=tuple(cells)), moves


def _goes_on(row: Sequence[Cell], above: Sequence[Cell]) -> bool:
    """Whether a row is the rest of the one on the page before: its label or number stands there, its text here."""
    written = {cell.col for cell in row if cell.text.strip()}
    before = {cell.col for cell in above if cell.text.strip()}
    few = len(written) == 1 or 2 * len(written) < len(before)
    return bool(written) and not row[0].text.strip() and few and written <= before


def _last_row(grid: Grid) -> list[Cell]:
    """Return the cells that reach down to the end of a grid."""
    end = max(cell.row + cell.row_span for cell in grid.cells)
    return [cell for cell in grid.cells if cell.row + cell.row_span == end]


def _rows(grid: Grid) -> dict[int, list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(grid.cells, key=lambda c: (c.row, c.col)):
        rows.setdefault(cell.row, []).append(cell)
    return rows


def _texts(row: Sequence[Cell]) -> list[str]:
    return [cell.text.replace(" ", "") for cell in row]
