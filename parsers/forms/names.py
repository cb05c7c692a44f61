"""Names of people and units as a form holds them: `李 四（签字）`, `滕州市环保局（盖章）`."""

from __future__ import annotations

import re

from parsers.forms.entries import tidy
from parsers.forms.people import NAME

_NAMELESS = re.compile(r"^(?:匿名|不愿|未提供|未透露|拒绝|不详|未知|保密|不便|隐私|隐去|未留|系统|未登记)")
_NAME_END = re.compile(r"[，,;；/／|、（(\[【:：]|\d{3,}|\s{2,}")
_NEXT_LABEL = re.compile(
    r"(?<=[\u3400-\u9fff]{2})\s*(?:(?:联系|办公|单位|科室)?(?:电话|手机|号码|方式)|联系方式|(?:经办|承办|办理|填报|审核|审批|审签|签发|复核|联系|反馈|答复)人员?"
    r"|(?:分管|主管|单位|科室|主要)(?:领导|负责人)|负责人|(?:填报|办结|落款|审核|签发)(?:日期|时间)|电\s?话).*$",
    re.DOTALL,
)
"""The next field's label run into a name."""
_SEVERAL = re.compile(rf"^{NAME}(?:\s*[、,，/／]\s*{NAME}|\s+{NAME})+$")
_LEAD = re.compile(r"^主办(?:单位|部门)?[:：]\s*(.+?)(?=[\s；;，,。]*协办|[；;\n]|$)", re.DOTALL)


def person_name(text: str) -> str | None:
    """Return the name at the start of `text`, blanks inside a Chinese name taken out; None for 匿名 and the like."""
    several = _SEVERAL.match(text.strip())
    if several:
        return re.sub(r"\s+", "、", re.sub(r"\s*[、,，/／]\s*", "、", several[0]))
    text = re.sub(r"[（(](?:签字|签名|签章|盖章|先生|女士|男|女)[)）]", "", text.strip())
    cut = _NAME_END.search(text)
    name = text[: cut.start()] if cut and cut.start() > 0 else text
    name = _NEXT_LABEL.sub("", name)  # 林传喜联系电话: a colon was lost
    if not re.search(r"[A-Za-z]", name):
        name = re.sub(r"\s+", "", name)
    name = name.strip(" \t\n\u3000。.")
    return (
        None
        if not name
        or len(name) > 30
        or _NAMELESS.match(name)
        or not re.search(r"[\u3400-\u9fff\U00020000-\U0003ffffA-Za-z]", name)
        else name
    )


def unit_name(text: str) -> str | None:
    """Return the name of a unit: `滕州市环保局（盖章）` → `滕州市环保局`."""
    name = re.sub(r"[（(](?:公章|盖章|章|印章|签章)[)）]", "", tidy(text))
    lead = _LEAD.match(name)
    name = (lead[1] if lead else name).replace("\n", "")
    name = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", name).strip(" ：:。，,;；")
    return name or None
