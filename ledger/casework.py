"""What may be done to a case: one function an act. `STEPS` says from where to where; every act writes the journal.

All functions run inside the caller's transaction, and take `now`, `by` (who: "系统", a clerk, a department) and
`because` (one Chinese sentence). An act that the case's status does not allow raises `NotAllowed`.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from ledger import call_backs
from ledger.models import Answer, Case, CaseMail, Department, Dispatch, Journal, Mail, Petitioner, Reminder
from ledger.numbering import case_number, next_number
from ledger.tasks import end_tasks
from ledger.vocabulary import Act, DispatchState, Role, Stage, Status, label
from ledger.workdays import Deadline, trace_text

# act: (where the case may lie, where it lies afterwards)
STEPS: dict[Act, tuple[frozenset[Status], Status]] = {
    Act.DISPATCH: (frozenset({Status.REGISTERED}), Status.DISPATCHED),
    Act.SEND_BACK: (frozenset({Status.DISPATCHED}), Status.REGISTERED),
    Act.REASSIGN: (frozenset({Status.DISPATCHED}), Status.REGISTERED),
    Act.ANSWER: (frozenset({Status.DISPATCHED}), Status.ANSWERED),
    Act.REDO: (frozenset({Status.ANSWERED, Status.CLOSED}), Status.REGISTERED),
    Act.CLOSE: (frozenset({Status.ANSWERED}), Status.CLOSED),
    Act.MERGE: (frozenset({Status.REGISTERED, Status.DISPATCHED}), Status.MERGED),
    Act.WITHDRAW: (frozenset({Status.REGISTERED, Status.DISPATCHED, Status.ANSWERED}), Status.WITHDRAWN),
}

SYSTEM = "系统"


class NotAllowed(Exception):
    """The case's status does not allow the act; the message says so in Chinese. `because`: what else forbids it."""

    def __init__(self, case: Case, act: Act, because: str = ""):
        status = because or f"现为“{label('status', case.status)}”"
        super().__init__(f"工单 {case.case_no} {status}，不能“{label('act', act)}”")
        self.case, self.act = case, act


def write(case: Case, act: Act, *, now: datetime, by: str, because: str, **links: Any) -> Journal:
    """Write an act into the journal of a case; `links`: its dispatch, mail, letter."""
    return Journal.create(case=case, act=act, at=now, by=by, because=because, **links)


def step(case: Case, act: Act, *, now: datetime, by: str, because: str, **links: Any) -> None:
    """Move `case` by the table and write its journal; guard and move are one UPDATE, so a stale object can't slip through."""
    starts, end = STEPS[act]
    here = (Case.id == case.id) & Case.status.in_(list(starts))
    if not Case.update(status=end).where(here).execute():
        raise NotAllowed(Case.get_by_id(case.id), act)
    case.status = end
    write(case, act, now=now, by=by, because=because, **links)


def register(
    facts: dict[str, Any],
    petitioner: dict[str, str],
    *,
    prefix: str,
    rule_set: str,
    mail: Mail | None,
    now: datetime,
    because: str,
    by: str = SYSTEM,
) -> Case:
    """Register a case (登记受理). `facts` holds columns of `Case`; days become moments where a column wants one."""
    case_no = case_number(prefix, now.year, next_number("case", now.year))
    values = {name: as_moment(value) if name.endswith("_at") else value for name, value in facts.items()}
    case = Case.create(case_no=case_no, rule_set=rule_set, registered_at=now, **values)
    Petitioner.create(case=case, **petitioner)
    if mail is not None:
        CaseMail.create(case=case, mail=mail)
    write(case, Act.REGISTER, now=now, by=by, because=because, mail=mail)
    return case


def as_moment(value: date | datetime | None) -> datetime | None:
    """Return a moment; a day without a time stands for its midnight."""
    if value is None or isinstance(value, datetime):
        return value
    return datetime.combine(value, time())


def link(case: Case, mail: Mail | None) -> None:
    """Let a mail belong to a case."""
    if mail is not None:
        CaseMail.get_or_create(case=case, mail=mail)


