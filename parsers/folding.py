"""Labels and words folded: as they are compared, whatever their widths, spaces, numbers and brackets."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LEAST_ANNOUNCED = 6
"""Characters of a folded label that may end in 如下; 批示如下 is a part of a sentence."""

LONGEST_DOUBLE = 14
"""Characters of a folded label that asks for two things at once."""

_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十百]{1,3}[、.,:)]|\(?\d{1,2}[、.)](?!\d)|\([一二三四五六七八九十\d]{1,3}\))"
)
_ORDINAL = re.compile(r"(?<=[\u4e00-\u9fff])[12]$")
_AND = re.compile(r"[及和与、/\\]")
_EDGE = " :;,.、。·•●■◆★*#-—_=|<>《》“”\"'【】[]"


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return `text` as labels are compared: `（二）联 系\\n电话（手机）：` → `联系电话`."""
    tight = _SPACE.sub("", unicodedata.normalize("NFKC", text)).strip(_EDGE)
    bare = _NUMBERING.sub("", tight)
    bare = _BRACKETED.sub("", bare).strip(_EDGE)
    bare = _ORDINAL.sub("", bare)  # 联系电话1
    return (bare or tight.strip("()")).replace("(", "").replace(")", "").upper()


def first_of_two(folded: str) -> str:
    """Return the first of two things that one label asks for: 反映人及电话 → 反映人; 退单理由如下 is 退单理由."""
    if len(folded) >= LEAST_ANNOUNCED:
        folded = folded.removesuffix("如下")
    hit = _AND.search(folded, 2)
    return folded[: hit.start()] if hit and len(folded) <= LONGEST_DOUBLE and ":" not in folded else folded
