"""Who handled and who checked an answer, as hurried people write it: without colons, in brackets, below each other."""

from __future__ import annotations

import pytest

from parsers import read_mail
from parsers.forms.signers import signed, with_colons
from parsers.labels import Labels
from parsers.numbers import case_number
from parsers.paper import Line
from parsers.reading import Answer
from tests.parsers.forms.papers import mail, word

NUMBER = case_number(2018, 4321)
FACTS = "经现场查看，河堤护栏缺失约六米，群众反映情况属实。"
MEASURES = "现已补装护栏并刷漆。"
SIGNED = [
    "经办人邢志刚，审核人卓玉梅，电话5512345。",
    "经办人 邢志刚  审核人 卓玉梅  电话 5512345",
    "承办人为邢志刚，审核人为卓玉梅，联系电话为5512345",
    "经办人邢志刚（电话5512345），审核人卓玉梅。",
    "经办人邢志刚（5512345），签发人卓玉梅",
    "（经办人邢志刚，审核人卓玉梅，电话5512345）",
    "经办人邢志刚审核人卓玉梅联系电话5512345",
    "经办人邢志刚，审核人：卓玉梅，电话：5512345",
    "承办人员邢志刚 5512345；分管领导卓玉梅",
    "经办人邢志刚，电话5512345，审核人卓玉梅副局长",
    "经办人\n邢志刚\n审核人\n卓玉梅\n联系电话\n5512345",
]


def answered(*lines: str) -> Answer:
    reading = read_mail(mail(f"回复：【转办】{NUMBER}", "\n".join(lines)))
    assert reading.what == "answer"
    assert reading.answer is not None
    return reading.answer


@pytest.mark.parametrize("signature", SIGNED)
def test_signers_without_colons_are_read_below_prose(signature: str) -> None:
    answer = answered("热线办：", FACTS, MEASURES, signature)
    assert (answer.handler, answer.phone) == ("邢志刚", "5512345")
    assert answer.approver is not None
    assert answer.approver.startswith("卓玉梅")
    assert (answer.facts, answer.measures) == (FACTS, MEASURES)


@pytest.mark.parametrize("signature", SIGNED)
def test_signers_without_colons_are_read_below_headings(signature: str) -> None:
    answer = answered(f"调查核实情况：{FACTS}", f"处理情况：{MEASURES}", signature)
    assert (answer.handler, answer.phone) == ("邢志刚", "5512345")
    assert (answer.facts, answer.measures) == (FACTS, MEASURES)


@pytest.mark.parametrize("signature", SIGNED[:9])
def test_signers_may_end_the_last_paragraph(signature: str) -> None:
    answer = answered("一、调查核实情况", FACTS, "二、处理情况", f"{MEASURES}{signature}")
    assert (answer.handler, answer.approver, answer.phone) == ("邢志刚", "卓玉梅", "5512345")
    assert (answer.facts, answer.measures) == (FACTS, MEASURES)


def test_a_telephone_call_told_of_before_the_signers_stays_in_the_text() -> None:
    told = "6月13日已电话告知来电人。"
    answer = answered("热线办：", FACTS, f"{MEASURES}{told}经办人：邢志刚，审核人：卓玉梅，电话：5512345")
    assert answer.petitioner_informed is True
    assert answer.measures is not None
    assert MEASURES in answer.measures


def test_the_foot_of_a_table_may_name_the_signers_in_one_cell() -> None:
    rows = [
        ["工单编号", NUMBER],
        ["调查核实情况", FACTS],
        ["处理情况", MEASURES],
        ["经办人邢志刚  审核人卓玉梅  电话5512345", None],
    ]
    form = word((rows, ((3, 0, 3, 1),)))
    reading = read_mail(mail(f"回复：【转办】{NUMBER}", "", ("表.docx", form)))
    assert reading.answer is not None
    assert (reading.answer.handler, reading.answer.approver) == ("邢志刚", "卓玉梅")
    assert reading.answer.phone == "5512345"


@pytest.mark.parametrize(
    "text",
    [
        "经办人：邢志刚，审核人：卓玉梅",
        "承办单位滕州市交通运输局已处理完毕。",
        "工作人员张磊已到现场核实。",
        "负责人李强，电话13812345678。",
        "来电人要求公司负责人李强当面道歉。",
        "审核人卓玉梅已到现场，要求立即整改。",
        "联系人王芳，电话5512345",
        "【承办单位】",
        "该方案报局党组审核。审核通过。",
        "经办单位",
    ],
)
def test_other_sentences_about_people_are_left_as_they_are(text: str) -> None:
    assert signed(text, Labels.standard()) == text


def test_lines_keep_their_number_and_their_places() -> None:
    lines = [Line("经办人", "第1段"), Line("邢志刚", "第2段"), Line("谢谢", "第3段")]
    assert with_colons(lines, Labels.standard()) == [
        Line("经办人：邢志刚", "第1段"),
        Line("", "第2段"),
        Line("谢谢", "第3段"),
    ]
