"""Where past cases went, for what can be learned of it. It reads and never writes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from peewee import JOIN

from ledger.models import Case, Department, Dispatch, Petitioner
from ledger.vocabulary import DispatchState, Role


@dataclass(frozen=True)
class Dispatched:
    """A case that was answered: by whom, and who was asked before and was not the one."""

    case: Case
    petitioner: Petitioner | None
    right: str
    wrong: tuple[str, ...]


def answered_cases(*, most: int) -> list[Dispatched]:
    """The latest `most` cases that their lead department answered, the oldest first; corrections of clerks and accepted
    send-backs are in it: the last lead that answered is right, those who gave the case back are wrong.
    """
    wanted = (
        Dispatch.select(Dispatch, Department, Case, Petitioner)
        .join(Department)
        .switch(Dispatch)
        .join(Case)
        .join(Petitioner, JOIN.LEFT_OUTER, on=(Petitioner.case == Case.id), attr="asked_by")
        .where(Dispatch.role == Role.LEAD, Dispatch.state != DispatchState.OPEN)
        .order_by(Dispatch.id.desc())
        .limit(most * 2)  # some cases went to more than one
    )
    leads: dict[int, list[Dispatch]] = {}
    for row in wanted:
        leads.setdefault(row.case.id, []).append(row)
    found = [one for rows in leads.values() if (one := _dispatched(rows)) is not None]
    return sorted(found[:most], key=lambda each: each.case.id)


def _dispatched(rows: list[Dispatch]) -> Dispatched | None:
    """`rows`: all lead assignments of a case, the last first."""
    last = next((row for row in rows if row.state == DispatchState.ANSWERED), None)
    if last is None:
        return None
    right = last.department.name
    wrong = {row.department.name for row in rows if row.state == DispatchState.SENT_BACK} - {right}
    return Dispatched(last.case, getattr(last.case, "asked_by", None), right, tuple(sorted(wrong)))


def answered_count() -> int:
    """How many cases were answered by a lead department."""
    answered = (Dispatch.role == Role.LEAD) & (Dispatch.state == DispatchState.ANSWERED)
    return Dispatch.select(Dispatch.case).where(answered).distinct().count()


FIRST_CASES = 20


def ledger_print() -> str:
    """A fingerprint of this ledger (SHA-256, hex): its first cases and the moments at which they were registered, which
    nothing changes. What was learned from another ledger, or from none, is known by it.
    """
    first = Case.select(Case.case_no, Case.registered_at).order_by(Case.id).limit(FIRST_CASES)
    told = "\n".join(f"{case.case_no} {case.registered_at.isoformat()}" for case in first)
    return hashlib.sha256(told.encode()).hexdigest()
