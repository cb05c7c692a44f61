"""人工决定: what a person decides about a case by command: dispatch, send-back, close, withdraw, merge.

Each is one transaction: the act with its journal, the letters it causes, and the entries of the holding pen that
asked for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from generators.privacy import is_secret, redact
from ledger import casework, listings, postbook, worklists
from ledger.models import Case, Dispatch
from ledger.opening import transaction
from ledger.vocabulary import Act, DispatchState, Role, Status, label
from mailroom.correspondents import upper_of_address
from mailroom.desks import amendments, bureau, clearing, dispatching, reports, send_back_replies
from mailroom.desks.stopping import tell_to_stop
from mailroom.errors import MailroomError
from mailroom.office import Office


class CannotDecide(MailroomError):
    """The case is not in a state for this decision; the message says why, in Chinese."""


def dispatch(
    office: Office,
    case: Case,
    lead: str,
    assisting: Sequence[str],
    *,
    now: datetime,
    by: str,
    not_against: str = "",
    redo: str = "",
) -> list[Dispatch]:
    """Dispatch a case to a lead department and assisting ones; a dispatched case may get more assisting ones.

    `not_against`: why it is not against any of them, where it reads so. `redo`: why a case that has a result is to be
    handled again (重办), as its departments are told.
    """
    with transaction():
        if redo:
            casework.redo(case, now=now, by=by, because=redo)
            _settle_redone(office, case, now=now, by=by)
        elif case.status in casework.STEPS[Act.REDO][0]:
            raise CannotDecide(
                f"{case.case_no} 现为“{label('status', case.status)}”；退回重办的，加 --redo 写明原因再分办"
            )
        first = worklists.lead_dispatch(case)
        leads = worklists.department_named(lead)
        rows = []
        already = case.status == Status.DISPATCHED and first is not None and first.department == leads
        if not (already and assisting):
            rows.append(
                dispatching.dispatch_by_hand(office, case, lead, now=now, by=by, not_against=not_against)
            )
        for name in assisting:
            _refuse_twice(case, name)
            rows.append(
                dispatching.dispatch_by_hand(
                    office, case, name, now=now, by=by, role=Role.ASSISTING, not_against=not_against
                )
            )
        clearing.clear(case, "dispatch", now=now, by=by, because=f"已分办给{rows[0].department.name}")
    return rows


def _settle_redone(office: Office, case: Case, *, now: datetime, by: str) -> None:
    """The platform's word that asked for it is answered, and what is still to be reported does not stand any more."""
    waiting = ("upper_notice", "report", "verdict", "follow_up")
    clearing.clear(case, *waiting, now=now, by=by, because="已重办")
    by_platform = [
        each
        for each in listings.open_held_about(case, "acknowledgement", "answer", "send_back", "extension")
        if each.mail is not None and upper_of_address(office, each.mail.from_address) is not None
    ]
    clearing.settle(by_platform, now=now, by=by, because="已重办")


def _refuse_twice(case: Case, name: str) -> None:
    department = worklists.department_named(name)
    for row in worklists.dispatches_at_work(case):
        if row.department == department:
            raise CannotDecide(f"{row.department.name}已在办理 {case.case_no}，不能再作协办")


def grant_send_back(office: Office, case: Case, *, now: datetime, by: str, because: str) -> Dispatch:
    """Accept that a department gives the case back (同意退单); the lead's case waits in the pen to be dispatched.

    Where no department has asked, the case lay on the wrong desk: it is taken off, and the department told.
    """
    with transaction():
        row, asked = _given_back(case), listings.open_held_about(case, "send_back")
        clearing.refuse_over_answer(office, row)
        casework.send_back(row, mail=None, now=now, by=by, because=f"同意退单：{because}")
        if asked:
            send_back_replies.grant(office, row, now=now, asked_on=send_back_replies.asked_on(row))
        else:
            send_back_replies.take_back(office, row, now=now)
        clearing.clear_of(office, row, *clearing.FROM_DEPARTMENTS, now=now, by=by, because="同意退单")
        clearing.clear(case, "send_back", now=now, by=by, because="同意退单")
        if row.role != Role.LEAD:  # the lead goes on
            return row
        others = dispatching.candidates_for(office, Case.get_by_id(case.id), now=now)
        postbook.hold(
            what="dispatch",
            because=f"{case.case_no} 已由{row.department.name}退回，待重新分办",
            suggestions=dispatching.ways_to(office, case, others),
            now=now,
            case=case,
        )
    return row


def refuse_send_back(office: Office, case: Case, *, now: datetime, by: str, because: str) -> Dispatch:
    """Refuse a send-back (不同意退单): the old deadline stands, and the department is told why."""
    with transaction():
        row = _given_back(case)
        if not listings.was_asked_since(case, "send_back", row.dispatched_at):
            raise CannotDecide(
                f"{case.case_no} 转{row.department.name}后没有收到退单，谈不上不同意：来件没有读作退单的，"
                f"先 held release 号 --as send_back --case {case.case_no}；电话里提出的，电话答复"
            )
        nth, asked_on = listings.times_done(case, Act.SEND_BACK_REFUSED) + 1, send_back_replies.asked_on(row)
        refused = f"不同意退单：{because}"
        casework.write(case, Act.SEND_BACK_REFUSED, now=now, by=by, because=refused, dispatch=row)
        clearing.clear(case, "send_back", now=now, by=by, because="不同意退单")
        send_back_replies.refuse(office, row, because, nth=nth, now=now, asked_on=asked_on)
    return row


