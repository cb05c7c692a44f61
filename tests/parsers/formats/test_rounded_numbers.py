"""Numbers of more than 15 digits typed into a number cell: Excel has put zeros for the last ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from parsers import read_document, read_mail
from parsers.reading import Reading
from tests.parsers.formats.test_old_excel import label, number, shared, style
from tests.parsers.forms.papers import mail, workbook

Build = Callable[..., bytes]

HEAD = ("工单编号", "诉求类型", "诉求内容", "诉求人", "联系电话", "来电时间")
FULL = 180915101010115409
LOST = "Excel 只保留前15位，后面的数字已经丢失"


def listed(*numbers: object, phone: object = 13812345678) -> bytes:
    rows = [
        (each, "投诉", f"第{i}件，路灯不亮。", "张三", phone, "2018-06-14") for i, each in enumerate(numbers)
    ]
    return workbook([HEAD, *rows])


def doubts_of(reading: Reading, field: str) -> list[tuple[str, str]]:
    return [(doubt.because, doubt.where) for doubt in reading.doubts if doubt.field == field]


def test_a_number_that_the_sheet_has_rounded_is_doubted_by_its_cell_and_believed_nowhere() -> None:
    reading = read_document("清单.xlsx", listed(FULL))
    (case,) = reading.cases
    assert case.upper_no is None
    ((because, where),) = doubts_of(reading, "cases.0.upper_no")
    assert "「180915101010115000」是数字单元格 A2" in because
    assert LOST in because
    assert where == "清单.xlsx 工作表「Sheet1」 R2C1"
    assert reading.upper_nos == ()


def test_two_numbers_that_look_alike_once_rounded_stay_two_cases() -> None:
    reading = read_document("清单.xlsx", listed(FULL, FULL + 7))
    assert [case.request_text for case in reading.cases] == ["第0件，路灯不亮。", "第1件，路灯不亮。"]
    assert [len(doubts_of(reading, f"cases.{i}.upper_no")) for i in (0, 1)] == [1, 1]


@pytest.mark.parametrize("kept", [str(FULL), 123456789012345])
def test_a_text_or_a_number_of_15_digits_is_whole(kept: object) -> None:
    reading = read_document("清单.xlsx", listed(kept))
    assert reading.cases[0].upper_no == str(kept)
    assert doubts_of(reading, "cases.0.upper_no") == []


def test_the_number_in_full_in_the_letter_is_still_read() -> None:
    reading = read_mail(mail("转办", f"请办理工单{FULL}，详见附件。", ("清单.xlsx", listed(FULL))))
    assert reading.upper_nos == (str(FULL),)


def test_a_telephone_that_is_too_long_is_doubted_too() -> None:
    reading = read_document("清单.xlsx", listed("180915101010115409", phone=1381234567813900))
    assert reading.cases[0].petitioner.phone is None
    ((because, _),) = doubts_of(reading, "cases.0.petitioner.phone")
    assert "数字单元格 E2" in because
    assert LOST in because


def test_a_form_is_treated_like_a_list() -> None:
    rows = [("工单编号", FULL), ("诉求类型", "投诉"), ("诉求内容", "路灯不亮。"), ("来电时间", "2018-06-14")]
    reading = read_document("工单.xlsx", workbook(rows))
    assert reading.cases[0].upper_no is None
    assert "数字单元格 B1" in doubts_of(reading, "cases.0.upper_no")[0][0]


def test_a_call_back_to_a_rounded_number_names_no_case() -> None:
    rows = [("工单编号", "回访时间", "满意度", "回访人"), (FULL, "2018-06-20", "满意", "李娜")]
    reading = read_document("回访.xlsx", workbook(rows))
    (record,) = reading.follow_ups
    assert (record.upper_no, reading.upper_nos) == (None, ())
    ((because, _),) = doubts_of(reading, "follow_ups.0.upper_no")
    assert LOST in because


def test_old_workbooks_round_alike(make_xls: Build) -> None:
    texts = (*HEAD, "投诉", "路灯不亮。", "张三", "2018-06-14")
    head = [label(0, i, i) for i in range(len(HEAD))]
    row = [number(1, 0, float(FULL)), *(label(1, i, i + 5) for i in (1, 2, 3)), label(1, 5, 9)]
    reading = read_document("清单.xls", make_xls([style(0), (0xFC, shared(*texts))], {"转办": [*head, *row]}))
    assert reading.cases[0].upper_no is None
    assert "数字单元格 A2" in doubts_of(reading, "cases.0.upper_no")[0][0]
