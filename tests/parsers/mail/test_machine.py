"""Mail that no person wrote: automatic replies and receipts, and person's mail that only looks so."""

from __future__ import annotations

import pytest

from parsers import read_mail
from parsers.mail import open_mail


def mail(subject: str, text: str = "x", head: str = "") -> bytes:
    return f"From: zjj@qq.com\r\nTo: office@163.com\r\nSubject: {subject}\r\n{head}\r\n{text}".encode()


@pytest.mark.parametrize(
    "raw",
    [
        mail("自动回复：转办单"),
        mail("自动答复: 转办单", head="Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n"),
        mail("Automatic reply: x"),
        mail("Out of Office: x"),
        mail("自动回复"),
        mail("Re: x", head="Auto-Submitted: auto-replied (vacation)\r\n"),
        mail("Re: x", head="X-QQ-HolidayReply: true\r\n"),
        mail("x", head="X-Autoreply: yes\r\n"),
        mail("x", head="Precedence: auto_reply\r\n"),
        mail(
            "回复：x", "这是来自QQ邮箱的假期自动回复邮件。\n\n您好，我最近正在休假中，无法亲自回复您的邮件。"
        ),
        mail("回复：x", "您好，我已经收到您的邮件。我将在阅读后，尽快给您回复。"),
        mail("回复：x", "您好，我已经收到您的邮件。我将在阅读后，尽快给您回复。\n——自动回复"),
        mail("回复：x", "来信收到，谢谢。\n\n（本邮件由系统自动回复，请勿回复）"),
        mail("回复：x", "我正在出差，有事请电话联系。\n[自动回复]"),
        mail("外出: 【转办】x", "我现在不在办公室", head="Auto-Submitted: auto-generated\r\n"),
        mail("不在办公室: 【转办】x", "我正在休假，有事请打电话"),
        mail("Out of Office AutoReply: x", "I am out of office until Monday."),
        mail("张三 不在办公室 (returning 2018-03-20)", "2018-03-20 返回。"),
        mail("AUTO: Zhang San is out of the office (returning 03/20/2018)"),
        mail("[自动回复]【转办】x", "您好"),
        mail("【系统自动回复】转办", "您好"),
        mail("外出自动回复 Re: x", "休假", head="Auto-Submitted: auto-replied\r\n"),
        mail("自動回覆: x", "休假中"),
    ],
)
def test_automatic_replies_are_told(raw: bytes) -> None:
    opened = open_mail(raw)
    assert opened.machine == "auto_reply"
    assert opened.machine_why.endswith("。")


def test_the_vacation_reply_of_qq_in_html_without_auto_submitted_is_told() -> None:
    raw = (
        "From: 1@qq.com\r\nSubject: x\r\nX-QQ-AUTO-REPLY: true\r\nPrecedence: list\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        "这是来自QQ邮箱的假期自动回复邮件。<br /><br />你好"
    ).encode()
    assert open_mail(raw).machine == "auto_reply"


@pytest.mark.parametrize(
    "raw",
    [
        mail("回复：自动回复：转办单", "已办理。"),
        mail("工单转办", head="Auto-Submitted: auto-generated\r\n"),
        mail("转办单", head="Precedence: bulk\r\n"),
        mail("关于开通自动回复功能的通知"),
        mail("外出务工人员讨薪问题的答复"),
        mail("关于办事人员不在办公室的答复", "经查，反映情况属实。"),
        mail("回复: 撤回: 办理结果", "已按要求撤回，重新办理。"),
        mail("撤回: 工单", "请将该工单退回撤单"),
        mail("回复：转办单", "收到，我会尽快办理。"),
        mail("回复：转办单", "我们已关闭自动回复"),
        mail(
            "回复：转办单",
            "您好，我已经收到您的邮件。我将在阅读后，尽快给您回复。经查，路灯已修好，已告知来电人。",
        ),
        mail("转办单", head="Auto-Submitted: no\r\n"),
        mail("已读：办理情况说明", "经查，" + "反映情况属实，已责令整改。" * 40),
        mail("回复：转办单", "已读，正在办理。"),
        mail("回执", "现将学习回执报上，请查收。"),
        mail("邮件已打开：附件看不清", "邮件已打开，附件看不清，请重发。"),
        mail("【回执】会议", "现将参会回执报上，请查收。"),
        mail("[阅读回执]活动方案", "活动方案请查收，参加人员见附件。"),
    ],
)
def test_mail_of_persons_and_of_the_platform_is_not_taken_for_a_machines(raw: bytes) -> None:
    assert open_mail(raw).machine == ""


def test_a_disposition_notification_is_a_receipt() -> None:
    raw = (
        b"From: a@qq.com\r\nSubject: x\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=B\r\n\r\n"
        b"--B\r\n\r\nread\r\n--B\r\nContent-Type: message/disposition-notification\r\n\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n--B--"
    )
    opened = open_mail(raw)
    assert (opened.machine, opened.enclosures) == ("receipt", ())


