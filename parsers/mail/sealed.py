"""Signed and encrypted mail (S/MIME, PGP): what is only signed is read, what is encrypted is told to the clerk.

No signature is verified: a mail is trusted for its sender on file, not for a certificate. The office holds no keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.mail.parts import Part, take_apart

SIGNED_NOTE = "邮件用 S/MIME 签名封装，内容已取出，签名没有核验。"
ENCRYPTED_SMIME = (
    "邮件用 S/MIME 加密，只有持收件人证书（私钥）的人用 Outlook 等邮件程序才打得开，本系统没有密钥；"
    "请对方不加密重寄，或由持证书的同志打开后另存、转来。"
)
ENCRYPTED_PGP = "邮件用 PGP 加密，只有持收件人私钥的人用 PGP 程序才打得开，本系统没有密钥；请对方不加密重寄，或由持私钥的同志打开后转来。"
RESTRICTED = "邮件受微软权限管理（IRM）保护，只有被授权的人用 Outlook 登录自己的账号才打得开；请对方取消“不得转发”等限制后重寄。"
TORN = "邮件用 S/MIME 封装，但封装已损坏或没有传完整，打不开，请对方不签名、不加密重寄。"
INNER = "信里套着一封用 S/MIME 签名封装的邮件，没有打开，请人工查看。"

PKCS7 = frozenset("application/pkcs7-mime application/x-pkcs7-mime".split())
_SIGNED = bytes.fromhex("2a864886f70d010702")  # 1.2.840.113549.1.7.2
_ENVELOPED = (bytes.fromhex("2a864886f70d010703"), bytes.fromhex("2a864886f70d0109100117"))
_SEQUENCE, _OBJECT, _OCTETS, _OCTETS_IN_PIECES, _CONTENT = 0x30, 0x06, 0x04, 0x24, 0xA0
_LAYERS = 3  # signed, signed again by a gateway
_PIECES = 100_000

_SIGNED_BEGINS, _SIGNATURE, _SIGNATURE_ENDS = (
    f"-----{words}-----" for words in ("BEGIN PGP SIGNED MESSAGE", "BEGIN PGP SIGNATURE", "END PGP SIGNATURE")
)
_ARMOUR_HEAD = re.compile(r"[ \t]*\n(?:[A-Za-z]{1,20}: .*\n)*\s*")
_ENCRYPTED = re.compile(
    r"^-----BEGIN PGP MESSAGE-----.*?(?:^-----END PGP MESSAGE-----[ \t]*\n?|\Z)", re.MULTILINE | re.DOTALL
)


def unsealed(root: Part) -> tuple[Part, str]:
    """Return (the mail, a note) with an opaque S/MIME signature taken off; (root, "") where there is none."""
    note = ""
    for _ in range(_LAYERS):
        seal = _only_seal(root)
        inner = _signed_content(seal.content) if seal else b""
        if not inner:
            break
        root, note = _with_body_of(root, take_apart(inner)), SIGNED_NOTE
    return root, note


def is_sealed(part: Part, name: str) -> bool:
    """Whether a part is an S/MIME message rather than a document: by its type, or by its name where that says nothing."""
    return part.content_type in PKCS7 or (
        part.content_type == "application/octet-stream" and name.lower().endswith(".p7m")
    )


def why_sealed(part: Part) -> str:
    """Return the Chinese sentence about an S/MIME message that can't be read: by what it is, else by what it is called."""
    kind = _kind(part.content)
    if kind in _ENVELOPED or (not kind and "enveloped" in part.parameter("smime-type").lower()):
        return ENCRYPTED_SMIME
    return INNER if kind == _SIGNED else TORN


def without_armour(text: str) -> tuple[str, str]:
    """Return (text, problem) with the lines of a PGP signature taken off; the problem where a part is encrypted."""
    if "-----BEGIN PGP " not in text:
        return text, ""
    text = text.replace("\r\n", "\n")
    text = "".join(_without_signatures(text))
    bare = _ENCRYPTED.sub("", text)
    return bare, ENCRYPTED_PGP if bare != text else ""


