"""What the upper platform says anew of a case (上级变更), and deadlines that are counted again. As in `casework`, each
function is one act inside the caller's transaction, and writes the journal.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ledger import supervising
from ledger.casework import SYSTEM, NotAllowed, link, write
from ledger.deadlines import MOVED
from ledger.models import Case, Dispatch, Mail, Petitioner
from ledger.vocabulary import Act, Status, label
from ledger.workdays import Deadline, trace_text


def join(case: Case, mail: Mail, *, changes: dict[str, Any], now: datetime, because: str) -> None:
    """Join another mail about the same upper number (并入来件); a changed text or deadline is journalled, not applied.

    `changes`: column → the new value; a person decides about them.
    """
    link(case, mail)
    write(case, Act.JOIN, now=now, by=SYSTEM, because=because, mail=mail)
    for name, value in changes.items():
        old, new = (label(name, each) if name in CODED else each for each in (getattr(case, name), value))
        sentence = f"{CHANGE_LABELS.get(name, name)}：{old or '（空）'} → {new}"
        write(case, Act.CHANGE, now=now, by=SYSTEM, because=sentence, mail=mail)


def change(
    case: Case,
    values: dict[str, Any],
    petitioner: dict[str, str],
    *,
    sentences: list[str],
    mail: Mail | None,
    now: datetime,
    by: str,
) -> None:
    """Apply what the platform has changed (上级变更): columns of the case and of who asked; a sentence each in the journal."""
    here = (Case.id == case.id) & Case.status.in_(list(CHANGEABLE))
    touched = {"status": case.status} | values  # one UPDATE, so that a case closed meanwhile is not changed
    if not Case.update(**touched).where(here).execute():
        raise NotAllowed(Case.get_by_id(case.id), Act.CHANGE)
    for name, value in values.items():
        setattr(case, name, value)
    if petitioner:
        Petitioner.update(**petitioner).where(Petitioner.case == case).execute()
    for sentence in sentences:
        write(case, Act.CHANGE, now=now, by=by, because=sentence, mail=mail)


def rewrite(case: Case, texts: dict[str, str]) -> None:
    """Put texts of a case in other words; the journal tells of the change that asks for it."""
    for name, text in texts.items():
        setattr(case, name, text)
    case.save(only=[getattr(Case, name) for name in texts])


CHANGEABLE = frozenset({Status.REGISTERED, Status.DISPATCHED, Status.ANSWERED})
CODED = ("kind", "urgency")
CHANGE_LABELS = {
    "request_text": "诉求内容",
    "upper_due_at": "上级办理时限",
    "department_named": "承办单位",
    "kind": "诉求类型",
    "urgency": "紧急程度",
    "place": "事发地点",
    "title": "诉求标题",
}


def make_secret(case: Case, *, mail: Mail | None, now: datetime, because: str) -> None:
    """Treat a case as secret from now on (保密): nothing tells any more who asked."""
    case.secret = True
    case.save(only=[Case.secret])
    write(case, Act.SECRET, now=now, by=SYSTEM, because=because, mail=mail)


def recount(row: Dispatch, deadline: Deadline, *, now: datetime, because: str) -> bool:
    """Count an open deadline again (a new calendar year, another deadline of the platform's); the old one stays in the journal."""
    if row.due_at == deadline.due_at and row.provisional == deadline.provisional:
        return False
    moved = f"{row.due_at:%Y-%m-%d %H:%M} → {deadline.due_at:%Y-%m-%d %H:%M}"
    settled = f"{deadline.due_at:%Y-%m-%d %H:%M} 不再是暂定"
    sentence = f"{MOVED}{moved if row.due_at != deadline.due_at else settled}。{because}"
    if deadline.due_at > row.due_at:  # what was reminded of is not due any more, and will be again
        supervising.begin_anew(row, f"办理时限改为 {deadline.due_at:%Y-%m-%d %H:%M}", now=now)
    row.due_at, row.provisional, row.due_trace = deadline.due_at, deadline.provisional, trace_text(deadline)
    row.save(only=[Dispatch.due_at, Dispatch.provisional, Dispatch.due_trace])
    write(row.case, Act.RECOUNT, now=now, by=SYSTEM, because=sentence, dispatch=row)
    return True
