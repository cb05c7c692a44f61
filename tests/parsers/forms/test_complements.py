"""Papers of one mail that complement each other are one case; papers that contradict each other are two."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage

import pytest

from parsers import read_mail
from tests.parsers.forms.papers import mail, word

SHEET = [
    ["诉求人", "赵强", "电话", "13912345678"],
    ["时间", "2019-05-16 15:36", "类型", "投诉"],
    ["地点", "级索镇尚贤名筑", "主办", "市民政局"],
    ["诉求", "路灯不亮三天了，夜里行人摔倒过，请维修。", None, None],
]
NOTE = "请办理。\n工单编号：SD20190516393836\n办理时限：2019年5月21日"


def details(**changed: str) -> bytes:
    rows = [[changed.get(str(text), text) for text in row] for row in SHEET]
    return word((rows, [(3, 1, 3, 3)]))


def forwarded(inner: bytes) -> bytes:
    message = EmailMessage()
    message["From"] = "枣庄市12345 <zz12345@zaozhuang.example.cn>"
    message["Subject"] = "Fw: 转办工单"
    message["Date"] = "Thu, 16 May 2019 17:00:00 +0800"
    message.set_content("转发，请处理")
    message.add_attachment(message_from_bytes(inner), filename="转办.eml")
    return message.as_bytes()


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_note_with_the_number_and_a_sheet_with_the_rest_are_one_case(wrapped: bool) -> None:
    raw = mail("转办工单", NOTE, ("详情.docx", details()), on="2019-05-16 16:30")
    reading = read_mail(forwarded(raw) if wrapped else raw)
    (case,) = reading.cases
    assert (case.upper_no, str(case.upper_due_at)) == ("SD20190516393836", "2019-05-21")
    assert (case.petitioner.name, case.department) == ("赵强", "市民政局")
    assert not [doubt for doubt in reading.doubts if "没有找到" in doubt.because]


def test_a_note_that_names_another_person_is_another_case() -> None:
    raw = mail("转办工单", f"{NOTE}\n诉求人：王海燕", ("详情.docx", details()), on="2019-05-16 16:30")
    assert len(read_mail(raw).cases) == 2


def test_a_sheet_without_a_number_takes_the_only_one_that_its_mail_names_and_doubts_it() -> None:
    raw = mail("转办SD20190516393836", "见附件。", ("详情.docx", details()), on="2019-05-16 16:30")
    reading = read_mail(raw)
    assert [case.upper_no for case in reading.cases] == ["SD20190516393836"]
    assert [doubt.because for doubt in reading.doubts if doubt.field == "cases.0.upper_no"] == [
        "单子上没有编号，取自来信"
    ]


def test_a_notice_in_sentences_is_a_case_though_an_empty_slip_hangs_below_it() -> None:
    notice = word(
        "转 办 通 知",
        "单号：20210323557559",
        "市公安局：",
        "2021年3月23日下午12时35分，赵强（联系电话：13912345678）来电反映：想把户口迁到东郭镇，两次都被告知缺材料。",
        "该事项发生在东郭镇金河湾，请接此通知后立即派员处理，3月30日前报结果。",
        "枣庄市12345热线",
        "- - - - - 回 执 - - - - -",
        "通知单号：______　　收到时间：____年__月__日",
        "签收人：______　　联系电话：______",
    )
    (case,) = read_mail(mail("转办通知", "收到请回。", ("通知.docx", notice), on="2021-03-24 09:30")).cases
    assert (case.petitioner.name, case.petitioner.phone) == ("赵强", "13912345678")
    assert (case.place, case.department, str(case.upper_due_at)) == ("东郭镇金河湾", "市公安局", "2021-03-30")
    assert case.request_text == "想把户口迁到东郭镇，两次都被告知缺材料。"


@pytest.mark.parametrize(
    "body",
    [
        (
            "转你市一件，编号GD2025101737037。来电人赵强，电话13912345678，10月17日下午5点13分来电。"
            "内容：租房居住，想知道能否申请公租房，到哪里领取申请表。\n属地：东郭镇沙冯村。回复时限10月28日。"
        ),
        (
            "GD2025101737037\n赵强 13912345678\n来电人反映租房居住，想知道能否申请公租房，到哪里领取申请表。\n"
            "地点：东郭镇沙冯村\n请市住建局处理，10月28日前反馈"
        ),
    ],
)
def test_a_case_told_in_a_few_lines_names_who_called_where_and_by_when(body: str) -> None:
    (case,) = read_mail(mail("转办一件", body, on="2025-10-18 09:30")).cases
    assert (case.petitioner.name, case.petitioner.phone) == ("赵强", "13912345678")
    assert (case.place, str(case.upper_due_at)) == ("东郭镇沙冯村", "2025-10-28")


@pytest.mark.parametrize("how", ["网上答复写信人", "通过信箱系统答复", "在线回复", "书面反馈我办"])
def test_a_letter_to_the_mayor_ends_where_the_platform_asks_for_its_answer(how: str) -> None:
    body = (
        "信件编号：SZXX20200864629\n写信人：金宏伟\n信件类型：求助\n信件正文：\n市长您好！老人想申请助餐。恳请关注。\n"
        f"请于2020年9月1日前{how}。"
    )
    (case,) = read_mail(mail("市长信箱转办信件", body, on="2020-08-23 09:30")).cases
    assert case.request_text == "市长您好！老人想申请助餐。恳请关注。"
    assert str(case.upper_due_at) == "2020-09-01"


def test_an_answer_is_whole_where_letter_and_form_together_make_it_whole() -> None:
    form = word(
        "办理情况反馈表", ([["工单编号", "TZ-2018-000123-G"], ["调查核实情况", "经查，路灯电缆被挖断。"]], [])
    )
    letter = (
        "处理情况：已更换电缆并恢复照明。\n反馈当事人情况：6月13日李四电话告知诉求人，诉求人满意。\n"
        "承办人：李四　审核人：王五　联系电话：0632-5512345"
    )
    sender = "市城市管理局 <cgj@tengzhou.example.cn>"
    answer = read_mail(mail("Re: 转办", letter, ("反馈表.docx", form), sender=sender)).answer
    assert answer is not None
    assert (answer.facts, answer.measures) == ("经查，路灯电缆被挖断。", "已更换电缆并恢复照明。")
    assert (answer.petitioner_opinion, answer.missing) == ("satisfied", ())


def test_a_covering_note_adds_no_measures_to_its_form() -> None:
    form = word(
        "办理情况反馈表", ([["工单编号", "TZ-2018-000123-G"], ["调查核实情况", "经查，路灯电缆被挖断。"]], [])
    )
    sender = "市城市管理局 <cgj@tengzhou.example.cn>"
    answer = read_mail(
        mail("Re: 转办", "现将办理情况报上，请查收。", ("反馈表.docx", form), sender=sender)
    ).answer
    assert answer is not None
    assert answer.measures is None
