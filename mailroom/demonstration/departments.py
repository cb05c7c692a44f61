"""The simulated departments: each reads the letters that came to its address and does what its conduct says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ledger.workdays import Calendar, OfficeHours, add_workdays
from mailroom.demonstration.addresses import department_at
from mailroom.demonstration.answers import (
    acknowledgement_mail,
    answer_mail,
    bounce_mail,
    extension_mail,
    holiday_reply_mail,
    send_back_mail,
)
from mailroom.demonstration.conducts import (
    CONDUCTS,
    DEAD_ADDRESSES,
    EVERYDAY,
    EXTENSION,
    MENDS,
    REDOES,
    SEND_BACK,
    Reaction,
)
from mailroom.demonstration.letters import ReceivedLetter
from mailroom.demonstration.results import made_up_result, without


@dataclass(frozen=True)
class Intention:
    """A mail that somebody will send: when, under which file name, and how to write it."""

    at: datetime
    name: str
    write: Callable[[], bytes]


def intentions(
    raw: bytes,
    letter: ReceivedLetter,
    conduct: str,
    *,
    mark: str,
    calendar: Calendar,
    hours: OfficeHours,
) -> Iterator[Intention]:
    """What the recipient of a letter will do about it. `mark` names the letter in file names; "" conduct: everyday."""
    department = department_at(letter.to)
    if letter.to in DEAD_ADDRESSES:
        at = letter.sent_on + timedelta(minutes=1)
        yield Intention(at, f"{mark}-bounce", lambda: bounce_mail(raw, sent_on=at))
        return
    if not department:
        return
    planned = CONDUCTS[conduct or EVERYDAY[sum(letter.case_no.encode()) % len(EVERYDAY)]]
    if letter.kind == "correction" and not any(each.to == "correction" for each in planned):
        planned = (*planned, MENDS)
    if letter.kind == "redo":
        planned = (*planned, REDOES)
    for place, reaction in enumerate(planned):
        if reaction.to == letter.kind:
            at = _moment(letter.sent_on, reaction, calendar, hours)
            yield Intention(at, f"{mark}-{place}", _writer(letter, department, reaction, at))


def _moment(start: datetime, reaction: Reaction, calendar: Calendar, hours: OfficeHours) -> datetime:
    minutes = timedelta(minutes=reaction.minutes)
    if reaction.days == 0:
        return start + minutes
    day = add_workdays(start.date(), reaction.days, calendar).due_at.date()
    return datetime.combine(day, hours.morning_start) + minutes


def _writer(letter: ReceivedLetter, department: str, reaction: Reaction, at: datetime) -> Callable[[], bytes]:
    def write() -> bytes:
        return ACTS[reaction.act](letter, department, reaction, at)

    return write


def _acknowledge(letter: ReceivedLetter, department: str, reaction: Reaction, at: datetime) -> bytes:
    words = ("收到，我们马上安排办理。", "收到", "签收")[len(letter.subject) % 3]
    return acknowledgement_mail(letter, words, sent_on=at, sender=(department, letter.to))


def _answer(letter: ReceivedLetter, department: str, reaction: Reaction, at: datetime) -> bytes:
    result = without(made_up_result(letter, department, on=at.date()), *reaction.lacking)
    return answer_mail(letter, result, reaction.style, sent_on=at)


def _send_back(letter: ReceivedLetter, department: str, reaction: Reaction, at: datetime) -> bytes:
    reason, suggested = SEND_BACK
    return send_back_mail(letter, department=department, reason=reason, suggested=suggested, sent_on=at)


def _ask_for_time(letter: ReceivedLetter, department: str, reaction: Reaction, at: datetime) -> bytes:
    reason, days = EXTENSION
    return extension_mail(letter, department=department, reason=reason, days=days, sent_on=at)


def _holiday(letter: ReceivedLetter, department: str, reaction: Reaction, at: datetime) -> bytes:
    return holiday_reply_mail(letter, sent_on=at)


ACTS: dict[str, Callable[[ReceivedLetter, str, Reaction, datetime], bytes]] = {
    "acknowledge": _acknowledge,
    "answer": _answer,
    "send back": _send_back,
    "extension": _ask_for_time,
    "holiday": _holiday,
}
