"""Mails as other people's programs write them: charsets, file names and boundaries to choose, the same bytes each time."""

from __future__ import annotations

import email
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from email import encoders, policy
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr

CHINA_TIME = timezone(timedelta(hours=8))
WIRE = policy.compat32.clone(linesep="\r\n")
OFFICE_XML = "vnd.openxmlformats-officedocument."
TYPES = {
    "docx": ("application", OFFICE_XML + "wordprocessingml.document"),
    "xlsx": ("application", OFFICE_XML + "spreadsheetml.sheet"),
    "csv": ("application", "octet-stream"),
    "pdf": ("application", "pdf"),
    "jpg": ("image", "jpeg"),
}
Attachment = tuple[str, bytes]  # file name, content


def compose(
    *,
    sender: tuple[str, str],
    to: Sequence[str],
    subject: str,
    sent_on: datetime,
    message_id: str,
    text: str = "",
    html: str = "",
    attachments: Sequence[Attachment] = (),
    enclosed_mail: bytes = b"",
    headers: Mapping[str, str] | None = None,
    charset: str = "utf-8",
    names: str = "encoded-word",
) -> bytes:
    """Return a mail as on the wire (CRLF, 7 bit). `sender` is display name and address, `sent_on` naive China time.

    `names` says how file names are written: "encoded-word" (as QQ Mail and NetEase do, against the standard) or
    "rfc2231". `enclosed_mail` is forwarded as message/rfc822. The same arguments give the same bytes.
    """
    charset = _able(charset, f"{subject}{sender[0]}{text}{html}{''.join(name for name, _ in attachments)}")
    mark = hashlib.sha256(f"{message_id}{sent_on}{subject}".encode()).hexdigest()[:20]
    body = _body(text, html, charset, mark)
    rest = [_attached(name, data, charset, names) for name, data in attachments]
    if enclosed_mail:
        rest.append(MIMEMessage(email.message_from_bytes(enclosed_mail)))
    mail: MIMEBase = body
    if rest:
        mail = MIMEMultipart("mixed", boundary=f"----=_Part_1_{mark}", _subparts=[body, *rest])
    mail["From"] = formataddr(sender, charset)
    mail["To"] = ", ".join(to)
    mail["Subject"] = Header(subject, charset).encode()
    mail["Date"] = format_datetime(sent_on.replace(tzinfo=CHINA_TIME))
    if message_id:
        mail["Message-ID"] = message_id
    for name, value in (headers or {}).items():
        mail[name] = value
    return mail.as_bytes(policy=WIRE)


def message_id(*parts: object, domain: str = "example.cn") -> str:
    """A Message-ID, brackets included, that follows from `parts` alone."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:24]
    return f"<{digest}@{domain}>"


def _able(charset: str, words: str) -> str:
    """The charset, or GB18030, which has all characters, where it lacks one that is needed."""
    try:
        words.encode(charset)
    except UnicodeEncodeError:
        return "gb18030"
    return charset


def _body(text: str, html: str, charset: str, mark: str) -> MIMEBase:
    plain = MIMEText(text, "plain", charset)
    if not html:
        return plain
    page = MIMEText(html, "html", charset)
    if not text:
        return page
    return MIMEMultipart("alternative", boundary=f"----=_Part_2_{mark}", _subparts=[plain, page])


def _attached(name: str, data: bytes, charset: str, names: str) -> MIMEBase:
    kind, subtype = TYPES.get(name.rpartition(".")[2].lower(), ("application", "octet-stream"))
    part = MIMEBase(kind, subtype)
    part.set_payload(data)
    encoders.encode_base64(part)
    if names == "rfc2231":
        part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    else:
        word = Header(name, charset, maxlinelen=998).encode()
        part.set_param("name", word)
        part["Content-Disposition"] = f'attachment; filename="{word}"'
    return part
