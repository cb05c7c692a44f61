"""A draft as RFC 5322 bytes, ready for the wire.

The message is put together by hand: the standard library's EmailMessage serialises through its header parsers and
takes 4.8 ms for a letter of two documents, this takes 0.3 ms (one core). The same draft gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from urllib.parse import quote

from generators.letter import Draft, Enclosed, Letterhead, message_id_of
from generators.wording import visible

CHINA_TIME = timezone(timedelta(hours=8))
ADDRESS = re.compile(r"[!#-'*+\-/-9=?A-Z^-~.]+@[A-Za-z0-9.\-\[\]:]+")
MESSAGE_ID = re.compile(r"<[!-;=?-~]+>")
CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]+")
# Bytes of UTF-8 in an encoded word. A header line with one has at most 76 characters (RFC 2047 §2); for a file name the
# longest word of 75 is taken, so that the usual name is one word: some programs don't join two.
WORD_BYTES, NAME_BYTES = 39, 45
OFFICE_XML = "application/vnd.openxmlformats-officedocument."
TYPES = {
    "docx": OFFICE_XML + "wordprocessingml.document",
    "xlsx": OFFICE_XML + "spreadsheetml.sheet",
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "zip": "application/zip",
}


class BadAddress(ValueError):
    """A letter can't be addressed: nobody to write to, or something that is no mail address."""


def as_message(
    draft: Draft,
    *,
    head: Letterhead,
    sent_on: datetime,
    references: Sequence[str] = (),
    extra: Sequence[str] = (),
) -> bytes:
    """Return the mail: headers, plain and HTML body, documents; CRLF, 7-bit, base64. `sent_on` is naive China time.

    `references` are Message-IDs of the thread so far, oldest first; `extra` are header fields of ASCII, ready to be
    written. Raises `BadAddress`.
    """
    mark = hashlib.sha256(draft.key.encode()).hexdigest()[:24]
    lines = [*extra, *_headers(draft, head, sent_on, references)]
    bodies = _multipart("alternative", f"=_b{mark}", [_body("plain", draft.text), _body("html", draft.html)])
    if draft.enclosed:
        bodies = _multipart("mixed", f"=_m{mark}", [bodies, *(_document(each) for each in draft.enclosed)])
    return ("\r\n".join(lines) + "\r\n" + bodies).encode("ascii")


def _headers(draft: Draft, head: Letterhead, sent_on: datetime, references: Sequence[str]) -> Iterator[str]:
    if not draft.to:
        raise BadAddress(f"信函 {draft.key} 没有收件人")
    yield f"From: {encoded(head.name)} <{_address(head.address)}>"
    yield f"To: {_addresses(draft.to)}"
    if draft.cc:
        yield f"Cc: {_addresses(draft.cc)}"
    yield f"Subject: {encoded(draft.subject)}"
    yield f"Date: {format_datetime(sent_on.replace(microsecond=0, tzinfo=CHINA_TIME))}"
    yield f"Message-ID: {message_id_of(draft.key, head.address)}"
    answered = MESSAGE_ID.findall(draft.in_reply_to)[:1]
    if answered:
        yield f"In-Reply-To: {answered[0]}"
    thread = list(
        dict.fromkeys([*(one for each in references for one in MESSAGE_ID.findall(each)), *answered])
    )
    if thread:
        yield "References: " + "\r\n ".join(thread)
    # RFC 3834 §5: no machine shall answer it; Exchange heeds only its own field (receipts and bounces still come). No
    # Precedence: a letter to one office is no bulk mail, and is taken for spam where it says so.
    yield f"Auto-Submitted: {'auto-replied' if answered else 'auto-generated'}"
    yield "X-Auto-Response-Suppress: OOF, AutoReply"
    yield f"X-Mailroom-Letter: {quote(draft.key, safe='/')}"
    yield "MIME-Version: 1.0"


def encoded(text: str, word_bytes: int = WORD_BYTES) -> str:
    """Return header text: as it is where it is plain ASCII, else encoded words split between characters (RFC 2047)."""
    line = CONTROL.sub(" ", visible(text)).strip()
    if line.isascii() and len(line) <= 70 and not re.search(r'[()<>@,;:\\".\[\]=?]', line):
        return line
    return "\r\n ".join(
        f"=?utf-8?B?{base64.b64encode(piece).decode()}?=" for piece in _pieces(line, word_bytes)
    )


def _pieces(line: str, word_bytes: int) -> Iterator[bytes]:
    piece = b""
    for char in line:
        data = char.encode()
        if len(piece) + len(data) > word_bytes:
            yield piece
            piece = b""
        piece += data
    yield piece


def _addresses(addresses: Iterable[str]) -> str:
    return ",\r\n ".join(_address(each) for each in addresses)


def _address(address: str) -> str:
    """Return the address; anything but an address (a line end, a second recipient) is refused, not repaired."""
    if not ADDRESS.fullmatch(address.strip(" ")):
        raise BadAddress(f"“{address}”不是可用的邮箱地址")
    return address.strip(" ")


def _multipart(kind: str, boundary: str, parts: Sequence[str]) -> str:
    inside = "".join(f"--{boundary}\r\n{part}" for part in parts)
    return f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n{inside}--{boundary}--\r\n'


def _body(kind: str, text: str) -> str:
    data = text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8", "replace")
    return f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{_base64(data)}\r\n"


def _document(document: Enclosed) -> str:
    """A document, its name in three spellings: old mail programs, QQ Mail and the standard each read another."""
    name = CONTROL.sub("", visible(document.name)).replace('"', "'")
    kind = TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    word = name if name.isascii() else encoded(name, NAME_BYTES)
    return (
        f'Content-Type: {kind};\r\n name="{word}"\r\nContent-Transfer-Encoding: base64\r\n'
        f"Content-Disposition: attachment;\r\n filename=\"{word}\";\r\n filename*=utf-8''{quote(name, safe='')}\r\n\r\n"
        f"{_base64(document.data)}\r\n"
    )


def _base64(data: bytes) -> str:
    return base64.encodebytes(data).decode().replace("\n", "\r\n")
