"""Outlook's `.msg` ([MS-OXMSG]) → the same mail as it would have come by wire; all else is read from that.

Our own reader: extract-msg is under the GPL. Attached items (mails in mails) become message/rfc822.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from email.utils import format_datetime

from parsers.formats.mapi import CHILD, EMBEDDED, PROPERTIES, TOP, Properties, Room, header_tags
from parsers.formats.ole import MAGIC, Ole
from parsers.formats.rtf_compressed import decompress
from parsers.formats.rtf_text import read_body
from parsers.limits import MAX_FORWARD_DEPTH, MAX_MAIL_BYTES, MAX_PARTS
from parsers.mail.addresses import first_address
from parsers.mail.parts import read_fields

_SUBJECT, _CLASS, _HEADERS = 0x0037, 0x001A, 0x007D
_MESSAGE_ID, _IN_REPLY_TO, _REFERENCES = 0x1035, 0x1042, 0x1039
_PLAIN, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_SENT, _DELIVERED, _MADE = 0x0039, 0x0E06, 0x3007
_SENDERS = (
    (0x5D02, 0x0065, 0x0042),
    (0x5D01, 0x0C1F, 0x0C1A),
)  # (SMTP address, address, name), whom it is from first
_RECIPIENT = (0x39FE, 0x3003, 0x3001)
_RECIPIENT_KIND = {1: "To", 2: "Cc"}
_DATA, _OBJECT, _METHOD, _TYPE, _CONTENT_ID = 0x3701, 0x3701, 0x3705, 0x370E, 0x3712
_FILE_NAMES = (0x3707, 0x3704, 0x3001)
_BY_REFERENCE = (2, 3, 4, 7)  # the file lies elsewhere: a share, OneDrive
_BODY_FIELDS = re.compile(r"content-|mime-version$")
_MIME_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
_FIELD_NAME = re.compile(r"[!-9;-~]+")


def is_outlook_mail(data: bytes) -> bool:
    """Whether octets are a `.msg`."""
    return data.startswith(MAGIC) and PROPERTIES in Ole(data).names


def as_wire_mail(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return (octets of a mail, Chinese sentences about what could not be brought over). Never raises."""
    file, room = Ole(data), Room(MAX_MAIL_BYTES)
    item = _Item(file, TOP, room, header_tags(file, room))
    octets = item.octets(depth=0)
    problems = list(item.problems)
    if room.used_up:
        problems.append("Outlook 邮件（MSG）里的内容过大，没有全部取出，请人工查看原件。")
    if item.is_empty:
        problems.append("Outlook 邮件（MSG）里没有读到任何内容，可能已损坏或没有传完整，请对方重寄。")
    return octets, tuple(dict.fromkeys(problems))


