"""Damage that knows what it damages: members of zips, elements of XML, fields and parts of mails."""

from __future__ import annotations

import base64
import io
import random
import re
import warnings
import zipfile
import zlib

from tests.fuzz.octets import LIMITS, MOST, damaged
from tests.fuzz.seeds import packed

ELEMENT = re.compile(rb"<([A-Za-z][\w:.-]*)((?:\s[^<>]*)?)>")
ATTRIBUTE = re.compile(rb'([\w:.-]+)="([^"]*)"')
TEXTS = (
    b"&#0;",
    b"&lt;{{ 7*7 }}",
    "〓\u202e☑□（）".encode(),
    b"\xff\xfe",
    b"&x;",
    b"<!--",
    b"]]>",
    b"9" * 400,
)
ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
)
CHARSETS = (
    b"gb2312",
    b"utf-8",
    b"utf-16",
    b"big5",
    b"hz",
    b"iso-2022-jp",
    b"utf-7",
    b"idna",
    b"hex",
    b"",
    b'"',
    b"x" * 300,
)
ENCODINGS = (b"base64", b"quoted-printable", b"x-uuencode", b"7bit", b"8bit", b"binary", b"nonsense")
KINDS = (
    b"text/plain", b"text/html", b"message/rfc822", b"message/delivery-status", b"message/partial", b"multipart/mixed",
    b"multipart/report", b"multipart/alternative", b"multipart/digest", b"application/ms-tnef", b"application/pkcs7-mime",
)  # fmt: skip


