"""A grid → entries: forms of labels and values in any geometry, and lists with their head anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from parsers.forms.entries import Entry
from parsers.forms.heads import Cover, Head, find_head
from parsers.forms.lines import entries_of_lines
from parsers.forms.ticks import has_ticks
from parsers.labels import Labels, fold
from parsers.paper import Cell, Grid, Line

_TOTAL = re.compile(r"^(?:合\s*计|小\s*计|总\s*计|共\s*计|累\s*计|汇\s*总|平均|共\s*\d+\s*件|总数)")
_NOTE = re.compile(
    r"^(?:注|备注|说明|填表|制表|填报|审核|审批|单位|统计|复核|打印|导出|报送|联系|经办|负责|分管|日期|时间|附件?)[^，。]{0,12}[:：]"
)
_COLON_INSIDE = re.compile(r"[:：]")
_OTHERS = re.compile(
    "承办|受理|派单|办理|填报|审核|被反映|被投诉|被举报|话务|坐席|座席|登记|转办|交办|经办|处理|回访"
)
"""Words of a group of cells (a merged cell at the left) that speaks of somebody other than the petitioner."""


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
    cover: Cover = {}
    for cell in (turned or grid).cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for col in range(cell.col, cell.col + cell.col_span):
                cover.setdefault((row, col), cell)
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(cells, key=lambda c: (c.row, c.col)):
        rows.setdefault(cell.row, []).append(cell)
    layout = GridLayout()
    form_rows: list[int] = []
    head: Head | None = None
    for row in sorted(rows):
        if head and row <= head.last:
            continue
        found = find_head(row, rows, cover, labels)
        if found:
            head = found
            continue
        if head and _TOTAL.match(rows[row][0].text.strip()):
            continue
        if head and not _is_form_row(rows[row], labels):
            _take_row(row, rows[row], head, cover, grid, labels, layout, band, turned is not None)
        else:
            head = None
            form_rows.append(row)
    _take_form(form_rows, rows, cover, grid, labels, layout, band)
    return layout


def _is_form_row(cells: list[Cell], labels: Labels) -> bool:
    """Whether a row below a head belongs to a form again: half its cells are labels."""
    known = sum(labels.is_label(c.text) for c in cells)
    return known > 0 and known >= len(cells) / 2 and len(cells) > 1


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


def _take_form(
    form_rows: list[int],
    rows: dict[int, list[Cell]],
    cover: Cover,
    grid: Grid,
    labels: Labels,
    layout: GridLayout,
    band: int,
) -> None:
    used: set[int] = set()
    for row in form_rows:
        for cell in rows[row]:
            if id(cell) in used:
                continue
            inside = list(_inside(cell, grid, labels, band + row))
            if inside:
                layout.entries += inside
            elif labels.is_label(cell.text):
                value = _value_of(cell, cover, labels, used)
                if value is None and _right(cell, cover) is not None and cell.row_span > 1:
                    continue  # the name of a group: 诉求人信息
                label = _with_group(cell, cover, labels)
                where = _at(grid, value or cell)
                if value is None:
                    layout.entries.append(Entry(label, "", where, band=band + row))
                else:
                    used.add(id(value))
                    text = _with_ticks(value, cover, labels, used)
                    layout.entries.append(Entry(label, text, where, value.value, band + row))
            elif not _is_unknown_label(cell, cover, labels, used):
                lines = [Line(line, _at(grid, cell)) for line in cell.text.split("\n") if line.strip()]
                layout.loose += lines
    layout.entries.sort(key=lambda e: e.band)


def _inside(cell: Cell, grid: Grid, labels: Labels, band: int) -> Iterator[Entry]:
    """Yield the entries of a cell that holds labels and values itself: `诉求内容：…`, or a label above its text."""
    if cell.value is not None or labels.is_label(cell.text):
        return
    lines = [Line(line, _at(grid, cell)) for line in cell.text.split("\n") if line.strip()]
    if not lines or (
        not _COLON_INSIDE.search(lines[0].text) and not (len(lines) > 1 and labels.is_label(lines[0].text))
    ):
        return
    found = entries_of_lines(lines, labels, band=0)
    if found and labels.is_label(found[0].label):
        yield from (replace(entry, band=band, source="grid") for entry in found)


def _value_of(cell: Cell, cover: Cover, labels: Labels, used: set[int]) -> Cell | None:
    """Return the cell with the value of the label `cell`: to its right, else below it."""
    right = _right(cell, cover)
    steps = 0
    while right is not None and steps < 4:
        if labels.is_label(right.text):
            break
        if (right.text.strip() or right.value is not None) and id(right) not in used:
            return right
        right, steps = _right(right, cover), steps + 1
    if (steps and right is None) or (steps and not labels.is_label(right.text if right else "")):
        return None  # blank cells to the right: the form was not filled in here
    if steps:
        return None
    below = cover.get((cell.row + cell.row_span, cell.col))
    if below is None or below.col != cell.col or labels.is_label(below.text) or id(below) in used:
        return None
    if (
        _right(cell, cover) is not None
        and _left(cell, cover) is not None
        and not labels.is_label(_left_text(cell, cover))
    ):
        return None
    return below if below.text.strip() or below.value is not None else None


def _right(cell: Cell, cover: Cover) -> Cell | None:
    return cover.get((cell.row, cell.col + cell.col_span))


def _left(cell: Cell, cover: Cover) -> Cell | None:
    return cover.get((cell.row, cell.col - 1))


def _left_text(cell: Cell, cover: Cover) -> str:
    left = _left(cell, cover)
    return left.text if left else ""


def _with_ticks(value: Cell, cover: Cover, labels: Labels, used: set[int]) -> str:
    """Return the text of a value; options with tick boxes may run over several cells."""
    texts = [value.text.strip()]
    right = _right(value, cover)
    while (
        has_ticks(texts[0])
        and right is not None
        and has_ticks(right.text)
        and not labels.is_label(right.text)
    ):
        used.add(id(right))
        texts.append(right.text.strip())
        right = _right(right, cover)
    return "  ".join(texts)


def _with_group(cell: Cell, cover: Cover, labels: Labels) -> str:
    """Return the label, with the merged cell at its left before it where that makes another meaning (承办单位 | 电话)."""
    left = cover.get((cell.row, 1))
    if left is None or left is cell or left.row_span <= cell.row_span or not left.text.strip():
        return cell.text
    joined = f"{fold(left.text)}{fold(cell.text)}"
    return joined if labels.is_label(joined) or _OTHERS.search(fold(left.text)) else cell.text


def _is_unknown_label(cell: Cell, cover: Cover, labels: Labels, used: set[int]) -> bool:
    """Whether a cell names a field that nobody knows: short, at the place of a label, its value to the right."""
    right = _right(cell, cover)
    if right is None or len(fold(cell.text)) > 10 or labels.is_label(right.text):
        return False
    used.add(id(right))
    return True


def _at(grid: Grid, cell: Cell, turned: bool = False) -> str:
    row, col = (cell.col, cell.row) if turned else (cell.row, cell.col)
    return f"{grid.where} R{row}C{col}"


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
