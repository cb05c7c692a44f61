"""重算时限: a new year's notice came in; deadlines that were counted without it are counted again."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import datetime

from generators.facts import SUBJECT_TITLE_LENGTH
from generators.plain import draw_up_plain
from generators.privacy import is_secret
from generators.wording import deadline_words, moment_words, shortened
from ledger import amending, casework, worklists
from ledger.models import Case, Department, Dispatch
from ledger.opening import transaction
from ledger.workdays import Calendar, Deadline
from mailroom import outbox
from mailroom.desks.prolonging import deadline_of_assignment, left_as_it_was
from mailroom.office import Office


def recount(office: Office, fresh: Calendar, *, because: str, now: datetime) -> list[Dispatch]:
    """Count every open deadline again by the calendar `fresh`, and tell the departments; returns those that changed, each
    journalled.

    Provisional ones are settled; of the others only those that differ between the two calendars change, so that
    nothing but the calendar moves a deadline. Extensions that were granted are counted along.
    """
    renewed = dataclasses.replace(office, calendar=fresh)
    changed: list[Dispatch] = []
    lines: dict[Department, list[str]] = {}
    told: dict[Department, list[Case]] = {}
    with transaction():
        for row in worklists.open_dispatches():
            old, new = (deadline_of_assignment(each, row) for each in (office, renewed))
            due_before = row.due_at
            moved = (old.due_at, old.provisional) != (new.due_at, new.provisional)
            kept = as_it_was_told(row, new, now=now)
            if (moved or row.provisional) and amending.recount(row, kept, now=now, because=because):
                changed.append(row)
                lines.setdefault(row.department, []).append(_line(row, due_before))
                told.setdefault(row.department, []).append(row.case)
        for department, its_lines in lines.items():
            _tell(office, department, its_lines, told[department], because=because, now=now)
    return changed


def as_it_was_told(row: Dispatch, counted: Deadline, *, now: datetime) -> Deadline:
    """The deadline as counted; as the department knows it where a make-up day would end it earlier, and already today:
    nobody can keep a deadline that he hears of when it is over.
    """
    if counted.due_at >= row.due_at or counted.due_at.date() > now.date():
        return counted
    why = "按新的放假安排应提前，但通知时已到期，仍按原已告知的时限"
    return left_as_it_was(row, counted, why, provisional=False)


def _line(row: Dispatch, due_before: datetime) -> str:
    """How one deadline stands now; of a secret case the number says enough."""
    title = "" if is_secret(row.case) else f" {shortened(row.case.title, SUBJECT_TITLE_LENGTH)}"
    provisional = "（仍为暂定）" if row.provisional else ""
    if row.due_at == due_before:
        return f"{row.case.case_no}{title}：仍为{deadline_words(row.due_at)}，不再是暂定"
    return (
        f"{row.case.case_no}{title}：{moment_words(due_before)}前 → {deadline_words(row.due_at)}{provisional}"
    )


def _tell(
    office: Office,
    department: Department,
    lines: list[str],
    cases: list[Case],
    *,
    because: str,
    now: datetime,
) -> None:
    """One letter a department, with all its deadlines that changed. Its key is made of what it says: another notice of
    the same year, put right, is another letter.
    """
    mark = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
    draft = draw_up_plain(
        "notice",
        f"notice/calendar/{mark}/{department.name}",
        department.addresses[:1],
        f"【时限调整】{len(lines)}件在办工单的办理时限",
        [f"{because}，你单位在办的{len(lines)}件工单办理时限重新计算如下，请按调整后的时限反馈。", *lines],
        head=office.head,
        now=now,
        department=department.name,
        because=f"{because}，办理时限有变",
        templates=office.templates,
    )
    letter = outbox.post(office, draft, now=now, department=department)
    for case in cases:
        casework.note(case, f"时限调整已函告{department.name}", now=now, letter_key=letter.key)
