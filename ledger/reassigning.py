"""Cases that change hands (退单、改派): taken from one department for another, and who had them before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ledger import casework
from ledger.models import Case, Department, Dispatch, Journal
from ledger.tasks import end_tasks
from ledger.vocabulary import Act, DispatchState, Role


@dataclass(frozen=True)
class Passage:
    """How a case left a department: given back (退单) or taken from it by the office (改派)."""

    department: str
    on: date
    given_back: bool
    because: str


def reassign(row: Dispatch, *, now: datetime, by: str, because: str) -> None:
    """Take an open assignment from its department (改派), inside the caller's transaction; the lead's case waits to be
    dispatched anew. It does not count as given back.
    """
    here = (Dispatch.id == row.id) & (Dispatch.state == DispatchState.OPEN)
    if not Dispatch.update(state=DispatchState.WITHDRAWN).where(here).execute():  # answered meanwhile
        raise casework.NotAllowed(Case.get_by_id(row.case.id), Act.REASSIGN)
    row.state = DispatchState.WITHDRAWN
    end_tasks([row], "已改派", now=now)
    sentence = f"收回{row.department.name}的办理任务，另行改派：{because}"
    if row.role == Role.LEAD:
        casework.step(row.case, Act.REASSIGN, now=now, by=by, because=sentence, dispatch=row)
    else:
        casework.write(row.case, Act.REASSIGN, now=now, by=by, because=sentence, dispatch=row)


def passages(case: Case) -> list[Passage]:
    """How a case has left its lead departments up to now, in order."""
    rows = (
        Journal.select(Journal, Dispatch, Department)
        .join(Dispatch)
        .join(Department)
        .where(
            (Journal.case == case)
            & Journal.act.in_([Act.SEND_BACK, Act.REASSIGN])
            & (Dispatch.role == Role.LEAD)
        )
        .order_by(Journal.at, Journal.id)
    )
    return [_passage(entry, entry.dispatch) for entry in rows if entry.dispatch is not None]


def _passage(entry: Journal, row: Dispatch) -> Passage:
    """The reason stands behind the colon of the journal's sentence."""
    reason = entry.because.partition("：")[2] or entry.because
    return Passage(row.department.name, entry.at.date(), entry.act == Act.SEND_BACK, reason)


def done_with(case: Case) -> set[int]:
    """The ids of the departments that led a case and gave it back, or had it taken from them."""
    ended = Dispatch.state.in_([DispatchState.SENT_BACK, DispatchState.WITHDRAWN])
    rows = Dispatch.select(Dispatch.department).where(
        (Dispatch.case == case) & (Dispatch.role == Role.LEAD) & ended
    )
    return {row.__data__["department"] for row in rows}
