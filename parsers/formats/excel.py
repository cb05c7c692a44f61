"""Workbooks (.xlsx, and .et that is one inside) → Paper, one grid a sheet.

python-calamine: 384 workbooks of 17 KB a second, openpyxl 29. It gives whole numbers as 1.0 and says nothing of
hidden columns, so both are put right here.
"""

from __future__ import annotations

import io
from typing import Any

import python_calamine

from parsers.formats.cell_values import text_and_value
from parsers.formats.package import Package, Unreadable
from parsers.formats.properties import read_properties
from parsers.formats.sheet_layout import SheetLayout, read_layout, sheet_parts
from parsers.limits import MAX_CELLS, MAX_SHEET_AREA
from parsers.paper import Cell, Grid, Paper


def read(name: str, data: bytes) -> Paper:
    """Return a workbook as a `Paper`: the visible sheets, then the hidden ones; `problem` where it is damaged."""
    try:
        layouts, properties = _look_ahead(data)
        workbook = python_calamine.load_workbook(io.BytesIO(data))
        grids, problem = _grids(name, workbook, layouts)
    except Unreadable as error:
        return Paper(name, "xlsx", problem=f"「{name}」是 Excel 工作簿，但{error}，读不出来，请人工查看。")
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError):
        return Paper(name, "xlsx", problem=_damaged(name))
    except BaseException as error:
        if (
            type(error).__name__ != "PanicException"
        ):  # Rust's panic is no Exception, and its class can't be imported
            raise
        return Paper(name, "xlsx", problem=_damaged(name))
    return Paper(name, "xlsx", tuple(grids), properties, problem)


def _damaged(name: str) -> str:
    return f"「{name}」是 Excel 工作簿，但已损坏，读不出来，请人工查看。"


def _look_ahead(data: bytes) -> tuple[dict[str, SheetLayout], dict[str, str]]:
    """Return the layout of each sheet and the properties; `Unreadable` where limits are broken or macros are in."""
    package = Package(data)
    if any(entry.lower().endswith("vbaproject.bin") for entry in package.names):
        raise Unreadable("含有宏，出于安全没有打开")
    layouts = {}
    for sheet, part in sheet_parts(package).items():
        layouts[sheet] = layout = read_layout(package.read(part))
        _refuse_if_huge(layout.rows, layout.columns)
    return layouts, read_properties(package)


def _refuse_if_huge(rows: int, columns: int) -> None:
    """calamine lays a sheet out as one dense block: a lone cell at XFD1048576 would ask for 17 billion cells."""
    if rows * columns > MAX_SHEET_AREA:
        raise Unreadable("表格的范围大得不合常理")


def _grids(name: str, workbook: Any, layouts: dict[str, SheetLayout]) -> tuple[list[Grid], str]:
    grids: list[Grid] = []
    room = MAX_CELLS
    problem = ""
    for number, sheet in enumerate(workbook.sheets_metadata):
        if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        page = workbook.get_sheet_by_index(number)
        cells = _cells(page, room)
        room -= len(cells)
        if room <= 0:
            problem = f"「{name}」的单元格超过 {MAX_CELLS} 个，只读了前面的部分，请人工查看。"
        layout = layouts.get(sheet.name, SheetLayout())
        hidden = sheet.visible != python_calamine.SheetVisibleEnum.Visible
        if cells:
            grids.append(
                Grid(
                    tuple(cells), f"工作表「{sheet.name}」", hidden, layout.hidden_columns, layout.hidden_rows
                )
            )
    return sorted(grids, key=lambda grid: grid.hidden), problem


def _cells(page: Any, room: int) -> list[Cell]:
    """Return the cells that hold something, numbered as in the sheet; a merged cell stands at its corner."""
    corners: dict[tuple[int, int], tuple[int, int]] = {}
    for (top, left), (bottom, right) in page.merged_cell_ranges or ():
        corners[top, left] = (bottom - top + 1, right - left + 1)
    cells: list[Cell] = []
    for row, values in enumerate(page.to_python(skip_empty_area=False)):
        for column, value in enumerate(values):
            if value == "" and (row, column) not in corners:
                continue
            text, kept = text_and_value(value)
            down, across = corners.get((row, column), (1, 1))
            cells.append(Cell(row + 1, column + 1, text, down, across, kept))
            if len(cells) >= room:
                return cells
    return cells
