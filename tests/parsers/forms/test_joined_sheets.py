"""A case that stands on a sheet and in a list of the same mail: what the two say, and what is no contradiction."""

from __future__ import annotations

import pytest

from parsers import read_mail
from parsers.reading import Reading
from tests.parsers.forms.papers import mail, word, workbook

NUMBER = "180612093011223344"
TEXT = "举报某单位乱收费，请核实。"
SHEET = {"工单编号": NUMBER, "诉求类型": "举报", "诉求内容": TEXT, "来电时间": "2018-06-12 10:00"}


def both(sheet: dict[str, str], row: dict[str, str], *, sheet_first: bool = True) -> Reading:
    """A mail with the case on a sheet of its own, and in a list."""
    papers = [
        ("工单.docx", word("转办单", (list(sheet.items()), ()))),
        ("清单.xlsx", workbook([tuple(row), tuple(row.values())])),
    ]
    return read_mail(mail("转办", "请办理。", *(papers if sheet_first else reversed(papers))))


@pytest.mark.parametrize("sheet_first", [True, False])
@pytest.mark.parametrize(
    "row",
    [
        SHEET,
        SHEET | {"是否保密": ""},
        SHEET | {"是否保密": "/"},
        SHEET | {"是否保密": "□是 □否"},
    ],
)
def test_a_row_that_does_not_mark_secrecy_contradicts_nothing(row: dict[str, str], sheet_first: bool) -> None:
    reading = both(SHEET | {"是否保密": "否"}, row, sheet_first=sheet_first)
    (case,) = reading.cases
    assert case.secret is False
    assert not [doubt for doubt in reading.doubts if doubt.field == "cases.0.secret"]


@pytest.mark.parametrize("sheet_first", [True, False])
def test_a_wish_in_one_paper_is_not_done_away_with_by_a_no_in_the_other(sheet_first: bool) -> None:
    wish = SHEET | {"诉求内容": f"{TEXT}要求对身份保密。"}
    reading = both(SHEET | {"是否保密": "否"}, wish, sheet_first=sheet_first)
    assert reading.cases[0].secret is True
    assert "cases.0.secret" in {doubt.field for doubt in reading.doubts}


@pytest.mark.parametrize("sheet_first", [True, False])
def test_a_wish_that_a_box_confirms_is_no_doubt(sheet_first: bool) -> None:
    wish = SHEET | {"诉求内容": f"{TEXT}要求对身份保密。"}
    reading = both(wish | {"是否保密": "是"}, wish, sheet_first=sheet_first)
    assert reading.cases[0].secret is True
    assert not [doubt for doubt in reading.doubts if doubt.field == "cases.0.secret"]


def test_two_statements_that_differ_are_a_doubt_told_in_chinese() -> None:
    reading = both(
        SHEET | {"是否保密": "否"},
        SHEET | {"是否保密": "是", "诉求类型": "投诉", "来电时间": "2018-06-13 11:30"},
    )
    because = {doubt.field: doubt.because for doubt in reading.doubts}
    assert because == {
        "cases.0.secret": "两份材料写得不一样：「否」与「是」",
        "cases.0.kind": "两份材料写得不一样：「举报」与「投诉」",
        "cases.0.called_at": "两份材料写得不一样：「2018-06-12 10:00」与「2018-06-13 11:30」",
    }


def test_what_only_the_second_paper_says_keeps_its_doubt() -> None:
    late = both(SHEET, SHEET | {"联系电话": "13812345678 5512345"})
    assert [doubt.field for doubt in late.doubts] == ["cases.0.petitioner.phone"]
