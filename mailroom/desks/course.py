"""办理经过: what was done about an assignment so far, as papers to leaders, departments and the bureau tell it."""

from __future__ import annotations

from collections.abc import Iterator

from generators.case_paper import PastStep
from generators.wording import month_day_words
from ledger import call_backs, reassigning, supervising, worklists
from ledger.models import (
    Answer,
    Dispatch,
    DocumentNumber,
    Extension,
    FollowUp,
    Instruction,
    Reminder,
    Supervision,
)
from ledger.tasks import UNDELIVERED
from ledger.vocabulary import ExtensionState, Role, Stage, Way


def course_of(row: Dispatch) -> list[PastStep]:
    """Return the steps, oldest first: handed over, urged, asked to mend, prolonged, supervised, instructed; also those of
    the assignments before it, with what was answered and what the petitioner said of it.
    """
    rows = [*(each for each in worklists.dispatches_of(row.case) if _went_before(each, row)), row]
    steps = [step for each in rows for step in _steps(each)]
    steps += [PastStep(each.on, _left(each)) for each in reassigning.passages(row.case)]
    return sorted(steps, key=lambda step: step.on)


def _went_before(other: Dispatch, row: Dispatch) -> bool:
    return bool(other.id < row.id and (other.role == Role.LEAD or other.department == row.department))


def _steps(row: Dispatch) -> Iterator[PastStep]:
    yield from _while_at_work(row)
    for answer in Answer.having(dispatch=row, complete=True)[:1]:
        yield PastStep(answer.at.date(), f"{row.department.name}反馈办理结果")
    for follow_up in FollowUp.having(dispatch=row, satisfaction=call_backs.DISSATISFIED):
        if follow_up.done_at is not None:
            yield PastStep(follow_up.done_at.date(), "回访，群众不满意")


def _left(passage: reassigning.Passage) -> str:
    return f"{passage.department}退单" if passage.given_back else f"收回{passage.department}的办理任务"


def _while_at_work(row: Dispatch) -> Iterator[PastStep]:
    again = "按领导批示再" if supervising.word_it_began_with(row) else ""
    yield PastStep(row.dispatched_at.date(), f"{again}转{row.department.name}办理")
    if row.served_at is not None:
        yield PastStep(row.served_at.date(), "转办函此前没有送达，当日送达，办理时限自当日起重新计算")
    for reminder in Reminder.having(dispatch=row, stage=Stage.RED):
        if reminder.letter_key:
            yield PastStep(reminder.at.date(), "发送催办通知书")
    for answer in Answer.having(dispatch=row, complete=False):
        yield PastStep(answer.at.date(), f"反馈不符合要求（缺少：{'、'.join(answer.missing)}）")
    for extension in Extension.having(dispatch=row, state=ExtensionState.GRANTED):
        if extension.due_after:
            yield PastStep(extension.decided_at.date(), f"同意延期至{month_day_words(extension.due_after)}")
    tasks = supervising.supervisions_of(row)
    for task in [each for each in tasks if each.cause.startswith(UNDELIVERED)][:1]:
        yield PastStep(task.opened_at.date(), "转办函退回，没有送达")
    for supervision in tasks:
        if words := _supervised(supervision):
            yield PastStep((supervision.done_at or supervision.opened_at).date(), words)
    for instruction in Instruction.having(dispatch=row):
        yield PastStep(instruction.instructed_on, f"{instruction.leader}作出批示")


def _supervised(supervision: Supervision) -> str:
    """What one act of supervision was, in a few words; "" for what is still to be done or is no step of its own."""
    if supervision.way == Way.WRITTEN:
        number = DocumentNumber.one(key=supervision.letter_key or "")
        redone = (supervision.letter_key or "").startswith("redo/")
        what = "发送督办重办通知" if redone else "发送督办通知书"
        return f"{what}（{number.text}）" if number else what
    if supervision.done_at is None or supervision.done_by == "系统":  # ended by an answer, not done
        return ""
    if supervision.way == Way.PHONE:
        return f"电话督办，{supervision.result}"
    if supervision.way == Way.ON_SITE:
        return f"现场督办，{supervision.result}"
    return ""
