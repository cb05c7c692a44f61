"""督办重办: a dissatisfied petitioner's case is handled again under supervision (F), or, after so many redos, counts as hard
and lies before the leader.
"""

from __future__ import annotations

import logging
from datetime import date, datetime

from generators.case_paper import paper_key
from generators.supervision import draw_up_redo
from ledger import call_backs, casework, following_up, listings, postbook, supervising, worklists
from ledger.models import Answer, Case, Department, Dispatch, FollowUp
from ledger.opening import transaction
from ledger.vocabulary import Status, Verdict, Way, label
from ledger.workdays import in_office_hours
from mailroom import holding
from mailroom.desks import advice, bureau, clearing, deliveries, dispatching, prolonging, proposals, verdicts
from mailroom.desks.jurisdiction import propose
from mailroom.office import Office

log = logging.getLogger(__name__)

CAUSE = "dissatisfied"


def redo_unjudged(office: Office, *, now: datetime) -> int:
    """Handle again what nobody has called unreasonable in time, in office hours (F, 一律纳入督办程序重新办理); returns how many.

    One that can't be handled again keeps no other back; its fault is raised when all are through.
    """
    if not in_office_hours(now, office.calendar, office.hours):
        return 0
    done, fault = 0, None
    for each in call_backs.still_to_judge():
        if now <= verdicts.judged_by(office, each):
            continue
        try:
            with transaction():
                go_on(office, each, now=now, by=casework.SYSTEM)
                done += 1
        except Exception as error:
            log.warning("no redo of %s: %s", each.case.case_no, type(error).__name__)
            fault = fault or error
    if fault is not None:
        raise fault
    return done


def go_on_with(office: Office, case: Case, *, now: datetime, by: str) -> None:
    """What a person lets go on: the case's redo, or its way to the leader, inside the caller's transaction."""
    go_on(office, verdicts.waiting_for_verdict(case), now=now, by=by)


def go_on(office: Office, follow_up: FollowUp, *, now: datetime, by: str) -> None:
    """Let a dissatisfied petitioner's case be handled again under supervision, or, after the last redo, count as hard."""
    clearing.clear(follow_up.case, verdicts.VERDICT, now=now, by=by, because="已研判")
    if verdicts.is_last(office, follow_up.case):
        _mark_hard(office, follow_up, now=now, by=by)
    else:
        _redo(office, follow_up, now=now, by=by)


def _mark_hard(office: Office, follow_up: FollowUp, *, now: datetime, by: str) -> None:
    case = follow_up.case
    because = f"{_times(case)}，{still_dissatisfied(follow_up)}"
    following_up.judge(follow_up, Verdict.HARD, because=because, now=now, by=by)
    casework.mark_hard(case, now=now, by=by, because=because)
    proposals.propose(office, follow_up.dispatch, cause=proposals.HARD, because=because, now=now, by=by)
    _lay_open(follow_up, now=now)
    bureau.tell_bureau(office, case, because, now=now)


def handled_again(case: Case) -> str:
    """How often a case was handled again, and that it was no use: 重办2次，按领导批示再办1次，群众仍不满意."""
    return f"{_times(case)}，群众仍不满意"


def _times(case: Case) -> str:
    by_word = sum(each.verdict == Verdict.HARD for each in call_backs.of_case(case)[:-1])
    again = f"，按领导批示再办{by_word}次" if by_word else ""
    return f"重办{call_backs.redos_of(case)}次{again}"


def lay_open_hard(office: Office, *, now: datetime) -> int:
    """Put the hard cases that no leader's word is awaited for before a person; returns how many.

    The leader has given his word on this very result, or somebody has ended the waiting for it.
    """
    with transaction():
        return sum(_lay_open(each, now=now) for each in call_backs.counted_hard())


def _lay_open(follow_up: FollowUp, *, now: datetime) -> bool:
    """Put a hard case before a person, who alone knows what more can be done; False while somebody is asked already."""
    case, row = follow_up.case, follow_up.dispatch
    if proposals.lies_before_leader(row) or listings.open_held_about(case, verdicts.VERDICT):
        return False
    ways = [
        holding.suggest(
            f"mailroom dispatch {case.case_no} --to {row.department.name} --redo 原因",
            "再办一次，或换一个单位",
        ),
        holding.suggest(
            f"mailroom close {case.case_no} --because 理由", "已尽力办理、当面说明，群众仍不满意的：办结"
        ),
    ]
    sentence = f"{case.case_no} 列为疑难，{still_dissatisfied(follow_up)}；没有待批的拟办单，请决定怎样办"
    postbook.hold(what=verdicts.VERDICT, because=sentence, suggestions=ways, now=now, case=case)
    return True


def waits_for_word(case: Case) -> Dispatch | None:
    """The last assignment of a hard case that waits for the leader's word, which lets the same department go on; or None."""
    last = next(reversed(call_backs.of_case(case)), None)
    if last is None or last.verdict != Verdict.HARD or Case.get_by_id(case.id).status != Status.ANSWERED:
        return None
    return last.dispatch


