"""From which day a change of liaison holds (自2018年4月1日起), where the letter or form says so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from parsers.dates import find_dates
from parsers.numbers import wide_to_narrow

_BEFORE = re.compile(r"(?:自|从|由|于|生效(?:日期|时间)?为?[:：]?|(?:启用|执行|起始)(?:日期|时间)[:：]?)\s*$")
_AFTER = re.compile(r"\s*(?:之日)?(?:起|开始|生效|正式)")
_FROM_ON = re.compile(r"\s*(?:之日)?起")
_ALONE = re.compile(r"(?:生效(?:日期|时间)?为?|(?:启用|执行|起始)(?:日期|时间))[:：]?\s*$")
_OF_BEFORE = re.compile(r"(?:原|此前|以前|曾|历任)[^，。；]{0,16}$")
"""A day from which somebody of before held his post."""


_OF_A_CHANGE = re.compile(r"联系|联络|变更|变动|调整|更换|接替|接任|担任|负责|生效|启用")


def sentences_of_change(text: str) -> list[str]:
    """The sentences of a letter beside a form that may tell from when the form holds."""
    return [each for each in re.split(r"[。\n]", text) if _OF_A_CHANGE.search(each)]


def since_when(texts: Iterable[str], near: date | None) -> date | None:
    """Return the day from which a change holds; None where none is told, or several.

    `near` is the day of the mail, for days without a year.
    """
    days = {day for text in texts for day in _days(wide_to_narrow(text), near)}
    return days.pop() if len(days) == 1 else None


def _days(text: str, near: date | None) -> list[date]:
    found = []
    for moment in find_dates(text, near):
        before, after = text[: moment.start], text[moment.end :]
        starts = _FROM_ON.match(after) or (_BEFORE.search(before) and _AFTER.match(after))
        if (starts or _ALONE.search(before)) and not _OF_BEFORE.search(_BEFORE.sub("", before)):
            found.append(date(moment.value.year, moment.value.month, moment.value.day))
    return found