def dispatch(
    case: Case,
    department: Department,
    *,
    deadline: Deadline,
    now: datetime,
    because: str,
    by: str = SYSTEM,
    role: Role = Role.LEAD,
    mail: Mail | None = None,
) -> Dispatch:
    """Hand a case to a department (分办转办); an assisting department may join one that is already dispatched."""
    before = Dispatch.having(case=case)
    leads = sum(each.role == Role.LEAD for each in before)
    # An assisting department that is asked again after giving the case back gets a letter of its own again.
    asked = [each.round for each in before if each.role == role and each.department_id == department.id]
    row = Dispatch.create(
        case=case,
        department=department,
        role=role,
        round=leads + 1 if role == Role.LEAD else max([leads, *(last + 1 for last in asked)]),
        dispatched_at=now,
        due_at=deadline.due_at,
        provisional=deadline.provisional,
        due_trace=trace_text(deadline),
        because=because,
    )
    sentence = (
        f"转 {department.name}（{label('role', role)}），{deadline.due_at:%Y-%m-%d %H:%M} 前反馈。{because}"
    )
    if role == Role.LEAD:
        step(case, Act.DISPATCH, now=now, by=by, because=sentence, dispatch=row, mail=mail)
        _end_assisting(case, department, now=now)
        return row
    here = (Case.id == case.id) & Case.status.in_([Status.DISPATCHED, Status.ANSWERED])
    if not Case.update(status=Case.status).where(here).execute():  # withdrawn by somebody else meanwhile
        raise NotAllowed(Case.get_by_id(case.id), Act.DISPATCH)
    write(case, Act.DISPATCH, now=now, by=by, because=sentence, dispatch=row, mail=mail)
    return row


def redo(case: Case, *, now: datetime, by: str, because: str) -> None:
    """Take up a case again whose result does not stand (重办), to be dispatched anew; nobody calls back about that result."""
    step(case, Act.REDO, now=now, by=by, because=because)
    call_backs.end_by_redo(case, now=now, by=by)
    end_tasks(Dispatch.having(case=case), "已重办", now=now)


def _end_assisting(case: Case, department: Department, *, now: datetime) -> None:
    """Who leads from now on does not assist besides: one answer of the department's is all there will be."""
    assists = Dispatch.having(case=case, department=department, role=Role.ASSISTING, state=DispatchState.OPEN)
    here = Dispatch.id.in_([row.id for row in assists]) & (Dispatch.state == DispatchState.OPEN)
    Dispatch.update(state=DispatchState.WITHDRAWN).where(here).execute()
    end_tasks(assists, "改为主办", now=now)


def acknowledge(row: Dispatch, *, mail: Mail | None, now: datetime, by: str, because: str) -> bool:
    """Write down that the department has the case (签收); False where it was acknowledged before."""
    link(row.case, mail)
    here = (Dispatch.id == row.id) & Dispatch.acknowledged_at.is_null()
    first = bool(Dispatch.update(acknowledged_at=now).where(here).execute())
    if first:
        row.acknowledged_at = now
        write(row.case, Act.ACKNOWLEDGE, now=now, by=by, because=because, dispatch=row, mail=mail)
    return first


def answer(
    row: Dispatch,
    record: dict[str, Any],
    *,
    missing: list[str],
    mail: Mail | None,
    now: datetime,
    by: str,
    because: str,
    came_at: datetime | None = None,
) -> Answer:
    """Write down an answer (反馈). Complete (nothing missing): the assignment is answered, and with the lead's the case.

    Incomplete: it is kept and journalled, the clock runs on. It counts from `came_at`, though a person decided only `now`.
    """
    came = came_at or now
    acknowledge(row, mail=mail, now=came, by=by, because="已有反馈，视同签收")
    values = {name: as_moment(value) if name.endswith("_on") else value for name, value in record.items()}
    stored = {name: value for name, value in values.items() if value is not None}
    kept = Answer.create(dispatch=row, mail=mail, at=came, complete=not missing, missing=missing, **stored)
    if missing:
        write(row.case, Act.INCOMPLETE, now=now, by=SYSTEM, because=because, dispatch=row, mail=mail)
        return kept
    here = (Dispatch.id == row.id) & (Dispatch.state == DispatchState.OPEN)
    if not Dispatch.update(answered_at=came, state=DispatchState.ANSWERED).where(here).execute():
        raise NotAllowed(row.case, Act.ANSWER)
    row.answered_at, row.state = came, DispatchState.ANSWERED
    end_tasks([row], "已反馈", now=now)
    if row.role == Role.LEAD:
        step(row.case, Act.ANSWER, now=now, by=by, because=because, dispatch=row, mail=mail)
    else:
        write(row.case, Act.ANSWER, now=now, by=by, because=because, dispatch=row, mail=mail)
    return kept


def send_back(row: Dispatch, *, mail: Mail | None, now: datetime, by: str, because: str) -> None:
    """Accept that a department gives the case back (同意退单); given back by the lead, it waits to be dispatched anew.

    An assisting department only leaves: the lead goes on.
    """
    link(row.case, mail)
    here = (Dispatch.id == row.id) & (Dispatch.state == DispatchState.OPEN)
    if not Dispatch.update(state=DispatchState.SENT_BACK).where(here).execute():  # answered meanwhile
        raise NotAllowed(Case.get_by_id(row.case.id), Act.SEND_BACK)
    row.state = DispatchState.SENT_BACK
    end_tasks([row], "已退单", now=now)
    if row.role == Role.LEAD:
        step(row.case, Act.SEND_BACK, now=now, by=by, because=because, dispatch=row, mail=mail)
    else:
        write(row.case, Act.SEND_BACK, now=now, by=by, because=because, dispatch=row, mail=mail)


