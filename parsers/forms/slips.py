"""Slips to tear off below a letter (回执): blanks for whoever receives it, which say nothing of the letter itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.forms.entries import is_blank
from parsers.paper import Line

_SLIP = re.compile(
    r"^[\s\-—–_=·.…✂☆*（(【\[]*(?:签\s*收\s*)?(?:回\s*执|回\s*单|存\s*根)(?:\s*[联单条])?[\s\-—–_=·.…✂☆*）)】\]]*$"
)
_FIELD = re.compile(r"[^\s：:_＿]{2,12}\s*[：:]")


def without_slip(lines: Sequence[Line]) -> list[Line]:
    """Return `lines` without the slip that ends them, where nobody has filled it in."""
    for i, line in enumerate(lines):
        if i and _SLIP.match(line.text):
            return list(lines[:i]) if _is_blank_slip(lines[i + 1 :]) else list(lines)
    return list(lines)


def _is_blank_slip(lines: Sequence[Line]) -> bool:
    """Whether these lines are labels with nothing behind them."""
    text = "\n".join(line.text for line in lines)
    return bool(_FIELD.search(text)) and all(is_blank(value.strip()) for value in _FIELD.split(text))
