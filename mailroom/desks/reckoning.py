"""统计: the figures of a span as the notice prints them, from the ledger as of a moment and from earlier frozen ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from generators.monthly_definitions import definitions_of
from generators.monthly_facts import masked_title
from generators.monthly_figures import (
    GROUPS,
    Count,
    ListedCase,
    MonthlyFigures,
    Period,
    Supervisions,
    UnitFigures,
)
from generators.privacy import is_secret
from ledger import figures as counting
from ledger import frozen, listings, worklists
from ledger.assignments import Assignment, Limits
from ledger.figures import SpanFigures, Tally
from ledger.models import Case, Department, FrozenFigures, Petitioner
from ledger.spans import Span
from ledger.vocabulary import Verdict, label
from mailroom.desks.hot_topics import Topics, count_topics, short_town
from mailroom.office import Office

MOST_PERIODS = 12
SOURCES = {"mayors_mailbox": "市长信箱"}  # the hotline's cases go by the platform that sends them
OUTCOMES = {Verdict.HARD: "列为疑难", Verdict.UNREASONABLE: "待审批", "": "待研判"}


def limits_of(office: Office) -> Limits:
    """The office's limits for acknowledging and calling back."""
    sets = office.settings.rules.sets
    return Limits(
        office.calendar,
        office.hours,
        {rules.id: rules.acknowledge_days for rules in sets},
        {rules.id: rules.follow_up_days for rules in sets},
    )


def reckon(office: Office, span: Span, *, as_of: datetime) -> MonthlyFigures:
    """Return the figures of a span as the ledger stood at `as_of`; the cases in its annexes are masked."""
    limits = limits_of(office)
    counted = counting.figures_of(span, as_of=as_of, limits=limits)
    intake = _intake(office, span, as_of)
    before = _earlier(office, span.before, as_of)
    weights = dict(office.settings.notice.score)
    return MonthlyFigures(
        span,
        _units(span, counted),
        sources=_counts(intake.sources, before.sources if before else None),
        kinds=_counts(intake.kinds, before.kinds if before else None),
        months=_periods(span, counted, intake, as_of, limits),
        last_year=_period(span.year_ago, as_of, limits),
        topics=_counts(intake.topics.topics, before.topics.topics if before else None, intake.topics),
        towns=_counts(
            intake.topics.towns,
            before.topics.towns if before else None,
            order=[each.name for each in _towns()],
        ),
        overdue=_overdue(counted, as_of, limits),
        dissatisfied=_dissatisfied(counted, as_of),
        unreasonable=counted.unreasonable,
        supervisions=Supervisions(**counting.supervisions(span, as_of=as_of)),
        named=tuple(counting.named_departments(span, as_of=as_of)),
        weights=weights,
        definitions=definitions_of(span, weights),
    )


@dataclass
class Intake:
    """What was received in a span, by source, kind, topic and town."""

    sources: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    topics: Topics = field(default_factory=Topics)


def _intake(office: Office, span: Span, as_of: datetime) -> Intake:
    intake = Intake()
    for (channel, level, kind), number in counting.received(span, as_of=as_of).items():
        intake.sources[SOURCES.get(channel) or f"{label('level', level)}平台转办"] += number
        intake.kinds[label("kind", kind)] += number
    intake.topics = count_topics(
        counting.cases_received(span, as_of=as_of),
        office.settings.notice.topics,
        _towns(),
        counting.lead_towns(span, as_of=as_of),
    )
    return intake


def _towns() -> list[Department]:
    return [row for row in worklists.departments() if row.kind == "town"]


def _earlier(office: Office, span: Span, as_of: datetime) -> Intake | None:
    """What was received in an earlier span, as it was frozen; None where the office wasn't counting yet."""
    row = frozen.frozen(span)
    if row is None:
        return _intake(office, span, as_of) if _was_counting(span) else None
    named = {name: _named_counts(row, name) for name in ("sources", "kinds", "topics", "towns")}
    return Intake(named["sources"], named["kinds"], Topics(named["topics"], named["towns"]))


def _named_counts(row: FrozenFigures, name: str) -> Counter[str]:
    return Counter({each["name"]: each["now"] for each in row.figures[name]})


def _was_counting(span: Span) -> bool:
    first = counting.first_registered_on()
    return first is not None and first < span.end.date()


