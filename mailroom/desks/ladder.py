"""督办的阶梯: which rung an assignment stands on: a pure function of its deadline, the calendar and the moment."""

from __future__ import annotations

from datetime import date, datetime

from config.settings import Rules
from ledger import listings, worklists
from ledger.models import Dispatch
from ledger.vocabulary import Stage
from ledger.workdays import last_office_day, workdays_between
from mailroom.office import Office


def stage_of(office: Office, row: Dispatch, *, now: datetime) -> Stage | None:
    """The highest rung that an assignment has reached today; None: it need not be reminded of yet."""
    today, due = now.date(), _last_day(office, row)
    rules = office.settings.rules.by_id(row.case.rule_set)
    if today > due and (late := _late_stage(rules, workdays_between(due, today, office.calendar))):
        return late
    if row.counts_from.date() == today and now <= row.due_at:  # the dispatch letter of today says it all
        return None
    if today >= due:
        return Stage.DUE
    return Stage.YELLOW if workdays_between(today, due, office.calendar) <= rules.warn_days else None


def _late_stage(rules: Rules, days: int) -> Stage | None:
    """The rung of an assignment that is late by so many working days, None before the first."""
    rungs = {
        Stage.RED: rules.phone_days,
        Stage.WRITTEN: rules.written_days,
        Stage.ON_SITE: rules.on_site_days,
        Stage.INSTRUCTION: rules.instruction_days,
    }
    return next((stage for stage in reversed(rungs) if days >= rungs[stage]), None)


def words_waiting(office: Office) -> dict[tuple[int, int], datetime]:
    """(case, department) → when the first of its words came that lie in the pen: nobody is reminded while it is the office
    that is slow. An answer is one whenever it came (datetime.min); a wish for more time, or to give the case back, only
    where it came before the assignment was due.
    """
    whole = office.settings.trust.domains_allowed
    found: dict[tuple[int, int], datetime] = {}
    for entry in listings.open_held_of_kinds("answer", "extension", "send_back"):
        if entry.mail is None:
            continue
        came = datetime.min if entry.what == "answer" else entry.mail.came_at
        for department in worklists.departments_of_sender(entry.mail.from_address, whole_domains=whole):
            whose = (entry.__data__["case"], department.id)
            found[whose] = min(came, found.get(whose, came))
    return found


def waits_for_us(row: Dispatch, waiting: dict[tuple[int, int], datetime]) -> bool:
    """Whether the department's word on this assignment is among the `words_waiting`."""
    came = waiting.get((row.__data__["case"], row.__data__["department"]))
    return came is not None and came <= row.due_at


def _last_day(office: Office, row: Dispatch) -> date:
    """The day on which the assignment has to be done: an upper platform's deadline may fall on a Sunday, or at midnight."""
    return last_office_day(row.due_at, office.calendar, office.hours)


def days_late(office: Office, row: Dispatch, *, now: datetime) -> int:
    """Working days since the deadline; 0 while it is not over."""
    return max(workdays_between(_last_day(office, row), now.date(), office.calendar), 0)
