"""The parsers that are measured: ours, and those that the tests install. Each in the way its manual shows."""

from __future__ import annotations

import email
import email.header
import email.policy
import email.utils
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage, Message
from typing import Any

import mailparser

from bench.corpora.seen import page_text
from parsers.mail import open_mail
from parsers.mail.contents import gather
from parsers.mail.envelope import read_envelope
from parsers.mail.parts import take_apart
from parsers.mail.sealed import unsealed
from parsers.paper import Paper

Head = tuple[str, tuple[str, str]]  # subject, (name, address) of the sender
Body = tuple[tuple[str, ...], tuple[str, ...]]  # texts, file names


@dataclass(frozen=True)
class Reader:
    """A parser in three steps, so that it shows at which one it raises: octets → anything → header, body."""

    take: Callable[[bytes], Any]
    head: Callable[[Any], Head]
    body: Callable[[Any], Body]


def _our_head(raw: bytes) -> Head:
    envelope = read_envelope(unsealed(take_apart(raw))[0])
    return envelope.subject, (envelope.sender.name, envelope.sender.mail)


def _our_body(raw: bytes) -> Body:
    """The whole body: `open_mail` parts it into new and quoted text, and leaves out what a mail program adds."""
    contents = gather(unsealed(take_apart(raw))[0])
    text = Paper("", "", tuple(contents.blocks)).text()
    return (text,), tuple(enclosure.name for enclosure in contents.enclosures)


def _our_take(raw: bytes) -> bytes:
    open_mail(raw)  # everything, forwarded mails too: it must not raise
    return raw


def _modern_take(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def _modern_head(message: EmailMessage) -> Head:
    field = message["From"]
    first = field.addresses[0] if field is not None and field.addresses else None
    sender = (first.display_name, first.addr_spec) if first else ("", "")
    return str(message["Subject"] or ""), sender


def _modern_body(message: EmailMessage) -> Body:
    return _walked(message, lambda part: part.get_content())


def _old_take(raw: bytes) -> Message:
    return email.message_from_bytes(raw)


def _old_head(message: Message) -> Head:
    name, address = email.utils.parseaddr(_words(message["From"]))
    return _words(message["Subject"]), (_words(name), address)


def _old_body(message: Message) -> Body:
    def text_of(part: Message) -> str:
        octets = part.get_payload(decode=True) or b""
        return octets.decode(part.get_content_charset() or "utf-8", "replace")  # type: ignore[union-attr]

    texts, names = _walked(message, text_of)
    return texts, tuple(map(_words, names))


def _words(value: Any) -> str:
    return str(email.header.make_header(email.header.decode_header(value or "")))


def _walked(message: Message, text_of: Callable[[Any], str]) -> Body:
    """Return the texts of a tree of the standard library, and its file names; attached mails stay closed."""
    plain: list[str] = []
    pages: list[str] = []
    names: list[str] = []
    for part in _leaves(message):
        kind, attached = part.get_content_type(), part.get_content_disposition() == "attachment"
        if kind in ("text/plain", "text/html") and not attached:
            (plain if kind == "text/plain" else pages).append(text_of(part))
        if part.get_filename() and part.get_content_maintype() != "message":
            names.append(part.get_filename() or "")
    return (
        "\n".join(plain),
        page_text("\n".join(pages)),
        "\n".join([*plain, page_text("\n".join(pages))]),
    ), (*names,)


def _leaves(message: Message) -> list[Message]:
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        children: Any = message.get_payload()
        return [leaf for child in children for leaf in _leaves(child)]
    return [message]


def _mail_parser_head(message: Any) -> Head:
    sender = message.from_[0] if message.from_ else ("", "")
    return message.subject or "", (sender[0], sender[1])


def _mail_parser_body(message: Any) -> Body:
    plain, page = "\n".join(message.text_plain), page_text("\n".join(message.text_html))
    names = tuple(
        each["filename"]
        for each in message.attachments
        if each["filename"] and not each["mail_content_type"].startswith("message/")
    )
    return (plain, page, f"{plain}\n{page}"), names


READERS: dict[str, Reader] = {
    "ours": Reader(_our_take, _our_head, _our_body),
    "stdlib policy.default": Reader(_modern_take, _modern_head, _modern_body),
    "stdlib compat32": Reader(_old_take, _old_head, _old_body),
    "mail-parser": Reader(mailparser.parse_from_bytes, _mail_parser_head, _mail_parser_body),
}
