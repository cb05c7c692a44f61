"""The figures of a span (统计): counts by department, as rules.md defines them; rates are divided where they are printed.

Counted are assignments that fall due in the span, as lead. One that was given back with consent or dispatched anew
before its deadline counts as dispatched only; one whose case was withdrawn or joined to another before its deadline
counts nowhere; one that was approved as unreasonable is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from peewee import fn

from ledger.assignments import Assignment, Limits, assignments_due, tuples_of
from ledger.casework import SYSTEM
from ledger.models import Case, Department, Dispatch, Instruction, Supervision
from ledger.rows import pieces_of
from ledger.spans import Span
from ledger.supervising import named_in_notice
from ledger.vocabulary import Role, Way
from ledger.workdays import last_office_day, workdays_between

SATISFIED = ("satisfied", "basically")


@dataclass
class Tally:
    """One department's counts in a span; the fields mean what `monthly_definitions` prints."""

    name: str
    group: str
    dispatched: int = 0
    acknowledged: int = 0
    due: int = 0
    on_time: int = 0
    answered: int = 0
    once: int = 0
    sent_back: int = 0
    groundless: int = 0
    redone: int = 0
    to_follow_up: int = 0
    followed_up: int = 0
    rated: int = 0
    satisfied: int = 0
    solved: int = 0


COUNTS = tuple(each.name for each in fields(Tally))[2:]


@dataclass(frozen=True)
class SpanFigures:
    """All that is counted of a span: `tallies` by department, and the assignments for the annexes."""

    span: Span
    as_of: datetime
    tallies: dict[str, Tally]
    late: list[Assignment]
    dissatisfied: list[Assignment]
    unreasonable: int

    def total(self, count: str) -> int:
        """The sum of a count over all departments."""
        return sum(getattr(each, count) for each in self.tallies.values())


def figures_of(span: Span, *, as_of: datetime, limits: Limits) -> SpanFigures:
    """Count the span as it stood at `as_of`."""
    rows = assignments_due(span, as_of=as_of, limits=limits)
    counted = [row for row in rows if not row.unreasonable and not row.void]
    tallies: dict[str, Tally] = {}
    for row in counted:
        tally = tallies.setdefault(row.department, Tally(row.department, row.group))
        _count(tally, row, as_of, limits)
    return SpanFigures(
        span,
        as_of,
        tallies,
        late=[row for row in counted if row.in_force and not row.on_time],
        dissatisfied=[row for row in counted if is_rated(row) and row.rating not in SATISFIED],
        unreasonable=sum(row.unreasonable for row in rows),
    )


def _count(tally: Tally, row: Assignment, as_of: datetime, limits: Limits) -> None:
    tally.dispatched += 1
    tally.acknowledged += acknowledged_on_time(row, limits)
    tally.sent_back += row.sent_back_at is not None
    tally.groundless += row.refused_back
    if not row.in_force:
        return
    tally.due += 1
    tally.on_time += row.on_time
    if row.answered_at is None:
        return
    tally.answered += 1
    tally.redone += row.redone_at is not None
    tally.once += not row.corrected and row.redone_at is None
    tally.followed_up += row.called_back
    tally.to_follow_up += row.called_back or is_call_due(row, as_of)
    if is_rated(row):
        tally.rated += 1
        tally.satisfied += row.rating in SATISFIED
        tally.solved += row.solved


def acknowledged_on_time(row: Assignment, limits: Limits) -> bool:
    """Whether the department's word came within the limit; giving a case back is a word as well."""
    said = [each for each in (row.acknowledged_at, row.sent_back_at) if each is not None]
    return bool(said) and min(said) <= limits.acknowledge_by(row.rule_set, row.dispatched_at.date())


def is_rated(row: Assignment) -> bool:
    """Whether the petitioner was reached, and said how satisfied he is."""
    return row.in_force and bool(row.rating)


def is_call_due(row: Assignment, as_of: datetime) -> bool:
    """Whether the petitioner should have been called back by now; nobody is called about a case that was withdrawn."""
    return row.ended_at is None and row.call_due_at is not None and row.call_due_at <= as_of


