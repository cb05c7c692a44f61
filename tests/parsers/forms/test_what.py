"""What a mail is, by its words: short letters of departments, of the upper platform, and of others."""

from __future__ import annotations

import pytest

from parsers import Labels, read_mail
from parsers.assembling import lay_on_desk
from parsers.forms.filling import Context
from parsers.gathering import Papers
from parsers.mail.opened import OpenedMail
from parsers.mail_reading import _read
from parsers.numbers import case_number
from parsers.paper import Line, Paper, Unsure
from parsers.reading import Envelope
from tests.parsers.forms.papers import mail

NUMBER, UPPER = case_number(2018, 4321), "180612093011223344"
QUOTED = f"""

------------------ 原始邮件 ------------------
发件人: "滕州市长公开电话"<office@office.example>;
发送时间: 2018年6月11日(星期一) 上午9:20
收件人: "市住建局"<zjj@qq.example>;
主题: 转办单 {NUMBER}

滕州市住建局：
    现将枣庄市12345政务服务热线转来的1件诉求转给你单位，请认真调查处理，办结后报我办。
    编号：{NUMBER}
    诉求内容：路灯不亮。
    不属于你单位职责的，请在1个工作日内退回并注明理由。"""

REPLIES = {
    "acknowledgement": [
        "收到", "收到，谢谢！", "已签收，我单位将按期办理并回复。", "好的，马上办。", "已收到，已转市政科办理。",
        "收到，已联系相关科室核实，尽快回复。", "您好，转办单已收悉，正在调查处理中。\n市住建局 李四 5512345", "已阅，按要求落实。",
        "收到，没有问题。", "收到，附件已下载，没问题。", "收到，附件齐全，有问题再联系。", "附件已收到，如打不开再请重发。",
        f"本单位已签收{NUMBER}号件，承办人：张三，联系电话：5512345。", "收到。该件已安排专人负责，将于3个工作日内办结并反馈诉求人。",
    ],
    "answer": [
        "收到，该问题已解决，已电话告知诉求人。", "经核实，路灯已修复，诉求人满意。承办人张三，电话5512345", "路灯已于昨日维修完毕，恢复照明。",
        "您转来的件已经办结：路灯电缆被盗，现已更换，群众表示满意。",
        "经查，该路段由公路局管养，不属于我局职责，已向诉求人解释，诉求人表示理解。承办人：张三 审核人：李四",
    ],
    "other": [
        "没有收到附件，请重发。", "未收到附件", "收到的文件打不开", "附件打不开，请重发", "收到，附件是空的。", "已收到邮件，但没有附件。",
        "收到，但附件损坏无法打开", "没收到", "好的，附件看不到，麻烦重新发一下", "收到，无附件", "您好，未收到转办单附件，麻烦再发一次。",
        "收到，未见附件。", "邮件收到，表格是乱码", "收到。附件漏了，请补发。", "附件下载不了，已过期",
    ],
    "send_back": [
        "此件不属我单位管辖，请转综合执法局。", "该路段归公路局管理，建议改派。", "经核实该小区不在我镇辖区内，应属龙泉街道，申请退回。",
        "您好，此问题不归我们管，麻烦重新派单，应该是供电公司的事。", "我局没有这项职能，请退回重新分办。",
    ],
    "extension": [
        "因材料未到，申请延期三天。", "由于需要专家鉴定，恳请将办理时限延长至6月30日。", "该问题短期内难以解决，能否宽限几天，预计6月28日办结。",
    ],
}  # fmt: skip

