"""Numbered headings of a letter that no list of labels knows, between such as it knows: 三、整改进展 below 二、核查情况."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.labels import Labels
from parsers.numbers import chinese_number
from parsers.paper import Line

_NUMBERED = re.compile(
    r"^\s*(?:第?(?P<full>[一二三四五六七八九十]{1,3})[、.．,，]|[(（](?P<inner>[一二三四五六七八九十]{1,3})[)）]|(?P<digit>\d{1,2})[、.．](?!\d))"
    r"\s*(?P<name>[\u4e00-\u9fff]{2,12})(?P<end>\s*[：:。]|\s*$|\s+)(?P<rest>.*)$",
    re.DOTALL,
)
_NOUN = re.compile(
    r"(?:情况|结果|意见|措施|过程|经过|进展|进度|工作|答复|反馈|回访|沟通|告知|处置|核查|核实|调查|勘查|勘验|踏勘|排查|检查|认定|打算|计划|落实|整改|说明|结论|推进|对接|满意度|评价|事项|问题|依据|原因|建议|职责)$"
)
"""What a heading ends in; an item of a list (1、已修复路灯) does not."""

_KNOWN = frozenset({"facts", "measures", "both", "feedback"})
"""Fields of an answer of which one must stand under a heading of the same numbering."""


def is_heading(text: str) -> bool:
    """Whether a line is a numbered heading and nothing else, or a label that `unknown_headings` gave."""
    hit = _NUMBERED.match(text)
    return hit is not None and not hit["rest"].strip() and _NOUN.search(hit["name"]) is not None


def unknown_headings(lines: Sequence[Line], labels: Labels) -> dict[int, tuple[str, str]]:
    """Return line → (heading with its number, what stands behind it) of those that are numbered on with known ones."""
    headed: dict[str, list[tuple[int, int, bool]]] = {}  # style → line, number, known
    found: dict[int, tuple[str, str]] = {}
    for i, line in enumerate(lines):
        hit = _NUMBERED.match(line.text)
        if hit is None:
            continue
        style, number = _number(hit)
        meaning = labels.meaning("answer", hit["name"])
        if meaning and meaning[0] in _KNOWN:
            headed.setdefault(style, []).append((i, number, True))
        elif labels.is_label(hit["name"]):
            headed.setdefault(style, []).append((i, number, False))
        elif _NOUN.search(hit["name"]) and not (hit["end"].isspace() and hit["rest"]):
            headed.setdefault(style, []).append((i, number, False))
            found[i] = (line.text[: hit.end("name")].strip(), hit["rest"].strip())
    counted = {i for items in headed.values() if _counts_on(items) for i, _, _ in items}
    return {i: heading for i, heading in found.items() if i in counted}


def _number(hit: re.Match[str]) -> tuple[str, int]:
    style = next(name for name in ("full", "inner", "digit") if hit[name])
    return style, int(hit["digit"]) if style == "digit" else chinese_number(hit[style]) or 0


def _counts_on(items: Sequence[tuple[int, int, bool]]) -> bool:
    """Whether headings of one style are numbered on from one to the next, and one of them is known."""
    numbers = [number for _, number, _ in items]
    return any(known for _, _, known in items) and numbers == list(
        range(numbers[0], numbers[0] + len(numbers))
    )
