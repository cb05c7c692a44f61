"""What anybody can see of a letter: headers, bodies, file names, and the inside of every document."""

from __future__ import annotations

import email
import html
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from typing import cast


@dataclass(frozen=True)
class Seen:
    """One letter, decoded. `documents` are (file name, bytes); `everything` is all text in any part of it."""

    raw: bytes
    subject: str
    text: str
    html: str
    to: list[str]
    message_id: str
    in_reply_to: str
    dated: datetime  # two letters on their way at once may overtake each other
    documents: dict[str, bytes] = field(default_factory=dict)
    everything: str = ""

    def document(self, ending: str) -> bytes:
        """The one document whose name ends so."""
        (data,) = [data for name, data in self.documents.items() if name.endswith(ending)]
        return data


def see(raw: bytes) -> Seen:
    """Open a letter entirely."""
    mail = cast(EmailMessage, email.message_from_bytes(raw, policy=policy.default))
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    documents = {str(part.get_filename()): part.get_content() for part in mail.iter_attachments()}
    headers = [f"{name}: {value}" for part in mail.walk() for name, value in part.items()]
    bodies = [part.get_content() if part else "" for part in (plain, page)]
    inside = [text for name, data in documents.items() for text in (name, words_in(data))]
    return Seen(
        raw=raw,
        subject=str(mail["Subject"]),
        text=bodies[0],
        html=bodies[1],
        to=recipients_of(raw),
        message_id=str(mail["Message-ID"] or "").strip(),
        in_reply_to=str(mail["In-Reply-To"] or "").strip(),
        dated=parsedate_to_datetime(str(mail["Date"])),
        documents=documents,
        everything="\n".join([*headers, *bodies, html.unescape(re.sub(r"<[^>]+>", "", bodies[1])), *inside]),
    )


def words_in(data: bytes) -> str:
    """Every text inside an Office document: each part with its mark-up, and once more with the runs joined."""
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
        names = package.namelist()
    bare = [html.unescape(re.sub(r"<[^>]+>", "", part)) for part in parts]
    return "\n".join([*names, *parts, *bare])


def recipients_of(raw: bytes) -> list[str]:
    """The addresses a mail is addressed to, To and Cc."""
    mail = BytesHeaderParser(policy=policy.default).parsebytes(raw.partition(b"\r\n\r\n")[0])
    fields = [str(value) for name in ("To", "Cc") for value in mail.get_all(name, [])]
    return [address for _, address in getaddresses(fields)]
