"""White space and invisible characters, made the same for every format."""

from __future__ import annotations

import re

# Zero width, direction marks, soft hyphen, byte order mark, and control characters that no text means.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_ODD_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

MISSING_SIGN = "〓"
"""Printers' sign for a character that could not be read (geta mark)."""


def clean(text: str) -> str:
    """Return `text` with only `\\n` as line break, plain spaces for odd ones, and nothing invisible.

    The ideographic space U+3000 stays: it is what people indent and spread labels with.
    """
    if (
        text.isprintable() and "\ufffd" not in text
    ):  # to Python, every odd blank and invisible sign is unprintable
        return text
    text = _ODD_BREAK.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = _ODD_SPACE.sub(" ", text)
    text = text.replace("\ufffd", MISSING_SIGN)
    return _LONE_SURROGATE.sub(MISSING_SIGN, text)
