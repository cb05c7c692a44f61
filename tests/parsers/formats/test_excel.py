"""Workbooks as people keep them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook

from parsers import formats
from parsers.paper import Grid


def new_book() -> Any:
    return Workbook()


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def grids(data: bytes, name: str = "台账.xlsx") -> list[Grid]:
    paper = formats.read(name, data)
    assert (paper.format, paper.problem) == ("xlsx", "")
    return [block for block in paper.blocks if isinstance(block, Grid)]


def test_values_are_shown_as_a_person_reads_them_and_kept_beside() -> None:
    book = new_book()
    sheet = book.active
    sheet.append(
        [
            "180915101010115409",
            13805209149,
            3.5,
            True,
            datetime(2018, 3, 15, 9, 20),
            date(2018, 3, 21),
            time(17, 30),
            180915101010115000,
        ]
    )
    (grid,) = grids(saved(book))
    assert [(c.text, c.value) for c in grid.cells] == [
        ("180915101010115409", None),
        ("13805209149", 13805209149),
        ("3.5", 3.5),
        ("是", True),
        ("2018-03-15 09:20", datetime(2018, 3, 15, 9, 20)),
        ("2018-03-21", date(2018, 3, 21)),
        ("17:30", None),
        ("180915101010115000", 180915101010115000),
    ]


def test_cells_keep_their_rows_and_columns_over_blank_ones() -> None:
    book = new_book()
    book.active["B3"] = "编号"
    (grid,) = grids(saved(book))
    assert [(c.row, c.col) for c in grid.cells] == [(3, 2)]


def test_merged_cells_stand_at_their_corner() -> None:
    book = new_book()
    book.active["A1"] = "登记表"
    book.active.merge_cells("A1:D2")
    (grid,) = grids(saved(book))
    assert [(c.text, c.row_span, c.col_span) for c in grid.cells] == [("登记表", 2, 4)]


def test_hidden_columns_and_rows_are_told_and_their_cells_kept() -> None:
    book = new_book()
    sheet = book.active
    sheet.append(["编号", "坐席工号"])
    sheet.append(["1", "HB1"])
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[2].hidden = True
    (grid,) = grids(saved(book))
    assert (grid.hidden_columns, grid.hidden_rows) == (frozenset({2}), frozenset({2}))
    assert [cell.text for cell in grid.cells] == ["编号", "坐席工号", "1", "HB1"]


def test_hidden_sheets_come_last_and_are_marked() -> None:
    book = new_book()
    book.active.title = "字典"
    book.active.append(["咨询"])
    book.active.sheet_state = "hidden"
    book.create_sheet("待办").append(["编号"])
    assert [(grid.where, grid.hidden) for grid in grids(saved(book))] == [
        ("工作表「待办」", False),
        ("工作表「字典」", True),
    ]


def test_a_workbook_named_et_or_doc_is_known_by_its_content() -> None:
    book = new_book()
    book.active.append(["编号"])
    for name in ("台账.et", "台账.doc", "台账"):
        assert grids(saved(book), name)


def test_a_sheet_formatted_down_to_the_last_row_is_read() -> None:
    book = new_book()
    book.active.append(["编号", "内容"])
    data = saved(book)
    far = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    (grid,) = grids(_with(data, "xl/worksheets/sheet1.xml", b"</sheetData>", far))
    assert [cell.text for cell in grid.cells] == ["编号", "内容"]


def test_a_lone_cell_in_the_farthest_corner_costs_one_cell() -> None:
    book = new_book()
    book.active.append(["编号"])
    for far in (
        'r="1048576"><c r="XFD1048576"><v>1</v></c>',
        'r="1048576"><c><v>1</v></c>',
        "r='4294967295'><c r='xfd9'><v>1</v></c>",
    ):
        changed = f"<row {far}</row></sheetData>".encode()
        (grid,) = grids(_with(saved(book), "xl/worksheets/sheet1.xml", b"</sheetData>", changed))
        assert [cell.text for cell in grid.cells] == ["编号", "1"]


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"


def test_strings_in_several_runs_are_joined_without_their_pronunciation_and_escapes(
    make_zip: Callable[..., bytes],
) -> None:
    data = make_zip(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="r"><sheets><sheet name="S" r:id="a"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<R><Relationship Id="a" Type="{TYPE}" Target="worksheets/s.xml"/></R>',
            "xl/sharedStrings.xml": f"<sst {MAIN} uniqueCount='4000000000'><si><r><t>诉求</t></r><r><rPr><b/></rPr><t>内容</t></r>"
            "<rPh sb='0' eb='1'><t>ピン</t></rPh></si><si><t>第一行_x000A_第二行</t></si></sst>",
            "xl/worksheets/s.xml": f'<worksheet {MAIN}><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>99</v></c></row>'
            "</sheetData></worksheet>",
        }
    )
    (grid,) = grids(data)
    assert [cell.text for cell in grid.cells] == ["诉求内容", "第一行\n第二行"]


def test_dates_of_a_workbook_that_counts_from_1904_are_right() -> None:
    book = new_book()
    book.epoch = datetime(1904, 1, 1)
    book.active.append([date(2018, 3, 15)])
    (grid,) = grids(saved(book))
    assert grid.cells[0].value == date(2018, 3, 15)


def test_a_workbook_with_macros_is_not_opened(make_zip: Callable[[dict[str, str]], bytes]) -> None:
    paper = formats.read(
        "a.xlsx", make_zip({"[Content_Types].xml": "x", "xl/workbook.xml": "x", "xl/vbaProject.bin": "x"})
    )
    assert (paper.format, paper.blocks) == ("xlsm", ())
    assert "宏" in paper.problem


def _with(data: bytes, entry: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old, new) if name == entry else content)
    return out.getvalue()
