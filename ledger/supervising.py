"""Supervision (督办): what is opened about an assignment, in which way and why, and what came of it.

Every function here runs inside the caller's transaction.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from ledger import casework
from ledger.assignment_rows import with_case_and_department
from ledger.models import Case, Department, Dispatch, FollowUp, Instruction, Reminder, Supervision
from ledger.tasks import PAPER, end_tasks
from ledger.vocabulary import Act, DispatchState, Stage, Verdict, Way, label


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


def record(
    row: Dispatch, way: Way, result: str, *, now: datetime, by: str, because: str = "人工督办"
) -> Supervision:
    """Write down an act of supervision that nothing had asked for: a call that was made, a visit."""
    done = Supervision.create(
        dispatch=row,
        way=way,
        cause=by_hand(row, way),
        because=because,
        opened_at=now,
        done_at=now,
        done_by=by,
        result=result,
    )
    _write(row, way, result, now=now, by=by)
    return done


def by_hand(row: Dispatch, way: Way) -> str:
    """The cause of what a person does of his own accord: each time another."""
    before = Supervision.select().where((Supervision.dispatch == row) & (Supervision.way == way)).count()
    return f"by_hand/{before + 1}"


def cause_of(stage: Stage, row: Dispatch) -> str:
    """The cause of what a rung of the ladder opens. A rung is taken anew once its deadline was moved on."""
    return f"{stage}/{row.due_at:%Y-%m-%d}"


def take_rung(row: Dispatch, stage: Stage, *, now: datetime, letter_key: str = "") -> bool:
    """Remember that a rung of the ladder was taken, or passed over; False where it was before.

    The journal is written by what the rung does.
    """
    if Reminder.one(dispatch=row, stage=stage):
        return False
    Reminder.create(dispatch=row, stage=stage, at=now, letter_key=letter_key)
    return True


def begin_anew(row: Dispatch, because: str, *, now: datetime) -> None:
    """The deadline was moved on: no rung is taken yet, and what one has asked for need not be done any more."""
    Reminder.delete().where(Reminder.dispatch == row).execute()
    for task in supervisions_of(row):
        if task.done_at is None and task.cause.partition("/")[0] in list(Stage):
            finish(task, because, now=now, by=casework.SYSTEM)


def finish(supervision: Supervision, result: str, *, now: datetime, by: str) -> bool:
    """Write down what came of it (what was said, found or instructed); False where somebody did before."""
    here = (Supervision.id == supervision.id) & Supervision.done_at.is_null()
    if not Supervision.update(done_at=now, done_by=by, result=result).where(here).execute():
        return False
    _write(supervision.dispatch, Way(supervision.way), result, now=now, by=by)
    return True


def _write(row: Dispatch, way: Way, result: str, *, now: datetime, by: str) -> None:
    sentence = f"{label('way', way)}{row.department.name}：{result}"
    casework.write(row.case, Act.SUPERVISE, now=now, by=by, because=sentence, dispatch=row)


def tell(supervision: Supervision, what: str, *, now: datetime, by: str) -> None:
    """Write into the journal how a task stands that is not done yet."""
    _write(supervision.dispatch, Way(supervision.way), what, now=now, by=by)


def settle(row: Dispatch, because: str, *, now: datetime) -> int:
    """End what is still open about an assignment, as it has been answered or taken back; returns how many those were."""
    return end_tasks([row], because, now=now)


def open_tasks(way: Way | None = None, *, case: Case | None = None, cause: str = "") -> list[Supervision]:
    """What somebody has still to do, the earliest first; with assignment, case and department at hand. In one way, about one
    case, or of those whose cause begins so.
    """
    query = (
        with_case_and_department(Supervision)
        .where(Supervision.done_at.is_null() & Supervision.cause.startswith(cause))
        .order_by(Supervision.opened_at, Supervision.id)
    )
    query = query if way is None else query.where(Supervision.way == way)
    return list(query if case is None else query.where(Dispatch.case == case))


def was_written_to(department: Department, day: date) -> bool:
    """Whether a department got a notice in writing (督办通知书) on a day."""
    start = datetime.combine(day, time())
    on_day = (Supervision.opened_at >= start) & (Supervision.opened_at < start + timedelta(days=1))
    mine = (Supervision.way == Way.WRITTEN) & (Dispatch.department == department)
    return Supervision.select().join(Dispatch).where(mine & on_day).exists()


def named_in_notice(start: datetime, end: datetime) -> list[Dispatch]:
    """Assignments so late within a span that somebody had to go there or the leader was asked: the monthly notice names
    their departments (通报点名). With case and department at hand, once each, in order.
    """
    late = (Supervision.way == Way.ON_SITE) | Supervision.cause.startswith(f"{Stage.INSTRUCTION}/")
    within = (Supervision.opened_at >= start) & (Supervision.opened_at < end)
    reached = Supervision.select(Supervision.dispatch).where(late & within)
    query = with_case_and_department().where(Dispatch.id.in_(reached))
    return list(query.order_by(Dispatch.due_at, Dispatch.id))


def supervisions_of(row: Dispatch) -> list[Supervision]:
    """All that was done to supervise an assignment, in order."""
    return Supervision.having(dispatch=row)


def unreported(now: datetime) -> list[Instruction]:
    """Leaders' words on which the report is overdue, the earliest first; with assignment, case and department at hand."""
    query = with_case_and_department(Instruction).where(
        (Instruction.due_at < now) & (Dispatch.state == DispatchState.OPEN)
    )
    return list(query.order_by(Instruction.due_at, Instruction.id))


