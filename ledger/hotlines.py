"""The departments' own hotlines and how far their merger is (整合台账): what is entered, what changes, what is reported.

Every function that writes runs inside the caller's transaction, and leaves what it changed as a `LineProgress`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from peewee import fn

from ledger.models import Line, LineProgress, Mail
from ledger.vocabulary import label

NAMES = {  # column of `Line` → what a person calls it
    "name": "热线名称",
    "department": "主管单位",
    "calls": "年话务量",
    "way": "整合方式",
    "responsible": "负责人",
    "phone": "联系电话",
    "opened_on": "开通日期",
    "due_on": "完成时限",
    "done_on": "完成日期",
    "progress": "进度",
}


def lines(*, open_only: bool = False) -> list[Line]:
    """All hotlines, by department and number; or those that are not merged yet."""
    query = Line.select().order_by(Line.department, fn.LENGTH(Line.number), Line.number)
    return list(query.where(Line.done_on.is_null()) if open_only else query)


def line_numbered(number: str) -> Line | None:
    """The hotline with this number."""
    return Line.one(number=number)


def reports_of(line: Line) -> list[LineProgress]:
    """What was changed and reported of a hotline, in order."""
    return list(
        LineProgress.select().where(LineProgress.line == line).order_by(LineProgress.at, LineProgress.id)
    )


def is_late(line: Line, on: date) -> bool:
    """Whether a hotline is not merged and its day is over."""
    return line.done_on is None and line.due_on < on


def enter(number: str, values: Mapping[str, Any], *, now: datetime, by: str, mail: Mail | None = None) -> str:
    """Enter a hotline, or change the one that has this number; `values` by column of `Line`, those not given stay.

    Returns what changed, a Chinese sentence ("登记：…" for a new one); "" where nothing did.
    """
    known = line_numbered(number)
    if known is None:
        line = Line.create(number=number, changed_at=now, **values)
        what = f"登记：{_told(values)}"
        LineProgress.create(line=line, at=now, by=by, what=what, mail=mail)
        return what
    if what := changes(known, values):
        _change(known, _fresh(known, values), what, now=now, by=by, mail=mail)
    return what


def changes(line: Line, values: Mapping[str, Any]) -> str:
    """What these values would change of a hotline, a Chinese sentence, old → new; "" where nothing."""
    return "；".join(
        f"{NAMES[name]}：{_word(name, getattr(line, name))}→{_word(name, value)}"
        for name, value in _fresh(line, values).items()
    )


def _fresh(line: Line, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in NAMES and getattr(line, name) != value}


def report(
    line: Line,
    what: str,
    *,
    now: datetime,
    by: str,
    way: str = "",
    done_on: date | None = None,
    mail: Mail | None = None,
) -> None:
    """Write down how far a hotline is; with the way it is merged and the day it was done, where these are told."""
    fresh: dict[str, Any] = {"progress": what}
    fresh |= {"way": way} if way else {}
    fresh |= {"done_on": done_on} if done_on else {}
    told = [f"{NAMES[name]}：{_word(name, value)}" for name, value in fresh.items() if name != "progress"]
    _change(line, fresh, "；".join([what, *told]), now=now, by=by, mail=mail)


def _change(
    line: Line, fresh: dict[str, Any], what: str, *, now: datetime, by: str, mail: Mail | None
) -> None:
    Line.update(**fresh, changed_at=now).where(Line.id == line.id).execute()
    LineProgress.create(line=line, at=now, by=by, what=what, mail=mail)


def _told(values: Mapping[str, Any]) -> str:
    return "；".join(f"{NAMES[name]} {_word(name, value)}" for name, value in values.items() if value)


def _word(name: str, value: Any) -> str:
    """A value as a person reads it; what is not there is shown as such."""
    if name == "way":
        return label("line_way", value) or "未定"
    return "空" if value in (None, "") else str(value)
