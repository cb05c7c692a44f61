"""Following up (回访): the acts of a call back, from the answer to what follows from the petitioner's word.

Every function here runs inside the caller's transaction; those that move a call back guard it in the same UPDATE.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from ledger import casework
from ledger.call_backs import satisfactions
from ledger.models import Dispatch, FollowUp, FollowUpTry, Mail
from ledger.vocabulary import LABELS, Act, Verdict, label

__all__ = [
    "AlreadyDone",
    "correct_outcome",
    "day_or_moment",
    "judge",
    "open_follow_up",
    "satisfactions",
    "write_outcome",
    "write_try",
]


class AlreadyDone(Exception):
    """Somebody has written down the outcome, or the verdict, before; the message says so in Chinese."""


def open_follow_up(row: Dispatch, *, due_at: datetime, now: datetime) -> FollowUp | None:
    """Let a call back be due for an answered assignment; None where it was opened before.

    The journal tells of the answer, and later of the call: the opening adds nothing to it.
    """
    if FollowUp.one(dispatch=row):
        return None
    return FollowUp.create(case=row.case, dispatch=row, opened_at=now, due_at=due_at)


def write_try(
    follow_up: FollowUp,
    called: date | datetime,
    *,
    reached: bool,
    now: datetime,
    by: str,
    remark: str = "",
    half: str = "",
    mail: Mail | None = None,
) -> bool:
    """Write down one try to reach the petitioner; False where this very try is on record: what is said of it only now is
    added.

    One that was answered stands in the journal with the outcome; one that was not stands there by itself. Where no more
    is known than the day and its `half` (上午, 下午), `called` is when that begins, and journal and remark say so.
    """
    at = casework.as_moment(called)
    if known := FollowUpTry.one(follow_up=follow_up, at=at, reached=reached):
        _add_remark(known, called, half, remark, now=now, by=by, mail=mail)
        return False
    kept = "，".join(filter(None, [half, remark]))
    FollowUpTry.create(follow_up=follow_up, at=at, reached=reached, by=by, remark=kept, mail=mail)
    if not reached:
        when = f"{called:%Y-%m-%d}{half}" if half else day_or_moment(called)
        sentence = f"{when}拨打，未接通{_behind(remark)}"
        casework.write(
            follow_up.case,
            Act.FOLLOW_UP,
            now=now,
            by=by,
            because=sentence,
            dispatch=follow_up.dispatch,
            mail=mail,
        )
    return True


def _add_remark(
    known: FollowUpTry,
    called: date | datetime,
    half: str,
    remark: str,
    *,
    now: datetime,
    by: str,
    mail: Mail | None,
) -> None:
    """Add to a try on record what was not said of it before; the journal tells it."""
    if not remark or remark in known.remark:
        return
    known.remark = "；".join(filter(None, [known.remark, remark]))
    known.save(only=[FollowUpTry.remark])
    when = f"{called:%Y-%m-%d}{half}" if half else day_or_moment(called)
    follow_up = known.follow_up
    casework.write(
        follow_up.case,
        Act.FOLLOW_UP,
        now=now,
        by=by,
        because=f"{when}拨打，补记：{remark}",
        dispatch=follow_up.dispatch,
        mail=mail,
    )


def write_outcome(
    follow_up: FollowUp,
    called: date | datetime,
    *,
    reached: bool,
    now: datetime,
    by: str,
    satisfaction: str | None = None,
    solved: str | None = None,
    attitude: str = "",
    remark: str = "",
    mail: Mail | None = None,
) -> None:
    """Write down what came of the call back; raises `AlreadyDone`. Without `reached` nobody was reached to the end."""
    changes: dict[str, Any] = {
        "done_at": casework.as_moment(called),
        "recorded_at": now,
        "reached": reached,
        "satisfaction": satisfaction,
        "solved": solved,
        "attitude": attitude,
        "remark": remark,
        "by": by,
    }
    here = (FollowUp.id == follow_up.id) & FollowUp.done_at.is_null()
    if not FollowUp.update(changes).where(here).execute():
        raise AlreadyDone(f"{follow_up.case.case_no} 这一次的回访已经登记过了")
    _take_over(follow_up, changes)
    casework.link(follow_up.case, mail)
    casework.write(
        follow_up.case,
        Act.FOLLOW_UP,
        now=now,
        by=by,
        because=f"{day_or_moment(called)}回访：{outcome_words(follow_up)}{_behind(remark)}",
        dispatch=follow_up.dispatch,
        mail=mail,
    )


def correct_outcome(
    follow_up: FollowUp,
    *,
    satisfaction: str | None,
    solved: str | None,
    remark: str,
    because: str,
    now: datetime,
    by: str,
) -> None:
    """Put the outcome of a call back right that was written down wrongly: somebody was reached, and said this.

    Raises `AlreadyDone` where something has followed from it, a verdict, that can't be taken back.
    """
    before = outcome_words(follow_up)
    changes: dict[str, Any] = {
        "reached": True,
        "satisfaction": satisfaction,
        "solved": solved,
        "remark": remark,
        "recorded_at": now,
        "by": by,
    }
    made = FollowUp.done_at.is_null(False) & FollowUp.reached.is_null(False)
    here = (FollowUp.id == follow_up.id) & made & FollowUp.verdict.is_null()
    if not FollowUp.update(changes).where(here).execute():
        raise AlreadyDone(f"{follow_up.case.case_no} 这一次的回访还没有登记结果，或已经研判，不能更正")
    _take_over(follow_up, changes)
    sentence = f"更正回访：原为“{before}”，现为“{outcome_words(follow_up)}”。{because}{_behind(remark)}"
    casework.write(
        follow_up.case, Act.FOLLOW_UP, now=now, by=by, because=sentence, dispatch=follow_up.dispatch
    )


def judge(
    follow_up: FollowUp,
    verdict: Verdict,
    *,
    because: str,
    now: datetime,
    by: str,
    ground: int | None = None,
    evidence: str = "",
    approved_by: str = "",
) -> None:
    """Write down what follows from a dissatisfied petitioner's word (研判); raises `AlreadyDone`.

    An unreasonable demand needs one of the eight grounds, evidence, and an approver who is not who acts: `ValueError`.
    """
    if verdict == Verdict.UNREASONABLE:
        _check_grounds(ground, evidence, approved_by, by)
    changes: dict[str, Any] = {
        "verdict": verdict,
        "ground": ground,
        "evidence": evidence,
        "approved_by": approved_by,
        "judged_at": now,
        "judged_by": by,
    }
    here = (FollowUp.id == follow_up.id) & FollowUp.verdict.is_null() & FollowUp.done_at.is_null(False)
    if not FollowUp.update(changes).where(here).execute():
        raise AlreadyDone(f"{follow_up.case.case_no} 这一次的回访已经研判过了")
    _take_over(follow_up, changes)
    act = Act.UNREASONABLE if verdict == Verdict.UNREASONABLE else Act.FOLLOW_UP
    sentence = f"研判：{label('verdict', verdict)}。{because}"
    casework.write(follow_up.case, act, now=now, by=by, because=sentence, dispatch=follow_up.dispatch)


def outcome_words(follow_up: FollowUp) -> str:
    """What came of a call back in a few words: 不满意，未解决; "" while it is still to be made."""
    if follow_up.done_at is None:
        return ""
    if follow_up.reached is None:
        return "不再回访"
    if not follow_up.reached:
        return "联系不上"
    solved = label("solved", follow_up.solved)
    return "，".join(filter(None, [label("opinion", follow_up.satisfaction) or "未评价", solved]))


def day_or_moment(called: date | datetime) -> str:
    """When somebody called, as the journal tells: a day whose hour is not known has none."""
    if isinstance(called, datetime) and called.time() != time():
        return f"{called:%Y-%m-%d %H:%M}"
    return f"{called:%Y-%m-%d}"


def _check_grounds(ground: int | None, evidence: str, approved_by: str, by: str) -> None:
    if str(ground) not in LABELS["ground"]:
        raise ValueError("不合理诉求的情形须为 1 至 8 之一")
    if not evidence.strip():
        raise ValueError("认定不合理诉求须写明依据（佐证材料）")
    if not approved_by.strip() or approved_by.strip() == by.strip():
        raise ValueError("认定不合理诉求须由他人审批，审批人不能是经办人自己")


def _take_over(follow_up: FollowUp, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(follow_up, name, value)


def _behind(remark: str) -> str:
    return f"。{remark}" if remark else ""