def remind(row: Dispatch, stage: Stage, *, letter_key: str, now: datetime) -> bool:
    """Write down a reminder (催办); False where this stage was reminded of before."""
    if Reminder.get_or_none(dispatch=row, stage=stage):
        return False
    Reminder.create(dispatch=row, stage=stage, at=now, letter_key=letter_key)
    sentence = f"{label('stage', stage)}：{row.department.name}"
    write(row.case, Act.REMIND, now=now, by=SYSTEM, because=sentence, dispatch=row, letter_key=letter_key)
    return True


def report(case: Case, *, letter_key: str, to: str, now: datetime) -> None:
    """Write down that the result goes up to the platform (上报)."""
    write(case, Act.REPORT, now=now, by=SYSTEM, because=f"办理结果上报 {to}", letter_key=letter_key)


def note(
    case: Case,
    because: str,
    *,
    now: datetime,
    by: str = SYSTEM,
    mail: Mail | None = None,
    act: Act = Act.NOTE,
    letter_key: str | None = None,
) -> None:
    """Write something down that moves nothing (记录): an auto-reply, a bounce, what was said on the telephone."""
    link(case, mail)
    write(case, act, now=now, by=by, because=because, mail=mail, letter_key=letter_key)


def close(case: Case, *, now: datetime, by: str, because: str) -> list[Department]:
    """Close a case (办结), after a call back or with a reason (F, 回访: `because` may be "" only after one); returns the
    assisting departments that still owed an answer.
    """
    if not because.strip():
        if lacking := call_backs.why_not_followed_up(case):
            raise NotAllowed(case, Act.CLOSE, lacking)
        because = "已回访"
    step(case, Act.CLOSE, now=now, by=by, because=because)
    call_backs.end(case, because, now=now)
    return _end_dispatches(case, f"已办结：{because}", now=now)


def mark_hard(case: Case, *, now: datetime, by: str, because: str) -> bool:
    """Mark a case as hard (疑难、久拖不决); False where it was marked before. The journal says why."""
    live = [Status.REGISTERED, Status.DISPATCHED, Status.ANSWERED]
    here = (Case.id == case.id) & Case.status.in_(live)
    if not Case.update(hard_at=now).where(here & Case.hard_at.is_null()).execute():
        if Case.select().where(here).exists():
            return False
        raise NotAllowed(Case.get_by_id(case.id), Act.HARD)
    case.hard_at = now
    write(case, Act.HARD, now=now, by=by, because=because)
    return True


def withdraw(
    case: Case, *, now: datetime, by: str, because: str, mail: Mail | None = None
) -> list[Department]:
    """Take a case off the desks: withdrawn by the upper platform, or given back to it (撤回/退回上级).

    Returns the departments that were at work on it.
    """
    link(case, mail)
    step(case, Act.WITHDRAW, now=now, by=by, because=because, mail=mail)
    call_backs.end(case, because, now=now)
    return _end_dispatches(case, "已撤回", now=now)


def merge(case: Case, into: Case, *, now: datetime, by: str, because: str) -> list[Department]:
    """Join a repeat to the case it repeats (并单); returns the departments that were at work on the repeat."""
    into = Case.get_by_id(into.id)  # as it is now: it may have been withdrawn since somebody looked
    if case.id == into.id or into.status in (Status.MERGED, Status.WITHDRAWN):
        raise NotAllowed(into, Act.MERGE)
    step(case, Act.MERGE, now=now, by=by, because=f"并入 {into.case_no}。{because}")
    Case.update(merged_into=into).where(Case.id == case.id).execute()
    busy = _end_dispatches(case, "已并单", now=now)
    write(into, Act.JOIN, now=now, by=by, because=f"{case.case_no} 并入本件。{because}")
    return busy


def _end_dispatches(case: Case, because: str, *, now: datetime) -> list[Department]:
    """End what is still open; asked only now that nobody else can dispatch the case any more."""
    busy = Dispatch.having(case=case, state=DispatchState.OPEN)
    ended = (Dispatch.case == case) & (Dispatch.state == DispatchState.OPEN)
    Dispatch.update(state=DispatchState.WITHDRAWN).where(ended).execute()
    end_tasks(Dispatch.having(case=case), because, now=now)
    return list({row.department.id: row.department for row in busy}.values())