def close(office: Office, case: Case, *, now: datetime, by: str, because: str) -> None:
    """Close a case (办结). None closes without a call back or a reason (rules.md, 回访): `casework.close` sees to it.

    The lead has answered for all; assisting departments that have not are told that they need not any more.
    """
    with transaction():
        busy = casework.close(case, now=now, by=by, because=because)
        tell_to_stop(office, case, busy, "该件已办结，尚未反馈的不必再反馈。", now=now)
        clearing.clear(
            case, "follow_up", "verdict", *clearing.FROM_DEPARTMENTS, now=now, by=by, because="已办结"
        )
        clearing.settle(clearing.urgings(case), now=now, by=by, because="已办结")
        bureau.tell_bureau(office, case, f"该件已办结：{because or '已回访'}", now=now)


def withdraw(office: Office, case: Case, *, now: datetime, by: str, because: str) -> None:
    """Take a case off the desks (撤回/退回上级); who was working on it is told to stop."""
    with transaction():
        busy = casework.withdraw(case, now=now, by=by, because=because)
        tell_to_stop(
            office, case, busy, f"该件已撤回，请停止办理。理由：{_without_identity(case, because)}", now=now
        )
        waiting = (
            "dispatch", "upper_notice", "report", "verdict", "follow_up", *clearing.FROM_DEPARTMENTS
        )  # fmt: skip
        clearing.note_answers_passed_over(case, now=now, by=by, because="工单已撤回，不再核对")
        clearing.clear(case, *waiting, now=now, by=by, because="已撤回")
        bureau.tell_bureau(office, case, f"该件已撤回，不再办理：{because}", now=now)


def merge(
    office: Office, case: Case, into: Case, *, now: datetime, by: str, because: str, insisted: bool = False
) -> None:
    """Join a repeat to the case it repeats (并单); who was working on it is told where it goes on.

    `insisted`: a person says why, though it came after the other one's result. Raises `CannotDecide`, `NotAllowed`.
    """
    _refuse_senseless(case, into)
    _refuse_telling_who(case, into)
    if not insisted:
        _refuse_renewed(case, into)
    with transaction():
        busy = casework.merge(case, into, now=now, by=by, because=because)
        tell_to_stop(office, case, busy, f"该件已并入{into.case_no}办理，不再单独反馈。", now=now)
        amendments.pass_on(office, case, into, now=now, by=by)
        reports.report_joined(office, case, into, now=now)
        clearing.clear(
            case, "dispatch", "send_back", "extension", now=now, by=by, because=f"已并入 {into.case_no}"
        )
        bureau.tell_bureau(office, case, f"该件已并入{into.case_no}号件办理", now=now)


def _refuse_senseless(case: Case, into: Case) -> None:
    if case.id == into.id:
        raise CannotDecide(f"{case.case_no} 不能并入自己")
    if into.status == Status.MERGED and into.merged_into is not None:
        raise CannotDecide(f"{into.case_no} 已并入 {into.merged_into.case_no}，请并入那一件")


def _refuse_renewed(case: Case, into: Case) -> None:
    """Refuse to let an old result answer for what came after it: the lamp that was mended is broken again."""
    lead = worklists.lead_dispatch(into)
    came = case.called_at or case.registered_at
    if lead is not None and lead.answered_at is not None and came > lead.answered_at:
        raise CannotDecide(
            f"{into.case_no} 已于 {lead.answered_at:%Y-%m-%d} 反馈，{case.case_no} 是此后（{came:%Y-%m-%d}）反映的：又出现的问题"
            "照常办理，不并单；原件没有办好的，对原件 mailroom dispatch 编号 --to 单位 --redo 理由；"
            "确无新情况、可用原结果答复的，并单时用 --because 写明"
        )


def _refuse_telling_who(case: Case, into: Case) -> None:
    """Refuse to join a secret case with one whose petitioner departments know: the letters would show that he is the same."""
    secret, open_one = (case, into) if is_secret(case) else (into, case)
    if is_secret(secret) and not is_secret(open_one):
        raise CannotDecide(
            f"{secret.case_no} 是保密件，{open_one.case_no} 不是，并单以后承办单位看得出是谁反映的；"
            f"确是同一件的，先把后者也改为保密：mailroom change {open_one.case_no} --secret 是"
        )


def _given_back(case: Case) -> Dispatch:
    """The assignment that a send-back is about: that of the department whose mail waits in the pen, else the lead's."""
    at_work = worklists.dispatches_at_work(case)
    for entry in listings.open_held_about(case, "send_back"):
        sender = entry.mail.from_address if entry.mail else ""
        asking = worklists.departments_of_sender(sender) if sender else []
        meant = [row for row in at_work if row.department in asking]
        if len(meant) == 1:
            return meant[0]
    return _open_lead(case)


def _open_lead(case: Case) -> Dispatch:
    row = worklists.lead_dispatch(case)
    if row is None or row.state != DispatchState.OPEN:
        raise CannotDecide(f"{case.case_no} 现在没有承办单位在办，谈不上退单")
    return row


def _without_identity(case: Case, because: str) -> str:
    """A clerk's words to a department say nothing of a secret case's petitioner (rules.md, Privacy)."""
    return redact(because, worklists.petitioner_of(case)) if is_secret(case) else because
