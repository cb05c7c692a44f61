"""A mail's octets → a tree of parts. Boundaries are searched for in the octets, which costs a third of `email`.

Nothing here raises, whatever the octets: a missing header, a wrong or missing boundary, CR-only lines, a torn end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from parsers.formats.sniffing import looks_like_mail
from parsers.limits import MAX_MULTIPART_DEPTH, MAX_PARTS
from parsers.mail.headers import parameters, text_of
from parsers.mail.transfer import decode_transfer

_HEAD_END = re.compile(rb"\n\r?\n")
_LINE_END = re.compile(rb"[ \t]*(?:\r?\n|\Z)")
_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:(.*)$", re.DOTALL)
_BOM = b"\xef\xbb\xbf"
_LINE_BREAK = re.compile(rb"\r+\n?|\n")
_LONE_RETURN = re.compile(rb"\r(?!\n)")
_UNLABELLED = re.compile(  # a body in parts, though its header does not say so
    rb"\s*(?:This is a [\w -]{0,40}message in MIME format[^\r\n]{0,20}\s+)?--[^\r\n]{1,200}?[ \t]*\r?\n"
    rb"(?=Content-[A-Za-z-]+[ \t]*:)",
    re.IGNORECASE,
)
_GUESSED_BOUNDARY = re.compile(
    rb"(?m)^--([^\r\n]{1,200}?)[ \t]*\r?\n(?=Content-[A-Za-z-]+[ \t]*:)", re.IGNORECASE
)


@dataclass
class Part:
    """One part of a mail, or the mail itself: raw header fields in order, and its octets as sent."""

    fields: list[tuple[str, bytes]]  # (name in lower case, raw value with its folds)
    body: bytes
    children: list[Part] = field(default_factory=list)
    default_type: str = "text/plain"
    problem: str = ""  # Chinese sentence: what is broken about it

    def raw(self, name: str) -> bytes:
        """Return the first field of that name, or b""."""
        return next((value for found, value in self.fields if found == name), b"")

    def raws(self, name: str) -> list[bytes]:
        """Return all fields of that name, topmost first."""
        return [value for found, value in self.fields if found == name]

    def text(self, name: str) -> str:
        """Return the first field of that name as text."""
        raw = self.raw(name)
        return text_of(raw, self.charset) if raw else ""

    @cached_property
    def _content_type(self) -> tuple[str, dict[str, str]]:
        value, found = parameters(self.raw("content-type"))
        value = re.sub(r"\s+", "", value)
        if value in ("text", "html"):
            value = "text/html" if value == "html" else "text/plain"
        return (value if value.count("/") == 1 and not value.endswith("/") else self.default_type), found

    @property
    def content_type(self) -> str:
        """Content-Type in lower case, without parameters; the default where it is missing or nonsense."""
        return self._content_type[0]

    @property
    def charset(self) -> str:
        """The charset as labelled, "" where there is none."""
        return self._content_type[1].get("charset", "")

    def parameter(self, name: str) -> str:
        """Return a parameter of Content-Type, "" where it is missing."""
        return self._content_type[1].get(name, "")

    @cached_property
    def disposition(self) -> tuple[str, dict[str, str]]:
        """Content-Disposition and its parameters."""
        raw = self.raw("content-disposition")
        return parameters(raw, self.charset) if raw else ("", {})

    @cached_property
    def content(self) -> bytes:
        """The octets with the transfer encoding undone."""
        encoding = self.raw("content-transfer-encoding").decode("latin-1")
        return decode_transfer(self.body, encoding.partition(";")[0].strip()) if encoding else self.body

    def walk(self) -> list[Part]:
        """Return this part and all below it, in reading order."""
        found = [self]
        for child in self.children:
            found.extend(child.walk())
        return found


def take_apart(raw: bytes) -> Part:
    """Return the tree of a whole mail; attached mails (message/rfc822) stay leaves."""
    root = _part(_from_its_header(raw), "text/plain")
    _open_multipart(root, depth=0, budget=[MAX_PARTS])
    return root


def _from_its_header(raw: bytes) -> bytes:
    """Return a mail that begins at its header and whose lines end as others do.

    Programs put blank lines or a byte order mark before it, and end lines with a return alone (a Mac) or with two.
    """
    raw = raw.removeprefix(_BOM)
    first = _LINE_BREAK.search(raw)
    if first and first[0] not in (b"\n", b"\r\n"):
        raw = raw.replace(b"\r\r\n", b"\r\n") if b"\n" in first[0] else _LONE_RETURN.sub(b"\n", raw)
    bare = raw.lstrip(b"\r\n")
    return bare if looks_like_mail(bare) else raw


def read_fields(head: bytes) -> list[tuple[str, bytes]]:
    """Return the header fields of octets that are only a header (text/rfc822-headers, delivery-status)."""
    return _part(head.lstrip(b"\r\n"), "text/plain").fields


def _part(data: bytes, default_type: str) -> Part:
    if data.startswith((b"\n", b"\r\n")):  # no header at all
        return Part(
            [], data.lstrip(b"\r\n") if default_type == "message/rfc822" else data[1:], [], default_type
        )
    end = _HEAD_END.search(data)
    head, body = (data[: end.start()], data[end.end() :]) if end else (data, b"")
    fields, stray = _fields(head)
    if stray is not None:  # the header stops without a blank line
        body = head[stray:] + (data[end.start() :] if end else b"")
    return Part(fields, body, [], default_type)


def _fields(head: bytes) -> tuple[list[tuple[str, bytes]], int | None]:
    """Return the fields, and where text begins that is no header, or None."""
    fields: list[tuple[str, list[bytes]]] = []
    at = 0
    lines = head.split(b"\n")
    for number, line in enumerate(lines):
        hit = _FIELD.match(line)
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1][1].append(line)
        elif hit:
            fields.append((hit[1].decode("latin-1").lower(), [hit[2]]))
        elif number == 0 and line.startswith((b"From ", b">From ")):
            pass  # the separator of an mbox
        elif line.strip() and not (
            fields and any(_FIELD.match(later) for later in lines[number + 1 : number + 3])
        ):
            return [(name, b"\n".join(value)) for name, value in fields], at
        at += len(line) + 1
    return [(name, b"\n".join(value)) for name, value in fields], None


def _open_multipart(part: Part, depth: int, budget: list[int]) -> None:
    if not part.content_type.startswith("multipart/") and not _is_in_parts(part):
        return
    if depth >= MAX_MULTIPART_DEPTH or budget[0] <= 0:
        part.problem = "邮件的分段过多或嵌套过深，后面的部分没有拆开，请人工查看原邮件。"
        return
    body = part.body
    boundary = part.parameter("boundary").encode("utf-8", "ignore")
    pieces = _split(body, boundary, budget[0]) if boundary else []
    if not pieces and part.content != body:  # a multipart that was itself encoded, against the rules
        body = part.content
        pieces = _split(body, boundary, budget[0]) if boundary else []
    if not pieces:
        guessed = _GUESSED_BOUNDARY.search(body)
        pieces = _split(body, guessed[1], budget[0]) if guessed else []
        if not pieces:
            part.problem = "邮件写明分成几段，却找不到分段的标记，只能当作纯文字来读。"
            part.children = [Part([], body)]
            return
    below = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    for piece in pieces:
        if budget[0] <= 0:
            part.problem = "邮件的分段过多，后面的部分没有拆开，请人工查看原邮件。"
            return
        budget[0] -= 1
        child = _part(piece, below)
        part.children.append(child)
        _open_multipart(child, depth + 1, budget)


def _is_in_parts(part: Part) -> bool:
    """Whether what is called plain text, or nothing at all, begins as a body in parts does."""
    plain = part.content_type == "text/plain" and part.disposition[0] != "attachment"
    return plain and _UNLABELLED.match(part.body) is not None


def _split(body: bytes, boundary: bytes, most: int) -> list[bytes]:
    """Return what stands between the boundary lines; a missing last line ends the last piece with the body."""
    delimiter = b"--" + boundary
    pieces: list[bytes] = []
    start = -1  # where the open piece begins
    at = body.find(delimiter)
    while at >= 0:
        end = at + len(delimiter)
        closing = body.startswith(b"--", end)
        tail = _LINE_END.match(body, end + 2 if closing else end)
        if tail and (at == 0 or body[at - 1] == 10):
            if start >= 0:
                pieces.append(
                    body[start : at - (2 if body[at - 2 : at] == b"\r\n" else 1)] if at > start else b""
                )
            if closing or len(pieces) > most:
                return pieces
            start = end = tail.end()
        at = body.find(delimiter, end)
    if start >= 0:
        pieces.append(body[start:])
    return pieces
