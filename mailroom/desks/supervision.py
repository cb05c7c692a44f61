"""催办: remind departments before a deadline, on the day, and on the first day late. One digest a department and day."""

from __future__ import annotations

from datetime import datetime, time

from generators.reminder import draw_up_reminder
from ledger import casework, postbook, worklists
from ledger.models import Department, Dispatch, Held
from ledger.opening import transaction
from ledger.vocabulary import HeldState, Stage
from ledger.workdays import add_workdays, in_office_hours, workdays_between
from mailroom import holding, outbox
from mailroom.desks.dispatching import why_unreachable
from mailroom.office import Office
from mailroom.waypoints import reached


def remind(office: Office, *, now: datetime) -> int:
    """Remind every department whose cases are within the warning span or late; returns how many letters were posted.

    Only in office hours, from the hour that the config names. Which stage a case is in follows from `now` alone, so
    after a stop nothing is caught up letter by letter: only the stage of today goes out.
    """
    if (
        not in_office_hours(now, office.calendar, office.hours)
        or now.time() < office.settings.duties.remind_at
    ):
        return 0
    posted = 0
    for department, items in _due_by_department(office, now=now).items():
        with transaction():
            posted += _remind_department(office, department, items, now=now)
        reached("reminders posted")
    return posted


def _due_by_department(office: Office, *, now: datetime) -> dict[Department, list[tuple[Dispatch, Stage]]]:
    rows = worklists.open_dispatches(due_before=_beyond_warning(office, now=now))
    done = worklists.reminded_stages(rows)
    due: dict[Department, list[tuple[Dispatch, Stage]]] = {}
    for row in rows:
        stage = stage_of(office, row, now=now)
        if stage is not None and stage not in done.get(row.id, ()):
            due.setdefault(row.department, []).append((row, stage))
    return due


def _beyond_warning(office: Office, *, now: datetime) -> datetime:
    """The first moment of the day from which on no deadline is to be warned of yet: most open cases lie beyond it."""
    longest = max(rules.warn_days for rules in office.settings.rules.sets)
    return datetime.combine(add_workdays(now.date(), longest + 1, office.calendar).due_at, time())


def stage_of(office: Office, row: Dispatch, *, now: datetime) -> Stage | None:
    """The reminder that an assignment is due for today: a pure function of its deadline, the calendar and `now`."""
    today, due = now.date(), row.due_at.date()
    rules = office.settings.rules.by_id(row.case.rule_set)
    if today > due and workdays_between(due, today, office.calendar) >= rules.phone_days:
        return Stage.RED
    if today >= due:
        return Stage.DUE
    fresh = row.dispatched_at.date() == today  # the dispatch letter of this morning says it all
    left = workdays_between(today, due, office.calendar)
    return Stage.YELLOW if left <= rules.warn_days and not fresh else None


def days_late(office: Office, row: Dispatch, *, now: datetime) -> int:
    """Working days since the deadline; 0 while it is not over."""
    return max(workdays_between(row.due_at.date(), now.date(), office.calendar), 0)


def _remind_department(
    office: Office, department: Department, items: list[tuple[Dispatch, Stage]], *, now: datetime
) -> int:
    if fault := why_unreachable(department):
        _hold_unreachable(fault, now=now)
        return 0
    draft = draw_up_reminder(
        department,
        [(row, row.case, stage, days_late(office, row, now=now)) for row, stage in items],
        head=office.head,
        today=now.date(),
        templates=office.templates,
    )
    if worklists.letter_by_key(draft.key) is not None:
        return 0  # today's digest has gone; what became due since then is told tomorrow
    letter = outbox.post(office, draft, now=now, department=department)
    for row, stage in items:
        casework.remind(row, stage, letter_key=letter.key, now=now)
    return 1


def _hold_unreachable(fault: str, *, now: datetime) -> None:
    """Put it before a person once a day, also where the entry of today was discarded already."""
    because = f"{fault}，催办发不出去"
    today = datetime.combine(now.date(), datetime.min.time())
    told = (Held.because == because) & ((Held.state == HeldState.OPEN) | (Held.since >= today))
    if not Held.select().where(told).exists():
        ways = [holding.suggest("电话催办，并在单位名录中补上邮箱", "有工单将到期或已逾期")]
        postbook.hold(what="letter", because=because, suggestions=ways, now=now)
