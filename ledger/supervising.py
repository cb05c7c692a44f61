"""Supervision (督办): what is opened about an assignment, in which way and why, and what came of it.

Every function here runs inside the caller's transaction.
"""

from __future__ import annotations

from datetime import datetime

from ledger import casework
from ledger.models import Case, Department, Dispatch, Instruction, Supervision
from ledger.tasks import end_tasks
from ledger.vocabulary import Act, Way, label


def open_supervision(
    row: Dispatch,
    way: Way,
    cause: str,
    *,
    because: str,
    now: datetime,
    by: str = casework.SYSTEM,
    due_at: datetime | None = None,
    letter_key: str | None = None,
) -> Supervision | None:
    """Open one act of supervision and write the journal; None where this way was taken for this cause before.

    One in writing is done with its letter; the others wait until `finish` tells what came of them.
    """
    if Supervision.one(dispatch=row, way=way, cause=cause):
        return None
    written = way == Way.WRITTEN
    opened = Supervision.create(
        dispatch=row,
        way=way,
        cause=cause,
        because=because,
        opened_at=now,
        due_at=due_at,
        letter_key=letter_key,
        done_at=now if written else None,
        done_by=by if written else "",
    )
    sentence = f"{label('way', way)}{row.department.name}：{because}"
    casework.write(
        row.case, Act.SUPERVISE, now=now, by=by, because=sentence, dispatch=row, letter_key=letter_key
    )
    return opened


def finish(supervision: Supervision, result: str, *, now: datetime, by: str) -> bool:
    """Write down what came of it (what was said, found or instructed); False where somebody did before."""
    here = (Supervision.id == supervision.id) & Supervision.done_at.is_null()
    if not Supervision.update(done_at=now, done_by=by, result=result).where(here).execute():
        return False
    row = supervision.dispatch
    sentence = f"{label('way', supervision.way)}{row.department.name}：{result}"
    casework.write(row.case, Act.SUPERVISE, now=now, by=by, because=sentence, dispatch=row)
    return True


def settle(row: Dispatch, because: str, *, now: datetime) -> int:
    """End what is still open about an assignment, as it has been answered or taken back; returns how many those were."""
    return end_tasks([row], because, now=now)


def open_tasks(way: Way | None = None) -> list[Supervision]:
    """What somebody has still to do, the earliest first; with assignment, case and department at hand."""
    query = (
        Supervision.select(Supervision, Dispatch, Case, Department)
        .join(Dispatch)
        .join(Case)
        .switch(Dispatch)
        .join(Department)
        .where(Supervision.done_at.is_null())
        .order_by(Supervision.opened_at, Supervision.id)
    )
    return list(query if way is None else query.where(Supervision.way == way))


def supervisions_of(row: Dispatch) -> list[Supervision]:
    """All that was done to supervise an assignment, in order."""
    return Supervision.having(dispatch=row)


def hand_over_of(case: Case) -> Instruction | None:
    """The leader's word with which a case was handed over to the inspection bureau (移交督查), or None."""
    handed = (Instruction.case == case) & Instruction.handed_over_at.is_null(False)
    return Instruction.select().where(handed).order_by(Instruction.id).first()
