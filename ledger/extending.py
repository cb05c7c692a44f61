"""More time for an assignment (延期): asked, granted or refused. Every function here runs inside the caller's transaction."""

from __future__ import annotations

from datetime import datetime

from ledger import casework, supervising
from ledger.models import Case, Department, Dispatch, Extension, Mail
from ledger.vocabulary import Act, DispatchState, ExtensionState
from ledger.workdays import Deadline, trace_text


def ask(
    row: Dispatch,
    *,
    mail: Mail | None,
    days: int | None,
    until: datetime | None,
    reason: str,
    now: datetime,
) -> Extension:
    """Write down that a department wishes more time; what it asks anew before a decision takes the place of its wish."""
    words = {"mail": mail, "days": days, "until": until, "reason": reason}
    waiting = Extension.one(dispatch=row, state=ExtensionState.ASKED)
    if waiting is None:
        wish = Extension.create(dispatch=row, asked_at=mail.came_at if mail else now, **words)
    else:
        Extension.update(**words).where(Extension.id == waiting.id).execute()
        wish = Extension.get_by_id(waiting.id)
    said = f"{row.department.name}申请延期：{reason or '没有写明理由'}"
    casework.write(row.case, Act.NOTE, now=now, by=row.department.name, because=said, dispatch=row, mail=mail)
    casework.link(row.case, mail)
    return wish


def grant(
    wish: Extension,
    days: int,
    deadline: Deadline,
    *,
    now: datetime,
    by: str,
    because: str,
    exception: str = "",
    past_upper: str = "",
) -> None:
    """Give an open assignment its new deadline (同意延期); the old one stays in the journal and in the trace.

    What it was reminded of is not due any more, and will be again.
    """
    row = wish.dispatch
    due_before = row.due_at
    here = (Dispatch.id == row.id) & (Dispatch.state == DispatchState.OPEN) & (Dispatch.due_at == due_before)
    lines = trace_text(deadline)
    moved = Dispatch.update(due_at=deadline.due_at, provisional=deadline.provisional, due_trace=lines)
    if not moved.where(here).execute():  # answered, taken back or counted anew meanwhile
        raise casework.NotAllowed(Case.get_by_id(row.case.id), Act.EXTEND)
    row.due_at, row.provisional, row.due_trace = deadline.due_at, deadline.provisional, lines
    _decide(
        wish,
        ExtensionState.GRANTED,
        now=now,
        by=by,
        because=because,
        granted_days=days,
        due_before=due_before,
        due_after=deadline.due_at,
        exception=exception,
        past_upper=past_upper,
    )
    supervising.begin_anew(row, f"延期至 {deadline.due_at:%Y-%m-%d %H:%M}", now=now)
    parts = [
        f"同意{row.department.name}延期{days}个工作日：办理时限 {due_before:%Y-%m-%d %H:%M} → {deadline.due_at:%Y-%m-%d %H:%M}",
        because,
        exception and f"破例：{exception}",
        past_upper and f"超过上级时限：{past_upper}",
    ]
    sentence = "。".join(part.rstrip("。") for part in parts if part)
    casework.write(row.case, Act.EXTEND, now=now, by=by, because=sentence, dispatch=row, mail=wish.mail)


def refuse(wish: Extension, *, now: datetime, by: str, because: str) -> None:
    """Write down that an assignment gets no more time (不同意延期): its deadline stands."""
    row = wish.dispatch
    stands = row.due_at
    _decide(
        wish,
        ExtensionState.REFUSED,
        now=now,
        by=by,
        because=because,
        due_before=stands,
        due_after=stands,
    )
    sentence = f"不同意{row.department.name}延期，办理时限仍为 {stands:%Y-%m-%d %H:%M}。{because}"
    casework.write(
        row.case, Act.EXTEND_REFUSED, now=now, by=by, because=sentence, dispatch=row, mail=wish.mail
    )


def _decide(wish: Extension, state: ExtensionState, *, now: datetime, by: str, **columns: object) -> None:
    """Decide on a wish; guard and decision are one UPDATE, so two people can't both decide."""
    here = (Extension.id == wish.id) & (Extension.state == ExtensionState.ASKED)
    if not Extension.update(state=state, decided_at=now, decided_by=by, **columns).where(here).execute():
        raise casework.NotAllowed(
            wish.dispatch.case,
            Act.EXTEND if state == ExtensionState.GRANTED else Act.EXTEND_REFUSED,
        )
    wish.__data__.update(Extension.get_by_id(wish.id).__data__)


def extensions_of(row: Dispatch) -> list[Extension]:
    """All wishes about an assignment, in order."""
    return list(Extension.select().where(Extension.dispatch == row).order_by(Extension.id))


def granted(row: Dispatch) -> list[Extension]:
    """The extensions that an assignment has got, in order."""
    return [wish for wish in extensions_of(row) if wish.state == ExtensionState.GRANTED]


def decided(row: Dispatch) -> list[Extension]:
    """The wishes about an assignment that were decided, in order."""
    return [wish for wish in extensions_of(row) if wish.state != ExtensionState.ASKED]


def decided_of_case(case: Case) -> int:
    """How many wishes about a case were decided."""
    query = Extension.select().join(Dispatch)
    return query.where((Dispatch.case == case) & (Extension.state != ExtensionState.ASKED)).count()


def waiting(case: Case) -> list[Extension]:
    """The wishes about a case on which somebody has still to decide; those of assignments that have ended are none."""
    query = (
        Extension.select(Extension, Dispatch, Department)
        .join(Dispatch)
        .join(Department)
        .where(
            (Dispatch.case == case)
            & (Dispatch.state == DispatchState.OPEN)
            & (Extension.state == ExtensionState.ASKED)
        )
        .order_by(Extension.id)
    )
    return list(query)