def take_up_again(
    office: Office, case: Case, because: str, *, due: datetime, now: datetime, by: str
) -> Dispatch | None:
    """Let a hard case that waits for the leader's word be handled again by that word, inside the caller's transaction; None
    for any other. The letter with the word (领导批示转办函) is the department's letter, and its day the deadline: no other
    is told.
    """
    before = waits_for_word(case)
    if before is None:
        return None
    if fault := _why_not_again(before.department, now.date()):
        raise verdicts.CannotJudge(f"{case.case_no} 转不出去：{fault}，请先 dispatch --redo 转给别的单位")
    if waiting := proposals.lies_before_leader(before):
        deliveries.deliver_by_hand(waiting, "已批示", now=now, by=by)
        supervising.finish(waiting, because, now=now, by=by)
    clearing.clear(case, verdicts.VERDICT, "report", now=now, by=by, because="已有批示")
    casework.redo(case, now=now, by=by, because=because)
    row = casework.dispatch(
        case, before.department, deadline=prolonging.by_word(due), now=now, because=because, by=by
    )
    clearing.renew_answers(row)
    return row


def _redo(office: Office, follow_up: FollowUp, *, now: datetime, by: str) -> None:
    case, department, reason = follow_up.case, follow_up.dispatch.department, reason_of(follow_up)
    nth = call_backs.redos_of(case) + 1
    following_up.judge(follow_up, Verdict.REDO, because=f"第{nth}次重办：{reason}", now=now, by=by)
    casework.redo(case, now=now, by=by, because=reason)
    clearing.clear(case, "report", now=now, by=by, because="已重办")
    bureau.tell_bureau(office, case, f"回访群众不满意，第{nth}次督办重办", now=now)
    if fault := _why_not_again(department, now.date()):
        _wait_for_dispatch(office, case, fault, now=now)
        return
    row = _dispatch_again(office, follow_up, nth, now=now, by=by)
    if nth > 1:  # dissatisfied a second time: the leader is told while it is handled again
        proposals.propose(
            office, row, cause=CAUSE, because=f"重办过，{still_dissatisfied(follow_up)}", now=now, by=by
        )


def _dispatch_again(office: Office, follow_up: FollowUp, nth: int, *, now: datetime, by: str) -> Dispatch:
    """A new assignment of the same department, with the limit of its kind from now, and the redo notice for a letter."""
    case, before = follow_up.case, follow_up.dispatch
    department = before.department
    deadline = dispatching.deadline_of(office, case, department, now=now)
    because = f"回访不满意，第{nth}次督办重办"
    row = casework.dispatch(case, department, deadline=deadline, now=now, because=because, by=by)
    clearing.renew_answers(row)
    key = paper_key("redo", case, str(row.round), department.name)
    letter = advice.post_numbered(
        office,
        key,
        lambda number: draw_up_redo(
            case,
            worklists.petitioner_of(case),
            row,
            department,
            worklists.complete_answer(before) or Answer(),
            reason=in_his_words(follow_up),
            rated_on=follow_up.done_at,
            answered_on=before.answered_at,
            head=office.head,
            now=now,
            number=number,
            templates=office.templates,
        ),
        department,
        now=now,
        case=case,
    )
    supervising.open_supervision(
        row, Way.WRITTEN, CAUSE, because=because, now=now, by=by, letter_key=letter.key if letter else None
    )
    return row


def reason_of(follow_up: FollowUp) -> str:
    """Why the case is handled again, as the journal tells."""
    solved = label("solved", follow_up.solved)
    told = "，".join(filter(None, ["群众回访不满意", solved]))
    return f"{told}：{follow_up.remark}" if follow_up.remark else told


def in_his_words(follow_up: FollowUp) -> str:
    """What the petitioner told the caller, as the department reads it below 退回重办的原因."""
    solved = f"问题{label('solved', follow_up.solved)}" if follow_up.solved else ""
    said = "：".join(filter(None, [solved, follow_up.remark]))
    return f"诉求人表示，{said}" if said else "诉求人没有说明原因"


def still_dissatisfied(follow_up: FollowUp) -> str:
    """The same of a result that is not the first, as the leader is told."""
    told = "，".join(filter(None, ["群众仍不满意", label("solved", follow_up.solved)]))
    return f"{told}：{follow_up.remark}" if follow_up.remark else told


def _why_not_again(department: Department, on: date) -> str:
    return "" if worklists.is_valid(department, on) else f"{department.name}已不在启用期内"


def _wait_for_dispatch(office: Office, case: Case, fault: str, *, now: datetime) -> None:
    postbook.hold(
        what="dispatch",
        because=f"{case.case_no} 回访不满意，须督办重办；{fault}，待人工分办",
        suggestions=dispatching.ways_to(office, case, propose(office, case, on=now.date())),
        now=now,
        case=case,
    )
