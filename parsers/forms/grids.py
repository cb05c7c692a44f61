"""A grid → entries: forms of labels and values in any geometry, and lists with their head anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from parsers.forms.entries import Entry
from parsers.forms.heads import Head, find_head, is_head_alone
from parsers.forms.lines import entries_of_lines
from parsers.forms.pairs import read_pairs
from parsers.labels import Labels, fold
from parsers.merged import Cover, cover_of
from parsers.paper import Cell, Grid, Line

_TOTAL = re.compile(r"^(?:合\s*计|小\s*计|总\s*计|共\s*计|累\s*计|汇\s*总|平均|共\s*\d+\s*件|总数)")
_NOTE = re.compile(
    r"^(?:注|备注|说明|填表|制表|填报|审核|审批|单位|统计|复核|打印|导出|报送|联系|经办|负责|分管|日期|时间|附件?)[^，。]{0,12}[:：]"
)


@dataclass
class GridLayout:
    """What a grid says: entries of its form part, the rows of its lists, and texts that are neither."""

    entries: list[Entry] = field(default_factory=list)
    rows: list[tuple[Entry, ...]] = field(default_factory=list)
    loose: list[Line] = field(default_factory=list)  # titles, notes


def read_grid(grid: Grid, labels: Labels, *, band: int = 0) -> GridLayout:
    """Return the layout of one grid. `band` is the number of its first row; see `Entry`."""
    turned = _turned(grid, labels)
    cells = [c for c in (turned or grid).cells if c.text.strip() or c.value is not None]
    cover = cover_of((turned or grid).cells)
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(cells, key=lambda c: (c.row, c.col)):
        rows.setdefault(cell.row, []).append(cell)
    layout = GridLayout()
    form_rows: list[int] = []
    heads: list[tuple[Head, int]] = []  # and how many rows of values stood before it
    head: Head | None = None
    for row in sorted(rows):
        if head and row <= head.last:
            continue
        found = find_head(row, rows, cover, labels)
        if found:
            head = found
            heads.append((head, len(layout.rows)))
            continue
        if is_head_alone(row, rows, labels):
            continue
        if head and _TOTAL.match(rows[row][0].text.strip()):
            continue
        if head and (_parts_list(row, rows, head) or not _is_form_row(rows[row], labels)):
            _take_row(row, rows[row], head, cover, grid, labels, layout, band, turned is not None)
        else:
            head = None
            form_rows.append(row)
    pairs, loose = read_pairs(form_rows, rows, cover, grid.where, labels, band)
    layout.entries += pairs
    layout.entries.sort(key=lambda e: e.band)
    layout.loose += loose
    if heads and _labels_above_values(heads, form_rows, layout):
        layout.entries += [replace(entry, source="grid") for row in layout.rows for entry in row]
        layout.entries.sort(key=lambda e: e.band)
        layout.rows = []
    return layout


def _labels_above_values(heads: list[tuple[Head, int]], form_rows: list[int], layout: GridLayout) -> bool:
    """Whether what looks like lists of one row each are the rows of one form, its labels above its values."""
    counts = [count for _, count in heads[1:]] + [len(layout.rows)]
    singles = all(count - (heads[i][1]) <= 1 for i, count in enumerate(counts))
    below = any(row > heads[0][0].last for row in form_rows) and any(
        e.source == "grid" for e in layout.entries
    )
    return singles and (len(heads) > 1 or below)


def _parts_list(row: int, rows: dict[int, list[Cell]], head: Head) -> bool:
    """Whether a row of one cell, whatever it says (二、镇街), only parts the list: the row below goes on with it."""
    below = rows.get(row + 1, [])
    filled = sum(c.col in head.labels for c in below)
    return len(rows[row]) == 1 and filled == len(below) > len(head.labels) / 2


def _is_form_row(cells: list[Cell], labels: Labels) -> bool:
    """Whether a row below a head belongs to a form again: half its cells are labels."""
    known = sum(labels.is_label(c.text) for c in cells)
    return known > 0 and known >= len(cells) / 2


def _take_row(
    row: int,
    cells: list[Cell],
    head: Head,
    cover: Cover,
    grid: Grid,
    labels: Labels,
    layout: GridLayout,
    band: int,
    turned: bool,
) -> None:
    first = cells[0].text.strip()
    under = [c for c in cells if c.col in head.labels]
    repeated = sum(fold(c.text) == fold(head.labels[c.col]) for c in under)
    if repeated > len(under) / 2:
        return
    if len(cells) == 1 or _NOTE.match(first) or first.startswith(("注：", "注:")):
        layout.loose += [
            Line(line, _at(grid, cells[0], turned)) for c in cells for line in c.text.split("\n")
        ]
        layout.entries += entries_of_lines(layout.loose[-1:], labels, band=band + row)
        return
    entries = []
    for col, label in sorted(head.labels.items()):
        cell = cover.get((row, col))
        if cell is None or not (cell.text.strip() or cell.value is not None):
            continue
        if cell.col_span > 1 and sum(cell.col <= c < cell.col + cell.col_span for c in head.labels) > 1:
            continue  # one text over several columns is a note, not the value of each
        entries.append(
            Entry(label, cell.text.strip(), _at(grid, cell, turned), cell.value, band + row, "list")
        )
    if len(entries) >= min(2, len(head.labels)):
        layout.rows.append(tuple(entries))


def _turned(grid: Grid, labels: Labels) -> Grid | None:
    """Return the grid with rows and columns exchanged where it is a list lying on its side: a case a column."""
    first = [c for c in grid.cells if c.col == 1 and c.text.strip()]
    width = max((c.col + c.col_span - 1 for c in grid.cells), default=0)
    if width < 3 or len(first) < 4 or sum(labels.is_label(c.text) for c in first) < 0.8 * len(first):
        return None
    others = [c for c in grid.cells if c.col > 1 and c.text.strip()]
    if any(c.col_span > 1 for c in grid.cells) or any(labels.is_label(c.text) for c in others):
        return None
    if len(others) < 0.7 * len(first) * (width - 1):
        return None
    return replace(
        grid,
        cells=tuple(
            replace(c, row=c.col, col=c.row, row_span=c.col_span, col_span=c.row_span) for c in grid.cells
        ),
    )


def _at(grid: Grid, cell: Cell, turned: bool = False) -> str:
    row, col = (cell.col, cell.row) if turned else (cell.row, cell.col)
    return f"{grid.where} R{row}C{col}"
