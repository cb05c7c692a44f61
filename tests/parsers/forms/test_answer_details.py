"""Details of answers that offices write in their own way: who told the petitioner and when, and who answers."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest

from parsers import read_mail
from parsers.numbers import case_number
from parsers.reading import Answer, Reading
from tests.parsers.forms.papers import mail, word, workbook

NUMBER = case_number(2018, 4321)
FACTS = "经现场查看，河堤护栏缺失约六米。"
MEASURES = "现已补装护栏并刷漆。"


def answered(*lines: str, documents: tuple[tuple[str, bytes], ...] = ()) -> Answer:
    body = "\n".join(lines) or "见附件"
    reading = read_mail(mail(f"回复：【转办】{NUMBER}", body, *documents, sender="张三 <a@b.example>"))
    assert reading.what == "answer"
    assert reading.answer is not None
    return reading.answer


def table(*rows: list[str]) -> Answer:
    form = word(([["工单编号", NUMBER], ["处理情况", MEASURES], *rows], ()))
    return answered(documents=(("表.docx", form),))


@pytest.mark.parametrize("label", ["是否回复当事人", "是否联系群众", "是否告知诉求人"])
def test_the_day_and_name_beside_yes_are_those_of_the_telling(label: str) -> None:
    answer = table(["核查情况", FACTS], [label, "是（6月13日，邢志刚）"], ["回复日期", "2018-06-14"])
    assert answer.petitioner_informed is True
    assert (answer.informed_on, answer.informed_by) == (date(2018, 6, 13), "邢志刚")
    assert answer.answered_on == date(2018, 6, 14)


def test_a_bare_day_of_reply_is_the_answers_beside_the_day_on_which_the_petitioner_was_told() -> None:
    answer = table(["核查情况", FACTS], ["回复群众时间", "2018-06-13"], ["反馈日期", "2018-06-14"])
    assert (answer.informed_on, answer.answered_on) == (date(2018, 6, 13), date(2018, 6, 14))


def test_a_bare_day_of_reply_alone_is_the_day_of_the_telling() -> None:
    answer = table(["核查情况", FACTS], ["是否回复诉求人", "是"], ["回复时间", "2018-06-13"])
    assert (answer.informed_on, answer.answered_on) == (date(2018, 6, 13), None)


@pytest.mark.parametrize(
    "boxes", ["√属实 □部分属实 □不属实", "□属实  ☑部分属实  □不属实", "属实（√）不属实（ ）"]
)
def test_boxes_above_the_findings_are_no_finding(boxes: str) -> None:
    answer = table(["调查核实情况", f"{boxes}\n{FACTS}"])
    assert answer.facts == FACTS
    assert answer.substantiated in ("yes", "partly")


def test_a_ticked_list_of_what_was_found_stays() -> None:
    found = "☑护栏缺失 □路面破损"
    answer = table(["调查核实情况", f"{found}\n{FACTS}"])
    assert answer.facts == f"{found}\n{FACTS}"


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("2018.6.13 邢志刚电话告知", "邢志刚"),
        ("邢志刚于6月13日电话告知来电人", "邢志刚"),
        ("2018年6月13日，由邢志通过电话向诉求人反馈", "邢志"),
        ("2018年6月13日，由邢志刚通过电话向诉求人反馈", "邢志刚"),
    ],
)
def test_who_told_the_petitioner_is_found_in_the_sentence(told: str, name: str) -> None:
    assert table(["核查情况", FACTS], ["反馈当事人情况", told]).informed_by == name


@pytest.mark.parametrize(
    ("label", "text", "how"),
    [
        ("反馈方式", "☑电话 □当面 □书面", "phone"),
        ("回复方式", "当面答复", "in_person"),
        ("反馈方式", "□电话 □当面 □书面", None),
        ("反馈当事人情况", "6月13日，邢志刚上门向诉求人反馈，诉求人表示满意", "in_person"),
        ("反馈当事人情况", "6月13日，邢志刚将书面答复当面交给诉求人", None),
    ],
)
def test_the_way_of_telling_is_read_where_one_way_is_said(label: str, text: str, how: str | None) -> None:
    answer = table(["核查情况", FACTS], ["是否反馈当事人", "是"], [label, text])
    assert (answer.petitioner_informed, answer.informed_how) == (True, how)


def test_a_letters_page_head_does_not_sign_it() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部"
    for text in ("关于护栏问题的回复", "一、调查情况", FACTS, "二、处理情况", MEASURES):
        document.add_paragraph(text)
    for text in ("滕州市水利和渔业局", "2018年6月14日", "（联系人：邢志刚，联系电话：5512345）"):
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    answer = answered(documents=(("回复.docx", out.getvalue()),))
    assert (answer.department, answer.answered_on) == ("滕州市水利和渔业局", date(2018, 6, 14))
    assert answer.handler == "邢志刚"


def test_a_page_head_that_names_a_unit_counts_where_nobody_signs() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "滕州市水利和渔业局"
    for text in ("关于护栏问题的回复", "一、调查情况", FACTS, "二、处理情况", MEASURES):
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    assert answered(documents=(("回复.docx", out.getvalue()),)).department == "滕州市水利和渔业局"


def list_of(*labels: str, title: str = "") -> Answer:
    values = {
        "工单编号": NUMBER, "核查情况": FACTS, "处理情况": MEASURES, "联系群众时间": "2018-06-13",
        "联系人": "邢志刚", "经办人": "卓玉梅", "签批人": "赵海涛", "联系电话": "5512345",
    }  # fmt: skip
    rows = [*([[title]] if title else []), list(labels), [values[label] for label in labels]]
    return answered(documents=(("汇总.xlsx", workbook(rows)),))


def test_whom_to_contact_is_not_who_handled_it_where_a_column_names_the_handler() -> None:
    answer = list_of(
        "工单编号", "核查情况", "处理情况", "联系群众时间", "联系人", "经办人", "签批人", "联系电话"
    )
    assert (answer.handler, answer.informed_by) == ("卓玉梅", "邢志刚")


def test_whom_to_contact_handled_it_where_nobody_else_is_named() -> None:
    answer = list_of("工单编号", "核查情况", "处理情况", "联系群众时间", "联系人", "签批人", "联系电话")
    assert (answer.handler, answer.informed_by) == ("邢志刚", None)


@pytest.mark.parametrize(
    "rest", ["12345工单办理情况汇总", "关于热线转办件的办理情况", "2018年6月办理情况汇总表"]
)
def test_a_lists_title_may_begin_with_the_unit(rest: str) -> None:
    columns = ("工单编号", "核查情况", "处理情况", "经办人", "签批人", "联系电话")
    assert list_of(*columns, title=f"滕州市水利和渔业局{rest}").department == "滕州市水利和渔业局"
    assert list_of(*columns, title=rest).department is None


LETTER = (
    f"关于{NUMBER}号工单的答复",
    "一、基本情况：反映井盖破损。经核查，情况属实。",
    "二、处理情况：2018年6月12日已更换井盖。",
    "三、反馈当事人情况：2018年6月13日由邢志刚电话告知诉求人，诉求人表示满意。",
    "承办人：邢志刚    审核人：李镕    联系电话：0632-5512345",
    "滕州市住房和城乡建设局",
    "2018年6月14日",
)


def letter(old: str = "", new: str = "", *below: str) -> Reading:
    body = "\n".join((*LETTER, *below))
    assert old in body
    return read_mail(mail(f"回复：【转办】{NUMBER}", body.replace(old, new) if old else body))


def doubted(reading: Reading) -> dict[str, str]:
    return {doubt.field: doubt.because for doubt in reading.doubts}


def test_findings_under_the_heading_of_the_circumstances_are_no_doubt_where_they_say_that_it_is_so() -> None:
    reading = letter()
    assert reading.answer is not None
    assert reading.answer.facts == "反映井盖破损。经核查，情况属实。"
    assert doubted(reading) == {}
    assert "answer.facts" in doubted(letter("经核查，情况属实。", "请有关单位核实。"))


def test_a_short_letter_in_the_plainest_order_is_no_doubt() -> None:
    words = "接到工单后我局到现场核实，井盖破损情况属实。6月12日上午已更换新井盖。6月13日电话回复了来电人，来电人表示满意。"
    reading = read_mail(mail(f"回复：【转办】{NUMBER}", words))
    assert reading.answer is not None
    assert reading.answer.facts == "接到工单后我局到现场核实，井盖破损情况属实。"
    assert reading.answer.measures == "6月12日上午已更换新井盖。"
    assert doubted(reading) == {}
    mixed = words.replace("接到工单后", "井盖已于6月12日更换。接到工单后")
    assert "answer.facts" in doubted(read_mail(mail(f"回复：【转办】{NUMBER}", mixed)))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("情况部分属实，其中井盖破损不属实", "partly"),
        ("情况部分属实：井盖破损属实，路灯不亮不属实", "partly"),
        ("来电人称部分属实。综上，反映的情况不属实", "no"),
    ],
)
def test_what_is_so_in_part_is_not_undone_by_what_is_said_of_a_part(said: str, code: str) -> None:
    reading = letter("情况属实", said)
    assert reading.answer is not None
    assert reading.answer.substantiated == code


def test_an_answer_that_calls_one_thing_true_and_another_not_is_doubted() -> None:
    reading = letter("情况属实", "井盖破损属实，路灯不亮不属实")
    assert doubted(reading) == {"answer.substantiated": "既写「属实」又写「不属实」，是不是部分属实"}


def test_a_day_that_no_calendar_has_is_doubted() -> None:
    assert doubted(letter("2018年6月14日", "2018年2月30日")) == {
        "answer.answered_on": "写着「2018年2月30日」，没有这一天"
    }
    assert doubted(letter("2018年6月13日由", "2018年6月31日由")) == {
        "answer.informed_on": "写着「2018年6月31日」，没有这一天"
    }


def test_a_name_of_rare_characters_is_a_name() -> None:
    reading = letter("邢志刚", "张䶮𠮷")
    assert reading.answer is not None
    assert (reading.answer.informed_by, reading.answer.handler) == ("张䶮𠮷", "张䶮𠮷")


def test_the_unit_above_the_day_signs_and_not_the_card_of_a_mail_program() -> None:
    reading = letter("", "", "", "| |", "住建局", "|", "|", "zjj@163.com", "|", "签名由网易邮箱大师定制")
    assert reading.answer is not None
    assert reading.answer.department == "滕州市住房和城乡建设局"
