"""A correction notice names each missing part and how to supply it; the clock runs on."""

from __future__ import annotations

import io
from datetime import datetime

import docx
import pytest

from generators.correction import ANY_PART, draw_up_correction
from generators.letter import Draft
from mailroom.desks.completeness import PARTS
from tests.generators.records import HEAD, NOW, a_case, a_department, a_dispatch


def notice(*missing: str, now: datetime = NOW, nth: int = 1) -> Draft:
    return draw_up_correction(
        a_case(),
        a_dispatch(),
        a_department(),
        missing,
        head=HEAD,
        in_reply_to="<answer@example.cn>",
        nth=nth,
        now=now,
    )


def test_it_answers_the_mail_that_was_incomplete():
    assert notice("审核人").in_reply_to == "<answer@example.cn>"


def test_a_second_notice_is_another_letter():
    assert notice("审核人").key == "correction/TZ-2018-000123-G/1/滕州市综合行政执法局/1"
    assert notice("审核人", nth=2).key.endswith("/2")


@pytest.mark.parametrize("body", ["text", "html"])
def test_it_names_each_part_with_the_way_to_supply_it(body: str):
    told = getattr(notice("调查核实情况", "审核人"), body)
    for needed in ("调查核实情况", "写明调查时间", "审核人", "审核（签发）负责人"):
        assert needed in told


@pytest.mark.parametrize("part", PARTS.values())
def test_every_part_that_can_be_missing_has_its_own_words(part: str):
    assert ANY_PART not in notice(part).text


def test_its_paper_lists_each_part_with_the_way_to_supply_it():
    paper = docx.Document(io.BytesIO(notice("调查核实情况", "审核人").enclosed[0].data))
    [table] = paper.tables
    assert [row.cells[1].text for row in table.rows] == ["缺少内容", "调查核实情况", "审核人"]
    assert "写明调查时间" in table.rows[1].cells[2].text


def test_it_encloses_the_paper_and_the_reply_form_again():
    assert [each.name for each in notice("审核人").enclosed] == [
        "TZ-2018-000123-G_补正通知书.docx",
        "TZ-2018-000123-G_办理情况反馈表.docx",
    ]


def test_it_says_that_the_clock_runs_on():
    assert "补正期间时限照常计算" in notice("审核人").text
    assert "已逾期" in notice("审核人", now=datetime(2018, 3, 22, 9, 0)).text


def test_the_subject_names_number_and_what_to_add():
    assert (
        notice("审核人").subject
        == "【补正】TZ-2018-000123-G 杏坛路南段夜间占道经营扰民问题（请补充：审核人）"
    )
