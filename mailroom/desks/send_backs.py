"""退单: a department gives a case back. Whether it may is a person's to say; the first that keeps to the rules may be granted
by itself, where the office says so.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime

from ledger import casework, listings, reassigning, worklists
from ledger.models import Department, Dispatch
from ledger.vocabulary import DispatchState, MailState, Role
from ledger.workdays import workdays_between
from mailroom import holding
from mailroom.desks import clearing, dispatching, send_back_replies
from mailroom.desks.incoming import Incoming, came_for
from mailroom.desks.jurisdiction import is_accused
from mailroom.desks.matching import Match, hold_match, match
from mailroom.desks.tracing import ask_how_they_know, signs_of_tracing
from mailroom.office import Office


def take_send_back(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Put a department's wish to give a case back before a person; released with a department, it is granted."""
    found = match(dataclasses.replace(incoming, department=""))
    if found.dispatch is None:
        return hold_match(incoming, found, now=now)
    row = found.dispatch
    if row.state != DispatchState.OPEN:
        told = f"{row.department.name}就 {row.case.case_no} 提出退单，但该单位已反馈"
        ways = [holding.drop("已有结果，不再退单")]
        return hold_match(incoming, Match(None, told, case=row.case, suggestions=ways), now=now)
    reason = _reason(incoming)
    if incoming.confirmed and incoming.department:
        _send_on(office, row, incoming, reason, now=now)
        return MailState.SETTLED
    if incoming.confirmed and listings.was_held_about(incoming.mail, "send_back", row.case):
        raise dispatching.CannotDispatch(
            f"退单须说明同意与否：同意并改派用 --department 单位；或用 mailroom send-back {row.case.case_no} "
            "--accept（同意）、--refuse（不同意）"
        )
    casework.acknowledge(
        row,
        mail=incoming.mail,
        now=came_for(row, incoming.mail),
        by=row.department.name,
        because="已申请退单，视同签收",
    )
    casework.note(row.case, f"{row.department.name}来件退单：{reason}", now=now, mail=incoming.mail)
    signs = signs_of_tracing(row, incoming.reading)
    doubts = [*_doubts(office, row, incoming), *signs]
    if not doubts and _granted_by_rule(office, row, incoming, reason, now=now):
        return MailState.SETTLED
    asked = f"{row.department.name}就 {row.case.case_no} 提出退单：{reason}"
    because = holding.one_sentence(asked, *doubts)
    ways = [*([ask_how_they_know(row)] if signs else []), *_ways(row, incoming)]
    return hold_match(incoming, Match(None, because, case=row.case, suggestions=ways), now=now)


def _send_on(office: Office, row: Dispatch, incoming: Incoming, reason: str, *, now: datetime) -> None:
    """Grant it, and hand the case to the department that a person named."""
    clearing.refuse_over_answer(office, row)
    casework.send_back(row, mail=incoming.mail, now=now, by=incoming.by, because=f"同意退单：{reason}")
    whats = clearing.FROM_DEPARTMENTS
    clearing.clear_of(office, row, *whats, now=now, by=incoming.by, because="同意退单")
    named = worklists.department_named(incoming.department)
    send_back_replies.grant(
        office,
        row,
        now=now,
        asked_on=send_back_replies.came_on(incoming.mail),
        elsewhere=named.name if named else "",
    )
    dispatching.dispatch_by_hand(
        office,
        row.case,
        incoming.department,
        now=now,
        by=incoming.by,
        role=Role(row.role),
        not_against=incoming.not_against,
    )


def _ways(row: Dispatch, incoming: Incoming) -> list[holding.Suggestion]:
    case_no = row.case.case_no
    named = _wanted(incoming)
    named = None if named and is_accused(row.case, named) else named
    target = named.name if named else "单位"
    why = f"同意退单，改派{target}" if named else "同意退单，“单位”换成应由哪个单位办理"
    ways = [holding.suggest(f"held release --department {target}", why)]
    if row.role != Role.LEAD:
        accepted = f"mailroom send-back {case_no} --accept --because 理由"
        ways.append(holding.suggest(accepted, "同意退单，不再协办"))
    refused = f"mailroom send-back {case_no} --refuse --because 理由"
    return [*ways, holding.suggest(refused, "不同意退单，原时限不变，书面答复")]


def _reason(incoming: Incoming) -> str:
    asked = incoming.reading.send_back
    return (asked.reason if asked and asked.reason else "") or incoming.reading.why


def _doubts(office: Office, row: Dispatch, incoming: Incoming) -> list[str]:
    """What a person should know before he decides; [] where the wish keeps to the rules."""
    rules = office.settings.rules.by_id(row.case.rule_set)
    asked_on = send_back_replies.came_on(incoming.mail)
    used = workdays_between(row.counts_from.date(), asked_on, office.calendar)
    sentences = []
    if used > rules.send_back_days:
        sentences.append(f"已是转办后第 {used} 个工作日，退单应在 {rules.send_back_days} 个工作日内")
    if not (incoming.reading.send_back and incoming.reading.send_back.reason):
        sentences.append("没有写明理由")
    before = reassigning.passages(row.case) if row.role == Role.LEAD else []
    times = sum(each.given_back for each in before)
    if times >= rules.send_backs:
        told = "，".join(dispatching.passage_words(each) for each in before)
        sentences.append(f"这是本件第 {times + 1} 次退单" + (f"，此前：{told}" if told else ""))
    return sentences


def _granted_by_rule(
    office: Office, row: Dispatch, incoming: Incoming, reason: str, *, now: datetime
) -> bool:
    """Grant it and dispatch the case anew, where the office lets the rule do so and it is clear who has it instead."""
    if office.settings.send_backs.decided_by != "rule" or row.role != Role.LEAD or incoming.confirmed:
        return False
    instead = dispatching.clear_choice(office, row.case, now=now)
    if instead is None or _wanted(incoming) not in (None, instead):
        return False
    by = casework.SYSTEM
    because = f"同意退单：{reason}"
    casework.send_back(row, mail=incoming.mail, now=now, by=by, because=because)
    clearing.clear_of(office, row, *clearing.FROM_DEPARTMENTS, now=now, by=by, because="同意退单")
    send_back_replies.grant(
        office,
        row,
        now=now,
        asked_on=send_back_replies.came_on(incoming.mail),
        elsewhere=instead.name,
        incoming=incoming,
    )
    dispatching.dispatch_or_hold(office, row.case, now=now)
    return True


def _wanted(incoming: Incoming) -> Department | None:
    """The department that the sender names instead of itself, where it is one of ours; who has taken over from it."""
    asked = incoming.reading.send_back
    named = asked.suggested_department if asked else None
    meant = worklists.department_named(named) if named else None
    return worklists.in_force(meant, incoming.mail.kept_at.date()) if meant else None