@pytest.mark.parametrize(
    "raw",
    [
        mail(
            "已读回执：转办单",
            "这是邮件收条，您在2018-06-14 10:39:39发送给zjj@qq.com的邮件“转办单”已经被阅读。",
        ),
        mail("已读：转办单", "您的邮件已阅读。"),
        mail("未读: 转办单", "您的邮件未经阅读即被删除"),
        mail("回执 (已显示) - 转办单", "这是您发送给 zjj@qq.com 的邮件的回执。"),
        mail("回执：转办单", "这是对您发送给 zjj@163.com 的邮件的回执。\n已阅读，时间 2018-03-15 10:00"),
        mail("Read: x", "Your message was read on Thursday"),
        mail("已读: 转办", "你的邮件\n\n   收件人: zjj\n   主题: 转办\n\n阅读时间为 2018年3月15日 9:40。"),
        mail("Return Receipt (displayed) - x", "This is a Return Receipt for the mail that you sent."),
        mail("阅读回执：转办", "您发送给 zjj@t.example 的邮件《转办》，已于 2018-03-15 10:00 被收件人阅读。"),
        mail("已送达: 转办", "您的邮件已送达到以下收件人:\n\nzjj@t.example"),
        mail("【已读回执】路灯", "您发给zjj@t.example的邮件，对方已于2018年3月15日10时打开查看。"),
        mail("[邮件收条]转办", "这是由某邮箱自动生成的阅读回执。"),
        mail("邮件被查看：转办", "程序自动生成的已读回执：《转办》对方已经打开。"),
        mail("已查看：转办", "该邮件已被 zjj@t.example 于 2018-03-15 10:00 查看。"),
        mail("邮件已读取 - 转办", "您的邮件已被阅读。"),
    ],
)
def test_plain_receipts_are_told_by_subject_and_text(raw: bytes) -> None:
    assert open_mail(raw).machine == "receipt"


def test_a_notice_of_success_is_a_receipt_and_no_bounce() -> None:
    raw = (
        b"From: MAILER-DAEMON@qq.com\r\nSubject: Delivery Status Notification\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n--B\r\n\r\nok\r\n"
        b"--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns;x\r\n\r\nFinal-Recipient: rfc822;a@b.cn\r\nAction: delivered\r\nStatus: 2.0.0\r\n--B--"
    )
    assert open_mail(raw).machine == "receipt"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("撤回: 【转办】办理结果", "张三 将撤回邮件“【转办】办理结果”。"),
        ("召回: 【转办】办理结果", "发件人希望撤回邮件“【转办】办理结果”。"),
        ("撤回邮件通知", "对方已撤回邮件：【转办】办理结果"),
        ("撤回通知", "对方撤回了一封邮件：【转办】办理结果"),
        ("邮件撤回提醒", "邮件《【转办】办理结果》已被发件人撤回。"),
        ("Recall: 【转办】办理结果", 'Zhang San would like to recall the message, "x".'),
    ],
)
def test_a_recall_is_put_before_a_person_who_is_told_that_nothing_is_taken_back(
    subject: str, text: str
) -> None:
    reading = read_mail(mail(subject, text))
    assert reading.what == "other"
    assert reading.why.startswith("对方要撤回此前的邮件《【转办】办理结果》；已经收到的原邮件仍在本办")


CALENDAR = (
    "BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nBEGIN:VTIMEZONE\r\nTZID:China Standard Time\r\nBEGIN:STANDARD\r\n"
    "DTSTART:16010101T000000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nSUMMARY;LANGUAGE=zh-CN:热线工作\r\n 例会\\, 第3次\r\n"
    "DTSTART{start}\r\nLOCATION:三楼会议室\r\nORGANIZER;CN=张三:mailto:zs@t.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
LOCAL = ";TZID=China Standard Time:20180316T090000"


def invitation(method: str, start: str = LOCAL, more: str = "") -> bytes:
    return (
        "From: zs@t.example\r\nTo: office@163.com\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=A\r\n\r\n--A\r\n"
        "Content-Type: multipart/alternative; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n请参加\r\n"
        f"--B\r\nContent-Type: text/calendar; charset=utf-8; method={method}\r\n\r\n{CALENDAR.format(method=method, start=start)}"
        f"--B--\r\n{more}--A--\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("method", "noun"),
    [
        ("REQUEST", "会议邀请"),
        ("CANCEL", "会议取消通知"),
        ("REPLY", "对会议邀请的答复"),
        ("COUNTER", "对会议时间的另议"),
    ],
)
def test_an_invitation_tells_what_when_where_and_by_whom(method: str, noun: str) -> None:
    reading = read_mail(invitation(method))
    assert reading.what == "other"
    assert reading.why == (
        f"这是{noun}：《热线工作例会, 第3次》，2018年3月16日09:00，三楼会议室，张三发起。须由人看过，本系统不作答复。"
    )
    assert reading.documents == reading.doubts == ()


def test_an_invitation_sent_as_an_attached_part_is_one_too() -> None:
    attached = "charset=utf-8; method=REQUEST\r\nContent-Disposition: attachment; filename=invite.ics"
    raw = invitation("REQUEST").replace(b"charset=utf-8; method=REQUEST", attached.encode())
    assert read_mail(raw).why.startswith("这是会议邀请：《热线工作例会")


def test_a_calendar_file_that_somebody_attached_is_a_document() -> None:
    attached = "charset=utf-8\r\nContent-Disposition: attachment; filename=a.ics"
    raw = invitation("REQUEST").replace(b"charset=utf-8; method=REQUEST", attached.encode())
    assert [each.name for each in open_mail(raw).enclosures] == ["a.ics"]


@pytest.mark.parametrize(
    ("start", "told"),
    [
        (":20180316T010000Z", "2018年3月16日09:00"),
        (";VALUE=DATE:20180316", "2018年3月16日，"),
        (":2018", "》，三楼"),
    ],
)
def test_the_time_of_a_meeting_is_told_in_chinas(start: str, told: str) -> None:
    assert told in read_mail(invitation("REQUEST", start)).why


def test_a_mail_with_papers_is_read_by_them_though_an_invitation_is_in_it() -> None:
    paper = "--A\r\nContent-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n"
    assert open_mail(invitation("REQUEST", more=paper)).machine == ""
