"""Plain text → lines."""

from __future__ import annotations

import re

from parsers.charsets import decode
from parsers.limits import MAX_LINES
from parsers.paper import Line, Paper
from parsers.tidy import clean

_WIDE_TEXT = re.compile(rb"^(?:[\t\n\r -~]\x00){4}|^(?:\x00[\t\n\r -~]){4}")


def read(name: str, data: bytes) -> Paper:
    """Return a text file as a `Paper`, one `Line` for each line that is not blank."""
    lines = tuple(Line(text, f"第{number}行") for number, text in numbered_lines(to_text(data)))
    if len(lines) > MAX_LINES:
        return Paper(
            name,
            "plain",
            lines[:MAX_LINES],
            {},
            f"「{name}」超过 {MAX_LINES} 行，只读了前面的部分，请人工查看。",
        )
    return Paper(name, "plain", lines)


def to_text(data: bytes) -> str:
    """Decode a text file without any label; UTF-16 is known by its mark or by the zero in every other octet."""
    if _WIDE_TEXT.match(data) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16-be" if data[0] == 0 else "utf-16-le", "parsers.missing")
    return decode(data)


def numbered_lines(text: str) -> list[tuple[int, str]]:
    """Return (number from 1, text) of the lines that hold anything."""
    lines = enumerate(clean(text).split("\n"), start=1)
    return [(number, line.strip(" \t\u3000")) for number, line in lines if line.strip(" \t\u3000")]
