"""A tiny ledger in which cases are dispatched, answered, given back: what figures are counted from."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from ledger import casework, reassigning
from ledger.assignments import Limits
from ledger.figures import SpanFigures, Tally, figures_of
from ledger.models import Case, Department, Dispatch, Extension, FollowUp
from ledger.opening import transaction
from ledger.spans import span_written
from ledger.vocabulary import Act, ExtensionState, Verdict
from ledger.workdays import Calendar, Deadline, OfficeHours

LIMITS = Limits(Calendar({}), OfficeHours(), {"2018": 1}, {"2018": 3})
FROZEN = datetime(2018, 4, 2, 9, 0)
TOWN, BUREAU = "荆河街道", "市教育局"
_numbers = count(1)


def march(day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of March 2018."""
    return datetime(2018, 3, day, hour, minute)


def a_case(now: datetime, **facts: Any) -> Case:
    """A case as it is registered."""
    values = {
        "channel": "hotline",
        "level": "city",
        "kind": "service",
        "title": "路灯",
        "request_text": "不亮",
    }
    with transaction():
        return casework.register(
            values | {"upper_no": f"1803{next(_numbers):014d}"} | facts,
            {"name": "", "phone": "", "address": ""},
            prefix="TZ",
            rule_set="2018",
            mail=None,
            now=now,
            because="来件",
        )


def dispatched(now: datetime, due: datetime, *, to: str = TOWN, case: Case | None = None) -> Dispatch:
    """An assignment of a new case, or of one that waits to be dispatched."""
    case = case or a_case(now)
    department, _ = Department.get_or_create(
        name=to, defaults={"kind": "town" if to == TOWN else "department"}
    )
    with transaction():
        return casework.dispatch(case, department, deadline=Deadline(due, False, ()), now=now, because="属地")


def acknowledged(row: Dispatch, now: datetime) -> Dispatch:
    """The department's word that it has the case."""
    with transaction():
        casework.acknowledge(row, mail=None, now=now, by=TOWN, because="收到")
    return row


def answered(row: Dispatch, now: datetime, *, missing: tuple[str, ...] = ()) -> Dispatch:
    """An answer, valid where nothing is missing."""
    with transaction():
        casework.answer(row, {}, missing=list(missing), mail=None, now=now, by=TOWN, because="反馈")
    return row


def given_back(row: Dispatch, now: datetime) -> Dispatch:
    """The office agrees."""
    with transaction():
        casework.send_back(row, mail=None, now=now, by="值班员", because="同意退单")
    return row


def reassigned(row: Dispatch, now: datetime) -> Dispatch:
    """The office takes it from the department by itself."""
    with transaction():
        reassigning.reassign(row, now=now, by="值班员", because="应由他单位办理")
    return row


def refused(row: Dispatch, now: datetime) -> Dispatch:
    """The department wanted to give it back, and may not."""
    with transaction():
        casework.write(
            row.case, Act.SEND_BACK_REFUSED, now=now, by="值班员", because="不同意退单：属地", dispatch=row
        )
    return row


def called(
    row: Dispatch,
    now: datetime,
    satisfaction: str | None = "satisfied",
    solved: str | None = "yes",
    **more: Any,
) -> FollowUp:
    """The petitioner was called back; without a satisfaction nobody answered."""
    answered_at = Dispatch.one(id=row.id).answered_at
    with transaction():
        return FollowUp.create(
            case=row.case,
            dispatch=row,
            opened_at=answered_at,
            due_at=answered_at + timedelta(days=3),
            done_at=now,
            recorded_at=now,
            reached=satisfaction is not None,
            satisfaction=satisfaction,
            solved=solved,
            **more,
        )


def unreasonable(row: Dispatch, now: datetime, approved_by: str = "主任") -> FollowUp:
    """The petitioner is dissatisfied, and what he asks was approved as unreasonable."""
    return called(
        row,
        now,
        "dissatisfied",
        "no",
        verdict=Verdict.UNREASONABLE,
        ground=3,
        approved_by=approved_by,
        judged_at=now,
    )


def granted(row: Dispatch, now: datetime, until: datetime) -> None:
    """More time is granted."""
    with transaction():
        Extension.create(
            dispatch=row,
            asked_at=now,
            state=ExtensionState.GRANTED,
            due_before=row.due_at,
            due_after=until,
            decided_at=now,
        )
        Dispatch.update(due_at=until).where(Dispatch.id == row.id).execute()


def figures(span: str = "2018-03", as_of: datetime = FROZEN) -> SpanFigures:
    """The figures of a span."""
    return figures_of(span_written(span), as_of=as_of, limits=LIMITS)


def tally(span: str = "2018-03", as_of: datetime = FROZEN, name: str = TOWN) -> Tally:
    """What is counted of one department; nothing where it has no case."""
    return figures(span, as_of).tallies.get(name) or Tally(name, "")