LETTERS = [
    ("upper_notice", "催办通知", f"工单{UPPER}已逾期，请尽快反馈。"),
    ("upper_notice", "工单退回", f"{UPPER}号工单办理结果不具体，退回重新办理。"),
    ("upper_notice", "关于撤销工单的函", f"工单{UPPER}诉求人已撤诉，不再办理。"),
    ("upper_notice", "提醒", f"以下工单将于明日到期，请按时反馈：{UPPER}。"),
    ("upper_notice", "紧急提醒", f"你市承办的{UPPER}工单至今未签收，请立即签收。"),
    ("upper_notice", "回复：办理结果上报", f"所报结果未附照片，退回补正后重新上报。\n\n-----邮件原件-----\n发件人: 滕州市长公开电话\n主题: 办理结果上报\n\n现将工单（我办编号{NUMBER}）办理结果报上。"),
    ("upper_notice", "工单作废通知", f"因系统重复派单，工单{UPPER}作废，请勿办理。"),
    ("case", "转办", f"请办理：工单{UPPER}，市民王先生13812345678反映荆河街道路灯不亮，请于6月20日前回复。"),
    ("instruction", "市领导批示", f"李明副市长在{NUMBER}号件上作出批示，要求6月20日前解决。"),
    ("acknowledgement", f"已签收：{NUMBER}", ""),
    ("extension", f"关于{NUMBER}的延期申请", "该件情况复杂，特申请延长办理期限5个工作日，请批准。"),
    ("send_back", f"退件：{NUMBER}", "该事项主管部门为市教育局，我局无管理权限，予以退回。"),
    ("other", "会议通知", "定于6月20日上午9:00召开热线工作推进会，请安排1人参加。"),
    ("other", "放假通知", "端午节放假安排如下，请各单位做好值班。"),
    ("other", "请教", "请问转办系统的密码怎么找回？"),
    ("other", "（无主题）", "张姐，明天我请半天假，有事打我手机。收到回个话。"),
    ("other", "关于开展热线满意度调查的通知", "请各单位于6月30日前完成满意度调查，并将投诉、举报办理情况汇总上报。联系人：张三，电话5512345。"),
    ("other", "广告", "专业代办资质，咨询电话13812345678，满意为止！"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "words"), [(what, words) for what, several in REPLIES.items() for words in several]
)
def test_replies_to_a_letter_of_ours(what: str, words: str) -> None:
    reading = read_mail(
        mail(f"回复：转办单 {NUMBER}", words + QUOTED, sender="市住建局 <zjj@qq.example>", reply=True)
    )
    assert reading.what == what, reading.why
    assert reading.case_nos == (NUMBER,)
    assert reading.cases == (), "our own words below the reply are no new case"
    if what == "other":
        assert "不能算签收" in reading.why


@pytest.mark.parametrize(("what", "subject", "words"), LETTERS)
def test_letters_of_others(what: str, subject: str, words: str) -> None:
    sender = (
        "枣庄市12345政务服务热线 <zz@zz.example>"
        if what in ("upper_notice", "case")
        else "张三 <z@qq.example>"
    )
    reading = read_mail(mail(subject, words, sender=sender))
    assert reading.what == what, reading.why
    assert reading.why.endswith("。"), "the reason is a sentence"


def test_a_reply_with_only_a_scan_is_taken_for_the_answer_and_doubted() -> None:
    reading = read_mail(
        mail(
            f"回复: 【转办】{NUMBER}",
            "扫描件请查收。" + QUOTED,
            ("扫描.pdf", b"%PDF-1.4 x"),
            sender="交警大队 <j@t.example>",
        )
    )
    assert reading.what == "answer"
    assert {"what", "documents"} <= {doubt.field for doubt in reading.doubts}


def test_a_bug_in_a_reader_is_told_and_not_raised(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("parsers.mail_reading.open_mail", broken)
    reading = read_mail(b"x")
    assert reading.what == "other"
    assert "程序错误" in reading.why
    assert reading.doubts
    assert "boom" in caplog.text


@pytest.mark.parametrize(
    "raw", [b"", b"\x00" * 100, b"Subject: =?gb2312?B?????\r\n\r\n\xff\xfe", b"From: a\n\n" + b"\xe5" * 1000]
)
def test_any_octets_give_a_reading(raw: bytes) -> None:
    assert read_mail(raw).what == "other"


def test_text_that_recognition_was_unsure_of_is_doubted() -> None:
    line = Line(f"工单编号：{UPPER}", "第1页 第1段")
    paper = Paper(
        "扫描.pdf",
        "pdf",
        (line, Line("诉求内容：路灯不亮。", "第1页 第2段"), Line("来电人：赵强", "第1页 第3段")),
        unsure=(Unsure("第1页 第1段", UPPER, 0.6),),
    )
    papers = Papers(papers=[paper])
    desk = lay_on_desk(
        Paper("正文", "plain"), papers.papers, Context(Labels.standard()), subject="", sender=""
    )
    reading = _read(desk, papers, OpenedMail(Envelope(), Paper("正文", "plain"), Paper("", "plain")))
    assert reading.cases[0].upper_no == UPPER
    assert "cases.0.upper_no" in {doubt.field for doubt in reading.doubts}
    assert "cases.0.petitioner.name" not in {doubt.field for doubt in reading.doubts}


@pytest.mark.parametrize(
    ("subject", "what"),
    [
        ("新诉求：荷花路押金拒绝退回", "other"),
        ("转办-逾期交房", "other"),
        ("转办工单退回：荷花路押金", "upper_notice"),
        ("退回：荷花路押金", "upper_notice"),
    ],
)
def test_the_matter_that_a_subject_hands_on_is_no_notice(subject: str, what: str) -> None:
    assert read_mail(mail(subject, "详情请登录系统查看。")).what == what
