"""An assignment's deadline with the extensions it was granted (延期): a pure function of events and the calendar."""

from __future__ import annotations

from datetime import datetime

from generators.wording import month_day_words
from ledger import extending, supervising
from ledger.models import Dispatch, Extension
from ledger.workdays import Deadline, TraceDay, prolong
from mailroom.desks.dispatching import cut_short, deadline_of, latest_for
from mailroom.office import Office


def deadline_of_assignment(office: Office, row: Dispatch, *, told_at: datetime | None = None) -> Deadline:
    """Count an assignment's deadline anew from the day it came to its department: its working days, the extensions that it was granted one
    after the other, and never past the upper platform's deadline less the margin, but where a person said so.

    `told_at` is as for `deadline_of`.
    """
    word = supervising.word_it_began_with(row)
    if word is not None:
        deadline = by_word(word.due_at)
    else:
        deadline = deadline_of(office, row.case, row.department, now=row.counts_from, told_at=told_at)
    for wish in extending.granted(row):
        deadline = longer(
            office,
            row,
            deadline,
            wish.granted_days or 0,
            why=why_longer(wish),
            past_upper=bool(wish.past_upper),
            told_at=told_at,
        )
    return deadline


def by_word(due: datetime) -> Deadline:
    """The deadline of what is handled again on a leader's word: the one that his word sets."""
    return Deadline(due, False, (TraceDay(due.date(), None, "领导批示要求的时限"),))


def left_as_it_was(row: Dispatch, counted: Deadline, why: str, *, provisional: bool) -> Deadline:
    """The assignment's deadline as it stands, though another one was counted; the count and `why` stay in its trace."""
    turn = TraceDay(row.due_at.date(), None, why)
    return Deadline(row.due_at, provisional, (*counted.trace, turn))


def longer(
    office: Office,
    row: Dispatch,
    deadline: Deadline,
    days: int,
    *,
    why: str,
    past_upper: bool,
    told_at: datetime | None = None,
) -> Deadline:
    """Return `deadline` with `days` working days more; the very same where the upper platform's leaves no room."""
    wished = prolong(deadline, days, office.calendar, why=why, close=office.settings.hours.close)
    latest = None if past_upper else latest_for(office, row.case, told=told_at or row.counts_from)
    if latest is None or wished.due_at <= latest:
        return wished
    return deadline if latest <= deadline.due_at else cut_short(office, row.case, wished, latest)


def why_longer(wish: Extension) -> str:
    """Return the words of a count about an extension; `wish` is granted."""
    on = month_day_words(wish.decided_at) if wish.decided_at else ""
    return f"{on}同意延期{wish.granted_days}个工作日"
