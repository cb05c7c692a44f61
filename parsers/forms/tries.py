"""Tries to reach a petitioner (三次拨打): when each was made and what came of it, in one cell or a cell each → Try."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from parsers.dates import find_dates
from parsers.forms.entries import Entry, tidy
from parsers.forms.filling import Filling, code_in
from parsers.forms.prose import UNREACHED
from parsers.numbers import wide_to_narrow
from parsers.reading import Try

FIELDS = ("tries", "first_try", "second_try", "third_try")
UNANSWERED = re.compile(
    rf"{UNREACHED.pattern}|[没未不](?:有|能)?(?:人)?(?:接|通|应)|[没未](?:有|能)?(?:打|拨|联系)(?:通|上|到)|不在服务区|无信号|忙音|通话中|挂断|挂了"
)
"""What callers write of a try that nobody answered; in their columns 没接 and 不通 mean nothing else."""
_PARTS = re.compile(r"[①-⑨\n；;]")
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
    for part in _pieces(entry, filling):
        found = _try(part, entry, filling)
        if found:
            filling.note("tries", entry.where)
            yield found


def _pieces(entry: Entry, filling: Filling) -> Iterator[str]:
    """Yield the text of each try: parted by ①②③, lines or semicolons, else each from its day to the next one."""
    if entry.value is not None:
        yield entry.text
        return
    for part in map(_counted, _PARTS.split(_PRINTED.sub("", entry.text))):
        starts = [moment.start for moment in find_dates(part, _near(filling))][1:]
        for start, end in zip([0, *starts], [*starts, len(part)], strict=True):
            yield part[start:end]


def _counted(text: str) -> str:
    """Return `text` so that the places of its dates, which count in the narrow text, are places in it."""
    narrow = wide_to_narrow(text)
    return text if len(text) == len(narrow) else narrow


def _try(text: str, entry: Entry, filling: Filling) -> Try | None:
    if not _UNFILLED.sub("", text):
        return None
    if entry.value is not None:
        return Try(at=filling.read_moment(text, entry.value, "tries", entry.where))
    moments = find_dates(text, _near(filling))
    rest = text[: moments[0].start] + text[moments[0].end :] if moments else text
    remark = tidy(_NUMBER.sub("", rest.strip(_BESIDE))).strip(_BESIDE)
    code, others = code_in(remark, "yes_no", filling.context.labels)
    outcome = False if UNANSWERED.search(remark) else code == "yes" if code and not others else None
    if not moments:
        filling.doubt("tries", f"写着「{tidy(text)}」，看不出哪天拨打", entry.where)
    return Try(moments[0].value if moments else None, outcome, remark or None)


def _near(filling: Filling) -> date | datetime | None:
    """The day from which a day without a year takes it: that of the mail, else that of the call back on the form."""
    if filling.context.near:
        return filling.context.near
    days = [moment for entry in filling.written("on") for moment in find_dates(entry.text)]
    return days[0].value if days else None
