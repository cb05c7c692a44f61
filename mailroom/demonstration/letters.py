"""A letter of the office as its recipient sees it: subject, number, text, the reply form to fill in."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email import policy

CHINA_TIME = timezone(timedelta(hours=8))
CASE_NO = re.compile(r"[A-Z]{1,4}-\d{4}-\d{6}-[0-9A-Z]")
PLACE = re.compile(r"事发地点：\s*(\S+)")
UPPER_NO = re.compile(r"上级编号：\s*([0-9A-Za-z]+)")
MARKS = {"【转办】": "dispatch", "【补正】": "correction", "【催办】": "reminder", "【督办重办】": "redo"}


@dataclass(frozen=True)
class ReceivedLetter:
    """What a clerk of a department or platform takes from the letter. `kind` by the mark in its subject, or "other"."""

    kind: str
    message_id: str
    sender: tuple[str, str]  # display name, address
    to: str
    subject: str
    sent_on: datetime  # naive China time
    text: str
    case_no: str  # the only one it is about; "" for a digest of several
    case_nos: tuple[str, ...]
    upper_no: str
    title: str
    place: str
    secret: bool
    form: bytes = b""  # the reply form (.docx), where one is enclosed
    form_name: str = ""


def read_letter(raw: bytes) -> ReceivedLetter:
    """Read a letter out of its bytes."""
    mail = email.message_from_bytes(raw, policy=policy.default)
    subject = str(mail["Subject"] or "")
    body = mail.get_body(("plain",))
    text = body.get_content().replace("\r\n", "\n") if body else ""
    numbers = tuple(dict.fromkeys(CASE_NO.findall(subject) or CASE_NO.findall(text)))
    form = next((part for part in mail.iter_attachments() if "反馈表" in (part.get_filename() or "")), None)
    sender = mail["From"].addresses[0]
    upper, place = UPPER_NO.search(text), PLACE.search(text)
    return ReceivedLetter(
        kind=next((kind for mark, kind in MARKS.items() if mark in subject), "other"),
        message_id=str(mail["Message-ID"] or "").strip(),
        sender=(sender.display_name, sender.addr_spec),
        to=mail["To"].addresses[0].addr_spec,
        subject=subject,
        sent_on=mail["Date"].datetime.astimezone(CHINA_TIME).replace(tzinfo=None),
        text=text,
        case_no=numbers[0] if len(numbers) == 1 else "",
        case_nos=numbers,
        upper_no=upper.group(1) if upper else "",
        title=_title(subject),
        place=place.group(1) if place else "",
        secret="保密件" in text or "【保密】" in subject,
        form=form.get_content() if form else b"",
        form_name=(form.get_filename() or "") if form else "",
    )


def _title(subject: str) -> str:
    """The part between the number and the remark in parentheses."""
    return re.sub(r"（[^（）]*）$", "", CASE_NO.split(subject)[-1]).strip()