class _Item:
    """A message in a `.msg`: the outermost, or one attached to it."""

    def __init__(
        self, storage: Ole, start: int, room: Room, tags: Mapping[int, str], charset: str = ""
    ) -> None:
        self._storage, self._room, self._tags = storage, room, tags
        self._own = Properties(storage, start, room, charset)
        self.problems: list[str] = []
        self.is_empty = False

    def octets(self, depth: int) -> bytes:
        """The message as octets of a mail."""
        head = list(self._head())
        texts = list(self._texts())
        files = list(self._attachments(depth)) if depth <= MAX_FORWARD_DEPTH else []
        self.is_empty = not head and not texts and not files
        body = _multipart("alternative", texts) if len(texts) > 1 else b"".join(texts)
        parts = [body or _part("text/plain", b""), *files]
        return b"\r\n".join([*head, _multipart("mixed", parts)])

    def _head(self) -> Iterator[bytes]:
        """Header fields: those that came by wire, and what they lack from the properties."""
        came = self._own.text(_HEADERS).encode("utf-8", "replace")
        fields = [field for field in read_fields(came) if not _BODY_FIELDS.match(field[0])] if came else []
        known = {name for name, _ in fields}
        for name, value in fields:
            yield name.encode() + b":" + value
        for name, text in self._lines():
            if text and name.lower() not in known:
                yield f"{name}: {text}".encode("utf-8", "replace")

    def _lines(self) -> Iterator[tuple[str, str]]:
        own = self._own
        yield "Subject", _word(own.text(_SUBJECT))
        yield "From", next((who for tags in _SENDERS if (who := _address(own, tags))), "")
        recipients = list(self._recipients())
        for kind in ("To", "Cc"):
            yield kind, ", ".join(who for where, who in recipients if where == kind)
        sent = own.moment(_SENT) or own.moment(_DELIVERED) or own.moment(_MADE)
        yield "Date", format_datetime(sent).replace("-0000", "+0000") if sent else ""
        for name, tag in (
            ("Message-ID", _MESSAGE_ID),
            ("In-Reply-To", _IN_REPLY_TO),
            ("References", _REFERENCES),
        ):
            yield name, " ".join(own.text(tag).split())
        for tag, name in self._tags.items():
            if _FIELD_NAME.fullmatch(name) and not _BODY_FIELDS.match(name.lower()):
                yield name, " ".join(own.text(tag).split())

    def _recipients(self) -> Iterator[tuple[str, str]]:
        for one in self._children("__recip_version1.0_"):
            kind = _RECIPIENT_KIND.get(one.number(0x0C15) & 0xF, "")
            who = _address(one, _RECIPIENT)
            if kind and who:
                yield kind, who

    def _children(self, prefix: str) -> Iterator[Properties]:
        for name in _numbered(self._storage, prefix):
            yield Properties(self._storage.storage(name), CHILD, self._room, self._own.charset)

    def _texts(self) -> Iterator[bytes]:
        own = self._own
        plain, page = own.text(_PLAIN), own.text(_HTML)
        octets = own.octets(_HTML)
        packed = decompress(own.octets(_RTF)) if not page and not octets else b""
        body = read_body(packed, own.charset or "cp1252") if packed else None
        if not plain.strip() and body and body.kind == "plain":
            plain = body.text
        if plain.strip():
            yield _part("text/plain; charset=utf-8", plain.encode("utf-8", "replace"))
        if octets:
            yield _part(f"text/html; charset={own.web_charset}", octets)
        elif page or (body and body.kind == "html"):
            yield _part(
                "text/html; charset=utf-8", (page or (body.text if body else "")).encode("utf-8", "replace")
            )

    def _attachments(self, depth: int) -> Iterator[bytes]:
        for name in _numbered(self._storage, "__attach_version1.0_"):
            storage = self._storage.storage(name)
            yield self._attachment(storage, Properties(storage, CHILD, self._room, self._own.charset), depth)

    def _attachment(self, storage: Ole, file: Properties, depth: int) -> bytes:
        title = next((text for tag in _FILE_NAMES if (text := file.text(tag).strip())), "")
        inner = storage.storage(f"__substg1.0_{_OBJECT:04x}000d")
        if PROPERTIES in inner.names:
            item = _Item(inner, EMBEDDED, self._room, self._tags, self._own.charset)
            octets = item.octets(depth + 1)
            self.problems += item.problems
            return _part("message/rfc822", octets)
        if file.number(_METHOD) in _BY_REFERENCE and not file.has_octets(_DATA):
            return _part("message/external-body", b"")
        data = file.octets(_DATA)
        if not data and inner.names:
            self.problems.append(
                f"附件「{title or '未命名'}」是嵌在 Outlook 邮件里的 OLE 对象，没有打开，请人工查看。"
            )
            return b""
        kind = file.text(_TYPE).lower()
        secured = self._own.text(_CLASS).lower().startswith("ipm.note.smime")
        if (secured or kind == "multipart/signed") and data.lstrip()[:13].lower() == b"content-type:":
            return data.lstrip()  # a signed mail as it came by wire
        kind = kind if _MIME_TYPE.fullmatch(kind) else "application/pkcs7-mime" if secured else ""
        return _part(kind or "application/octet-stream", data, title, file.text(_CONTENT_ID))


def _numbered(storage: Ole, prefix: str) -> list[str]:
    """Return the storages of that kind in their order, as many as a mail may have parts."""
    return sorted(name for name in storage.storages if name.startswith(prefix))[:MAX_PARTS]


def _address(item: Properties, tags: tuple[int, int, int]) -> str:
    """Return "name <address>"; inside one Exchange an address may have no @, then only the name says who it is."""
    smtp, plain, name = (item.text(tag) for tag in tags)
    mail = first_address(smtp) or first_address(plain) or first_address(name)
    shown = "" if first_address(name) == name.strip().lower() else _word(name)
    return f"{shown} <{mail}>".strip() if mail else shown


def _word(text: str) -> str:
    """Return text as an encoded word (RFC 2047)."""
    text = " ".join(text.split())
    return f"=?utf-8?B?{base64.b64encode(text.encode('utf-8', 'replace')).decode()}?=" if text else ""


def _part(kind: str, data: bytes, name: str = "", content_id: str = "") -> bytes:
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
    if name:
        head += f'Content-Disposition: attachment; filename="{_word(name)}"\r\n'
    if content_id:
        head += f"Content-ID: <{' '.join(content_id.split())}>\r\n"
    return head.encode("utf-8", "replace") + b"\r\n" + base64.encodebytes(data)


def _multipart(kind: str, parts: list[bytes]) -> bytes:
    digest = hashlib.sha256(kind.encode())
    for part in parts:
        digest.update(part)
    boundary = f"=_{digest.hexdigest()}".encode()
    inside = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts if part)
    head = b"Content-Type: multipart/" + kind.encode() + b'; boundary="' + boundary + b'"\r\n\r\n'
    return head + inside + b"--" + boundary + b"--\r\n"
