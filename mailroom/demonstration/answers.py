"""The departments' mails: receipt acknowledged, result, send-back, extension; and what machines send in their name.

Each takes the office's letter as bytes (as it lies in `mailbox/out`, or as `ReceivedLetter`) and returns a mail:

    answer_mail(letter, made_up_result(read_letter(letter), "滕州市公路局", on=today), "body-qq", sent_on=now)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.utils import format_datetime
from typing import Any

from mailroom.demonstration import mime
from mailroom.demonstration.answer_papers import filled_form, reply_letter, send_back_form
from mailroom.demonstration.letters import ReceivedLetter, read_letter
from mailroom.demonstration.quoting import reply_text
from mailroom.demonstration.results import Result, letter_lines

Letter = bytes | ReceivedLetter
Parts = dict[str, Any]  # arguments of `mime.compose`


def answer_mail(
    letter: Letter,
    result: Result,
    style: str = "form-docx",
    *,
    sent_on: datetime,
    sender: tuple[str, str] | None = None,
    message_id: str = "",
) -> bytes:
    """Return the department's answer to a dispatch letter, written as `STYLES[style]` does. `KeyError` for another style.

    Without `sender` it comes from the address the letter went to, under the department's name.
    """
    received = _received(letter)
    parts = STYLES[style](received, result)
    return _mail(
        received, parts, f"answer/{style}", sent_on, sender or (result.department, received.to), message_id
    )


def acknowledgement_mail(
    letter: Letter,
    words: str = "收到，我们马上安排办理。",
    *,
    sent_on: datetime,
    program: str = "iphone",
    sender: tuple[str, str] | None = None,
    message_id: str = "",
) -> bytes:
    """Return a word or two above the quoted letter (签收)."""
    received = _received(letter)
    parts = reply_text(received, words, program) | _thread(received)
    return _mail(received, parts, "acknowledgement", sent_on, sender or ("", received.to), message_id)


def send_back_mail(
    letter: Letter,
    *,
    department: str,
    reason: str,
    suggested: str,
    sent_on: datetime,
    program: str = "qq",
    form: bool = False,
    message_id: str = "",
) -> bytes:
    """Return a department's wish to give the case back (退单), in words or, with `form`, as a table in Word."""
    received = _received(letter)
    if form:
        paper = send_back_form(
            received.case_no,
            title=received.title,
            department=department,
            reason=reason,
            suggested=suggested,
            by="经办员",
            on=sent_on,
        )
        words = "该件不属我单位职责，申请退单，退单申请表见附件。"
        parts: Parts = reply_text(received, words, program) | {"attachments": [("退单申请表.docx", paper)]}
    else:
        words = (
            f"市长公开电话办公室：\n    {received.case_no}号件申请退单。\n    退单理由：{reason}\n"
            f"    建议承办单位：{suggested}\n\n{department}\n{sent_on:%Y年%-m月%-d日}"
        )
        parts = reply_text(received, words, program)
    return _mail(
        received, parts | _thread(received), "send back", sent_on, (department, received.to), message_id
    )


def extension_mail(
    letter: Letter,
    *,
    department: str,
    reason: str,
    days: int,
    sent_on: datetime,
    program: str = "163",
    message_id: str = "",
) -> bytes:
    """Return a department's wish for more time (延期), in lines above the quoted letter. `days` are working days."""
    received = _received(letter)
    words = (
        f"市长公开电话办公室：\n    {received.case_no}号件申请延期办理。\n延期理由：{reason}\n延期天数：{days}个工作日\n\n"
        f"{department}\n{sent_on:%Y年%-m月%-d日}"
    )
    parts = reply_text(received, words, program) | _thread(received)
    return _mail(received, parts, "extension", sent_on, (department, received.to), message_id)


# --- styles of answers --------------------------------------------------------------------------------------------


def _form_docx(letter: ReceivedLetter, result: Result) -> Parts:
    """The office's own form, filled in and sent back as a reply."""
    words = f"您好，{letter.case_no}号件已办结，反馈表见附件，请查收。\n\n{result.department}"
    attached = [
        (letter.form_name or f"{letter.case_no}_办理情况反馈表.docx", filled_form(letter.form, result))
    ]
    return reply_text(letter, words, "163") | {"attachments": attached} | _thread(letter)


def _letter_docx(letter: ReceivedLetter, result: Result) -> Parts:
    """A letter of the department's own, the number inside."""
    paper = reply_letter(result, title=letter.title, number=letter.case_no)
    words = "市长公开电话办公室：\n    办理情况回复见附件。"
    return reply_text(letter, words, "qq") | {"attachments": [("办理情况回复.docx", paper)]} | _thread(letter)


def _body(program: str) -> Callable[[ReceivedLetter, Result], Parts]:
    """The whole answer in the mail's text, above the quoted letter."""

    def write(letter: ReceivedLetter, result: Result) -> Parts:
        lines = ["市长公开电话办公室：", f"    你办转来的{letter.case_no}号件已办理完毕，现回复如下："]
        return reply_text(letter, "\n".join([*lines, *letter_lines(result)]), program) | _thread(letter)

    return write


def _number_in_file_name(letter: ReceivedLetter, result: Result) -> Parts:
    """A new mail, no reply: only the document's name says which case it is."""
    paper = reply_letter(result, title="")
    return {
        "subject": "办理情况回复",
        "text": f"请查收附件。\n\n{result.department}",
        "attachments": [(f"{letter.case_no}回复.docx", paper)],
        "names": "rfc2231",
    }


