"""Answers as departments write them."""

from __future__ import annotations

from datetime import date

import pytest

from parsers import read_mail
from parsers.numbers import case_number
from parsers.reading import Answer, Reading
from tests.parsers.forms.papers import mail, word, workbook

NUMBER = case_number(2018, 4321)
FACTS = "经现场查看，该路段12盏路灯因电缆被盗不亮，群众反映情况属实。"
MEASURES = "6月13日已更换电缆，路灯恢复照明。"
TOLD = "2018年6月13日，工作人员李建国通过电话方式将办理结果反馈给诉求人，诉求人对办理结果表示基本满意。"
WANTED = Answer(
    department="滕州市住房和城乡建设局",
    substantiated="yes",
    facts=FACTS,
    measures=MEASURES,
    petitioner_informed=True,
    informed_on=date(2018, 6, 13),
    informed_by="李建国",
    petitioner_opinion="basically",
    handler="王小明",
    approver="赵海涛",
    phone="5512345",
    answered_on=date(2018, 6, 14),
)

FORM = [
    ["案件编号", NUMBER, "诉求人", "李女士"],
    ["诉求内容", "路灯不亮", None, None],
    ["调查核实情况", FACTS, None, None],
    ["处理结果", MEASURES, None, None],
    ["是否属实", "☑属实 □部分属实 □不属实", "是否回复诉求人", "☑是 □否"],
    ["回复时间", "2018年6月13日", "回复方式", "电话"],
    ["诉求人是否满意", "□满意 ☑基本满意 □不满意", "回复人", "李建国"],
    ["经办人", "王小明", "分管领导", "赵海涛"],
    ["办公电话", "5512345", "填报日期", "2018年6月14日"],
]
FORM_MERGES = ((1, 1, 1, 3), (2, 1, 2, 3), (3, 1, 3, 3))
HEADED = [
    "关于李女士反映路灯不亮问题办理情况的回复",
    "市长公开电话办公室：",
    f"    你办转来的第{NUMBER}号件收悉。现将办理情况报告如下：",
    "一、基本情况", "诉求人李女士（联系电话：13812345678）反映路灯不亮。",
    "二、调查核实情况", FACTS,
    "三、处理情况", MEASURES,
    "四、反馈当事人情况", TOLD,
    "五、当事人意见", "基本满意。",
    "承办人：王小明　　审核人：赵海涛　　联系电话：5512345",
    "", "滕州市住房和城乡建设局", "2018年6月14日",
]  # fmt: skip
RUN_IN = [
    f"1.核查情况：{FACTS}",
    f"2.办理措施：{MEASURES}",
    f"3.答复情况：{TOLD}",
    "经办人：王小明（电话：5512345）      签发人：赵海涛",
    "滕州市住房和城乡建设局   2018年6月14日",
]
PROSE = [
    FACTS,
    MEASURES,
    TOLD,
    "承办人：王小明，审核人：赵海涛，联系电话：5512345",
    "滕州市住房和城乡建设局",
    "2018年6月14日",
]
ONE_CELL = [
    ["转办单号", NUMBER, "承办单位", "滕州市住房和城乡建设局"],
    ["办理情况", FACTS + MEASURES + TOLD, None, None],
    ["承办人", "王小明", "联系方式", "5512345"],
    ["审核人", "赵海涛", "日期", "2018.6.14"],
]
COLUMNS = [
    "转办编号",
    "诉求人",
    "核实情况",
    "办理情况",
    "是否属实",
    "反馈日期",
    "反馈人",
    "满意度",
    "承办人",
    "审核人",
    "联系电话",
]
ROW = [
    NUMBER,
    "李女士",
    FACTS,
    MEASURES,
    "属实",
    date(2018, 6, 13),
    "李建国",
    "基本满意",
    "王小明",
    "赵海涛",
    5512345,
]
OTHER_ROW = [
    case_number(2018, 77),
    "刘先生",
    "经查，未停水，反映不属实。",
    "已解释。",
    "不属实",
    "",
    "",
    "未联系上",
    "王小明",
    "赵海涛",
    5512345,
]

FIELDS = (
    "department", "substantiated", "facts", "measures", "petitioner_informed", "informed_on", "informed_by",
    "petitioner_opinion", "handler", "approver", "phone", "answered_on",
)  # fmt: skip


def reply(
    *documents: tuple[str, bytes], body: str = "见附件。", subject: str = f"回复：转办单 {NUMBER}"
) -> Reading:
    return read_mail(mail(subject, body, *documents, sender="市住建局 <zjj@qq.example>"))


