"""Calls back (回访) on record: which are still to be made, which wait for a verdict, what petitioners said at last.

These read; only `end` and `end_by_redo` write, for casework: they end what nobody has to call for any more. The acts are in `following_up`.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from peewee import JOIN, fn

from ledger.models import Case, Department, Dispatch, FollowUp, FollowUpTry
from ledger.vocabulary import DispatchState, Role, Status, Verdict

DISSATISFIED = "dissatisfied"


def of_case(case: Case) -> list[FollowUp]:
    """The calls back about a case, one an answered assignment, in order."""
    return FollowUp.having(case=case)


def still_to_make() -> list[FollowUp]:
    """The calls still to be made, the earliest due first; with case, assignment and department at hand."""
    query = _with_case().where(FollowUp.done_at.is_null() & (Case.status == Status.ANSWERED))
    return list(query.order_by(FollowUp.due_at, FollowUp.id))


def still_to_judge() -> list[FollowUp]:
    """Those that a petitioner was dissatisfied in and nobody has judged yet (分析研判), the earliest first.

    Only the newest of a case: what was said of an earlier result has been answered by the next one.
    """
    return _newest_where((FollowUp.satisfaction == DISSATISFIED) & FollowUp.verdict.is_null())


def counted_hard() -> list[FollowUp]:
    """Those after which a case counts as hard, while it waits with its last result for somebody's word."""
    return _newest_where(FollowUp.verdict == Verdict.HARD)


def _newest_where(condition: Any) -> list[FollowUp]:
    later = FollowUp.alias()
    newest = later.select(fn.MAX(later.id)).where(later.case == FollowUp.case)
    query = _with_case().where(condition & (FollowUp.id == newest) & (Case.status == Status.ANSWERED))
    return list(query.order_by(FollowUp.recorded_at, FollowUp.id))


def not_opened() -> list[Dispatch]:
    """Answered lead assignments that no call back was opened for: of a ledger from before, or after a restore."""
    last = Dispatch.alias()
    newest = last.select(fn.MAX(last.id)).where((last.case == Case.id) & (last.role == Role.LEAD))
    query = (
        Dispatch.select(Dispatch, Case)
        .join(Case)
        .join(FollowUp, JOIN.LEFT_OUTER, on=(FollowUp.dispatch == Dispatch.id))
        .where((Dispatch.state == DispatchState.ANSWERED) & (Case.status == Status.ANSWERED))
        .where(FollowUp.id.is_null() & (Dispatch.id == newest))
    )
    return list(query.order_by(Dispatch.id))


def tries_of(follow_up: FollowUp) -> list[FollowUpTry]:
    """Every try to reach the petitioner, in the order of the calls."""
    tries = FollowUpTry.select().where(FollowUpTry.follow_up == follow_up)
    return list(tries.order_by(FollowUpTry.at, FollowUpTry.id))


def half_days_tried(follow_up: FollowUp, *, noon: time) -> int:
    """In how many different half-days the petitioner was called without an answer; `noon` is when the second begins.

    A try of which only the day is known counts for the day, and adds nothing to a day whose tries are known by the hour.
    """
    halves: dict[object, set[bool]] = {}
    for each in tries_of(follow_up):
        if not each.reached:
            known = halves.setdefault(each.at.date(), set())
            if each.at.time() != time():
                known.add(each.at.time() >= noon)
    return sum(max(len(known), 1) for known in halves.values())


def redos_of(case: Case) -> int:
    """How often a case was handled again because its petitioner was dissatisfied."""
    return sum(each.verdict == Verdict.REDO for each in of_case(case))


def satisfactions(case: Case) -> tuple[str | None, str | None]:
    """What the petitioner said of a case at first and at last (首次、最终满意度); None where he never rated it."""
    rated = [each.satisfaction for each in of_case(case) if each.satisfaction]
    return (rated[0], rated[-1]) if rated else (None, None)


def by_assignment() -> dict[int, FollowUp]:
    """Assignment id → the call back about it, for lists of all cases."""
    return {row.__data__["dispatch"]: row for row in FollowUp.select()}


def why_not_followed_up(case: Case) -> str:
    """Why a case can't be closed as followed up, in Chinese; "" where it can: its last call back is made and settled."""
    last = next(reversed(of_case(case)), None)
    if last is None or last.done_at is None or last.reached is None:
        return "没有回访记录（办结须用 --because 写明理由）"
    if last.satisfaction == DISSATISFIED and last.verdict != Verdict.UNREASONABLE:
        return "回访不满意，除认定不合理诉求外须重办（另有原因办结的用 --because 写明）"
    return ""


def end(case: Case, because: str, *, now: datetime) -> int:
    """End the calls that nobody has to make any more: closed, withdrawn or handled again; returns how many."""
    still = (FollowUp.case == case) & FollowUp.done_at.is_null()
    return FollowUp.update(done_at=now, recorded_at=now, remark=because).where(still).execute()


def end_by_redo(case: Case, *, now: datetime, by: str) -> None:
    """End the calls about a result that does not stand any more; a dissatisfied petitioner has got the redo by it."""
    end(case, "已重办", now=now)
    unjudged = (FollowUp.case == case) & (FollowUp.satisfaction == DISSATISFIED) & FollowUp.verdict.is_null()
    FollowUp.update(verdict=Verdict.REDO, judged_at=now, judged_by=by).where(unjudged).execute()


def _with_case():
    return (
        FollowUp.select(FollowUp, Case, Dispatch, Department)
        .join(Case)
        .switch(FollowUp)
        .join(Dispatch)
        .join(Department)
    )
