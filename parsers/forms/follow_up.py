"""Records of calls back (回访记录): rows of a list, or a form for one call → FollowUp."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from parsers.dates import day_of
from parsers.forms.entries import Entry, is_blank, tidy
from parsers.forms.filling import Context, Filling
from parsers.forms.people import NAME
from parsers.forms.prose import UNREACHED
from parsers.forms.ticks import without_unticked
from parsers.forms.tries import FIELDS, is_written, read_tries
from parsers.labels import Labels, fold
from parsers.numbers import find_case_numbers, tidy_upper_number
from parsers.reading import FollowUp

_OUTCOMES = {"reached", "solved", "satisfaction", "attitude", "result"}
_PARTS = re.compile(r"[，,、;；。/\s]+")
_NOT_RATED = re.compile(
    r"(?:不(?:愿意?|肯|想|便|予|作|做|置|给)?|拒绝?|未|没有?|无法|放弃)(?:再|进行|参与|给出?|[作做]出?)?(?:满意度)?(?:评价|评分|打分|表态)|拒评|弃评|不置可否"
)
LONGEST_QUOTED = 30
_NO_ANSWER = frozenset(
    {"是", "否", "有", "无", "好", "差", "不", "要", "对", "未", "已", "公开", "正常", "一般", "诉求"}
)
"""Codes that say nothing where no question stands before them."""
RESULT, CALLER, CALL = "回访结果", "回访人", "回访"


def is_follow_up(entries: Sequence[Entry], labels: Labels) -> bool:
    """Whether these entries record a call back: a number, and satisfaction or the caller.

    Where a form has room for the tries (三次拨打), one answer or one try is enough.
    """
    entries = told_in_words(entries, labels)
    filled = {
        m[0]
        for e in entries
        if (m := labels.meaning("follow_up", e.label)) and (not is_blank(e.text) or e.value is not None)
    } - set(FIELDS)  # there stand the printed ①②③
    if any(_says_unreached(e, labels) for e in entries):
        filled.add("reached")
    if any(_field(e, labels) == "remark" and _NOT_RATED.search(tidy(e.text)) for e in entries):
        filled.add("satisfaction")  # who would not rate has answered as well
    if any(is_written(e) for e in entries if _field(e, labels) in FIELDS):
        filled.add("tries")
    if any(
        _field(e, labels) in FIELDS for e in entries
    ):  # its room for the tries is printed: it is a call list
        return "case_no" in filled and bool(filled & {"tries", *_OUTCOMES})
    said = bool(filled & _OUTCOMES) or any("回访" in fold(e.label) for e in entries)
    return said and "case_no" in filled and len(filled & {"on", "by", *_OUTCOMES}) >= 2


def _field(entry: Entry, labels: Labels) -> str:
    meaning = labels.meaning("follow_up", entry.label)
    return meaning[0] if meaning else ""


def told_in_words(entries: Sequence[Entry], labels: Labels) -> list[Entry]:
    """Return the entries, a remark that is no more than the outcome (回访情况：接通，满意) under the label of the outcome.

    Where the outcome has a field of its own that is filled in (是否接通：否), a remark remains one (停机).
    """
    asked = {m[0] for e in entries if not is_blank(e.text) and (m := labels.meaning("follow_up", e.label))}

    def is_outcome(entry: Entry) -> bool:
        remark = labels.meaning("follow_up", entry.label) == ("remark", 0) or fold(entry.label) == CALL
        if not remark or "result" in asked:
            return False
        words = [word for word in _PARTS.split(entry.text) if word]
        return bool(words) and all(_outcome(word, labels) - asked for word in words)

    named = [
        replace(e, label=CALLER) if fold(e.label) == CALL and is_caller(e.text, labels) else e
        for e in entries
    ]
    return [replace(e, label=RESULT) if is_outcome(e) else e for e in named]


def is_caller(text: str, labels: Labels) -> bool:
    """Whether what stands under 回访 is a person: `回访：李四`."""
    return re.fullmatch(NAME, re.sub(r"\s", "", text)) is not None and not _outcome(text, labels)


def _outcome(word: str, labels: Labels) -> set[str]:
    """Return which fields a word by itself answers: 拒接 → reached, 满意 → satisfaction."""
    if word in _NO_ANSWER:
        return set()
    fields = {"yes_no": "reached", "satisfaction": "satisfaction", "solved": "solved"}
    codes = {fields[name]: labels.code(name, word) for name in fields}
    unreached = codes["satisfaction"] == "unreached"
    return {"reached"} if unreached else {field for field, code in codes.items() if code}


def _says_unreached(entry: Entry, labels: Labels) -> bool:
    meaning = labels.meaning("follow_up", entry.label)
    return meaning == ("remark", 0) and UNREACHED.search(without_unticked(tidy(entry.text))) is not None


def read_follow_up(entries: Sequence[Entry], context: Context, path: str) -> tuple[FollowUp, Filling]:
    """Return one call back."""
    filling = Filling("follow_up", told_in_words(entries, context.labels), context, path)
    case_no = filling.take("case_no", lambda e: _ours(e, context.prefix), optional=True)
    upper_no = (
        None
        if case_no
        else filling.take("case_no", lambda e: _theirs(e, context.prefix), key="upper_no", optional=True)
    )
    if case_no is None and upper_no is None and not filling.doubts:
        written = next(iter(filling.written("case_no")), None)
        quoted = f"「{tidy(written.text)[:LONGEST_QUOTED]}」" if written else ""
        filling.doubt("case_no", f"编号{quoted}没有读懂", written.where if written else "")
    satisfaction = filling.code("satisfaction", optional=True) or filling.code(
        "result", "satisfaction", key="satisfaction", optional=True
    )
    remark = filling.text("remark")
    reached = _reached(filling, satisfaction)
    on: date | datetime | None = filling.moment("on")
    if on and context.near and not -400 <= (day_of(on) - context.near.date()).days <= 1:
        filling.doubt("on", "回访日期与来件日期相差太远", filling.found.get(f"{path}.on", ""))
    attitude = filling.code("attitude", "satisfaction", optional=True)
    solved = filling.code("solved", optional=True) or filling.code(
        "result", "solved", key="solved", optional=True
    )
    unrated = None if satisfaction or reached is False else _unrated(filling)
    for name, value in (("satisfaction", satisfaction or unrated), ("solved", solved)):
        _doubt_unread(filling, name, value)
    return (
        FollowUp(
            case_no=case_no,
            upper_no=upper_no,
            on=on,
            reached=True if unrated else reached,
            solved=solved,
            satisfaction=None if satisfaction == "unreached" else satisfaction,
            attitude=None if attitude == "unreached" else attitude,
            remark=remark,
            by=filling.name("by"),
            tries=read_tries(filling, reached),
            unrated=unrated,
        ),
        filling,
    )


def _unrated(filling: Filling) -> str | None:
    """Return the words in which somebody would not say whether he is content (不愿评价): there, or in the remark."""
    for name in ("satisfaction", "result", "remark"):
        for entry in filling.written(name):
            if hit := _NOT_RATED.search(without_unticked(tidy(entry.text))):
                filling.note("unrated", entry.where)
                return hit[0]
    return None


def _doubt_unread(filling: Filling, name: str, value: str | None) -> None:
    """Doubt what was written where a word of a short list belongs and is none of them (满意度：说不好)."""
    for entry in [] if value else filling.written(name):
        words = without_unticked(tidy(entry.text)).strip()
        if words and not UNREACHED.search(words):
            filling.doubt(name, f"写着「{words[:28]}」，没有读懂", entry.where)


def _reached(filling: Filling, satisfaction: str | None) -> bool | None:
    for entry in [*filling.written("reached"), *filling.written("result")]:
        code = filling.read_code(entry.text, "yes_no", "reached", entry.where)
        if code:
            filling.note("reached", entry.where)
            return code == "yes"
        if UNREACHED.search(without_unticked(entry.text)):
            filling.note("reached", entry.where)
            return False
    if satisfaction == "unreached":
        return False
    if satisfaction:
        return True
    if any(UNREACHED.search(without_unticked(tidy(e.text))) for e in filling.written("remark")):
        filling.note("reached", filling.written("remark")[0].where)
        return False
    return None


def _ours(entry: Entry, prefix: str) -> str | None:
    sound = find_case_numbers(entry.text, prefix).sound
    return sound[0] if len(sound) == 1 else None


def _theirs(entry: Entry, prefix: str) -> str | None:
    if find_case_numbers(entry.text, prefix).broken:
        return None  # one of ours, misread or mistyped
    number = tidy_upper_number(entry.text)
    return number if len(number) >= 6 and any(c.isdigit() for c in number) else None
