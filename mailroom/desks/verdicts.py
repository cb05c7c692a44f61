"""研判: what a dissatisfied petitioner's word calls for (F: 分析研判): a person may find the demand unreasonable, by one of
eight grounds, with evidence and somebody else's approval; else the case is handled again (`redoing`).
"""

from __future__ import annotations

from datetime import datetime

from ledger import call_backs, following_up, postbook
from ledger.models import Case, FollowUp
from ledger.opening import transaction
from ledger.vocabulary import LABELS, Verdict, label
from ledger.workdays import add_workdays
from mailroom import holding
from mailroom.desks import clearing, decisions
from mailroom.errors import MailroomError
from mailroom.office import Office

VERDICT = "verdict"  # what such an entry of the holding pen is


class CannotJudge(MailroomError):
    """There is nothing to judge, or not so; the message says why, in Chinese."""


def lay_before_a_person(office: Office, follow_up: FollowUp, *, now: datetime) -> str:
    """Put a dissatisfied petitioner's case before a person (分析研判), inside the caller's transaction; returns a sentence."""
    case, until = follow_up.case, judged_by(office, follow_up)
    goes_on = "列为疑难，报领导批示" if is_last(office, case) else "按督办程序重新办理"
    because = (
        f"{case.case_no} 回访{following_up.outcome_words(follow_up)}，待研判："
        f"{until:%Y-%m-%d %H:%M} 前没有认定不合理诉求的，{goes_on}"
    )
    ways = [
        holding.let_go(f"不必再等：现在就{goes_on}"),
        holding.suggest(
            f"mailroom unreasonable {case.case_no} --ground 情形 --evidence 依据 --approved-by 审批人",
            f"经研判属不合理诉求的：情形 1 至 8（{'；'.join(f'{n} {words}' for n, words in LABELS['ground'].items())}）",
        ),
    ]
    postbook.hold(what=VERDICT, because=because, suggestions=ways, now=now, case=case)
    return because


def judged_by(office: Office, follow_up: FollowUp) -> datetime:
    """Until when a person may call the demand unreasonable before the redo goes out by itself."""
    days, close = office.settings.follow_up.judge_days, office.settings.hours.close
    recorded = follow_up.recorded_at or follow_up.done_at or follow_up.opened_at
    return add_workdays(recorded.date(), days, office.calendar, close=close).due_at


def is_last(office: Office, case: Case) -> bool:
    """Whether the case was handled again as often as it is to be."""
    return call_backs.redos_of(case) >= office.settings.follow_up.redos


def call_unreasonable(
    office: Office, case: Case, *, ground: int, evidence: str, approved_by: str, now: datetime, by: str
) -> None:
    """Close a case as an unreasonable demand (不合理诉求), left out of the rates. Raises `CannotJudge`."""
    with transaction():
        follow_up, words = waiting_for_verdict(case), label("ground", str(ground))
        try:
            following_up.judge(
                follow_up,
                Verdict.UNREASONABLE,
                because=f"第{ground}种情形：{words}。依据：{evidence}。{approved_by}审批",
                ground=ground,
                evidence=evidence,
                approved_by=approved_by,
                now=now,
                by=by,
            )
        except ValueError as error:
            raise CannotJudge(str(error)) from error
        clearing.clear(case, VERDICT, now=now, by=by, because="已认定为不合理诉求")
        because = f"不合理诉求：{words}，{approved_by}审批"
        decisions.close(office, case, now=now, by=by, because=because)


def waiting_for_verdict(case: Case) -> FollowUp:
    """The call back of a case that waits for a verdict; raises `CannotJudge`."""
    waiting = [each for each in call_backs.still_to_judge() if each.case.id == case.id]
    if not waiting:
        status = label("status", Case.get_by_id(case.id).status)
        raise CannotJudge(f"{case.case_no} 现为“{status}”，没有待研判的不满意回访")
    return waiting[0]
