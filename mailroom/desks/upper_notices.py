"""上级催办、退回、撤回: what the platforms say about cases that they have handed down before."""

from __future__ import annotations

import re
import shlex
from datetime import datetime

from ledger import casework, listings, worklists
from ledger.models import Case
from ledger.vocabulary import Act, MailState, Status, label
from mailroom import holding
from mailroom.desks import urging
from mailroom.desks.incoming import Incoming
from mailroom.errors import MailroomError
from mailroom.office import Office
from parsers.forms import wording
from parsers.forms.due_sentences import dates_due

MOST_WITHDRAWN = 10  # cases of one mail whose withdrawal or redo is written out, a command each
LONGEST_REASON = 120  # characters of the platform's words that are laid into the letter to the department


class CannotRelease(MailroomError):
    """Letting the mail go on would not do what it asks for; the message says what does, in Chinese."""


def is_upper_word(incoming: Incoming) -> bool:
    """Whether a platform writes in the words of a department: a receipt of our report, a result it wants redone.

    It stays the platform's word when a person lets it go on, unless he names the department that it comes from.
    """
    sender = incoming.sender
    return sender.upper is not None and not sender.departments and not incoming.department


def take_upper_word(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Note a platform's receipt of our report; anything else that it says about a case is put before a person."""
    cases = cases_meant(incoming)
    if incoming.reading.what != "acknowledgement" or not cases:
        return take_upper_notice(office, incoming, now=now)
    for case in cases:
        casework.note(case, f"{incoming.sender.name}表示收到", now=now, mail=incoming.mail)
    return MailState.SETTLED


def cases_meant(incoming: Incoming) -> list[Case]:
    """The case that a person named; else those whose numbers a mail quotes; else those of the letters it answers."""
    if incoming.case_no and (decided := worklists.case_by_number(incoming.case_no)):
        return [decided]
    reading, envelope = incoming.reading, incoming.reading.envelope
    found = [worklists.case_by_upper_number(number) for number in reading.upper_nos]
    found += [worklists.case_by_number(number) for number in reading.case_nos]
    known = {case.id: case for case in found if case is not None}
    return list(known.values()) or worklists.cases_of_message([*envelope.in_reply_to, *envelope.references])


def take_upper_notice(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Write an urging, return or withdrawal by the platform into the journal, and put it before a person."""
    reading, cases = incoming.reading, cases_meant(incoming)
    if incoming.sender.upper is not None:
        for case in cases:
            if not listings.was_noted(case, Act.URGE, incoming.mail):
                said = f"上级平台来件：{incoming.mail.subject}"
                casework.note(case, said, now=now, act=Act.URGE, mail=incoming.mail)
    if _is_urging(incoming, cases):
        urging.urge(office, cases, incoming.mail, by_whom=incoming.sender.name, now=now)
        if not _asks_more(incoming, cases):
            return MailState.SETTLED
    if incoming.confirmed and (again := _ways_to_redo(incoming, cases)):
        raise CannotRelease(f"上级要求重办，放行不会重办：请执行 {again[0]['do']}；不必重办的，作废本条")
    if incoming.confirmed and (ends := _ways_to_withdraw(incoming, cases)):
        raise CannotRelease(f"上级要求撤回，放行不会撤回：请执行 {ends[0]['do']}；不必撤回的，作废本条")
    if (
        incoming.confirmed
    ):  # a person has seen it: what it asks for is done by command, and it waits no longer
        for case in cases:
            casework.note(case, f"上级来件已由{incoming.by}处理", now=now, by=incoming.by, mail=incoming.mail)
        return MailState.SETTLED
    only = cases[0] if len(cases) == 1 else None
    status = f"，本办 {only.case_no} 现为“{label('status', only.status)}”" if only else ""
    stranger = "" if incoming.sender.upper else f"（发件人 {incoming.sender.address} 不是登记的上级平台）"
    suggestions = [
        *_ways_about_notice(incoming, cases),
        holding.drop("已有结果或已另行办理"),
    ]
    because = f"上级来件须由人办理{stranger}：{incoming.mail.subject}{status}"
    return holding.hold_mail(
        incoming.mail, reading, because=because, suggestions=suggestions, now=now, case=only
    )


def _is_urging(incoming: Incoming, cases: list[Case]) -> bool:
    """Whether the platform urges about cases that departments are at work on, and somebody has not seen to it before."""
    what = incoming.reading.what
    seen = incoming.confirmed and any(listings.was_held_about(incoming.mail, what, case) for case in cases)
    at_work = bool(cases) and all(case.status == Status.DISPATCHED for case in cases)
    return incoming.sender.upper is not None and _urges(incoming) and at_work and not seen


def _urges(incoming: Incoming) -> bool:
    """Whether a platform's words urge, and neither take the case back nor send back its result."""
    reading = incoming.reading
    text = f"{reading.envelope.subject}\n{reading.new_text}"
    urges = wording.URGES.search(text) and not wording.RETURNS.search(text)
    return bool(urges) and not _withdraws(incoming)


def _asks_more(incoming: Incoming, cases: list[Case]) -> bool:
    """Whether an urging sets another limit than the one on record: a person compares."""
    known = {f"{case.upper_due_at:%Y-%m-%d}" for case in cases if case.upper_due_at}
    asked = dates_due(incoming.reading.new_text, incoming.mail.kept_at)
    return any(f"{each:%Y-%m-%d}" not in known for each in asked)


def _ways_about_notice(incoming: Incoming, cases: list[Case]) -> list[holding.Suggestion]:
    """What a person may do about what a platform says of cases: a withdrawal ends them, an urging is telephoned on."""
    if incoming.sender.upper is None:
        return [holding.suggest("先向上级平台核实来件", "发件人不是登记的上级平台")]
    if _withdraws(incoming):
        return _ways_to_withdraw(incoming, cases)
    if again := _ways_to_redo(incoming, cases):
        return again
    only = cases[0] if len(cases) == 1 else None
    at_work = only is not None and only.status == Status.DISPATCHED
    if only is None or not at_work:
        return []
    change = f"mailroom change {only.case_no} --due 时间"
    return [holding.suggest(change, "来件另定了时限的：写入新的上级时限，承办单位会收到变更通知")]


def _ways_to_withdraw(incoming: Incoming, cases: list[Case]) -> list[holding.Suggestion]:
    """How cases are taken off the desks that the platform takes back; [] where it does not."""
    if incoming.sender.upper is None or not _withdraws(incoming):
        return []
    withdrawable = [case for case in cases if case.status in casework.STEPS[Act.WITHDRAW][0]]
    return [
        holding.suggest(
            f"mailroom withdraw {case.case_no} --because 上级撤回",
            "来件像是撤回，在办的单位会收到停止办理的通知",
        )
        for case in withdrawable[:MOST_WITHDRAWN]
    ]


def _ways_to_redo(incoming: Incoming, cases: list[Case]) -> list[holding.Suggestion]:
    """How cases with a result that the platform sends back are handled again (重办); [] where it does not ask for that."""
    reading = incoming.reading
    text = f"{reading.envelope.subject}\n{reading.new_text}"
    if incoming.sender.upper is None or not wording.RETURNS.search(text):
        return []
    redoable = [case for case in cases if case.status in casework.STEPS[Act.REDO][0]]
    said = re.sub(r"\s+", "", reading.new_text)[:LONGEST_REASON] or reading.envelope.subject
    ways = []
    for case in redoable[:MOST_WITHDRAWN]:
        lead = worklists.lead_dispatch(case)
        to = lead.department.name if lead else "单位"
        command = f"mailroom dispatch {case.case_no} --to {to} --redo {shlex.quote(said)}"
        ways.append(holding.suggest(command, "退回重办：重新转办，另算时限，原因写进转办函（可改写）"))
    return ways


def _withdraws(incoming: Incoming) -> bool:
    """Whether the platform takes cases back, by the words of the mail; a subject that urges does not, whatever follows."""
    subject = incoming.reading.envelope.subject
    names = " ".join(document.name for document in incoming.reading.documents)
    text = f"{subject}\n{incoming.reading.new_text}\n{names}"
    return bool(wording.WITHDRAWS.search(text)) and not wording.URGES.search(subject)
