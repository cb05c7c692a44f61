"""Kind, title, request and place are taken by what they say where a sheet puts them under another's label."""

from __future__ import annotations

import pytest

from parsers import read_mail
from parsers.reading import CaseSheet
from tests.parsers.forms.papers import mail, word

NUMBER = "180612093011223344"
ASKED = "荷花路中段路灯已有一周不亮，夜里看不清路面。附近有学校，孩子放学很不安全，请尽快维修。"


def case_of(*rows: tuple[str, str]) -> CaseSheet:
    sheet = [["工单编号", NUMBER], ["来电时间", "2018-06-12 09:30"], ["办理时限", "2018-06-20"], *rows]
    (case,) = read_mail(mail("12345工单", "", ("工单.docx", word("转办单", (sheet, ()))))).cases
    return case


@pytest.mark.parametrize(
    ("label", "written", "kind"),
    [
        ("诉求目的", "求助", "service"),
        ("问题归类", "投诉-城建管理", "complaint"),
        ("事项大类", "咨询", "consultation"),
        ("工单归口类别", "公共服务", None),
        ("诉求大类", "投诉、举报", None),
        ("诉求", "举报", "report"),
    ],
)
def test_a_category_is_a_kind_only_where_it_is_one_whole_word(
    label: str, written: str, kind: str | None
) -> None:
    case = case_of(("诉求内容", ASKED), (label, written))
    assert case.kind == kind
    assert case.request_text == ASKED


def test_a_long_summary_is_the_request_where_there_is_no_other_text() -> None:
    case = case_of(("问题概述", ASKED))
    assert (case.title, case.request_text) == (None, ASKED)


def test_a_long_summary_below_a_title_is_the_request_too() -> None:
    case = case_of(("标题", "荷花路路灯不亮"), ("诉求概要", ASKED))
    assert (case.title, case.request_text) == ("荷花路路灯不亮", ASKED)


def test_a_short_summary_is_a_title() -> None:
    case = case_of(("诉求概要", "荷花路路灯不亮"))
    assert (case.title, case.request_text) == ("荷花路路灯不亮", None)


def test_a_few_words_above_the_whole_text_are_its_title() -> None:
    case = case_of(("反映的问题", "荷花路路灯不亮"), ("反映内容", ASKED))
    assert (case.title, case.request_text) == ("荷花路路灯不亮", ASKED)


def test_a_sentence_above_the_text_is_no_title() -> None:
    case = case_of(("反映的问题", "路灯不亮。没人修。"), ("反映内容", ASKED))
    assert case.title is None


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([("事发区域", "滕州市"), ("详细地址", "荷花路88号")], "荷花路88号"),
        ([("所属区域", "山东省枣庄市滕州市"), ("诉求详址", "荷花路88号")], "荷花路88号"),
        ([("事发区域", "滕州市")], "滕州市"),
        ([("事发地点", "荷花路88号"), ("所属区域", "滕州市")], "荷花路88号"),
    ],
)
def test_a_place_is_finer_than_a_city(rows: list[tuple[str, str]], place: str) -> None:
    assert case_of(("诉求内容", ASKED), *rows).place == place


def test_a_remark_may_ask_for_the_reply_form_and_the_citizen_may_not() -> None:
    asks = "请严格按照规定格式（见附表）回复。"
    assert case_of(("诉求内容", ASKED), ("备注", asks)).return_form is True
    assert case_of(("诉求内容", ASKED + asks), ("备注", "无")).return_form is None