def _without_signatures(text: str) -> Iterator[str]:
    """Yield the pieces of a text without the armour of signatures (RFC 4880 §7); lines that begin with - are escaped."""
    at = 0
    while (begins := text.find(_SIGNED_BEGINS, at)) >= 0 and (
        signature := text.find(_SIGNATURE, begins)
    ) >= 0:
        yield text[at:begins]
        head = _ARMOUR_HEAD.match(text, begins + len(_SIGNED_BEGINS), signature)
        yield re.sub(r"(?m)^- (?=-)", "", text[head.end() if head else begins : signature])
        ends = text.find(_SIGNATURE_ENDS, signature)
        at = ends + len(_SIGNATURE_ENDS) if ends >= 0 else len(text)
    yield text[at:]


def _only_seal(root: Part) -> Part | None:
    """Return the S/MIME part of a mail that holds nothing else."""
    leaves = [part for part in root.walk() if not part.children]
    if not any(is_sealed(part, part.parameter("name")) for part in leaves):
        return None
    full = [part for part in leaves if part.content.strip()]
    return full[0] if len(full) == 1 and is_sealed(full[0], full[0].parameter("name")) else None


def _with_body_of(root: Part, inner: Part) -> Part:
    """Return the mail with the outer header and the inner contents (RFC 8551 §3.1: the inner entity has only content fields)."""
    outer = [field for field in root.fields if not field[0].startswith("content-")]
    content = [field for field in inner.fields if field[0].startswith("content-")]
    return Part([*outer, *content], inner.body, inner.children, problem=inner.problem)


def _signed_content(data: bytes) -> bytes:
    """Return the content of CMS SignedData (RFC 5652 §5), b"" where it is something else or broken."""
    try:
        if _kind(data) != _SIGNED:
            return b""
        signed = next(_walk(_elements(next(_walk(data))[1])[1][1]))[1]
        inside = _elements(next(value for tag, value in _elements(signed) if tag == _SEQUENCE))
        [(tag, value)] = _elements(next(value for tag, value in inside if tag == _CONTENT))[:1]
        if tag == _OCTETS:
            return value
        return (
            b"".join(piece for kind, piece in _elements(value) if kind == _OCTETS)
            if tag == _OCTETS_IN_PIECES
            else b""
        )
    except (IndexError, StopIteration, ValueError):
        return b""


def _kind(data: bytes) -> bytes:
    """Return the object identifier of a CMS message, b"" where it is none."""
    try:
        tag, value = next(_walk(data))
        kind, identifier = next(_walk(value))
    except (IndexError, StopIteration, ValueError):
        return b""
    return identifier if (tag, kind) == (_SEQUENCE, _OBJECT) else b""


def _elements(data: bytes) -> list[tuple[int, bytes]]:
    return list(_walk(data))


def _walk(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (tag, contents) of the BER elements side by side in `data`, also those of indefinite length (X.690 §8.1)."""
    at = 0
    for _ in range(_PIECES):
        if at >= len(data) or data[at : at + 2] == b"\0\0":
            return
        tag, start, length = _head(data, at)
        end = _end_of_contents(data, start) if length < 0 else start + length
        if end > len(data):
            raise ValueError("torn")
        yield tag, data[start:end]
        at = end + (2 if length < 0 else 0)


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Return (tag, where its contents begin, their length or -1 where an end mark tells). `ValueError`, `IndexError`."""
    tag, length = data[at], data[at + 1]
    if length < 0x80:
        return tag, at + 2, length
    if length == 0x80:
        return tag, at + 2, -1
    count = length & 0x7F
    if count > 8:
        raise ValueError("length of more than eight octets")
    return tag, at + 2 + count, int.from_bytes(data[at + 2 : at + 2 + count], "big")


def _end_of_contents(data: bytes, at: int) -> int:
    """Return where contents of indefinite length end: at the end mark of their own level."""
    depth = 1
    for _ in range(_PIECES):
        if data[at : at + 2] == b"\0\0":
            depth -= 1
            if not depth:
                return at
            at += 2
            continue
        _, start, length = _head(data, at)
        depth += length < 0
        at = start if length < 0 else start + length
    raise ValueError("no end of contents")
