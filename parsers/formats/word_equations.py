"""Word's EQ fields, as far as people make boxes of them: one sign written over another, `eq \\o\\ac(□,√)` (带圈字符)."""

from __future__ import annotations

import re

TICKED, UNTICKED = "☑", "☐"

_OVER = re.compile(r"^\s*eq\b[^()]*?\\o(?![a-z])", re.IGNORECASE)
_SWITCH = re.compile(r"\\\*\s*\S+|\\[a-z]+\s*-?\d*", re.IGNORECASE)
_COMMA = re.compile(r"[,;，；]")
_FRAMES = "□☐◻○◯〇囗△"
_TICKS = "√✓✔Vv"
_CROSSES = "×✗✘XxＸ"

LONGEST = 200
"""Characters of an instruction that may write one sign over another."""


def written_over(code: str) -> str:
    """Return what a reader sees of an EQ field that writes one sign over another; "" for any other instruction.

    A tick or cross in a frame is a ticked box, a frame alone an empty one; of anything else (a number in a circle,
    a reading above its character) the uppermost text is kept.
    """
    head = _OVER.match(code) if len(code) <= LONGEST else None
    if head is None:
        return ""
    inside = _SWITCH.sub(" ", code[head.end() :])
    signs = [sign for part in _COMMA.split(inside) if (sign := part.strip(" ()（）\t"))]
    framed = any(sign in _FRAMES for sign in signs)
    written = [sign for sign in signs if sign not in _FRAMES]
    if not framed:
        return written[-1] if written else ""
    if not written:
        return UNTICKED
    return TICKED if written[-1] in _TICKS + _CROSSES else written[-1]


__all__ = ["TICKED", "UNTICKED", "written_over"]
