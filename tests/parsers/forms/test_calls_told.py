"""Calls back told in sentences, and the short ways of naming outcome and caller."""

from __future__ import annotations

from datetime import date

import pytest

from parsers import read_mail
from parsers.numbers import case_number
from parsers.reading import FollowUp, Reading
from tests.parsers.forms.papers import mail, word

NUMBER, OTHER = case_number(2018, 4321), case_number(2018, 77)
UPPER = "180612093011223344"


def told(*lines: str, subject: str = "电话回访反馈") -> Reading:
    return read_mail(mail(subject, "\n".join(lines), sender="热线办 <hf@office.example>"))


def test_a_short_list_under_a_day_is_read_line_by_line() -> None:
    reading = told(f"{NUMBER}，接通，满意。", f"{OTHER}，无人接听。", "回访：赵六", subject="今日回访两件")
    assert [(r.case_no, r.reached, r.by) for r in reading.follow_ups] == [
        (NUMBER, True, "赵六"),
        (OTHER, False, "赵六"),
    ]


def test_a_call_that_went_through_is_told_in_a_sentence() -> None:
    reading = told(
        f"对{NUMBER}号件，已于6月13日进行电话回访，来电人表示问题得到解决，对结果满意，对工作人员态度不满意。",
        "回访员：赵六",
    )
    assert reading.what == "follow_up", reading.why
    assert reading.answer is None
    assert reading.follow_ups == (
        FollowUp(NUMBER, None, date(2018, 6, 13), True, "yes", "satisfied", "dissatisfied", None, "赵六"),
    )


@pytest.mark.parametrize("words", ["多次拨打无人接听", "对方手机已关机，未联系上", "号码为空号"])
def test_a_call_that_reached_nobody_is_told_in_a_sentence(words: str) -> None:
    (record,) = told(f"{UPPER}号工单6月13日回访，{words}。", "回访人员：赵六").follow_ups
    assert (record.upper_no, record.case_no, record.reached) == (UPPER, None, False)
    assert (record.satisfaction, record.solved, record.on) == (None, None, date(2018, 6, 13))


def test_calls_about_several_cases_are_records_of_their_own() -> None:
    letter = word(
        "回访情况报告",
        f"1.{NUMBER}：6月13日接通，诉求人称尚未解决，不满意。",
        f"2.{OTHER}：6月14日拨打三次，无法接通。",
    )
    first, second = read_mail(mail("今日回访", "见附件", ("回访.docx", letter))).follow_ups
    assert (first.case_no, first.on, first.solved, first.satisfaction) == (
        NUMBER,
        date(2018, 6, 13),
        "no",
        "dissatisfied",
    )
    assert (second.case_no, second.on, second.reached, second.satisfaction) == (
        OTHER,
        date(2018, 6, 14),
        False,
        None,
    )


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        (f"回复：【转办】{NUMBER}", "问题已经解决，6月13日电话回访了诉求人，诉求人表示满意。"),
        ("电话回访反馈", f"{NUMBER}：经查，路灯损坏，反映属实，已更换。6月13日回访诉求人，诉求人表示满意。"),
        (f"{NUMBER}办理情况", "我局已更换灯头，6月13日回访诉求人，诉求人表示满意。"),
    ],
)
def test_a_department_that_called_the_petitioner_itself_has_answered(subject: str, words: str) -> None:
    reading = told(words, "市住建局", subject=subject)
    assert reading.what == "answer", reading.why
    assert reading.follow_ups == ()


def test_several_days_of_which_none_is_said_to_be_the_calls_are_a_doubt() -> None:
    reading = told(f"{NUMBER}号件6月10日转办，6月12日办结，已回访，诉求人表示满意。")
    (record,) = reading.follow_ups
    assert record.on is None
    assert any(doubt.field == "follow_ups.0.on" for doubt in reading.doubts)


@pytest.mark.parametrize(
    ("text", "by", "satisfaction"),
    [("赵六", "赵六", None), ("满意", None, "satisfied"), ("未接通", None, None)],
)
def test_what_stands_under_a_bare_word_is_the_caller_or_the_outcome(
    text: str, by: str | None, satisfaction: str | None
) -> None:
    (record,) = told(f"编号：{NUMBER}", "回访时间：2018-06-13", "接通：是", f"回访：{text}").follow_ups
    assert (record.by, record.satisfaction) == (by, satisfaction)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("空号", "空号"),
        ("：号码为空号。", "号码为空号"),
        ("，多次拨打，无人接听。", "无人接听"),
        ("打通了，说不满意，路灯又灭了", "打通了，说不满意，路灯又灭了"),
    ],
)
def test_why_nobody_was_reached_and_what_a_dissatisfied_one_said_is_kept(words: str, kept: str) -> None:
    (record,) = told(f"{NUMBER} {words}", subject="回访").follow_ups
    assert [each.remark for each in record.tries] == [kept]
