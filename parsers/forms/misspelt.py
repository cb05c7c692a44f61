"""Labels that recognition has read with one wrong character: 诉求內容, 承办单泣, 办理时眼. Values are left as they were read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from parsers.labels import FORMS, Labels, fold
from parsers.paper import Grid, Line

LEAST = 4
"""Characters of a label that one wrong one does not make another label of."""

LONGEST = 16
"""Characters of a line or cell that may be a label and nothing else."""

# Characters that recognition takes for one another; any other wrong one must be foreign to all labels.
_ALIKE = (
    "间问同闻 人入八 己已巳 未末 日曰目 办为力 话活 电申由 求来 理埋 处外 号另 位泣住 内肉 限眼银根 名各 姓性 程呈 址扯 诉拆 反友 发友 结给 "
    "复夏 核该 满蒲 意竟 见贝 承丞 属厉 审申宙 签答 标际 编偏 型刑 类娄 容客 情倩 况兄沉 容谷 实买 查杳 因困 原厚 期斯朋 单草 部陪"
).split()
_PIECE = re.compile(r"(\t|[ \u3000\xa0]{2,}|\n)")
_BEFORE_COLON = re.compile(
    r"(?:(?<=^)|(?<=[\s；;，,。|、】\])）]))([\u3400-\u9fff](?:[ \u3000]?[\u3400-\u9fff]){3,11})(?=\s*[:：])"
)


def respelt(block: Line | Grid, labels: Labels) -> Line | Grid:
    """Return a line or table with the labels in it spelt as they are known, where just one label can be meant."""
    if isinstance(block, Line):
        return replace(block, text=_respelt(block.text, labels))
    return replace(block, cells=tuple(replace(c, text=_respelt(c.text, labels)) for c in block.cells))


def _respelt(text: str, labels: Labels) -> str:
    whole = spelt(text, labels) if len(text) <= LONGEST else ""
    if whole:
        return whole
    return "".join(_piece(piece, labels) for piece in _PIECE.split(text))


def _piece(text: str, labels: Labels) -> str:
    if ":" in text or "：" in text:
        return _BEFORE_COLON.sub(lambda hit: spelt(hit[1], labels) or hit[0], text)
    return (spelt(text, labels) if len(text) <= LONGEST else "") or text


def spelt(text: str, labels: Labels) -> str:
    """Return the label that `text` is but for one character; "" where it is one, or none, or could be several."""
    folded = fold(text)
    if (
        len(folded) < LEAST
        or labels.is_label(text)
        or any(folded in words for words in labels.codes.values())
    ):
        return ""
    near = labels.with_gaps(_gaps)
    alike: set[str] = set()
    foreign: set[str] = set()
    for gap, place in _gaps(folded):
        for label in near.get(gap, ()):
            if _look_alike(folded[place], label[place]):
                alike.add(label)
            elif folded[place] not in near and "\u3400" <= folded[place] <= "\u9fff":
                foreign.add(label)
    return _only_one(alike or foreign, labels)


def _only_one(found: Collection[str], labels: Labels) -> str:
    """Return one of these labels where all of them ask for the same."""
    meanings = {tuple(labels.forms[form].get(label) for form in FORMS) for label in found}
    return min(found) if len(meanings) == 1 else ""


def _gaps(label: str) -> Iterable[tuple[str, int]]:
    """Yield a label with each of its characters left out, and which it was."""
    return ((f"{label[:i]}\0{label[i + 1 :]}", i) for i in range(len(label)) if len(label) >= LEAST)


def _look_alike(read: str, meant: str) -> bool:
    return any(read in group and meant in group for group in _ALIKE)
