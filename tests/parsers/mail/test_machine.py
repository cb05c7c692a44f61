"""Mail that no person wrote: automatic replies and receipts, and person's mail that only looks so."""

from __future__ import annotations

import pytest

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
        mail("回复：转办单", "收到，我会尽快办理。"),
        mail("转办单", head="Auto-Submitted: no\r\n"),
        mail("已读：办理情况说明", "经查，" + "反映情况属实，已责令整改。" * 40),
        mail("回复：转办单", "已读，正在办理。"),
        mail("回执", "现将学习回执报上，请查收。"),
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
        mail("Read: x", "Your message was read on Thursday"),
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
