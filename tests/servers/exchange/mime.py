"""A mail's bytes, and what Exchange tells of them as properties."""

from __future__ import annotations

import email
import functools
import re
from dataclasses import dataclass
from datetime import datetime
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Enclosure:
    """One attachment of a mail."""

    name: str
    content_type: str
    content_id: str
    content: bytes
    mail: bool = False  # a whole mail: message/rfc822


@dataclass(frozen=True)
class Mime:
    """A mail by its bytes."""

    raw: bytes

    @functools.cached_property
    def message(self) -> Message:
        return email.message_from_bytes(self.raw)

    @property
    def subject(self) -> str:
        return self.text("Subject")

    @property
    def message_id(self) -> str:
        return self.text("Message-ID").strip()

    @property
    def sent_at(self) -> datetime | None:
        """The Date field as an aware moment; None where there is none, or none that can be read."""
        try:
            return parsedate_to_datetime(self.text("Date")).astimezone()
        except (TypeError, ValueError):
            return None

    def text(self, field: str) -> str:
        """A header field decoded and without line ends, "" where it is absent."""
        value = self.message.get(field)
        return "" if value is None else printable(_decoded(value))

    def all_fields(self) -> list[tuple[str, str]]:
        """Every header field, decoded, in order."""
        return [(name, printable(_decoded(value))) for name, value in self.message.items()]

    def addresses(self, field: str) -> list[tuple[str, str]]:
        """Names and addresses of a header field."""
        values = [str(value) for value in self.message.get_all(field, [])]
        return [
            (printable(_decoded(name)), address) for name, address in getaddresses(values) if "@" in address
        ]

    @functools.cached_property
    def body(self) -> tuple[str, str]:
        """What kind of body it has (HTML or Text) and the text of it; HTML is preferred where there are both."""
        texts = {part.get_content_subtype(): part for part in _leaves(self.message) if _is_body(part)}
        for subtype, kind in (("html", "HTML"), ("plain", "Text")):
            if subtype in texts:
                return kind, printable(_text_of(texts[subtype]))
        return "Text", ""

    @functools.cached_property
    def enclosures(self) -> list[Enclosure]:
        """Its attachments in order."""
        return [_enclosure(part) for part in _leaves(self.message) if not _is_body(part)]


def printable(text: str) -> str:
    """What of a text may stand in XML, on one line where it was folded."""
    return _UNPRINTABLE.sub("", text)


def _decoded(value: object) -> str:
    flat = re.sub(r"\r?\n[ \t]", " ", str(value))
    try:
        return str(make_header(decode_header(flat)))
    except (UnicodeError, LookupError):
        return flat


def _leaves(part: Message) -> list[Message]:
    if not part.is_multipart() or part.get_content_type() == "message/rfc822":
        return [part]
    return [leaf for child in _parts_of(part) for leaf in _leaves(child)]


def _parts_of(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _content_of(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _is_body(part: Message) -> bool:
    return part.get_content_maintype() == "text" and part.get_filename() is None


def _text_of(part: Message) -> str:
    try:
        return _content_of(part).decode(part.get_content_charset() or "utf-8", errors="replace")
    except LookupError:
        return _content_of(part).decode("utf-8", errors="replace")


def _enclosure(part: Message) -> Enclosure:
    inner = _parts_of(part)
    if part.get_content_type() == "message/rfc822" and inner:
        title = printable(_decoded(inner[0].get("Subject", "")))
        return Enclosure(title, "message/rfc822", "", inner[0].as_bytes(), True)
    name = printable(_decoded(part.get_filename() or ""))
    content_id = str(part.get("Content-ID", "")).strip().strip("<>")
    return Enclosure(name, part.get_content_type(), content_id, _content_of(part))
