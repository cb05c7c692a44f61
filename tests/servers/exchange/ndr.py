"""The report that Exchange puts into the sender's mailbox when it can't deliver a letter (NDR).

https://learn.microsoft.com/exchange/mail-flow/non-delivery-reports-and-bounce-messages/non-delivery-reports-and-bounce-messages
RFC 3464 holds for its second part; the third is the letter's header or the letter.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime

from tests.servers.exchange.mime import Mime

_SENDER = "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e"  # the same on every server
_WORDS = "您的邮件未能送达以下收件人或组：\r\n\r\n{to}\r\n\r\n找不到您输入的电子邮件地址。请检查收件人的电子邮件地址，并尝试重新发送邮件。\r\n"


def undeliverable(mime: Mime, to: str, sender: str, host: str) -> bytes:
    """The bytes of the report that the letter `mime` did not reach `to`."""
    domain = sender.partition("@")[2]
    title = Header(f"未送达: {mime.subject}", "utf-8").encode(linesep="\r\n")
    boundary = secrets.token_hex(16)
    head = [
        f"From: Microsoft Outlook <{_SENDER}@{domain}>",
        f"To: <{sender}>",
        f"Date: {format_datetime(datetime.now(UTC))}",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"',
        "X-MS-Exchange-Message-Is-Ndr:",
        "Content-Language: zh-CN",
        f"Message-ID: <{secrets.token_hex(16)}@{host}>",
        f"In-Reply-To: {mime.message_id}",
        f"References: {mime.message_id}",
        f"Subject: {title}",
        "Auto-Submitted: auto-replied",
    ]
    status = [
        f"Reporting-MTA: dns;{host}",
        "",
        f"Final-recipient: RFC822;{to}",
        "Action: failed",
        "Status: 5.1.1",
        "Diagnostic-Code: smtp;550 5.1.1 RESOLVER.ADR.RecipNotFound; not found",
        f"X-Display-Name: {to}",
    ]
    parts = [
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + _WORDS.format(to=to),
        "Content-Type: message/delivery-status\r\n\r\n" + "\r\n".join(status) + "\r\n",
    ]
    told = "\r\n".join(head) + "\r\n\r\n" + "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    letter = f"--{boundary}\r\nContent-Type: message/rfc822\r\n\r\n".encode() + mime.raw
    return told.encode() + letter + f"\r\n--{boundary}--\r\n".encode()
