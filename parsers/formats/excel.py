"""Workbooks (.xlsx, .xls, .et, known by content) → Paper, one grid a sheet.

python-calamine: 384 workbooks of 17 KB a second, openpyxl 29. It gives whole numbers as 1.0 and says nothing of
hidden columns, so both are put right here.
"""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

from parsers.formats.biff import furthest_cells
from parsers.formats.package import Package, Unreadable
from parsers.formats.properties import read_properties
from parsers.formats.sheet_layout import SheetLayout, read_layout, sheet_parts
from parsers.limits import MAX_CELLS, MAX_SHEET_AREA
from parsers.paper import Cell, Grid, Paper
from parsers.tidy import clean

Value = date | datetime | float | int | bool | None


def read(name: str, data: bytes) -> Paper:
    """Return a workbook as a `Paper`: the visible sheets, then the hidden ones; `problem` where it is damaged."""
    kind = "xlsx" if data.startswith(b"PK") else "xls"
    try:
        layouts, properties = _look_ahead(data) if kind == "xlsx" else (_old_layouts(data), {})
        workbook = python_calamine.load_workbook(io.BytesIO(data))
        grids, problem = _grids(name, workbook, layouts)
    except Unreadable as error:
        return Paper(name, kind, problem=f"「{name}」是 Excel 工作簿，但{error}，读不出来，请人工查看。")
    except python_calamine.PasswordError:
        return Paper(name, kind, problem=f"「{name}」是加了密码的 Excel 工作簿，打不开，请对方去掉密码重寄。")
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError):
        return Paper(name, kind, problem=f"「{name}」是 Excel 工作簿，但已损坏，读不出来，请人工查看。")
    return Paper(name, kind, tuple(grids), properties, problem)


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


def _old_layouts(data: bytes) -> dict[str, SheetLayout]:
    for rows, columns in furthest_cells(data):
        _refuse_if_huge(rows, columns)
    return {}


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
            text, kept = _text_and_value(value)
            down, across = corners.get((row, column), (1, 1))
            cells.append(Cell(row + 1, column + 1, text, down, across, kept))
            if len(cells) >= room:
                return cells
    return cells


def _text_and_value(value: Any) -> tuple[str, Value]:
    """Return what a person reads in the cell, and the value where the cell holds no text."""
    if isinstance(value, str):
        return clean(value).strip(" \t\n\u3000"), None
    if isinstance(value, bool):
        return ("是" if value else "否"), value
    if isinstance(value, int):
        return str(value), value
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e21:
            return str(int(value)), int(value)  # also numbers of 18 digits, which Excel rounds to 15
        return f"{value:.15g}", value
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S" if value.second else "%Y-%m-%d %H:%M"), value
    if isinstance(value, date):
        return value.isoformat(), value
    if isinstance(value, time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M"), None
    if isinstance(value, timedelta):
        return str(value), None
    return str(value), None
