"""The report upward: the upper platform's number first, then its five parts."""

from __future__ import annotations

import io

import docx
import openpyxl

from generators.letter import Draft
from generators.plain import draw_up_plain
from generators.report import draw_up_report
from generators.report_list import draw_up_report_list
from tests.generators.records import (
    HEAD,
    NOW,
    UPPER,
    a_case,
    a_department,
    a_dispatch,
    a_petitioner,
    an_answer,
)


def report(**changes: object) -> Draft:
    case, answer = changes.pop("case", a_case()), changes.pop("answer", an_answer())
    return draw_up_report(
        case,
        a_petitioner(),
        a_dispatch(),
        a_department(),
        answer,
        head=HEAD,
        to="up@example.cn",
        upper_name=UPPER,
        now=NOW,
    )


def lines_of(draft: Draft) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(draft.enclosed[0].data)).paragraphs]


def test_it_is_addressed_to_the_platform_under_its_own_number():
    draft = report()
    assert draft.to == ("up@example.cn",)
    assert draft.subject.startswith("【办理回复】180312101108115409 ")
    assert draft.enclosed[0].name == "180312101108115409_上报回复.docx"
    assert draft.key == "report/TZ-2018-000123-G/1"


def test_a_case_without_upper_number_goes_under_ours():
    assert report(case=a_case(upper_no=None)).subject.startswith("【办理回复】TZ-2018-000123-G ")


def test_a_case_without_upper_number_is_not_said_to_have_one():
    draft = report(
        case=a_case(upper_no=None, upper="")
    )  # brought by a sender who was put on file as a platform later

    told = "\n".join(lines_of(draft))
    for text in (told, draft.text):
        assert f"{UPPER}：" in text
        assert "贵单位转来的“杏坛路南段夜间占道经营扰民问题”一件" in text
        assert "工单编号" not in text
    assert told.count("TZ-2018-000123-G") == 2  # at the head, and where the case is named
    assert draft.subject == "【办理回复】TZ-2018-000123-G 杏坛路南段夜间占道经营扰民问题"
    assert "工单编号" not in draft.html


def test_what_was_found_keeps_its_paragraphs():
    draft = report(answer=an_answer(facts="3月13日晚到现场。\n确有商贩。", measures="已劝离。\n已安排值守。"))

    assert "3月13日晚到现场。<br>确有商贩。" in draft.html
    assert "已劝离。<br>已安排值守。" in draft.html
    assert "    3月13日晚到现场。\n    确有商贩。\n" in draft.text
    assert "\n    2018年3月20日由孙志强以电话方式向诉求人反馈办理情况。当事人意见：满意。" in draft.text


def test_the_letter_has_the_five_parts_in_order():
    heads = [line for line in lines_of(report()) if line[1:2] == "、"]
    assert heads == [
        "一、基本情况",
        "二、调查核实情况",
        "三、处理情况",
        "四、反馈当事人情况",
        "五、当事人意见",
    ]


def test_the_letter_says_what_the_department_answered():
    told = "\n".join(lines_of(report()))
    for needed in (
        "贵单位转来的第180312101108115409号件收悉",
        "诉求人：张伟民，联系电话：13812345678",
        "确有流动商贩占用非机动车道",
        "诉求人反映的问题属实",
        "已劝离商贩11户",
        "2018年3月20日由孙志强以电话方式向诉求人反馈办理情况。",
        "满意",
        "承办人：孙志强　　审核人：李明华",
        "联系电话：5543819",
    ):
        assert needed in told


def test_the_letter_tells_what_was_asked_and_whose_words_the_findings_are():
    told = "\n".join(lines_of(report()))
    assert "反映的主要问题：来电人反映：杏坛路南段一到晚上有不少流动商贩支摊。" in told
    assert "希望相关部门尽快处理，并给予回复。\n事发地点：荆河街道杏坛路南段。" in told
    assert "二、调查核实情况\n据滕州市综合行政执法局反馈：" in told


def test_a_secret_cases_letter_tells_the_request_without_who_asked():
    case = a_case(secret=True, request_text="我是张伟民，电话13812345678，杏坛路南段有商贩占道。")
    told = "\n".join(lines_of(report(case=case)))
    assert "有商贩占道。" in told
    assert "张伟民" not in told
    assert "13812345678" not in told


def test_a_petitioner_who_was_not_reached_is_reported_so():
    draft = report(
        answer=an_answer(
            petitioner_informed=False, informed_on=None, informed_by="", petitioner_opinion="unreached"
        )
    )
    told = "\n".join(lines_of(draft))
    assert "未反馈诉求人。" in told
    assert "联系不上。" in told


def test_what_the_department_did_not_say_is_said_for_nobody():
    answer = an_answer(
        substantiated=None, informed_on=None, informed_by="", informed_how=None, petitioner_opinion=None
    )
    draft = report(answer=answer)
    told = "\n".join(lines_of(draft))

    assert "已向诉求人反馈办理情况。" in told
    assert "承办单位未注明。" in told
    for text in (told, draft.text, draft.html):
        assert "未表示意见" not in text
        assert "是否属实" not in text


def test_nobody_asked_the_petitioner_of_a_secret_case_for_an_opinion():
    told = "\n".join(lines_of(report(case=a_case(secret=True), answer=an_answer(petitioner_opinion=None))))

    assert "本件为保密件，由我办答复诉求人时听取意见。" in told


def test_cases_of_a_list_go_up_as_a_list():
    items = [
        (a_case(case_no=number, upper_no=upper), a_petitioner(), a_dispatch(), a_department(), an_answer())
        for number, upper in (
            ("TZ-2018-000123-G", "180312101108115409"),
            ("TZ-2018-000124-E", "180312101108115410"),
        )
    ]
    draft = draw_up_report_list(
        items, head=HEAD, to="up@example.cn", upper_name=UPPER, list_name="mail-17", now=NOW
    )
    sheet = openpyxl.load_workbook(io.BytesIO(draft.enclosed[0].data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert rows[0][1:6] == ["工单编号", "我办编号", "标题", "承办单位", "是否属实"]
    assert [row[1] for row in rows[1:]] == ["180312101108115409", "180312101108115410"]
    assert rows[1][5] == "属实"
    assert draft.key == "report/list/mail-17"
    assert "TZ-2018-000123-G、TZ-2018-000124-E" in draft.text


def test_a_plain_letter_has_its_paragraphs_and_the_offices_name():
    draft = draw_up_plain(
        "notice",
        "notice/x",
        ["a@example.cn"],
        "联系表已收到",
        ["你单位的联系表收悉。"],
        head=HEAD,
        now=NOW,
        greeting="善南街道办事处",
    )
    assert draft.text.startswith("善南街道办事处：\n\n    你单位的联系表收悉。\n")
    assert HEAD.name in draft.text
    assert "你单位的联系表收悉。" in draft.html
