"""人工督办: what a person says about supervision: what came of a task, or that he did or asks for something of his own accord."""

from __future__ import annotations

from datetime import datetime

from ledger import listings, supervising, worklists
from ledger.models import Case, Department, Dispatch, Supervision
from ledger.opening import transaction
from ledger.tasks import PAPER
from ledger.vocabulary import LetterState, Stage, Way, label
from mailroom.desks import clearing, deliveries, proposals, written
from mailroom.desks.ladder import days_late
from mailroom.errors import MailroomError
from mailroom.office import Office


class CannotSupervise(MailroomError):
    """Nobody can be supervised so; the message says why, in Chinese."""


def supervise(
    office: Office,
    case: Case,
    way: Way,
    note: str,
    *,
    now: datetime,
    by: str,
    department: Department | None = None,
) -> str:
    """Do one act of supervision about a case, or write down what came of it; returns a Chinese sentence of what was done.

    `note`: what was said on the telephone, found on site, why a notice or the leader's word is wanted. Raises
    `CannotSupervise`.
    """
    with transaction():
        if way == Way.WRITTEN:
            return _in_writing(office, _assignment(case, department), note, now=now, by=by)
        tasks = _tasks(case, way, department)
        if way == Way.INSTRUCTION:
            return _before_leader(office, case, tasks, note, department, now=now, by=by)
        if tasks:
            return _report(tasks, note, now=now, by=by)
        row = _assignment(case, department)
        if way == Way.ON_SITE and days_late(office, row, now=now):
            supervising.take_rung(row, Stage.ON_SITE, now=now)
        supervising.record(row, way, note, now=now, by=by)
        return f"已记入办理过程：{label('way', way)}{row.department.name}"


def _tasks(case: Case, way: Way, department: Department | None) -> list[Supervision]:
    """What is open about a case in this way; of one department, where several are supervised."""
    found = supervising.open_tasks(way, case=case)
    if department is not None:
        return [each for each in found if each.dispatch.department == department]
    names = dict.fromkeys(each.dispatch.department.name for each in found)
    if len(names) > 1:
        raise CannotSupervise(f"{case.case_no} 有{'、'.join(names)}的任务，请用 --department 写明是哪个单位")
    return found


def _assignment(case: Case, department: Department | None) -> Dispatch:
    """The assignment that is meant: the named department's, else the lead's."""
    rows = worklists.dispatches_at_work(case)
    if department is not None:
        rows = [row for row in rows if row.department == department]
    if not rows:
        whose = f"{department.name}没有在办" if department else "现在没有单位在办"
        raise CannotSupervise(f"{whose} {case.case_no}，谈不上督办")
    return next((row for row in rows if row.role == "lead"), rows[0])


def _report(tasks: list[Supervision], note: str, *, now: datetime, by: str) -> str:
    for task in tasks:
        supervising.finish(task, note, now=now, by=by)
    row = tasks[0].dispatch
    return f"已记入办理过程，{row.case.case_no} 的{label('way', tasks[0].way)}任务了结（{len(tasks)} 项）"


def _in_writing(office: Office, row: Dispatch, note: str, *, now: datetime, by: str) -> str:
    rung = supervising.cause_of(Stage.WRITTEN, row)
    if days_late(office, row, now=now) and supervising.take_rung(row, Stage.WRITTEN, now=now):
        cause = rung  # the ladder does not send another
    else:
        cause = supervising.by_hand(row, Way.WRITTEN)
    before = {each.letter_key for each in supervising.supervisions_of(row)}
    letter = written.supervise_in_writing(
        office, row.department, [(row, cause)], now=now, because=note, by=by
    )
    if letter.key in before:
        raise CannotSupervise(f"今天已就 {row.case.case_no} 书面督办{row.department.name}（{letter.key}）")
    where = "待打印送达，见 mailroom tasks" if letter.state == LetterState.ON_PAPER else "已列入待发"
    return f"督办通知书{where}：{letter.key}"


def _before_leader(
    office: Office,
    case: Case,
    tasks: list[Supervision],
    note: str,
    department: Department | None,
    *,
    now: datetime,
    by: str,
) -> str:
    """A paper was delivered; or the leader wants nothing done; or, where he has nothing yet, it is laid before him."""
    papers = [each for each in tasks if each.cause.startswith(PAPER)]
    if len(papers) > 1:
        keys = "、".join(str(task.letter_key) for task in papers)
        raise CannotSupervise(
            f"{case.case_no} 有 {len(papers)} 份文书待送，请逐份用 mailroom letters delivered 记下：{keys}"
        )
    if papers:
        for task in papers:
            deliveries.deliver_by_hand(task, note, now=now, by=by)
        return _report(papers, note, now=now, by=by)
    for task in tasks:
        if not deliveries.deliver_by_hand(task, note, now=now, by=by):
            _end_refusals(case, now=now, by=by)
            return _report(tasks, note, now=now, by=by)
        said = f"拟办单已送{office.settings.supervision.leader}：{note}"
        supervising.tell(task, said, now=now, by=by)
        return f"已记入办理过程：拟办单已送；批示来了用 mailroom instruct {case.case_no} 登记"
    row = _assignment(case, department)
    cause = supervising.by_hand(row, Way.INSTRUCTION)
    opened = proposals.propose(office, row, cause=cause, because=note, now=now, by=by)
    if opened is None:
        raise CannotSupervise(f"{case.case_no} 已报过领导批示，不另报")
    return f"拟办单已拟好：{opened.letter_key}"


def _end_refusals(case: Case, *, now: datetime, by: str) -> None:
    """The leader's mails that wait with this very command (已阅, 不同意) have been dealt with."""
    command = f"mailroom supervise {case.case_no} --by {Way.INSTRUCTION} "
    waiting = listings.open_held_about(case, "instruction")
    dealt = [held for held in waiting if any(each["do"].startswith(command) for each in held.suggestions)]
    clearing.settle(dealt, now=now, by=by, because="领导意见已记入办理过程，拟办了结")
