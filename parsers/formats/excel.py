"""Workbooks (.xlsx, and .et that is one inside) → Paper, one grid a sheet.

A reader of our own over lxml. python-calamine is somewhat faster, but says nothing of hidden columns, and its Rust
code aborts the whole process on a sheet that claims a cell in the farthest corner: no `except` can hold that, and
the same mail would end the office again after every restart. openpyxl reads a tenth as fast.
"""

from __future__ import annotations

from parsers.formats.cell_values import text_and_value
from parsers.formats.package import Package, Unreadable
from parsers.formats.properties import read_properties
from parsers.formats.sheet_xml import SheetCells, SheetEntry, Workbook, read_sheet, read_workbook
from parsers.limits import MAX_CELLS
from parsers.merged import within
from parsers.paper import Cell, Grid, Paper


def read(name: str, data: bytes) -> Paper:
    """Return a workbook as a `Paper`: the visible sheets, then the hidden ones; `problem` where it is damaged."""
    try:
        package = Package(data)
        if any(entry.lower().endswith("vbaproject.bin") for entry in package.names):
            raise Unreadable("含有宏，出于安全没有打开")
        book = read_workbook(package)
        grids, cut_short = _grids(package, book)
    except Unreadable as error:
        return Paper(name, "xlsx", problem=f"「{name}」是 Excel 工作簿，但{error}，读不出来，请人工查看。")
    problem = f"「{name}」的单元格超过 {MAX_CELLS} 个，只读了前面的部分，请人工查看。" if cut_short else ""
    return Paper(name, "xlsx", tuple(grids), read_properties(package), problem)


def _grids(package: Package, book: Workbook) -> tuple[list[Grid], bool]:
    grids: list[Grid] = []
    room = MAX_CELLS
    cut_short = False
    for entry in book.sheets:
        sheet = read_sheet(package.read(entry.part), book, room)
        room -= len(sheet.held)
        cut_short = cut_short or sheet.cut_short
        if sheet.held:
            grids.append(_grid(entry, sheet))
    grids.sort(key=lambda grid: grid.hidden)
    return grids, cut_short


def _grid(entry: SheetEntry, sheet: SheetCells) -> Grid:
    for corner in sheet.spans:
        sheet.held.setdefault(corner, "")
    cells = []
    for (row, column), held in sorted(sheet.held.items(), key=lambda item: item[0]):
        text, value = text_and_value(held)
        down, across = sheet.spans.get((row, column), (1, 1))
        cells.append(Cell(row, column, text, down, across, value))
    columns = within(sheet.hidden_columns, (cell.col for cell in cells))  # "hide all the rest" is 16,000
    rows = frozenset(sheet.hidden_rows & {cell.row for cell in cells})
    return Grid(tuple(cells), f"工作表「{entry.name}」", entry.hidden, columns, rows)
