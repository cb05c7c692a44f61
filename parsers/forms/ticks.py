"""Tick boxes: which of the options of a form are ticked. An option that nobody ticked is never taken for chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

TICKED = "☑☒✅■▣◼⊠●◉⦿⊙🗹🗵🗷\uf0fe\uf052\uf054\uf053"
UNTICKED = "☐□◻○◯▢⬜❏❑〇\uf0a8\uf06f\uf0a3\uf071\uf072\u2b1c"
_TICKS = "√✓✔\uf0fc"  # written beside an option, on its box, or instead of it
_CROSSES = "×✗✘"  # beside ticks it says no; alone nobody can tell
_BULLETS = "■●○◯□◼◻"
_CN = "一二三四五六七八九十〇○零"
_MARK = re.compile(
    rf"[{TICKED}{UNTICKED}{_TICKS}](?<!(?<=[{_CN}])[〇○])(?!(?<=[〇○])[{_CN}年])"  # 二〇一八年 has no boxes
    rf"|(?<![{_CROSSES}])[{_CROSSES}](?![{_CROSSES}])"
)
_SPELT = re.compile(rf"[\[(（【]\s*([{_TICKS}]|[xXvV{_CROSSES}])\s*[\])）】]")
_SPELT_EMPTY = re.compile(r"[\[(（【][\s_＿]{0,4}[\])）】]")
_CROSSED_OUT = re.compile(rf"^[^{_CROSSES}]{{1,6}}[{_CROSSES}]$|^[{_CROSSES}][^{_CROSSES}]{{1,6}}$")
_EDGE = " \t\n\u3000\xa0、,，;；/|｜:：。."
_WORD = re.compile(r"[^\s\u3000、,，;；/|｜。]+")
_LEAD = re.compile(r"^.*[:：]", re.DOTALL)
_SENTENCE = re.compile(r"[，。；！？]")

MOST_MARKS = 200
"""Boxes and ticks of one field; a text with more is a drawing."""

LONGEST_OPTION = 20
"""Characters of an option; longer ones behind a bullet are paragraphs."""


@dataclass(frozen=True)
class Ticks:
    """The options of a field, in order: ticked, not ticked, and those that might be, a tick standing between two."""

    ticked: tuple[str, ...]
    unticked: tuple[str, ...]
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Mark:
    sign: str
    start: int

    @property
    def is_box(self) -> bool:
        return self.sign in TICKED + UNTICKED


@dataclass
class _Option:
    text: str
    start: int
    end: int
    boxes: list[str] = field(default_factory=list)
    ticks: int = 0
    unsure: bool = False

    @property
    def is_ticked(self) -> bool:
        return self.ticks > 0 or any(box in TICKED for box in self.boxes)


_Item = _Mark | _Option


def is_tick(text: str) -> bool:
    """Whether `text` is a tick or ticked box and nothing else."""
    return len(text) == 1 and text in TICKED + _TICKS


def has_ticks(text: str) -> bool:
    """Whether `text` has tick boxes or ticks."""
    if any(mark[0] not in _CROSSES for mark in _MARK.finditer(text)):
        return True
    return len(text) < 120 and bool(_SPELT.search(text) or _SPELT_EMPTY.search(text))


def read_ticks(text: str) -> Ticks | None:
    """Return the options of `☐咨询 ☑投诉`, `咨询□ 投诉√`, `□咨询 □投诉√`, `[ ]是 [x]否`; None where the text has no boxes.

    A box or tick without any word is the option "".
    """
    if not has_ticks(text) and not _CROSSED_OUT.match(text.strip()):
        return None
    items = _items(_with_signs(text))
    if len(items) > 2 * MOST_MARKS:
        return None
    options = _marked(items)
    if not options:
        signs = "".join(item.sign for item in items if isinstance(item, _Mark))
        return Ticks(("",), ()) if any(sign in TICKED + _TICKS for sign in signs) else Ticks((), ("",))
    if _are_paragraphs(items, options):
        return None
    return Ticks(
        tuple(o.text for o in options if o.is_ticked and not o.unsure),
        tuple(o.text for o in options if not o.is_ticked and not o.unsure),
        tuple(o.text for o in options if o.unsure),
    )


def without_unticked(text: str) -> str:
    """Return running text without the printed options in it that are not ticked: nobody said them."""
    if "\n" in text:
        return "\n".join(without_unticked(line) for line in text.split("\n"))
    signed = _with_signs(text)
    items = _items(signed)
    if len(items) > 2 * MOST_MARKS or not any(
        isinstance(item, _Mark) and item.sign in UNTICKED for item in items
    ):
        return text
    options = _marked(items)
    if _are_paragraphs(items, options):
        return text
    kept = list(signed)
    for option in options:
        word = _WORD.match(signed, option.start, option.end)
        if word and option.boxes and (option.unsure or not option.is_ticked):
            kept[word.start() : word.end()] = " " * len(word[0])
    for item in items:
        if isinstance(item, _Mark):
            kept[item.start] = " "
    return "".join(kept).strip()


def _with_signs(text: str) -> str:
    """Return `text` with brackets that stand for boxes as boxes; beside `（√）` a `（×）` is one left out."""
    ticked = any(hit[1] in _TICKS for hit in _SPELT.finditer(text))
    text = _SPELT.sub(lambda hit: "☐" if ticked and hit[1] not in _TICKS else "☑", text)
    return _SPELT_EMPTY.sub("☐", text)


def _items(text: str) -> list[_Item]:
    """Return marks and the texts between them, in order; without boxes each word is an option of its own."""
    marks = [_Mark(hit[0], hit.start()) for hit in _MARK.finditer(text)]
    boxed = any(mark.is_box for mark in marks)
    items: list[_Item] = []
    at = 0
    for mark in [*marks, None]:
        end = mark.start if mark else len(text)
        items += _options_between(text, at, end, boxed)
        if mark:
            items.append(mark)
            at = mark.start + 1
    return items


def _options_between(text: str, start: int, end: int, boxed: bool) -> list[_Item]:
    if not boxed:
        return [_Option(hit[0].strip(_EDGE), *hit.span()) for hit in _WORD.finditer(text, start, end)]
    stretch = text[start:end]
    first = start + len(stretch) - len(stretch.lstrip(_EDGE))
    last = start + len(stretch.rstrip(_EDGE.replace(":", "").replace("：", "")))
    return [_Option(text[first:last], first, last)] if first < last and stretch.strip(_EDGE) else []


def _marked(items: Sequence[_Item]) -> list[_Option]:
    """Return the options, each with the boxes and ticks that belong to it."""
    boxed = any(isinstance(item, _Mark) and item.is_box for item in items)
    before = _boxes_stand_before(items) if boxed else None
    options = [item for item in items if isinstance(item, _Option)]
    if boxed and before and options and items[0] is options[0]:
        options = options[1:]  # what the options are about: 当事人意见：
    for i, item in enumerate(items):
        if isinstance(item, _Mark) and item.is_box and (owner := _owner_of_box(items, i, before)):
            owner.boxes.append(item.sign)
    ticks = [i for i, item in enumerate(items) if isinstance(item, _Mark) and item.sign in _TICKS]
    for i in ticks:
        owners = _owners_of_tick(items, i, before)
        for owner in owners:
            owner.ticks += 1
            owner.unsure |= len(owners) > 1
    if boxed and before is None and any(option.is_ticked for option in options):
        for option in options:
            option.unsure = True
    if boxed and not before and options:
        options[0].text = _LEAD.sub("", options[0].text)
    for option in options:
        option.text = option.text.strip(_EDGE)
    return options


def _boxes_stand_before(items: Sequence[_Item]) -> bool | None:
    """Whether the boxes stand before their options (True), behind them (False), or either way (None)."""
    plain = [item for item in items if isinstance(item, _Option) or item.is_box]
    first = plain[0]
    if isinstance(first, _Mark) or first.text.endswith((":", "：")):
        return True
    right = left = 0
    for i, item in enumerate(items):
        if isinstance(item, _Mark) and item.is_box:
            left += _touch(items[i - 1] if i else None, item)
            right += _touch(item, items[i + 1] if i + 1 < len(items) else None)
    if right != left:
        return right > left
    return False if isinstance(items[-1], _Mark) else None


def _owner_of_box(items: Sequence[_Item], at: int, before: bool | None) -> _Option | None:
    near = items[at + 1 :] if before or before is None else items[:at][::-1]
    return next((item for item in near if isinstance(item, _Option)), None)


def _owners_of_tick(items: Sequence[_Item], at: int, before: bool | None) -> list[_Option]:
    """Return the option that a tick belongs to, or the two that it stands between."""
    left = next((i for i in range(at - 1, -1, -1) if _is_solid(items[i])), None)
    right = next((i for i in range(at + 1, len(items)) if _is_solid(items[i])), None)
    leftward = _option_at(items, left, before)
    rightward = _option_at(items, right, before)
    if leftward is None or rightward is None or leftward is rightward:
        return [o for o in (leftward or rightward,) if o]
    if before and isinstance(items[left or 0], _Mark):
        return [rightward]
    near_left, near_right = _touch(items[at - 1], items[at]), _touch(items[at], items[at + 1])
    if near_left != near_right:
        return [leftward] if near_left else [rightward]
    if before is None:  # ticks alone: the first or the last of them shows on which side they stand
        if not isinstance(items[0], _Option):
            return [rightward]
        if not isinstance(items[-1], _Option):
            return [leftward]
    elif bool(leftward.boxes) != bool(rightward.boxes):
        return [rightward] if leftward.boxes else [leftward]  # the tick stands for the box
    return [leftward, rightward]


def _is_solid(item: _Item) -> bool:
    return isinstance(item, _Option) or item.is_box


def _option_at(items: Sequence[_Item], at: int | None, before: bool | None) -> _Option | None:
    if at is None:
        return None
    item = items[at]
    return item if isinstance(item, _Option) else _owner_of_box(items, at, before)


def _touch(one: _Item | None, other: _Item | None) -> bool:
    """Whether nothing stands between two items."""
    if one is None or other is None:
        return False
    end = one.end if isinstance(one, _Option) else one.start + 1
    return end == other.start


def _are_paragraphs(items: Sequence[_Item], options: Sequence[_Option]) -> bool:
    """Whether the boxes are bullets before paragraphs: `●经回访，诉求人表示满意。`"""
    signs = {item.sign for item in items if isinstance(item, _Mark)}
    return (
        isinstance(items[0], _Mark)
        and len(signs) == 1
        and signs <= set(_BULLETS)
        and all(len(o.text) > LONGEST_OPTION or _SENTENCE.search(o.text) for o in options)
    )
