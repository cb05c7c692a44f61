"""Tick boxes: which of the options of a form are ticked."""

from __future__ import annotations

import re
from dataclasses import dataclass

TICKED = "☑☒✓✔✅■▣◼⊠●◉⦿\uf0fe\uf052\uf0fc\uf054\uf053\u2611\u2705"
UNTICKED = "☐□◻○◯▢⬜❏❑〇\uf0a8\uf06f\uf0a3\uf071\uf072\u2b1c"
_SPELT = re.compile(r"[\[(（【]\s*(?:√|✓|✔|[xXvV×])\s*[\])）】]")
_SPELT_EMPTY = re.compile(r"[\[(（【]\s{0,4}[\])）】]")
_BESIDE = re.compile(r"([□☐])\s*[√✓✔]|[√✓✔]\s*([□☐])")  # a tick written on or beside the empty box
_BOX = re.compile(f"[{TICKED}{UNTICKED}]")
_EDGE = " \t\n\u3000、,，;；/|｜:：。."


@dataclass(frozen=True)
class Ticks:
    """The options of a field, in order: which are ticked and which are not."""

    ticked: tuple[str, ...]
    unticked: tuple[str, ...]


def has_ticks(text: str) -> bool:
    """Whether `text` has tick boxes."""
    return bool(_BOX.search(text)) or "√" in text or bool(_SPELT.search(text) and len(text) < 120)


def read_ticks(text: str) -> Ticks | None:
    """Return the options of `☐咨询 ☑投诉`, `咨询□ 投诉√`, `[ ]是 [x]否`; None where the text has no boxes."""
    text = _SPELT.sub("☑", text)
    if "☑" in text or _BOX.search(text):
        text = _SPELT_EMPTY.sub("☐", text)
    text = _BESIDE.sub("☑", text)
    if "√" in text and not _BOX.search(text):
        return _bare_ticks(text)
    text = text.replace("√", "☑")
    boxes = list(_BOX.finditer(text))
    if not boxes:
        return None
    before = not text[: boxes[0].start()].strip(_EDGE)  # the box stands before its option
    ends = [box.start() for box in boxes[1:]] + [len(text)]
    starts = [0] + [box.end() for box in boxes[:-1]]
    ticked: list[str] = []
    unticked: list[str] = []
    for box, start, end in zip(boxes, starts, ends, strict=True):
        option = (text[box.end() : end] if before else text[start : box.start()]).strip(_EDGE)
        (ticked if box[0] in TICKED else unticked).append(option)
    return Ticks(tuple(ticked), tuple(unticked))


def _bare_ticks(text: str) -> Ticks:
    """Read options that carry no boxes, one of which has a √ at its side: `咨询  投诉√  举报`."""
    ticked: list[str] = []
    unticked: list[str] = []
    for option in re.split(
        r"[\s\u3000、,，;；/|]+",
        re.sub(r"√\s+(?=\S)", "√", text) if text.lstrip().startswith("√") else re.sub(r"\s+√", "√", text),
    ):
        if option.strip(_EDGE + "√"):
            (ticked if "√" in option else unticked).append(option.strip(_EDGE + "√"))
    return Ticks(tuple(ticked), tuple(unticked))