def in_xml(dice: random.Random, data: bytes, other: bytes) -> bytes:
    """Damage one place of an XML or HTML text."""
    elements = list(ELEMENT.finditer(data, 0, 300_000))
    if not elements:
        return damaged(dice, data, other)
    hit = dice.choice(elements)
    at, end = hit.span()
    attributes = list(ATTRIBUTE.finditer(hit[2]))
    match dice.randrange(9):
        case 0 if attributes:  # a value at its limit
            chosen = dice.choice(attributes)
            value = dice.choice(
                (str(dice.choice((*LIMITS, 10**9))).encode(), b"9" * 5000, dice.choice(TEXTS))
            )
            at += len(hit[1]) + 1
            return data[: at + chosen.start(2)] + value + data[at + chosen.end(2) :]
        case 1:  # thousands of attributes
            many = b"".join(b' a%d="%d"' % (i, i) for i in range(dice.choice((10, 5000))))
            return data[: end - 1] + many + data[end - 1 :]
        case 2:  # the same element over and over, inside itself
            return data[:at] + data[at:end] * dice.choice((2, 200, 20_000)) + data[end:]
        case 3:  # an element without its end, or an end without its beginning
            return data[:at] + data[end:]
        case 4:
            return data[:end] + dice.choice(TEXTS) + data[end:]
        case 5:
            return ENTITIES + data
        case 6:  # another element's name
            name = dice.choice(elements)[1]
            return data[: at + 1] + name + data[at + 1 + len(hit[1]) :]
        case 7:  # a whole stretch of elements again
            last = dice.choice(elements).end()
            stretch = data[min(at, last) : max(at, last)]
            return (
                data[:at]
                + stretch * min(dice.choice((2, 50)), 1_000_000 // (len(stretch) + 1) + 1)
                + data[at:]
            )
        case _:
            return damaged(dice, data, other)


def in_zip(dice: random.Random, data: bytes, other: bytes) -> bytes:
    """Damage one member of a zip, or change members about; the rest stays a sound zip, unless it was none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = [(name, package.read(name)) for name in package.namelist()]
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        return damaged(dice, data, other)
    if not members or sum(len(content) for _, content in members) > MOST:
        return damaged(dice, data, other)
    one, two = dice.randrange(len(members)), dice.randrange(len(members))
    (name, content), (other_name, other_content) = members[one], members[two]
    match dice.randrange(8):
        case 0:
            members[one], members[two] = (name, other_content), (other_name, content)
        case 1:
            del members[one]
        case 2:  # two members of one name
            members.append((name, dice.choice((other_content, b"", other[:5000]))))
        case 3:
            members[one] = (
                dice.choice(("../x", "/etc/x", "C:\\x", "x/" * 200, "名\x01.xml", other_name)),
                content,
            )
        case 4:
            members[one] = (name, damaged(dice, content, other_content))
        case _:
            members[one] = (name, in_xml(dice, content, other_content))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two members of one name
        return packed_in_order(members)


def packed_in_order(members: list[tuple[str, bytes]]) -> bytes:
    """Return a zip of members that may have the same name."""
    if len({name for name, _ in members}) == len(members):
        return packed(dict(members))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members:
            package.writestr(zipfile.ZipInfo(name, (2018, 3, 12, 0, 0, 0)), content)
    return out.getvalue()


def in_document(dice: random.Random, data: bytes, other: bytes) -> bytes:
    """Damage a document in the way that suits its kind, or in any way."""
    if dice.random() < 0.25:
        return damaged(dice, data, other)
    if data.startswith(b"PK"):
        return in_zip(dice, data, other)[:MOST]
    if data.lstrip().startswith(b"<"):
        return in_xml(dice, data, other)[:MOST]
    return damaged(dice, data, other)


def in_mail(dice: random.Random, raw: bytes, documents: list[tuple[str, bytes]]) -> bytes:
    """Damage a mail's fields and parts; `documents` are hung into it, as they are."""
    lines = raw.split(b"\r\n")
    for _ in range(dice.choice((0, 1, 2, 5))):
        at = dice.randrange(len(lines))
        match dice.randrange(9):
            case 0:
                lines[at:at] = [lines[at]] * dice.choice((1, 2, 3000))
            case 1:
                del lines[at]
                lines = lines or [b""]
            case 2:
                lines[at] = re.sub(
                    rb'charset="?[\w.-]*"?', lambda hit: b"charset=" + dice.choice(CHARSETS), lines[at]
                )
            case 3:
                lines.insert(
                    at, b"Content-Type: %s; charset=%s" % (dice.choice(KINDS), dice.choice(CHARSETS))
                )
            case 4:
                lines.insert(at, b"Content-Transfer-Encoding: " + dice.choice(ENCODINGS))
            case 5:
                lines[at] = re.sub(rb"boundary=.*", b'boundary="B"', lines[at])
            case 6:
                lines.insert(
                    at, dice.choice((b"", b"--B", b"--B--", b">From x", b"begin 644 a.doc", b"\x00\xff" * 20))
                )
            case 7:
                other = dice.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
            case _:
                lines[at] = damaged(dice, lines[at], dice.choice(lines))[:200_000]
    return _hung(dice, b"\r\n".join(lines), documents)[:MOST]


def _hung(dice: random.Random, raw: bytes, documents: list[tuple[str, bytes]]) -> bytes:
    """Return a mail with `raw` as its first part, or as a mail attached, and documents behind it."""
    if not documents:
        return raw
    head = b'From: a@example.cn\r\nSubject: =?gbk?B?16qw7A==?=\r\nContent-Type: multipart/mixed; boundary="OUT"\r\n\r\n'
    inner = raw if dice.random() < 0.5 else b"Content-Type: message/rfc822\r\n\r\n" + raw
    parts = [inner]
    for name, data in documents:
        field = dice.choice(
            (
                name.encode("gbk", "replace"),
                name.encode(),
                b"=?gbk?B?" + base64.b64encode(name.encode("gbk", "replace")) + b"?=",
            )
        )
        parts.append(
            b'Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="' + field
            + b'"\r\nContent-Transfer-Encoding: base64\r\n\r\n' + base64.encodebytes(data)
        )  # fmt: skip
    return head + b"".join(b"--OUT\r\n" + part + b"\r\n" for part in parts) + b"--OUT--\r\n"
