"""Assignments (转办件) that fall due in a span, each with all that had happened to it by a moment: what figures count.

What happened after that moment is not seen, so that the figures of a month can be had again as they were.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from peewee import JOIN, fn

from ledger.deadlines import due_before_later_moves
from ledger.models import Answer, Case, Department, Dispatch, FollowUp, Journal
from ledger.rows import pieces_of
from ledger.spans import Span
from ledger.vocabulary import Act, Role, Verdict
from ledger.workdays import Calendar, OfficeHours, add_workdays

TOLD = (
    Act.DISPATCH,
    Act.SEND_BACK,
    Act.SEND_BACK_REFUSED,
    Act.REASSIGN,
    Act.WITHDRAW,
    Act.MERGE,
    Act.REDO,
)


@dataclass(frozen=True)
class Limits:
    """What deadlines of acknowledging and calling back are counted with: working days by rule set."""

    calendar: Calendar
    hours: OfficeHours
    acknowledge_days: Mapping[str, int]
    follow_up_days: Mapping[str, int]

    def acknowledge_by(self, rule_set: str, dispatched_on: date) -> datetime:
        """When a department has to have acknowledged at the latest."""
        return self._counted(dispatched_on, self.acknowledge_days.get(rule_set, 1))

    def follow_up_by(self, rule_set: str, answered_on: date) -> datetime:
        """When the petitioner has to have been called back."""
        return self._counted(answered_on, self.follow_up_days.get(rule_set, 3))

    def _counted(self, start: date, days: int) -> datetime:
        return self._count(start, days)

    @cached_property
    def _count(self) -> Any:
        return lru_cache(maxsize=4096)(lambda start, days: add_workdays(start, days, self.calendar).due_at)


@dataclass
class Assignment:
    """A lead department's assignment as it stood at a moment. Moments are None where it had not happened by then."""

    id: int
    case_id: int
    rule_set: str
    department: str
    group: str  # town | department | enterprise
    dispatched_at: datetime  # or when it came there, where that was later
    due_at: datetime  # as it was known then
    acknowledged_at: datetime | None
    answered_at: datetime | None  # the first valid answer
    sent_back_at: datetime | None = None  # 退单: the office decided on the department's wish to give it back
    taken_back_at: datetime | None = None  # given back with consent, or reassigned
    ended_at: datetime | None = None  # the case was withdrawn, or joined to another
    refused_back: bool = False  # 无理退单: it asked and was refused
    corrected: bool = False  # an answer of it was not valid
    redone_at: datetime | None = None  # 重办: its result did not stand
    called_back: bool = False  # 已回访
    call_due_at: datetime | None = None
    rating: str = ""  # satisfied basically dissatisfied, of a petitioner who was reached
    solved: bool = False
    verdict: str = ""  # what follows from his being dissatisfied
    unreasonable: bool = False  # approved as such by then

    @property
    def in_force(self) -> bool:
        """Whether it was still the department's to answer when it fell due; what is taken off later was late already."""
        ended = [each for each in (self.taken_back_at, self.ended_at) if each is not None]
        return not ended or min(ended) > self.due_at or self.answered_at is not None

    @property
    def void(self) -> bool:
        """Whether it counts nowhere: its case was withdrawn or joined to another before it fell due."""
        return not self.in_force and self.taken_back_at is None

    @property
    def on_time(self) -> bool:
        """Whether the first valid answer came within the deadline."""
        return self.answered_at is not None and self.answered_at <= self.due_at


def assignments_due(span: Span, *, as_of: datetime, limits: Limits) -> list[Assignment]:
    """Lead assignments that fell due within `span` and by `as_of`, in order, as they stood at `as_of`."""
    rows = {each.id: each for each in _leads_due(span, as_of)}
    by_case: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows.values():
        by_case[row.case_id].append(row)
    _note_journal(by_case, as_of)
    _note_answers(rows, as_of)
    _note_calls(rows, as_of, limits)
    return list(rows.values())


