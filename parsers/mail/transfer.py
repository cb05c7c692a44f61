"""Content-Transfer-Encoding: octets as sent → octets as meant. Damage costs what is damaged, no more."""

from __future__ import annotations

import binascii
import re

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
_BLANKS = b" \t\r\n\x0b\x0c"
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_GROUP = re.compile(rb"[A-Za-z0-9+/]+")
_UU_BEGIN = re.compile(rb"(?m)^begin(?:-base64)? [0-7]{3,4} +([^\r\n]+?)[ \t]*\r?$")


def decode_transfer(body: bytes, encoding: str) -> bytes:
    """Return the octets that `body` means under the encoding that its header names; unknown names change nothing."""
    encoding = encoding.lower()
    if "base64" in encoding:
        return decode_base64(body)
    if "quoted" in encoding:
        return binascii.a2b_qp(body)
    if "uu" in encoding:
        found = cut_uuencoded(body)[1]
        return found[0][1] if found else body
    return body


def decode_base64(body: bytes) -> bytes:
    """Decode base64 with foreign lines in between, padding in the middle, and a torn end."""
    letters = body.translate(None, _BLANKS)
    if letters.translate(None, _LETTERS):
        lines = [line for line in body.splitlines() if not line.translate(None, _LETTERS + _BLANKS)]
        letters = (b"".join(lines) or _NOT_BASE64.sub(b"", body)).translate(None, _BLANKS)
    padded = letters.find(b"=")
    if padded < 0 or len(letters) - padded <= 2:
        return _decode_letters(letters)
    return b"".join(_decode_letters(group) for group in _GROUP.findall(letters))


def _decode_letters(letters: bytes) -> bytes:
    letters = letters.translate(None, b"=")
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def cut_uuencoded(body: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Return `body` without the uuencoded files in it, and these: (raw name, octets)."""
    files: list[tuple[bytes, bytes]] = []
    rest: list[bytes] = []
    at = 0
    for begin in _UU_BEGIN.finditer(body):
        if begin.start() < at:
            continue
        end = re.compile(rb"(?m)^(?:end|====)[ \t]*\r?$").search(body, begin.end())
        if end is None:
            continue
        data = _decode_uu(body[begin.end() : end.start()], base64=begin[0].startswith(b"begin-base64"))
        if not data:
            continue
        rest.append(body[at : begin.start()])
        files.append((begin[1], data))
        at = end.end()
    return (b"".join([*rest, body[at:]]) if files else body), files


def _decode_uu(block: bytes, *, base64: bool) -> bytes:
    if base64:
        return decode_base64(block)
    out = []
    for line in block.splitlines():
        if not line.strip():
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some encoders write too much padding: take as many signs as the count at the front needs.
            signs = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out.append(binascii.a2b_uu(line[:signs]))
            except binascii.Error:
                return b""  # not uuencoded after all: the text stays text
    return b"".join(out)
