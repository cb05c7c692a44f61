"""Header fields: raw octets → text, and their parameters.

Python's own decoders lose raw 8-bit names, and spoil encoded words that are split inside a character, as several
Chinese systems write them. So the words are joined here before their charset is looked at.
"""

from __future__ import annotations

import binascii
import re
from urllib.parse import unquote_to_bytes

from parsers.charsets import decode
from parsers.limits import MAX_HEADER_VALUE
from parsers.tidy import MISSING_SIGN, clean

_FOLD = re.compile(rb"\r?\n[ \t]*")
_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=", re.DOTALL)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_SECTION = re.compile(r"^(.+?)\*(\d+)?(\*)?$")
_PARTED = re.compile(rb'[\x80-\xff]"?\s*;\s*[^\s=;"]+\*\d+=\s*"?[\x80-\xff]')
_ESCAPE = re.compile(rb"\x1b[$(]|~\{")  # ISO 2022 and HZ: octets that look like ASCII and are not
_NEVER_RAW = re.compile(r"(?:unicode-1-1-)?utf-?(?:7|16|32)|ucs-?[24]", re.IGNORECASE)
_PARAMETER = re.compile(r"\s*([^\s=;\"]+)\s*=\s*")


def unfold(raw: bytes) -> bytes:
    """Return a header value as one line, cut at `MAX_HEADER_VALUE`."""
    return _FOLD.sub(b" ", raw[:MAX_HEADER_VALUE]).strip()


def as_written(octets: bytes, charset: str = "") -> str:
    """Return an unfolded field as text, its encoded words as they are; `charset` is that of the mail's body.

    A body in UTF-7 or UTF-16 has its header in ASCII all the same: in that charset it would be another text.
    """
    if octets.isascii() and not _ESCAPE.search(octets):
        return octets.decode("ascii")
    return decode(octets, "" if _NEVER_RAW.match(charset.strip()) else charset)


def text_of(raw: bytes, charset: str = "") -> str:
    """Return an unstructured field (Subject) as text; `charset` is that of the mail's body, for raw octets."""
    value = as_written(unfold(raw), charset)
    return " ".join(clean(decode_words(value)).split("\n")).strip()


def decode_words(value: str) -> str:
    """Replace encoded words (RFC 2047), also inside quoted strings and where characters are split between words."""
    if "=?" not in value:
        return value
    out: list[str] = []
    pending: list[tuple[str, str]] = []  # (encoding, payload) of adjacent words in one charset
    charset = ""
    end = 0
    for word in _WORD.finditer(value):
        between = value[end : word.start()]
        label = word[1].partition("*")[0]  # RFC 2231 allows a language after the charset
        if pending and (between.strip() or label.lower() != charset.lower()):
            out.append(decode(_join(pending), charset))
            pending = []
            out.append(between if between.strip() else "")
        elif not pending:
            out.append(between if between.strip() or end == 0 else "")
        charset = label
        pending.append((word[2].upper(), word[3]))
        end = word.end()
    if pending:
        out.append(decode(_join(pending), charset))
    out.append(value[end:])
    return "".join(out)


def _join(words: list[tuple[str, str]]) -> bytes:
    """Return the octets of adjacent encoded words; base64 that breaks inside a group of four is joined first."""
    octets = b""
    held = ""
    for encoding, payload in words:
        if encoding == "Q":
            octets += _base64(held) + binascii.a2b_qp(payload.encode("latin-1", "ignore"), header=True)
            held = ""
            continue
        held += payload
        if payload.endswith("=") or len(re.sub(r"\s", "", held)) % 4 == 0:
            octets += _base64(held)
            held = ""
    return octets + _base64(held)


def _base64(text: str) -> bytes:
    letters = _NOT_BASE64.sub(b"", text.encode("ascii", "ignore"))
    if len(letters) % 4 == 1:
        letters = letters[:-1]  # one letter alone holds no octet
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def parameters(raw: bytes, charset: str = "") -> tuple[str, dict[str, str]]:
    """Return value and parameters of a structured field (Content-Type, Content-Disposition), decoded.

    All forms in use are read: RFC 2231 in pieces and with a charset, encoded words inside, raw octets, percent
    signs, values without quotes or with the closing quote missing. `name*` wins over `name` where both are sound.
    """
    value, octets = as_written(unfold(raw), charset), "utf-8"
    if b"*0" in raw and (MISSING_SIGN in value or _PARTED.search(raw)):  # pieces that part a character
        value, octets = unfold(raw).decode("latin-1"), "latin-1"
    head, _, rest = value.partition(";")
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, text in _split(rest):
        section = _SECTION.match(name)
        if section is None:
            sound = text if octets == "utf-8" else decode(text.encode("latin-1"), charset)
            plain.setdefault(name, _plain_value(sound))
            continue
        number = int(section[2][:6]) if section[2] else 0
        encoded = bool(section[3]) or section[2] is None
        pieces.setdefault(section[1], {}).setdefault(number, (text, encoded))
    for name, numbered in pieces.items():
        text = _joined_pieces(numbered, octets, charset)
        if text and (MISSING_SIGN not in text or name not in plain):
            plain[name] = text
    return head.strip().lower(), plain


def _split(rest: str) -> list[tuple[str, str]]:
    """Return (lower-case name, value without quotes) of each parameter."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(rest) and len(found) < 200:
        hit = _PARAMETER.match(rest, at)
        if hit is None:
            at = rest.find(";", at) + 1
            if at == 0:
                break
            continue
        name, at = hit[1].lower(), hit.end()
        if at < len(rest) and rest[at] == '"':
            text, at = _quoted(rest, at + 1)
        else:
            end = rest.find(";", at)
            end = len(rest) if end < 0 else end
            text, at = rest[at:end].strip(), end
        found.append((name, text))
        at = rest.find(";", at) + 1
        if at == 0:
            break
    return found


def _quoted(rest: str, at: int) -> tuple[str, int]:
    """Return a quoted string that starts at `at` (after the quote) and where it ends.

    A backslash escapes only a quote or a backslash: unescaped Windows paths are common, other escapes are not.
    """
    out: list[str] = []
    while at < len(rest):
        sign = rest[at]
        if sign == '"':
            return "".join(out), at + 1
        if sign == "\\" and rest[at + 1 : at + 2] in ('"', "\\"):
            at += 1
            sign = rest[at]
        out.append(sign)
        at += 1
    return "".join(out).rstrip("; "), at


def _plain_value(text: str) -> str:
    text = decode_words(text)
    if len(_PERCENT.findall(text)) >= 3 and text.isascii():
        return decode(unquote_to_bytes(text))
    return text


def _joined_pieces(numbered: dict[int, tuple[str, bool]], codec: str, fallback: str) -> str:
    """Join RFC 2231 sections; some senders put encoded words or no charset inside.

    `codec` gives the octets back that a section was read from; raw ones in Latin-1 are in the `fallback` charset.
    """
    octets = b""
    charset = ""
    for position, number in enumerate(sorted(numbered)):
        text, encoded = numbered[number]
        if position == 0 and encoded and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        octets += unquote_to_bytes(text) if encoded or charset else text.encode(codec, "surrogatepass")
    return decode_words(decode(octets, charset or (fallback if codec == "latin-1" else "")))
