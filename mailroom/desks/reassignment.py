"""改派: the office itself takes a case from one department and gives it to another; nobody had asked for it."""

from __future__ import annotations

from datetime import datetime

from ledger import reassigning, worklists
from ledger.models import Case, Dispatch
from ledger.opening import transaction
from ledger.vocabulary import Role, label
from mailroom.desks import clearing, dispatching, send_back_replies
from mailroom.errors import MailroomError
from mailroom.office import Office


class CannotReassign(MailroomError):
    """The case can't change hands like that; the message says why, in Chinese."""


def reassign(
    office: Office,
    case: Case,
    to: str,
    *,
    now: datetime,
    by: str,
    because: str,
    department: str = "",
    not_against: str = "",
) -> tuple[Dispatch, Dispatch]:
    """Take an assignment from its department and give it to `to`, with its role; returns the old one and the new.

    `department` says whose assignment, "" the lead's. The old one gets a 改派通知, the new one a 转办函 that tells the
    history; its days count from now, never past the upper platform's deadline. Raises `CannotReassign`,
    `dispatching.CannotDispatch`.
    """
    with transaction():
        row = _assignment(case, department)
        _refuse_at_work(case, row, to)
        clearing.refuse_over_answer(office, row)
        reassigning.reassign(row, now=now, by=by, because=because)
        send_back_replies.take_back(office, row, now=now, because=because, elsewhere=to)
        clearing.clear_of(office, row, *clearing.FROM_DEPARTMENTS, now=now, by=by, because=f"已改派{to}")
        fresh = dispatching.dispatch_by_hand(
            office, row.case, to, now=now, by=by, role=Role(row.role), not_against=not_against
        )
    return row, fresh


def _assignment(case: Case, department: str) -> Dispatch:
    rows = worklists.dispatches_at_work(case)
    wanted = [
        row for row in rows if (row.department.name == department if department else row.role == Role.LEAD)
    ]
    if not wanted:
        who = department or "主办单位"
        raise CannotReassign(
            f"{case.case_no} 现为“{label('status', case.status)}”，没有{who}在办，谈不上改派；待分办的用 mailroom dispatch"
        )
    return wanted[-1]


def _refuse_at_work(case: Case, row: Dispatch, to: str) -> None:
    """Who has the case already can't be given it; an assisting department may be made the lead."""
    for other in worklists.dispatches_at_work(case):
        leads_too = row.role == Role.LEAD and other.role == Role.ASSISTING
        if other.department.name == to and not leads_too:
            raise CannotReassign(f"{to}已在办理 {case.case_no}（{label('role', other.role)}）")