def days_late(row: Assignment, as_of: datetime, limits: Limits) -> int:
    """Working days from the deadline to the answer, to when it was taken off, or to `as_of`."""
    ended = [each for each in (row.answered_at, row.taken_back_at, row.ended_at) if each is not None]
    last_day = last_office_day(row.due_at, limits.calendar, limits.hours)
    return max(workdays_between(last_day, min(ended, default=as_of).date(), limits.calendar), 0)


# --- of the whole office ------------------------------------------------------------------------------------


def received(span: Span, *, as_of: datetime) -> Counter[tuple[str, str, str]]:
    """How many cases were registered, by (channel, level, kind); repeats that were joined later included."""
    count: Counter[tuple[str, str, str]] = Counter()
    query = Case.select(Case.channel, Case.level, Case.kind, fn.COUNT(Case.id)).where(
        _registered(span, as_of)
    )
    for channel, level, kind, number in tuples_of(query.group_by(Case.channel, Case.level, Case.kind)):
        count[channel, level, kind] = number
    return count


def cases_received(span: Span, *, as_of: datetime) -> Iterable[Any]:
    """The cases registered in the span, in order, with id, title, text and place."""
    columns = (Case.id, Case.title, Case.request_text, Case.place)
    query: Any = Case.select(*columns).where(_registered(span, as_of)).order_by(Case.id)
    return query.namedtuples().iterator()


def _registered(span: Span, as_of: datetime) -> Any:
    within = (Case.registered_at >= span.start) & (Case.registered_at < span.end)
    return within & (Case.registered_at <= as_of)


def first_registered_on() -> date | None:
    """The day of the office's first case; None where it has none yet."""
    first = Case.select(Case.registered_at).order_by(Case.registered_at).first()
    return first.registered_at.date() if first else None


def supervisions(span: Span, *, as_of: datetime) -> dict[str, int]:
    """How often the office supervised in the span, by way, and how many cases it handed to the inspection bureau.

    A notice in writing counts when it goes out; a call or a visit when a person has done it; an instruction when it is in.
    """
    end = min(span.end, as_of + datetime.resolution)
    opened = (Supervision.opened_at >= span.start) & (Supervision.opened_at < end)
    done = (Supervision.done_at >= span.start) & (Supervision.done_at < end) & (Supervision.done_by != SYSTEM)
    ways = {
        Way.WRITTEN: opened & (Supervision.way == Way.WRITTEN),
        Way.PHONE: done & (Supervision.way == Way.PHONE),
        Way.ON_SITE: done & (Supervision.way == Way.ON_SITE),
    }
    counts = {str(way): Supervision.select().where(here).count() for way, here in ways.items()}
    for name, moment in (
        ("instruction", Instruction.written_at),
        ("handed_over", Instruction.handed_over_at),
    ):
        counts[name] = Instruction.select().where((moment >= span.start) & (moment < end)).count()
    return counts


def named_departments(span: Span, *, as_of: datetime) -> list[str]:
    """Departments of which an assignment was so late in the span that somebody has to go and see (通报点名), in the directory's order."""
    rows = named_in_notice(span.start, min(span.end, as_of + datetime.resolution))
    found = {row.department.id: row.department.name for row in rows}
    return [found[number] for number in sorted(found)]


def lead_towns(span: Span, *, as_of: datetime) -> dict[int, str]:
    """Case id → the town that leads in it, of the cases registered in the span."""
    leads = (Dispatch.role == Role.LEAD) & (Department.kind == "town") & (Dispatch.dispatched_at <= as_of)
    query = Dispatch.select(Dispatch.case, Department.name).join(Case).switch(Dispatch).join(Department)
    return dict(tuples_of(query.where(leads & _registered(span, as_of)).order_by(Dispatch.id)))


def answered_again(row: Assignment, *, as_of: datetime) -> bool:
    """Whether a later assignment of the same case has been answered: what was redone is done."""
    later = (Dispatch.case == row.case_id) & (Dispatch.id > row.id) & (Dispatch.role == Role.LEAD)
    return Dispatch.select().where(later & (Dispatch.answered_at <= as_of)).exists()


def listed_cases(rows: Iterable[Assignment]) -> dict[int, Case]:
    """Case id → the case of each of these assignments, for the annexes."""
    found: dict[int, Case] = {}
    for piece in pieces_of({row.case_id for row in rows}):
        found |= {case.id: case for case in Case.select().where(Case.id.in_(piece))}
    return found