def _leads_due(span: Span, as_of: datetime) -> Iterator[Assignment]:
    later = due_before_later_moves(as_of)
    moved = Dispatch.id.in_(list(later)) if later else Dispatch.id < 0
    within = (Dispatch.due_at >= span.start) & (Dispatch.due_at < span.end)
    query = (
        Dispatch.select(
            Dispatch.id,
            Dispatch.case,
            Case.rule_set,
            Department.name,
            Department.kind,
            fn.COALESCE(Dispatch.served_at, Dispatch.dispatched_at),
            Dispatch.due_at,
            Dispatch.acknowledged_at,
            Dispatch.answered_at,
        )
        .join(Case)
        .switch(Dispatch)
        .join(Department)
        .where((Dispatch.role == Role.LEAD) & (Dispatch.dispatched_at <= as_of) & (within | moved))
        .order_by(Dispatch.due_at, Dispatch.id)
    )
    for number, case_id, rule_set, name, group, sent, due, acknowledged, answered in tuples_of(query):
        due = later.get(number, due)
        if span.start <= due < span.end and due <= as_of:
            yield Assignment(
                number,
                case_id,
                rule_set,
                name,
                group,
                sent,
                due,
                _by(acknowledged, as_of),
                _by(answered, as_of),
            )


def _by(moment: datetime | None, as_of: datetime) -> datetime | None:
    return moment if moment is not None and moment <= as_of else None


def _note_journal(by_case: Mapping[int, list[Assignment]], as_of: datetime) -> None:
    """What took an assignment off the department's desk, or made its answer void, in the order it was written down."""
    counted = {row.id: row for rows in by_case.values() for row in rows}
    last: dict[int, Assignment | None] = {}  # case → its last assignment, where it is counted
    for case_id, number, role, act, at in _entries(by_case, as_of):
        row = counted.get(number) if number is not None else last.get(case_id)
        if act == Act.DISPATCH and role == Role.LEAD:
            before, last[case_id] = last.get(case_id), row
            if before is not None and before.answered_at is None and before.taken_back_at is None:
                before.taken_back_at = at  # dispatched anew, though nobody gave it back
        elif row is not None:
            _note_entry(row, act, at)


def _note_entry(row: Assignment, act: str, at: datetime) -> None:
    if act in (Act.SEND_BACK, Act.SEND_BACK_REFUSED):
        row.sent_back_at = row.sent_back_at or at
    if act in (Act.SEND_BACK, Act.REASSIGN):
        row.taken_back_at = at
    elif act == Act.SEND_BACK_REFUSED:
        row.refused_back = True
    elif act == Act.REDO and row.answered_at is not None:
        row.redone_at = at
    elif act in (Act.WITHDRAW, Act.MERGE):
        row.ended_at = at


def _entries(cases: Iterable[int], as_of: datetime) -> Iterator[tuple[Any, ...]]:
    """(case, assignment, its role, act, moment) of what moves assignments."""
    for piece in pieces_of(cases):
        here = Journal.case.in_(piece) & Journal.act.in_(TOLD) & (Journal.at <= as_of)
        columns = (Journal.case, Journal.dispatch, Dispatch.role, Journal.act, Journal.at)
        query = Journal.select(*columns).join(Dispatch, JOIN.LEFT_OUTER).where(here)
        yield from tuples_of(query.order_by(Journal.id))


def _note_answers(rows: Mapping[int, Assignment], as_of: datetime) -> None:
    for piece in pieces_of(rows):
        lacking = Answer.dispatch.in_(piece) & (Answer.complete == False) & (Answer.at <= as_of)  # noqa: E712
        for (number,) in tuples_of(Answer.select(Answer.dispatch).where(lacking)):
            rows[number].corrected = True


def _note_calls(rows: Mapping[int, Assignment], as_of: datetime, limits: Limits) -> None:
    for piece in pieces_of(rows):
        opened = FollowUp.dispatch.in_(piece) & (FollowUp.opened_at <= as_of)
        calls = {call.__data__["dispatch"]: call for call in FollowUp.select().where(opened)}
        for row in (rows[number] for number in piece):
            if row.id in calls:
                _note_call(row, calls[row.id], as_of)
            elif row.answered_at is not None:  # of a ledger from before calls back were opened
                row.call_due_at = limits.follow_up_by(row.rule_set, row.answered_at.date())


def _note_call(row: Assignment, call: FollowUp, as_of: datetime) -> None:
    row.call_due_at = call.due_at
    if _by(call.recorded_at or call.done_at, as_of) is None:
        return
    if call.reached is None:  # nobody has to call any more: withdrawn, handled again, closed with a reason
        row.call_due_at = None
        return
    row.called_back = True
    row.rating = (call.satisfaction or "") if call.reached else ""
    row.solved = call.solved == "yes"
    if _by(call.judged_at, as_of) is not None:
        row.verdict = call.verdict or ""
        row.unreasonable = row.verdict == Verdict.UNREASONABLE and bool(call.approved_by)


def tuples_of(query: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a query as tuples of its columns."""
    return iter(query.tuples())
