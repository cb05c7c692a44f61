"""Entry: one label with its value, as it stands on a paper; what all form readers work on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from parsers.forms.rounding import is_rounded
from parsers.numbers import wide_to_narrow


@dataclass(frozen=True)
class Entry:
    """One label with its value; `text` is "" where the form leaves it blank.

    `band` numbers the lines and rows of a paper: entries of one line or row share it. `source` is "grid" (a form of
    labels and values), "list" (a row under a head), "line" (running text) or "foot" (text below a signature).
    """

    label: str
    text: str
    where: str  # "表1 R3C2", "第3段"
    value: date | datetime | float | int | bool | None = None  # what a spreadsheet cell holds
    band: int = 0
    source: str = "grid"

    @property
    def is_rounded(self) -> bool:
        """Whether the value is a number too long for a spreadsheet, which has put zeros for its last digits."""
        return is_rounded(self.value)


_LAST_WORDS = (
    "热线|热线办|办公室|中心|局|分局|委员会|委|镇|街道|办事处|人民政府|政府|公司|集团|大队|中队|支队|科|处|站|院|所|平台|信箱|管委会"
    "|管理部|管理处|机关|法院|检察院|学校|医院|银行|合作社|联合会|协会|总队|督查室|督办科|秘书科|办|队|社|部|党委|党工委|供电所|室|厂|行"
)
_ORGANISATION = re.compile(
    rf"^([\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9（）()·“”]{{0,38}}?(?:{_LAST_WORDS}))"
    r"\s*(?:[（(](?:盖章|公章|章|印章|签章|加盖公章)[)）])?\s*$"
)
_WITH_PERSON = re.compile(r"^(\S{2,40}?)[\s，,、]+((?:[\u4e00-\u9fff][\s\u3000]?){2,4})$")
_SENTENCE = re.compile(r"[，。；！？：:;!?]")
BLANK = re.compile(
    r"^[\s_＿/\\—\-－–.。…*×xX]*$|^[（(]?(?:无|空|暂无|未填|未提供|无内容|略|不详|未知|未留|没有)[)）]?[。.]?$|^[\s_＿]*年[\s_＿]*月[\s_＿]*日?[\s_＿]*$"
)
"""Texts of a filled-in form that say that there is nothing: a dash, a row of underscores, 无."""


def is_blank(text: str) -> bool:
    """Whether a value says that there is nothing."""
    return BLANK.match(text) is not None


def tidy(text: str) -> str:
    """Return `text` with its white space tidied: no blank lines, no runs of spaces, no space at the edges."""
    lines = (re.sub(r"[ \t\u3000\xa0]+", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def tight(text: str) -> str:
    """Return `text` narrow and without any white space, as titles are compared."""
    return re.sub(r"\s+", "", wide_to_narrow(text))


def organisation(line: str) -> str:
    """Return the unit whose name makes up `line` (a signature, a letterhead), or "": `张汪镇人民政府 夏凤英`."""
    line = line.strip().strip("　 ")
    if len(line) > 48 or _SENTENCE.search(line.rstrip("：:")):
        return ""
    joined = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", line)
    for text in (line, joined):
        hit = _ORGANISATION.match(text)
        if hit:
            return hit[1]
    hit = _WITH_PERSON.match(line)
    return organisation(hit[1]) if hit and len(hit[1]) > 3 else ""
