"""Plain text → lines."""

from __future__ import annotations

import re

from parsers.charsets import decode
from parsers.formats.misnamed import CALLED_A_DOCUMENT, promises_document
from parsers.limits import MAX_LINES, MAX_TEXT
from parsers.paper import Line, Paper
from parsers.tidy import clean

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


def read(name: str, data: bytes) -> Paper:
    """Return a text file as a `Paper`, one `Line` for each line that is not blank."""
    text = to_text(data[: 4 * MAX_TEXT])  # four octets a character at most
    lines = tuple(Line(line, f"第{number}行") for number, line in numbered_lines(text[:MAX_TEXT]))
    problem = ""
    if len(text) > MAX_TEXT or len(data) > 4 * MAX_TEXT:
        problem = f"「{name}」超过 {MAX_TEXT // 10_000} 万字，只读了前面的部分，请人工查看。"
    elif len(lines) > MAX_LINES:
        problem = f"「{name}」超过 {MAX_LINES} 行，只读了前面的部分，请人工查看。"
    if promises_document(name):
        problem += CALLED_A_DOCUMENT.format(name)
    return Paper(name, "plain", lines[:MAX_LINES], {}, problem)


def to_text(data: bytes) -> str:
    """Decode a text file without any label; see `wide_codec` for UTF-16."""
    codec = wide_codec(data)
    return data.decode(codec, "parsers.missing") if codec else decode(data)


def wide_codec(data: bytes) -> str:
    """Return the codec of text in UTF-16, known by its mark or, without one, by reading as everyday text; or ""."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = data[:4096]
    if b"\x00" not in head or len(data) % 2:
        return ""
    for codec in ("utf-16-le", "utf-16-be"):
        try:
            text = head.decode(codec)
        except UnicodeDecodeError:  # also a surrogate pair cut at the end of the head
            continue
        everyday = text.encode("gb2312", "ignore").decode("gb2312")
        if len(everyday) >= 0.9 * len(text) and not _CONTROL.search(text):
            return codec
    return ""


def numbered_lines(text: str) -> list[tuple[int, str]]:
    """Return (number from 1, text) of the lines that hold anything."""
    lines = enumerate(clean(text).split("\n"), start=1)
    return [(number, line.strip(" \t\u3000")) for number, line in lines if line.strip(" \t\u3000")]
