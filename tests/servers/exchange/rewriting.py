"""A mail as Exchange gives it back: it keeps properties, not bytes, and writes the MIME anew.

https://learn.microsoft.com/previous-versions/office/developer/exchange-server-2010/hh545614(v=exchg.140)
("EWS, MIME, and the missing Internet message headers"). What is written anew here: boundaries, the encodings of
parts and of the subject, line lengths, one more field; what is kept: every other field, texts, documents.
"""

from __future__ import annotations

import base64
import secrets
from email import message_from_bytes
from email.header import Header
from email.message import Message
from email.policy import compat32

from tests.servers.exchange.mime import Mime

_CRLF = compat32.clone(linesep="\r\n", max_line_length=76)


def rewritten(raw: bytes) -> bytes:
    """The same mail in other bytes."""
    message = message_from_bytes(raw)
    if not message.keys():
        return raw
    _rewrite(message)
    title = Mime(raw).subject
    if title:
        message.replace_header(
            "Subject", Header(title, "utf-8", header_name="Subject").encode(linesep="\r\n")
        )
    message["X-MS-Exchange-Organization-AuthAs"] = "Internal"
    return message.as_bytes(policy=_CRLF)


def _rewrite(part: Message) -> None:
    if part.get_content_type() == "message/rfc822" or part.get_content_subtype() == "delivery-status":
        return
    if part.is_multipart():
        part.set_boundary(f"_000_{secrets.token_hex(16)}_")
        for child in part.get_payload():
            if isinstance(child, Message):
                _rewrite(child)
        return
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return
    del part["Content-Transfer-Encoding"]
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(base64.encodebytes(content).decode("ascii"))
