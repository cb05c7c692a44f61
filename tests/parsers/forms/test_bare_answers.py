"""Answers of one sentence: they are answers, with nearly everything missing, and no receipts."""

from __future__ import annotations

import time

import pytest

from parsers import read_mail
from parsers.forms import wording
from parsers.forms.prose import told_plainly
from parsers.forms.signers import signed
from parsers.labels import Labels
from parsers.numbers import case_number
from parsers.reading import Reading
from tests.parsers.forms.papers import mail

NUMBER = case_number(2018, 4321)


def reply(text: str) -> Reading:
    return read_mail(mail(f"回复：【转办】{NUMBER}", text, sender="张三 <a@b.example>"))


@pytest.mark.parametrize(
    ("text", "told", "opinion"),
    [
        ("护栏一事已协调处理到位，也电话告知反映人了。", True, None),
        ("此件已妥善解决，已与来电人联系过了，对方表示认可。", True, "satisfied"),
        ("已派人修好了，请放心。", None, None),
        ("护栏已按规定更换，并电话答复投诉人。", True, None),
        ("已向诉求人当面解释清楚。", True, None),
        ("6月13日已短信告知来电人处理结果，事已办结。", True, None),
        ("护栏补好了。", None, None),
    ],
)
def test_one_sentence_that_tells_a_result_is_an_answer(
    text: str, told: bool | None, opinion: str | None
) -> None:
    reading = reply(text)
    assert reading.what == "answer"
    assert reading.answer is not None
    assert (reading.answer.petitioner_informed, reading.answer.petitioner_opinion) == (told, opinion)
    assert {"承办人", "审核人", "联系电话"} <= set(reading.answer.missing)


@pytest.mark.parametrize(
    "text",
    [
        "收到，已安排专人处理，处理好后回复。",
        "收到，马上安排人员修好。",
        "收到，已联系责任科室，将尽快解决并电话告知来电人。",
        "好的，已与来电人取得联系，正在核实，争取三日内办理完毕。",
        "收到，待维修完毕再回复。",
    ],
)
def test_what_is_still_to_be_done_is_no_result(text: str) -> None:
    reading = reply(text)
    assert reading.what == "acknowledgement"


def test_a_petitioner_who_will_be_told_was_not_told() -> None:
    answer = reply("护栏已修复，我局将尽快上门回访，并电话告知来电人。").answer
    assert answer is not None
    assert answer.petitioner_informed is None


def test_the_day_of_the_work_is_not_that_of_the_telling() -> None:
    answer = reply("6月12日护栏已修复，已电话告知来电人。").answer
    assert answer is not None
    assert (answer.petitioner_informed, answer.informed_on) == (True, None)


@pytest.mark.parametrize("text", ["已" + "将" * 30_000, "已" + "将电话" * 15_000, "已按" + "按规定" * 15_000])
def test_long_nonsense_is_looked_through_in_no_time(text: str) -> None:
    started = time.monotonic()
    told_plainly(text)
    wording.FINISHED.search(wording.LATER.sub("", text))
    assert time.monotonic() - started < 2


def test_signers_are_looked_for_at_the_end_of_a_long_line_only() -> None:
    started = time.monotonic()
    assert signed("已修复。" * 100_000 + "经办人李四", Labels.standard()).endswith("经办人：李四")
    assert time.monotonic() - started < 2
