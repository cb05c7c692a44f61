"""A mail put together from its properties and attachments, where the server can't make MIME of it.

Exchange keeps no MIME; it makes it when asked, and fails at some mails (a forwarded one of a broken kind, a damaged
property) that Outlook shows all the same. What comes out here is honest RFC 5322, with a header that says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.encoders import encode_base64
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr
from typing import Any

from exchangelib import Account
from exchangelib.attachments import FileAttachment, ItemAttachment
from exchangelib.properties import HTMLBody

HEADER = "X-Hotline-Mailroom-Rebuilt"
_SAYS = "from properties and attachments; the server could not give the MIME of this mail"
_FIELDS = (
    "subject", "body", "author", "sender", "to_recipients", "cc_recipients", "reply_to", "datetime_sent",
    "datetime_received", "message_id", "in_reply_to", "references", "headers", "attachments",
)  # fmt: skip
# What the way wrote on it, and machines write, is evidence and taken over; what describes the body is made anew.
_MADE_ANEW = re.compile(r"content-.*|mime-version|from|sender|to|cc|bcc|reply-to|subject|date|message-id|in-reply-to|references", re.I)  # fmt: skip
_HEADER_NAME = re.compile(r"[!-9;-~]+")
_CRLF = compat32.clone(linesep="\r\n")


def rebuilt(account: Account, item_id: str, change_key: str) -> bytes:
    """Return the mail as bytes. Raises what exchangelib raises where properties or an attachment can't be had: a mail
    with one of its documents missing would be read as if it had never had it.
    """
    [item] = account.fetch(ids=[(item_id, change_key)], only_fields=_FIELDS)
    if isinstance(item, Exception):
        raise item
    return _mail_of(item).as_bytes(policy=_CRLF)


def _mail_of(item: Any) -> Message:
    mail = MIMEMultipart()
    for name, value in _headers(item):
        mail[name] = value
    mail[HEADER] = _SAYS
    body = getattr(item, "body", None) or ""
    mail.attach(MIMEText(str(body), "html" if isinstance(body, HTMLBody) else "plain", "utf-8"))
    for attachment in getattr(item, "attachments", None) or []:
        mail.attach(_enclosed(attachment))
    return mail


def _headers(item: Any) -> Iterator[tuple[str, str]]:
    """The header fields, each once where it must be; a value never brings a line end with it."""
    for header in getattr(item, "headers", None) or []:
        if _HEADER_NAME.fullmatch(header.name or "") and not _MADE_ANEW.fullmatch(header.name):
            yield header.name, _one_line(header.value)
    author = getattr(item, "author", None) or getattr(item, "sender", None)
    people = {
        "From": [author] if author else [],
        "To": getattr(item, "to_recipients", None) or [],
        "Cc": getattr(item, "cc_recipients", None) or [],
        "Reply-To": getattr(item, "reply_to", None) or [],
    }
    for name, mailboxes in people.items():
        addresses = [_address(each) for each in mailboxes if each.email_address]
        if addresses:
            yield name, ", ".join(addresses)
    yield "Subject", _one_line(item.subject)
    sent_at = item.datetime_sent or item.datetime_received
    if sent_at:
        yield "Date", format_datetime(sent_at)
    for name, field in (
        ("Message-ID", "message_id"),
        ("In-Reply-To", "in_reply_to"),
        ("References", "references"),
    ):
        value = _one_line(getattr(item, field, None))
        if value:
            yield name, value


def _address(mailbox: Any) -> str:
    return formataddr((_one_line(mailbox.name), _one_line(mailbox.email_address)))


def _enclosed(attachment: Any) -> Message:
    name = _one_line(attachment.name) or "附件"
    if isinstance(attachment, ItemAttachment):
        part: Message = MIMEMessage(_attached_mail(attachment))
    else:
        assert isinstance(attachment, FileAttachment)
        main, _, sub = (attachment.content_type or "").partition("/")
        if main.lower() in ("", "message", "multipart"):  # of these the parts would be looked for inside
            main, sub = "application", "octet-stream"
        part = MIMEBase(main, sub or "octet-stream")
        part.set_payload(attachment.content or b"")
        encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    return part


def _attached_mail(attachment: ItemAttachment) -> Message:
    """The mail that hangs on a mail; where its MIME can't be had either, put together likewise."""
    item = attachment.item
    return message_from_bytes(item.mime_content) if item.mime_content else _mail_of(item)


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())
