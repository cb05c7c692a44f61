"""Follow-up sheets come back readable: drawn up, filled in by a caller, read by our own reader."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest

from generators.follow_up_sheet import SECRET, follow_up_form, follow_up_list
from parsers import read_document
from tests.generators.filling import as_in_word, typed_over, without_controls
from tests.generators.records import HEAD, NOW, a_case, a_department, a_petitioner, an_answer, parts_of
from tests.servers.libreoffice import print_as_pdf

FILLED = {
    "是否接通": "接通",
    "满意度": "基本满意",
    "是否解决": "部分解决",
    "回访人": "周敏",
    "备注": "希望周末也有人值守",
}


def drawn_list(**case: Any) -> bytes:
    item = (a_case(**case), a_petitioner(), a_department(), an_answer())
    other = (
        a_case(case_no="TZ-2018-000124-E", title="路灯不亮"),
        a_petitioner(),
        a_department(),
        an_answer(),
    )
    return follow_up_list([item, other], head=HEAD, on=NOW.date()).data


def drawn_form(**case: Any) -> bytes:
    return follow_up_form(
        a_case(**case), a_petitioner(), a_department(), an_answer(), head=HEAD, on=NOW.date()
    ).data


def fill_list(data: bytes, values: dict[str, Any]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book.active
    headings = {cell.value: cell.column for cell in page[3]}
    for heading, value in values.items():
        page.cell(4, headings[heading], value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_call_list_reads_back_as_it_was_filled_in():
    filled = fill_list(drawn_list(), FILLED | {"回访日期": datetime(2018, 3, 22)})
    reading = read_document("回访表_20180312.xlsx", filled)
    assert reading.what == "follow_up"
    first = reading.follow_ups[0]
    assert (first.case_no, first.reached, first.satisfaction, first.solved) == (
        "TZ-2018-000123-G",
        True,
        "basically",
        "partly",
    )
    assert (first.by, first.remark) == ("周敏", "希望周末也有人值守")
    assert str(first.on)[:10] == "2018-03-22"


def test_the_three_tries_of_a_call_list_read_back():
    written = "①3月21日9时 无人接听\n②3月21日15时 关机\n③3月22日10时 接通"
    filled = fill_list(drawn_list(), FILLED | {"回访日期": datetime(2018, 3, 22), "三次拨打": written})
    (call,) = read_document("回访表.xlsx", filled).follow_ups
    assert [(each.at, each.reached, each.remark) for each in call.tries] == [
        (datetime(2018, 3, 21, 9), False, "无人接听"),
        (datetime(2018, 3, 21, 15), False, "关机"),
        (datetime(2018, 3, 22, 10), True, "接通"),
    ]


@pytest.mark.parametrize("word", ["未接通", "停机", "无人接听"])
def test_a_petitioner_who_was_not_reached(word: str):
    first = read_document(
        "回访表.xlsx",
        fill_list(drawn_list(), {"是否接通": word, "回访人": "周敏", "回访日期": "2018年3月22日"}),
    ).follow_ups[0]
    assert first.reached is False
    assert first.satisfaction is None


def test_a_printed_list_can_be_read_and_shows_several_calls_on_a_page(tmp_path: Path):
    item = (a_case(request_text="长" * 400), a_petitioner(), a_department(), an_answer(measures="答" * 400))
    path = tmp_path / "list.xlsx"
    path.write_bytes(follow_up_list([item] * 12, head=HEAD, on=NOW.date()).data)
    print_as_pdf([path], tmp_path)
    pdf = pypdfium2.PdfDocument(path.with_suffix(".pdf"))
    first = pdf[0].get_textpage().get_text_bounded()
    assert len(pdf) == 2
    assert "…" in first
    assert "编号核对" not in first
    assert first.count("13812345678") >= 6
    assert smallest_letters(pdf[0]) >= 7.5


def smallest_letters(page: pypdfium2.PdfPage) -> float:
    """The size in points of the smallest letters that stand on a page, as they were scaled to fit it."""
    sizes = []
    for each in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
        size = ctypes.c_float()
        pypdfium2.raw.FPDFTextObj_GetFontSize(each.raw, ctypes.byref(size))
        sizes.append(size.value * each.get_matrix().d)
    return min(sizes)


def test_an_empty_list_records_no_call():
    assert not read_document("回访表.xlsx", drawn_list()).follow_ups


@pytest.mark.parametrize("cleared", [True, False])
def test_a_list_whose_rows_were_taken_out_records_no_call(cleared: bool):
    book = openpyxl.load_workbook(io.BytesIO(drawn_list()))
    page = book.active
    if cleared:
        for cell in [cell for row in page.iter_rows(min_row=4) for cell in row]:
            cell.value = None
    else:
        page.delete_rows(4, page.max_row)
    out = io.BytesIO()
    book.save(out)
    reading = read_document("回访表_20180312.xlsx", out.getvalue())
    assert (reading.what, reading.follow_ups) == ("other", ())


def test_on_a_day_with_nobody_to_call_the_list_says_so_and_reads_as_no_call():
    data = follow_up_list([], head=HEAD, on=NOW.date()).data
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert "今日没有需要回访的" in [cell.value for cell in page[4]]
    assert (page.max_row, page["B3"].value) == (4, "转办编号")
    assert not read_document("回访表.xlsx", data).follow_ups


def test_the_cells_to_fill_in_are_open_and_offer_lists_and_the_others_are_locked():
    page = openpyxl.load_workbook(io.BytesIO(drawn_list())).active
    headings = {cell.value: cell.column_letter for cell in page[3]}
    locked = {name: page[f"{letter}4"].protection.locked for name, letter in headings.items()}
    assert page.protection.sheet
    assert not page.protection.password
    assert locked["转办编号"]
    assert locked["诉求人电话"]
    assert not any(locked[name] for name in (*FILLED, "回访日期", "三次拨打"))
    lists = {str(each.sqref): each.formula1 for each in page.data_validations.dataValidation}
    assert lists[f"{headings['满意度']}4:{headings['满意度']}5"] == '"满意,基本满意,不满意"'
    assert page.freeze_panes == "C4"


def test_the_number_stands_in_two_columns_and_the_properties():
    book = openpyxl.load_workbook(io.BytesIO(drawn_list()))
    assert [cell.value for cell in book.active[4]].count("TZ-2018-000123-G") == 2
    assert "TZ-2018-000123-G" in book.properties.keywords


@pytest.mark.parametrize(
    "way", [as_in_word, typed_over, lambda form, values: typed_over(without_controls(form), values)]
)
def test_the_sheet_of_one_case_reads_back(way: Callable[[bytes, dict[str, str]], bytes]):
    tried = {"第一次拨打": "3月21日9时无人接听", "第二次拨打": "3月22日10时"}
    filled = way(drawn_form(), FILLED | tried | {"回访日期": "2018年3月22日"})
    reading = read_document("TZ-2018-000123-G_回访表.docx", filled)
    assert reading.what == "follow_up"
    (call,) = reading.follow_ups
    assert (call.case_no, call.reached, call.satisfaction, call.solved) == (
        "TZ-2018-000123-G",
        True,
        "basically",
        "partly",
    )
    assert (call.by, call.remark, call.on) == ("周敏", "希望周末也有人值守", date(2018, 3, 22))
    assert [(each.at, each.remark) for each in call.tries] == [
        (datetime(2018, 3, 21, 9), "无人接听"),
        (datetime(2018, 3, 22, 10), None),
    ]
    assert not reading.doubts


def test_an_empty_sheet_records_no_call():
    assert not read_document("TZ-2018-000123-G_回访表.docx", drawn_form()).follow_ups


def test_of_a_secret_case_no_petitioner_is_printed():
    for data in (drawn_list(secret=True), drawn_form(secret=True)):
        page = "".join(parts_of(data).values())
        assert SECRET in page
    only = follow_up_list(
        [(a_case(secret=True), a_petitioner(), a_department(), an_answer())], head=HEAD, on=NOW.date()
    ).data
    for data in (only, drawn_form(secret=True)):
        told = "".join(parts_of(data).values())
        for hidden in ("张伟民", "13812345678", "阳光小区"):
            assert hidden not in told


@pytest.mark.parametrize(
    "cell", [{"满意度": "满意"}, {"是否接通": "未接通"}, {"三次拨打": "①3月21日9时 无人接听\n②\n③"}]
)
def test_one_answer_in_a_row_of_the_list_is_a_call(cell: dict[str, Any]):
    (call,) = read_document("回访表.xlsx", fill_list(drawn_list(), cell)).follow_ups

    assert call.case_no == "TZ-2018-000123-G"


def test_a_petitioner_who_left_no_phone_is_told_as_such():
    item = (a_case(), a_petitioner(phone=""), a_department(), an_answer())
    page = openpyxl.load_workbook(io.BytesIO(follow_up_list([item], head=HEAD, on=NOW.date()).data)).active

    assert page["G4"].value == "未留电话"


def test_a_word_that_is_none_of_those_to_choose_from_is_doubted():
    filled = fill_list(drawn_list(), {"是否接通": "接通", "满意度": "说不好", "是否解决": "无人接听"})
    reading = read_document("回访表.xlsx", filled)

    assert reading.follow_ups[0].satisfaction is None
    assert [(doubt.field, doubt.because) for doubt in reading.doubts] == [
        ("follow_ups.0.satisfaction", "写着「说不好」，没有读懂")
    ]


def test_a_case_number_stands_in_one_line_of_the_printed_list(tmp_path: Path):
    path = tmp_path / "list.xlsx"
    path.write_bytes(drawn_list())
    print_as_pdf([path], tmp_path)

    text = pypdfium2.PdfDocument(tmp_path / "list.pdf")[0].get_textpage().get_text_range()

    assert "TZ-2018-000124-E" in text.splitlines() or "TZ-2018-000124-E " in text
