"""Answers as official letters and statements: what was found, what was done, what the petitioner was told, who signed."""

from __future__ import annotations

from datetime import date

import pytest

from parsers import read_mail
from parsers.numbers import case_number
from parsers.reading import Answer, Reading
from tests.parsers.forms.papers import mail, word

NUMBER, OTHER = case_number(2018, 4321), case_number(2018, 77)
FACTS = "经实地查看，巷口两盏路灯灯头损坏，群众反映的问题属实。"
MEASURES = "现已更换灯头两只，当晚恢复照明。"


def read(*lines: str) -> Reading:
    return read_mail(
        mail("书面材料", "见附件", ("材料.docx", word(*lines)), sender="市园林中心 <a@b.example>")
    )


def answered(*lines: str) -> Answer:
    reading = read(*lines)
    assert reading.what == "answer", reading.why
    assert reading.answer is not None
    return reading.answer


@pytest.mark.parametrize("heading", ["三、征求意见", "（三）走访征询", "联络诉求方"])
def test_a_paragraph_below_the_measures_that_tells_of_the_petitioner_is_no_measure(heading: str) -> None:
    answer = answered(
        f"关于{NUMBER}号件的答复",
        "一、现场调查",
        FACTS,
        "二、办理结果",
        MEASURES,
        heading,
        "2018年6月13日，工作人员范敬业打电话回复了诉求人，诉求人表示满意。",
    )
    assert (answer.facts, answer.measures) == (FACTS, MEASURES)
    assert answer.petitioner_informed is True
    assert (answer.informed_on, answer.informed_by) == (date(2018, 6, 13), "范敬业")
    assert answer.petitioner_opinion == "satisfied"


def test_further_measures_below_the_first_stay_measures() -> None:
    more = "下一步，我中心将对沿线路灯逐盏巡查，并向群众公布报修电话。"
    answer = answered(f"编号：{NUMBER}", f"核查情况：{FACTS}", f"处理情况：{MEASURES}", more)
    assert answer.measures == f"{MEASURES}\n{more}"
    assert answer.petitioner_informed is None
    assert "反馈当事人情况" in answer.missing


def test_a_title_above_the_addressee_is_no_label_of_what_follows() -> None:
    answer = answered(
        "调 查 情 况",
        "市政府热线办公室：",
        f"接到{NUMBER}号件后，我中心立即办理，现将情况说明如下：",
        FACTS,
        MEASURES,
        "2018年6月13日，工作人员范敬业上门将结果反馈给来电人，来电人表示满意。",
        "经办人：丁娜",
        "滕州市园林中心",
        "2018年6月14日",
    )
    assert (answer.facts, answer.measures) == (FACTS, MEASURES)
    assert (answer.informed_by, answer.petitioner_opinion) == ("范敬业", "satisfied")
    assert answer.department == "滕州市园林中心"


@pytest.mark.parametrize("note", ["附注：", "附：", "注:"])
def test_signers_may_stand_behind_a_note(note: str) -> None:
    answer = answered(
        f"关于{NUMBER}号件的答复",
        "来电人李志（电话13800001111）反映路灯不亮，现报告如下：",
        f"一、核查情况。{FACTS}",
        f"二、处理情况。{MEASURES}",
        f"{note}经办人丁娜，签发人范敬业，联系电话0632-5512345",
    )
    assert (answer.handler, answer.approver, answer.phone) == ("丁娜", "范敬业", "0632-5512345")


@pytest.mark.parametrize(
    ("said", "opinion"),
    [
        ("举报人没有留下电话，尚未反馈。", None),
        ("来电人未提供有效联系方式，未能向其回复。", None),
        ("来电人电话三次无人接听，未能反馈。", "unreached"),
        ("来电人未留联系方式，多次打听仍联系不上，未反馈。", "unreached"),
    ],
)
def test_nobody_was_beyond_reach_whom_nobody_tried_to_reach(said: str, opinion: str | None) -> None:
    answer = answered(f"编号：{NUMBER}", f"核查情况：{FACTS}", f"处理情况：{MEASURES}", f"反馈情况：{said}")
    assert (answer.petitioner_informed, answer.petitioner_opinion) == (False, opinion)


@pytest.mark.parametrize(
    ("label", "text", "by"),
    [
        ("回访时间及回访人", "2018年6月13日，范敬业", "范敬业"),
        ("答复日期/答复人", "6月13日 10:20　范敬业", "范敬业"),
        ("反馈时间及地点", "2018年6月13日 平行路", None),
        ("告知时间及告知人", "2018年6月13日", None),
    ],
)
def test_one_field_may_ask_when_and_by_whom_the_petitioner_was_told(
    label: str, text: str, by: str | None
) -> None:
    rows = [["工单编号", NUMBER], ["核查情况", FACTS], ["处理情况", MEASURES], [label, text]]
    reading = read_mail(mail(f"回复：【转办】{NUMBER}", "见附件", ("表.docx", word((rows, ())))))
    assert reading.answer is not None
    assert reading.answer.informed_by == by
    assert reading.answer.informed_on is not None


def test_a_letter_that_answers_two_cases_is_read_as_two_answers() -> None:
    reading = read(
        "滕州市园林中心承办件办理情况",
        f"（一）{NUMBER}号件",
        f"核查情况：{FACTS}",
        f"处理情况：{MEASURES}",
        "经办人：丁娜",
        f"（二）{OTHER}号件",
        "核查情况：经查，行道树没有倒伏，反映情况不属实。",
        "处理情况：已向来电人说明。",
        "经办人：范敬业",
        "滕州市园林中心",
        "2018年6月14日",
    )
    assert [a.case_no for a in reading.answers] == [NUMBER, OTHER]
    assert [a.substantiated for a in reading.answers] == ["yes", "no"]
    assert [a.handler for a in reading.answers] == ["丁娜", "范敬业"]
    assert {(a.department, a.answered_on) for a in reading.answers} == {("滕州市园林中心", date(2018, 6, 14))}


def test_a_second_number_that_is_only_quoted_makes_no_second_answer() -> None:
    reading = read(
        f"编号：{NUMBER}",
        f"核查情况：{FACTS}",
        f"处理情况：{MEASURES}",
        f"该问题与{OTHER}号件为同一问题，已一并办理。",
        "经办人：丁娜",
    )
    assert reading.answers == ()
    assert reading.answer is not None
    assert (reading.answer.facts, reading.answer.handler) == (FACTS, "丁娜")
