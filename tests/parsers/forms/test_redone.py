"""Answers to cases that went back to the department: what was done before does not count as done now."""

from __future__ import annotations

from datetime import date

import pytest

from parsers import read_mail
from parsers.numbers import case_number
from tests.parsers.forms.papers import mail, word

NUMBER = case_number(2018, 4321)
BEFORE = "我局曾于2018年6月1日答复，诉求人表示不满意。"
FACTS = "经再次现场查看，河堤护栏仍缺失约六米，反映属实。"
MEASURES = "6月12日已补装护栏并刷漆。"
TOLD = "2018年6月13日，邢志刚再次上门反馈，诉求人表示满意。"


@pytest.mark.parametrize(
    "heads",
    [
        ("前期办理情况", "重新调查情况", "重新处理情况", "再次反馈情况"),
        ("首次答复情况", "再次核实情况", "再次办理情况", "再次回复当事人情况"),
        ("原办理情况", "复查情况", "重办结果", "二次反馈群众情况"),
        ("上次处理情况", "本次调查核实情况", "本次处理结果", "本次反馈情况"),
    ],
)
@pytest.mark.parametrize("run_in", [True, False])
def test_headings_of_a_second_answer_are_read(heads: tuple[str, ...], run_in: bool) -> None:
    lines = [f"关于{NUMBER}号重办件的再次回复", "市热线办："]
    for number, head, text in zip("一二三四", heads, (BEFORE, FACTS, MEASURES, TOLD), strict=True):
        lines += [f"{number}、{head}。{text}"] if run_in else [f"{number}、{head}", text]
    lines += ["承办人：卓玉梅　审核人：赵海涛　联系电话：5512345", "滕州市水利和渔业局", "2018年6月14日"]
    reading = read_mail(mail("重办件回复", "见附件", ("回复.docx", word(*lines))))
    assert reading.what == "answer"
    answer = reading.answer
    assert answer is not None
    assert (answer.facts, answer.measures) == (FACTS, MEASURES)
    assert (answer.informed_on, answer.informed_by) == (date(2018, 6, 13), "邢志刚")
    assert answer.petitioner_opinion == "satisfied"
    assert answer.department == "滕州市水利和渔业局"
    assert answer.missing == ()