def _counts(
    now: Mapping[str, int],
    before: Mapping[str, int] | None,
    topics: Topics | None = None,
    order: Sequence[str] = (),
) -> tuple[Count, ...]:
    """The most first, as many in the `order` of these full names; what there was before and is no more counts 0."""
    places = {short_town(name): place for place, name in enumerate(order)}
    names = sorted(
        {*now, *(before or {})}, key=lambda name: (-now.get(name, 0), places.get(name, len(places)), name)
    )
    return tuple(
        Count(
            name,
            now.get(name, 0),
            None if before is None else before.get(name, 0),
            topics.where(name) if topics else "",
        )
        for name in names
    )


def _periods(
    span: Span, counted: SpanFigures, intake: Intake, as_of: datetime, limits: Limits
) -> tuple[Period, ...]:
    """The last spans of this kind from the office's first on, and this one."""
    found = [Period(span, sum(intake.kinds.values()), counted.total("due"), counted.total("on_time"))]
    while len(found) < MOST_PERIODS and (earlier := _period(found[0].span.before, as_of, limits)):
        found.insert(0, earlier)
    return tuple(found)


def _period(span: Span, as_of: datetime, limits: Limits) -> Period | None:
    """A span's numbers as they were frozen, else counted; None where the office wasn't counting yet."""
    row = frozen.frozen(span)
    if row is not None:
        last = row.figures["months"][-1]
        return Period(span, last["received"], last["due"], last["on_time"])
    if not _was_counting(span):
        return None
    counted = counting.figures_of(span, as_of=as_of, limits=limits)
    number = sum(counting.received(span, as_of=as_of).values())
    return Period(span, number, counted.total("due"), counted.total("on_time"))


def _units(span: Span, counted: SpanFigures) -> tuple[UnitFigures, ...]:
    """Every department that there was in the span, whether it had cases or not."""
    there = {row.name: row for row in worklists.departments() if _existed(row, span)}
    names = [*there, *(name for name in counted.tallies if name not in there)]
    return tuple(_unit(counted.tallies.get(name) or Tally(name, there[name].kind)) for name in names)


def _existed(row: Department, span: Span) -> bool:
    begun = row.valid_from is None or row.valid_from < span.end.date()
    return begun and (row.valid_to is None or row.valid_to >= span.start.date())


def _unit(tally: Tally) -> UnitFigures:
    group = tally.group if tally.group in GROUPS else "department"
    return UnitFigures(**(asdict(tally) | {"group": group}))


def _overdue(counted: SpanFigures, as_of: datetime, limits: Limits) -> tuple[ListedCase, ...]:
    found = _listed(counted.late)
    return tuple(
        _entry(row, found, days_late=counting.days_late(row, as_of, limits), outcome=_why_unanswered(row))
        for row in counted.late
    )


def _entry(row: Assignment, found: Mapping[int, SimpleNamespace], **told: Any) -> ListedCase:
    """An assignment as an annex lists it; `told` is what this annex says besides."""
    answered_on = row.answered_at.date() if row.answered_at else None
    return ListedCase(found[row.id], None, row.department, row.due_at.date(), answered_on, **told)


def _why_unanswered(row: Assignment) -> str:
    if row.answered_at is not None:
        return ""
    return "已退单或改派" if row.taken_back_at else "已撤回或并单" if row.ended_at else ""


def _dissatisfied(counted: SpanFigures, as_of: datetime) -> tuple[ListedCase, ...]:
    found = _listed(counted.dissatisfied)
    return tuple(_entry(row, found, outcome=_outcome(row, as_of)) for row in counted.dissatisfied)


def _outcome(row: Assignment, as_of: datetime) -> str:
    if row.verdict == Verdict.REDO or row.redone_at is not None:
        return "已重办" if counting.answered_again(row, as_of=as_of) else "督办重办中"
    return OUTCOMES.get(row.verdict, "")


def _listed(rows: Iterable[Assignment]) -> dict[int, SimpleNamespace]:
    """Assignment id → what of its case may be read by all departments; this and nothing else is frozen."""
    rows = list(rows)
    cases = counting.listed_cases(rows)
    asked = listings.petitioners_of(cases.values())
    masked = {number: _masked(case, asked.get(number)) for number, case in cases.items()}
    return {row.id: masked[row.case_id] for row in rows}


def _masked(case: Case, petitioner: Petitioner | None) -> SimpleNamespace:
    secret = is_secret(case)
    title = "" if secret else masked_title(ListedCase(case, petitioner, "", case.registered_at.date()))
    return SimpleNamespace(case_no=case.case_no, title=title, secret=secret, kind="")
