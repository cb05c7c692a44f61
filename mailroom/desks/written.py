"""书面督办: the notice (督办通知书) to a department about assignments that it leaves undone, with what was done so far.

Every function here runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from generators.supervision import Supervised, draw_up_supervision, supervision_key
from ledger import casework, supervising, worklists
from ledger.models import Department, Dispatch, Letter
from ledger.vocabulary import Way
from ledger.workdays import add_workdays
from mailroom import document_numbers, outbox
from mailroom.desks.course import course_of
from mailroom.desks.ladder import days_late
from mailroom.office import Office


def supervise_in_writing(
    office: Office,
    department: Department,
    causes: Sequence[tuple[Dispatch, str]],
    *,
    now: datetime,
    because: str = "",
    by: str = casework.SYSTEM,
) -> Letter:
    """Post one notice about assignments of a department that can be written to, each with the cause that its supervision
    is kept under; `because`: why, besides their being late.
    """
    items = [_supervised(office, row, because, now=now) for row, _ in causes]
    key = supervision_key(department, items, now.date())
    case = items[0].case if len(items) == 1 else None
    what = case.case_no if case else f"{len(items)}件"
    number = document_numbers.number_for(
        office, "supervision", key, title=f"{what}督办通知书（{department.name}）", now=now
    )
    rules, settings = office.settings.rules.by_id(items[0].case.rule_set), office.settings.supervision
    close = office.settings.hours.close
    demanded = add_workdays(now.date(), settings.report_days, office.calendar, close=close)
    draft = draw_up_supervision(
        department,
        items,
        head=office.head,
        demanded_by=demanded.due_at,
        now=now,
        number=number.text if number else "",
        basis=rules.basis,
        copies=settings.copies,
        cc=settings.cc,
        templates=office.templates,
    )
    letter = outbox.post(office, draft, now=now, case=case, department=department, number=number)
    for (row, cause), item in zip(causes, items, strict=True):
        sentence = "，".join(filter(None, [_late(item.days_late), because]))
        supervising.open_supervision(
            row,
            Way.WRITTEN,
            cause,
            because=sentence or "尚未办结",
            now=now,
            by=by,
            due_at=demanded.due_at,
            letter_key=letter.key,
        )
    return letter


def _supervised(office: Office, row: Dispatch, because: str, *, now: datetime) -> Supervised:
    return Supervised(
        row,
        row.case,
        days_late(office, row, now=now),
        course_of(row)[1:],
        because,
        worklists.petitioner_of(row.case),
    )


def _late(days: int) -> str:
    return f"逾期{days}个工作日" if days else ""
