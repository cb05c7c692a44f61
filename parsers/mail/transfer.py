"""Content-Transfer-Encoding: octets as sent → octets as meant. Damage costs what is damaged, no more."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
_SOFT_BREAK = re.compile(rb"=[ \t]+(?=\r?\n|\Z)")
_BLANKS = b" \t\r\n\x0b\x0c"
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_GROUP = re.compile(rb"[A-Za-z0-9+/]+")
_UU_BEGIN = re.compile(rb"(?m)^begin(?:-base64)? [0-7]{3,4} +([^\r\n]+?)[ \t]*\r?$")
_UU_END = re.compile(rb"(?m)^(?:end|====)[ \t]*\r?$")

MOST_FOREIGN = 10
"""One sign in so many may be foreign to base64 that has been damaged."""


def decode_transfer(body: bytes, encoding: str) -> bytes:
    """Return the octets that `body` means under the encoding that its header names; unknown names change nothing."""
    encoding = encoding.lower()
    if "base64" in encoding:
        return body if _is_plain(body) else decode_base64(body)
    if "quoted" in encoding:
        return binascii.a2b_qp(_SOFT_BREAK.sub(b"=", body))  # blanks put behind it on the way (RFC 2045 6.7)
    if "uu" in encoding:
        found = cut_uuencoded(body)[1]
        return found[0].data if found else body
    return body


def _is_plain(body: bytes) -> bool:
    """Whether a body that is said to be base64 is none: its first line is not, and many of its octets can't be."""
    first = body.lstrip(_BLANKS).partition(b"\n")[0]
    if not first.translate(None, _LETTERS + _BLANKS):
        return False
    signs = body.translate(None, _BLANKS)
    return len(signs.translate(None, _LETTERS)) * MOST_FOREIGN > len(signs)


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


@dataclass(frozen=True)
class UuFile:
    """A uuencoded file: its name as sent, its octets, and whether its end is there."""

    name: bytes
    data: bytes
    whole: bool


def cut_uuencoded(body: bytes) -> tuple[bytes, list[UuFile]]:
    """Return `body` without the uuencoded files in it, and these; one without an end ends with its last sound line."""
    files: list[UuFile] = []
    rest: list[bytes] = []
    at = 0
    begins = list(_UU_BEGIN.finditer(body))
    for number, begin in enumerate(begins):
        base64 = begin[0].startswith(b"begin-base64")
        next_begins = begins[number + 1].start() if number + 1 < len(begins) else len(body)
        bounds = begin.end(), next_begins
        end = _UU_END.search(body, *bounds)
        stop, behind = end.span() if end else (_last_sound_line(body, *bounds, base64=base64),) * 2
        data = _decode_uu(body[begin.end() : stop], base64=base64)
        if not data:
            continue
        rest.append(body[at : begin.start()])
        files.append(UuFile(begin[1], data, whole=end is not None))
        at = behind
    return (b"".join([*rest, body[at:]]) if files else body), files


def _last_sound_line(body: bytes, start: int, stop: int, *, base64: bool) -> int:
    """Return where the lines end that may be of an encoded file, of which the end is missing."""
    at = start
    for line in body[start:stop].splitlines(keepends=True):
        signs = line.rstrip(b"\r\n")
        if signs.translate(None, _LETTERS) if base64 else signs and not _is_uu_line(signs):
            break
        at += len(line)
    return at


def _is_uu_line(line: bytes) -> bool:
    """Whether a line has as many signs as the count at its front asks for; blanks at its end may be lost."""
    signs = (((line[0] - 32) & 63) * 4 + 2) // 3
    return all(32 <= sign <= 96 for sign in line) and signs - 8 <= len(line) - 1 <= signs + 4


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
