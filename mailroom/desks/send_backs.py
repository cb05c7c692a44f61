"""退单: a department gives a case back. Whether it may is a person's to say; the first that keeps to the rules may be granted
by itself, where the office says so.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime

from ledger import casework, listings, worklists
from ledger.models import Dispatch
from ledger.vocabulary import MailState, Role
from ledger.workdays import workdays_between
from mailroom import holding
from mailroom.desks import dispatching, send_back_replies
from mailroom.desks.incoming import Incoming
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
    reason = _reason(incoming)
    if incoming.confirmed and incoming.department:
        _send_on(office, row, incoming, reason, now=now)
        return MailState.SETTLED
    if incoming.confirmed and listings.was_held_about(incoming.mail, "send_back", row.case):
        raise dispatching.CannotDispatch(
            f"退单须说明同意与否：同意并改派用 --department 单位；或用 mailroom send-back {row.case.case_no} "
            "--accept（同意）、--refuse（不同意）"
        )
    casework.note(row.case, f"{row.department.name}来件退单：{reason}", now=now, mail=incoming.mail)
    because = f"{row.department.name}就 {row.case.case_no} 提出退单：{reason}{_lateness(office, row, now)}"
    ways = []
    if signs := signs_of_tracing(row, incoming.reading):
        because = holding.one_sentence(because, *signs)
        ways.append(ask_how_they_know(row))
    ways += _ways(row, incoming)
    return hold_match(incoming, Match(None, because, case=row.case, suggestions=ways), now=now)


def _send_on(office: Office, row: Dispatch, incoming: Incoming, reason: str, *, now: datetime) -> None:
    """Grant it, and hand the case to the department that a person named."""
    casework.send_back(row, mail=incoming.mail, now=now, by=incoming.by, because=f"同意退单：{reason}")
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
    wanted = incoming.reading.send_back.suggested_department if incoming.reading.send_back else None
    named = worklists.department_named(wanted) if wanted else None
    named = None if named and is_accused(row.case, named) else named
    target = named.name if named else "承办单位"
    ways = [holding.suggest(f"held release --department {target}", f"同意退单，改派{target}")]
    if row.role != Role.LEAD:
        accepted = f"mailroom send-back {case_no} --accept --because 理由"
        ways.append(holding.suggest(accepted, "同意退单，不再协办"))
    refused = f"mailroom send-back {case_no} --refuse --because 理由"
    return [*ways, holding.suggest(refused, "不同意退单，原时限不变，书面答复")]


def _reason(incoming: Incoming) -> str:
    asked = incoming.reading.send_back
    return (asked.reason if asked and asked.reason else "") or incoming.reading.why


def _lateness(office: Office, row: Dispatch, now: datetime) -> str:
    rules = office.settings.rules.by_id(row.case.rule_set)
    used = workdays_between(row.dispatched_at.date(), now.date(), office.calendar)
    return (
        f"（已是转办后第 {used} 个工作日，退单应在 {rules.send_back_days} 个工作日内）"
        if used > rules.send_back_days
        else ""
    )
