"""Header fields of a raw mail, changed without touching any other byte."""

from __future__ import annotations

import re


def has(raw: bytes, field: str) -> bool:
    """Whether the mail's header has this field."""
    return _pattern(field).search(_head(raw)) is not None


def removed(raw: bytes, field: str) -> bytes:
    """The mail without this field."""
    head = _head(raw)
    return _pattern(field).sub(b"", head) + raw[len(head) :]


def replaced(raw: bytes, field: str, value: str) -> bytes:
    """The mail with this field once, with this value; without it where the value is empty."""
    raw = removed(raw, field)
    return on_top(raw, f"{field}: {value}") if value else raw


def on_top(raw: bytes, line: str) -> bytes:
    """The mail with one more field before all others."""
    return line.encode() + b"\r\n" + raw


def _head(raw: bytes) -> bytes:
    end = re.search(rb"\r?\n\r?\n", raw)
    return (
        raw if end is None else raw[: end.start() + (2 if raw[end.start() : end.start() + 1] == b"\r" else 1)]
    )


def _pattern(field: str) -> re.Pattern[bytes]:
    return re.compile(rb"(?im)^" + re.escape(field.encode()) + rb":[^\n]*\n(?:[ \t][^\n]*\n)*")