LAYOUTS = {
    "a form with boxes": reply(("办结报告.docx", word("办结报告单", (FORM, FORM_MERGES), "滕州市住房和城乡建设局（盖章）"))),
    "a letter with headings": reply(("回复.docx", word(*HEADED))),
    "headings and texts on one line": reply(body="\n".join(RUN_IN)),
    "paragraphs without headings": reply(body="\n".join(PROSE)),
    "a letter without headings, in Word": reply(("回复.docx", word(f"关于{NUMBER}号件办理情况的回复", *PROSE))),
    "all in one cell": reply(("反馈单.docx", word("办理情况反馈单", (ONE_CELL, ((1, 1, 1, 3),))))),
    "a row of a list": reply(
        ("汇总.xlsx", workbook([["办理情况汇总表"], ["填报单位：滕州市住房和城乡建设局   填报日期：2018年6月14日"], COLUMNS, ROW]))
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_answer_comes_out_of_every_layout(layout: str) -> None:
    reading = LAYOUTS[layout]
    assert reading.what == "answer"
    assert reading.case_nos == (NUMBER,)
    assert reading.answer is not None
    for field in FIELDS:
        assert getattr(reading.answer, field) == getattr(WANTED, field), field
    assert reading.answer.missing == ()
    doubted = {doubt.field for doubt in reading.doubts}
    assert doubted == ({"answer.facts", "answer.measures"} if layout == "all in one cell" else set())


def test_several_rows_are_all_kept_and_the_first_is_shown() -> None:
    reading = reply(("汇总.xlsx", workbook([["汇总表"], COLUMNS, ROW, OTHER_ROW])))
    assert [answer.case_no for answer in reading.answers] == [NUMBER, case_number(2018, 77)]
    assert reading.answers[1].substantiated == "no"
    assert reading.answers[1].petitioner_opinion == "unreached"
    assert reading.answer == reading.answers[0]
    assert "answer" in {doubt.field for doubt in reading.doubts}


def test_an_answer_to_two_cases_at_once_is_doubted() -> None:
    reading = reply(body=f"{NUMBER}、{case_number(2018, 9)}两件合并办理。\n" + "\n".join(PROSE))
    assert "case_nos" in {doubt.field for doubt in reading.doubts}


def test_what_is_missing_is_named() -> None:
    answer = reply(body=f"调查情况：{FACTS}\n处理情况：{MEASURES}\n承办人：王小明").answer
    assert answer is not None
    assert answer.missing == ("反馈当事人情况", "审核人", "联系电话")


def test_a_bare_word_is_an_answer_with_everything_missing() -> None:
    answer = reply(body="此件已处理完毕。").answer
    assert answer is not None
    assert "调查核实情况" in answer.missing


@pytest.mark.parametrize(
    "words",
    [
        "多次拨打诉求人电话均无人接听。",
        "诉求人电话关机，无法取得联系。",
        "拨打电话为空号，未能联系上诉求人。",
    ],
)
def test_a_petitioner_who_was_not_reached(words: str) -> None:
    answer = reply(
        body=f"一、调查核实情况：{FACTS}\n二、处理情况：{MEASURES}\n三、反馈情况：6月13日工作人员李建国{words}"
    ).answer
    assert answer is not None
    assert (answer.petitioner_informed, answer.petitioner_opinion, answer.informed_on) == (
        False,
        "unreached",
        None,
    )


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("反映情况属实", "yes"),
        ("诉求人反映的问题部分属实", "partly"),
        ("反映问题不属实", "no"),
        ("已逾期属实，但反映的问题不属实", "no"),
        ("反映情况与事实不符", "no"),
    ],
)
def test_whether_it_is_so_is_what_the_last_sentence_says(sentence: str, code: str) -> None:
    answer = reply(body=f"调查核实情况：经查，{sentence}。\n处理情况：{MEASURES}").answer
    assert answer is not None
    assert answer.substantiated == code


def test_mostly_so_is_doubted() -> None:
    reading = reply(body=f"调查核实情况：经查，反映情况基本属实。\n处理情况：{MEASURES}")
    assert "answer.substantiated" in {doubt.field for doubt in reading.doubts}


def test_the_petitioners_telephone_is_not_the_departments() -> None:
    form = [
        ["转办编号", NUMBER],
        ["诉求人", "李女士"],
        ["联系电话", "13812345678"],
        ["调查情况", FACTS],
        ["处理情况", MEASURES],
        ["承办人", "王小明"],
        ["联系电话", "5512345"],
    ]
    answer = reply(("反馈表.docx", word("反馈表", (form, ())))).answer
    assert answer is not None
    assert answer.phone == "5512345"


def test_a_blank_form_is_no_answer() -> None:
    blank = [
        "关于XXX反映XXX问题办理情况的回复",
        "一、基本情况：（诉求人反映的主要问题）",
        "二、调查核实情况：（是否属实）",
        "三、处理情况：",
        "四、反馈当事人情况：（反馈时间、方式）",
        "承办人：      审核人：      联系电话：",
        "年   月   日",
    ]
    assert reply(("回复格式.docx", word(*blank)), body="收到，我们尽快办理。").what == "acknowledgement"


def test_the_offices_own_letter_sent_along_is_not_the_answer() -> None:
    own = word(
        "转办函",
        (
            [
                ["编号", NUMBER],
                ["诉求人", "李女士"],
                ["联系电话", "13812345678"],
                ["诉求内容", "路灯不亮。"],
                ["办理时限", "2018年6月20日"],
            ],
            (),
        ),
    )
    reading = reply(("转办函.docx", own), ("回复.docx", word(*HEADED)))
    assert reading.what == "answer"
    assert reading.cases == ()
    assert reading.doubts == ()


def test_a_number_in_an_old_forms_properties_does_not_count_beside_a_written_one() -> None:
    import io

    import docx

    document = docx.Document(io.BytesIO(word(*HEADED)))
    document.core_properties.subject = case_number(2018, 9)
    out = io.BytesIO()
    document.save(out)
    assert reply(("回复.docx", out.getvalue())).case_nos == (NUMBER,)
    bare = reply(("回复.docx", out.getvalue()), subject="回复")
    assert bare.case_nos == (NUMBER,)


def test_the_platforms_sheet_with_its_result_filled_in_is_an_answer() -> None:
    sheet = [
        ["工单编号", "180612093011223344"],
        ["来电人", "李女士"],
        ["诉求内容", "路灯不亮。"],
        ["办理时限", "2018年6月20日"],
        ["办理结果", MEASURES],
    ]
    document = ("工单.docx", word("枣庄市12345热线工单", (sheet, ())))
    assert reply(document).what == "answer"
    assert read_mail(mail("工单", "请办理", document)).what == "case"
