"""Tries to reach a petitioner (三次拨打): when each was made and what came of it, in one cell or a cell each → Try."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

from parsers.dates import Moment, day_of, find_dates
from parsers.forms.entries import Entry, tidy
from parsers.forms.filling import Filling, code_in
from parsers.forms.prose import UNREACHED
from parsers.numbers import wide_to_narrow
from parsers.reading import Try

FIELDS = ("tries", "first_try", "second_try", "third_try")
UNANSWERED = re.compile(
    rf"{UNREACHED.pattern}|[没未不]有?人?接(?=电话|听|通|$|[\s，,。；;、！!（）()①-⑨\d])|[没无]人应|[没未](?:有|能)?(?:打|拨|联系)(?:通|上|到)"
    r"|(?:电话|号码|手机|[打拨接])不通|^\W*不通|不在服务区|无信号|忙音|通话中|挂断|挂了"
)
"""What callers write of a try that nobody answered; in their columns 没接 and 不通 mean nothing else."""
_PARTS = re.compile(r"[①-⑨\n；;]")
_HALF = re.compile(r"上午|下午|早上|早晨|清晨|晚上|晚间|傍晚|中午|午间")
NOON = re.compile("中午|午间")
"""Belongs to the morning: the office's afternoon begins at 13:00 (rules.md, office hours). The word stays in the remark."""
_SAME_DAY = re.compile(rf"(?:同日|当[天日])?\s*(?:{_HALF.pattern}|\d{{1,2}}\s*[:：时点])")
_AGAIN = re.compile(rf"(?<=[，,、。 　])(?:同日|当天|当日)?(?={_HALF.pattern})")
# A number of the try may stand before it: 1.3.15.
_POINTED = re.compile(
    r"(?<![\d./:\-])(?:([1-3])[.、．](?=\d{1,2}[./\-．／－]\d))?(\d{1,2})[./\-．／－](\d{1,2})(?![\d./\-:月日号时点分])"
)
LONGEST_AGO = 60
"""Days before the mail that a day written 3.15 may lie: otherwise it may be an hour, or no time at all."""

_NUMBER = re.compile(r"^(?:第?[一二三1-3]次?[、.:：)）]|第[一二三]次)")
# What the form prints to be filled in, where somebody has typed beside it.
_PRINTED = re.compile(r"(?<!\d)[\s_＿]*月[\s_＿]*日[\s_＿]*时?|(?<=日)[\s_＿]+时")
_UNFILLED = re.compile(r"[\s_＿年月日号时点分:：,，。、/-]+")
_BESIDE = " \t　,，。、:：()（）.…"


def read_tries(filling: Filling, reached: bool | None) -> tuple[Try, ...]:
    """Return the tries in the order of the form; `reached` is what the form says of the whole call.

    Where no try says what came of it, the form does: nobody is called again once reached, so it was the last.
    """
    tries = [each for name in FIELDS for entry in filling.written(name) for each in _of_cell(entry, filling)]
    if reached is None or any(each.reached is not None for each in tries):
        return tuple(tries)
    last = len(tries) - 1
    return tuple(replace(each, reached=reached and number == last) for number, each in enumerate(tries))


def is_written(entry: Entry) -> bool:
    """Whether somebody wrote into the room for the tries, beside what the form prints there."""
    if entry.value is not None:
        return True
    return any(_UNFILLED.sub("", part) for part in _PARTS.split(_PRINTED.sub("", entry.text)))


def _of_cell(entry: Entry, filling: Filling) -> Iterator[Try]:
    day: date | None = None
    for part in _pieces(entry, filling):
        found = _try(part, entry, filling, day)
        if found:
            day = day_of(found.at) if found.at else None
            filling.note("tries", entry.where)
            yield found


def _pieces(entry: Entry, filling: Filling) -> Iterator[str]:
    """Yield the text of each try: parted by ①②③, lines or semicolons, else each from its day, or half-day, to the next."""
    if entry.value is not None:
        yield entry.text
        return
    for part in map(_counted, _PARTS.split(_PRINTED.sub("", entry.text))):
        whole = _with_days(part, _near(filling))
        moments = find_dates(whole, _near(filling))
        starts = {moment.start for moment in moments}
        starts |= {
            hit.start() for hit in _AGAIN.finditer(whole) if _tells_before(whole, moments, hit.start())
        }
        places = [0, *sorted(starts)[1:], len(whole)]
        yield from (whole[start:end] for start, end in pairwise(places))


def _tells_before(text: str, moments: Sequence[Moment], place: int) -> bool:
    """Whether something stands between the last day or hour before `place` and it: what came of a try."""
    ends = [moment.end for moment in moments if moment.end <= place]
    within = any(moment.start <= place < moment.end for moment in moments)
    return bool(ends) and not within and bool(text[ends[-1] : place].strip(_BESIDE))


def _with_days(text: str, near: date | datetime | None) -> str:
    """Return `text` with its days between points or strokes (3.15, 3/15) as days, where they lie shortly before the mail."""
    if near is None:
        return text

    def as_day(hit: re.Match[str]) -> str:
        day = f"{int(hit[2])}月{int(hit[3])}日"
        found = find_dates(day, near)
        shortly = found and 0 <= (day_of(near) - day_of(found[0].value)).days <= LONGEST_AGO
        return day if shortly else hit[0]

    return _POINTED.sub(as_day, text)


def _counted(text: str) -> str:
    """Return `text` so that the places of its dates, which count in the narrow text, are places in it."""
    narrow = wide_to_narrow(text)
    return text if len(text) == len(narrow) else narrow


def _try(text: str, entry: Entry, filling: Filling, day: date | None) -> Try | None:
    """Return the try that `text` tells of; one with no more than a half-day (下午关机) or hour was made on `day`, that of the one before."""
    if not _UNFILLED.sub("", text):
        return None
    if entry.value is not None:
        return Try(at=filling.read_moment(text, entry.value, "tries", entry.where))
    moments = find_dates(text, _near(filling))
    rest = text[: moments[0].start] + text[moments[0].end :] if moments else text
    remark = tidy(_NUMBER.sub("", rest.strip(_BESIDE))).strip(_BESIDE)
    if not moments and day and _SAME_DAY.match(remark):
        remark = re.sub(r"^(?:同日|当[天日])\s*", "", remark)
        return _try(f"{day.year}年{day.month}月{day.day}日{remark}", entry, filling, day)
    at = moments[0].value if moments else None
    half = _HALF.match(remark)
    code, others = code_in(remark, "yes_no", filling.context.labels)
    outcome = False if UNANSWERED.search(remark) else code == "yes" if code and not others else None
    if at is None:
        filling.doubt("tries", f"写着「{tidy(text)}」，看不出哪天拨打", entry.where)
    if half is None or at is None or isinstance(at, datetime):
        return Try(at, outcome, remark or None)
    beside = remark if NOON.match(half[0]) else remark[half.end() :]
    return Try(at, outcome, beside.strip(_BESIDE) or None, _half_of(half[0]))


def _half_of(word: str) -> str:
    return "afternoon" if re.search("[下晚傍]", word) else "morning"


def _near(filling: Filling) -> date | datetime | None:
    """The day from which a day without a year takes it: that of the mail, else that of the call back on the form."""
    if filling.context.near:
        return filling.context.near
    days = [moment for entry in filling.written("on") for moment in find_dates(entry.text)]
    return days[0].value if days else None
