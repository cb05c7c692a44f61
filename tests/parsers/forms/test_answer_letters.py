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


TOLD = "2018年6月13日，工作人员范敬业电话答复了诉求人，诉求人表示满意。"


@pytest.mark.parametrize(
    ("second", "third"),
    [
        ("二、工作推进", "三、后续沟通"),
        ("（二）整治工作。", "（三）满意度评价。"),
        ("2.协调处置", "3.当事人对接"),
    ],
)
def test_headings_that_no_list_knows_part_a_letter_by_their_numbers(second: str, third: str) -> None:
    first = {"二": "一、核查情况", "（": "（一）核查情况。", "2": "1.核查情况"}[second[0]]
    answer = answered(f"关于{NUMBER}号件的答复", first, FACTS, second, MEASURES, third, TOLD, "经办人：丁娜")
    assert (answer.facts, answer.measures) == (FACTS, MEASURES)
    assert (answer.informed_on, answer.petitioner_opinion) == (date(2018, 6, 13), "satisfied")


def test_what_an_unknown_heading_gives_is_doubted() -> None:
    reading = read(f"关于{NUMBER}号件的答复", "一、核查情况", FACTS, "二、工作推进", MEASURES)
    assert any(d.field == "answer.measures" and "工作推进" in d.because for d in reading.doubts)


@pytest.mark.parametrize(
    "items",
    [
        ("1、已更换灯头两只。", "2、加强夜间巡查工作", "3、公布报修电话"),
        ("一是更换灯头；", "二是加强巡查工作。", "三是公布报修电话。"),
        ("五、加强巡查工作", "公布报修电话。", "对损坏的及时更换。"),
    ],
)
def test_items_of_a_list_below_a_heading_are_no_headings(items: tuple[str, str, str]) -> None:
    answer = answered(f"编号：{NUMBER}", "一、核查情况", FACTS, "二、处理情况", *items)
    assert answer.measures == "\n".join(items)


def test_an_opinion_may_tell_when_the_petitioner_was_asked() -> None:
    answer = answered(
        f"编号：{NUMBER}",
        f"核查情况：{FACTS}",
        f"处理情况：{MEASURES}",
        "群众意见：6月13日范敬业上门回访群众，群众表示认可。",
    )
    assert (answer.informed_on, answer.petitioner_opinion) == (date(2018, 6, 13), "satisfied")
    assert answer.petitioner_informed is True


@pytest.mark.parametrize("words", ["已经处理", "路灯已全部办结", "问题已全部解决"])
def test_a_bare_line_that_something_is_done_is_no_title(words: str) -> None:
    reading = read_mail(mail(f"回复：【转办】{NUMBER}", words, sender="市园林中心 <a@b.example>"))
    assert reading.answer is not None
    assert reading.answer.measures == words


def test_the_title_of_a_letter_is_not_what_was_found() -> None:
    answer = answered(f"{NUMBER}号件调查办理情况", f"接件后我中心立即核实。{FACTS}{MEASURES}", "专此函复。")
    assert answer.facts == f"接件后我中心立即核实。{FACTS}"
    assert answer.measures == MEASURES


@pytest.mark.parametrize(
    ("written", "facts", "measures"),
    [
        ("经查属实，已更换灯头。", "经查属实", "已更换灯头。"),
        (
            "来件收到。经排查系线路老化，我局已安排抢修。",
            "来件收到。经排查系线路老化",
            "我局已安排抢修。",
        ),
        ("经现场核查，已于上月更换灯头。", "经现场核查，已于上月更换灯头。", None),
        ("经查，线路已有二十年，老化严重。", "经查，线路已有二十年，老化严重。", None),
    ],
)
@pytest.mark.parametrize("label", ["核查及处置情况", "调查情况和处理结果"])
def test_one_sentence_may_tell_what_was_found_and_what_was_done(
    label: str, written: str, facts: str, measures: str | None
) -> None:
    answer = answered(f"编号：{NUMBER}", f"{label}：{written}", "经办人：丁娜", "局领导：范敬业")
    assert (answer.facts, answer.measures) == (facts, measures)
    assert (answer.handler, answer.approver) == ("丁娜", "范敬业")
