"""Tasks (督办任务): what somebody has still to do about an assignment: telephone, go there, print a paper and deliver it.

A task is a `Supervision` that is not done. Every function here runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ledger.models import Dispatch, Supervision

UNDELIVERED = "undelivered/"  # begins the cause of a task to bring an assignment to its department
PAPER = "paper/"  # begins the cause of a task to print a letter and deliver it


def end_tasks(rows: Sequence[Dispatch], because: str, *, now: datetime, by: str = "系统") -> int:
    """End what was still to be done about assignments, as they were answered or taken back; returns how many those were.

    A paper that is on its way to somebody still goes there.
    """
    about = Supervision.dispatch.in_([row.id for row in rows]) & Supervision.done_at.is_null()
    changed = Supervision.update(done_at=now, done_by=by, result=because)
    return changed.where(about & ~Supervision.cause.startswith(PAPER)).execute() if rows else 0