def word_it_began_with(row: Dispatch) -> Instruction | None:
    """The leader's word by which an assignment was made (a hard case is handled again on it), or None: its day is the
    assignment's deadline.
    """
    hard_before = (FollowUp.case == row.case) & (FollowUp.verdict == Verdict.HARD) & (FollowUp.dispatch < row)
    if not FollowUp.select().where(hard_before).exists():
        return None
    began = (Instruction.dispatch == row) & (Instruction.written_at == row.dispatched_at)
    return Instruction.select().where(began).order_by(Instruction.id).first()


def orphaned() -> list[tuple[Instruction, Dispatch]]:
    """Leaders' words whose assignment was taken back or given back, each with the assignment that has taken its place and
    has not got the word yet: the newest that is open, in the same role. The earliest word first.
    """
    gone = Dispatch.state.in_([DispatchState.SENT_BACK, DispatchState.WITHDRAWN])
    words = Instruction.select(Instruction, Dispatch).join(Dispatch).where(gone).order_by(Instruction.id)
    found = [(each, _heir_of(each.dispatch)) for each in words if each.dispatch and not _went_on(each)]
    return [(each, heir) for each, heir in found if heir is not None]


def _heir_of(row: Dispatch) -> Dispatch | None:
    later = (Dispatch.case == row.case) & (Dispatch.id > row.id) & (Dispatch.role == row.role)
    open_now = Dispatch.state == DispatchState.OPEN
    return Dispatch.select().where(later & open_now).order_by(Dispatch.id.desc()).first()


def _went_on(word: Instruction) -> bool:
    """Whether the same word went to a later assignment of the case."""
    same = (Instruction.leader == word.leader) & (Instruction.text == word.text)
    later = (Instruction.case == word.case) & (Instruction.dispatch > word.dispatch)
    return Instruction.select().where(same & later).exists()


def paper_task(letter_key: str) -> Supervision | None:
    """The open task to bring a paper to somebody (送达), or None."""
    waits = (Supervision.letter_key == letter_key) & Supervision.done_at.is_null()
    return Supervision.select().where(waits & Supervision.cause.startswith(PAPER)).first()


def hand_over_of(case: Case) -> Instruction | None:
    """The leader's word with which a case was handed over to the inspection bureau (移交督查), or None."""
    handed = (Instruction.case == case) & Instruction.handed_over_at.is_null(False)
    return Instruction.select().where(handed).order_by(Instruction.id).first()