def _number_retyped(letter: ReceivedLetter, result: Result) -> Parts:
    """A new mail, the number typed in by hand: full-width characters, lower case, hyphens lost."""
    typed = letter.case_no.lower().replace("-", "")
    wide = "".join(chr(ord(char) + 0xFEE0) for char in typed)
    lines = ["市长公开电话办公室：", f"    现将{wide}号件办理情况回复如下："]
    return {
        "subject": f"{wide}办理情况",
        "text": "\n".join([*lines, *letter_lines(result)]),
        "charset": "gb18030",
    }


def _stock_phrase(letter: ReceivedLetter, result: Result) -> Parts:
    """Complete, but what was done is told in words that fit every case."""
    return _form_docx(letter, replace(result, measures="已按规定办理完毕，并做好解释工作，取得诉求人理解。"))


def _bare(letter: ReceivedLetter, result: Result) -> Parts:
    """Two words, which are no answer."""
    return reply_text(letter, "已处理。", "163") | _thread(letter)


STYLES: dict[str, Callable[[ReceivedLetter, Result], Parts]] = {
    "form-docx": _form_docx,
    "letter-docx": _letter_docx,
    "body-qq": _body("qq"),
    "body-163": _body("163"),
    "body-outlook": _body("outlook"),
    "number-in-file-name": _number_in_file_name,
    "number-retyped": _number_retyped,
    "stock-phrase": _stock_phrase,
    "bare": _bare,
}


# --- machines -----------------------------------------------------------------------------------------------------


def holiday_reply_mail(letter: Letter, *, sent_on: datetime, message_id: str = "") -> bytes:
    """Return the automatic reply of a mailbox whose owner is away, as QQ Mail sends it."""
    received = _received(letter)
    parts: Parts = {
        "subject": f"自动回复:{received.subject}",
        "text": "这是来自QQ邮箱的假期自动回复邮件。\n\n您好，我正在外出学习，无法亲自回复您的邮件。我将在返岗后尽快给您回复。",
        "charset": "gb18030",
        "headers": {
            "Auto-Submitted": "auto-replied",
            "In-Reply-To": received.message_id,
        },
    }
    return _mail(received, parts, "holiday", sent_on, ("", received.to), message_id)


def bounce_mail(
    letter: bytes, *, sent_on: datetime, reason: str = "User unknown", message_id: str = ""
) -> bytes:
    """Return the report of the receiving server that the letter's recipient does not exist (RFC 3464)."""
    received = read_letter(letter)
    host = received.to.partition("@")[2]
    original = message_from_bytes(letter)
    kept = [(name, str(original[name])) for name in ("Date", "From", "To", "Subject", "Message-ID")]
    parts = [
        ("text/plain; charset=us-ascii", _bounce_words(received.to, host, reason)),
        (
            "message/delivery-status",
            _delivery_status(received.to, host, reason),
        ),
        ("text/rfc822-headers", "".join(f"{name}: {value}\r\n" for name, value in kept)),
    ]
    mark = "bounce_" + mime.message_id(received.message_id, "bounce")[1:17]
    body = "".join(f"--{mark}\r\nContent-Type: {kind}\r\n\r\n{text}\r\n" for kind, text in parts)
    headers = {
        "From": f"Mail Delivery System <MAILER-DAEMON@{host}>",
        "To": received.sender[1],
        "Subject": "Undelivered Mail Returned to Sender",
        "Date": format_datetime(sent_on.replace(tzinfo=mime.CHINA_TIME)),
        "Message-ID": message_id or mime.message_id(received.message_id, "bounce"),
        "Auto-Submitted": "auto-replied",
        "Return-Path": "<>",
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/report; report-type=delivery-status; boundary="{mark}"',
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{head}\r\n{body}--{mark}--\r\n".encode("ascii")


def _delivery_status(address: str, host: str, reason: str) -> str:
    return (
        f"Reporting-MTA: dns; {host}\r\n\r\nFinal-Recipient: rfc822; {address}\r\nAction: failed\r\n"
        f"Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 <{address}>: {reason}\r\n"
    )


def _bounce_words(address: str, host: str, reason: str) -> str:
    return (
        f"This is the mail system at host {host}.\r\n\r\nI'm sorry to have to inform you that your message could not\r\n"
        f"be delivered to one or more recipients. It's attached below.\r\n\r\n<{address}>: 550 5.1.1 {reason}\r\n"
    )


# --- all of them --------------------------------------------------------------------------------------------------


def _received(letter: Letter) -> ReceivedLetter:
    return read_letter(letter) if isinstance(letter, bytes) else letter


def _thread(letter: ReceivedLetter) -> Parts:
    return {"headers": {"In-Reply-To": letter.message_id, "References": letter.message_id}}


def _mail(
    letter: ReceivedLetter,
    parts: Parts,
    act: str,
    sent_on: datetime,
    sender: tuple[str, str],
    message_id: str,
) -> bytes:
    return mime.compose(
        sender=sender,
        to=[letter.sender[1]],
        sent_on=sent_on,
        message_id=message_id or mime.message_id(letter.message_id, act, sent_on),
        **parts,
    )
