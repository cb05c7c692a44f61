"""清理待人工: entries of the holding pen that a decision about their case, or its answer, has made needless."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ledger import casework, listings, postbook, worklists
from ledger.models import Case, Dispatch, Held
from ledger.vocabulary import HeldState, MailState, Role
from mailroom import holding
from mailroom.correspondents import upper_of_address
from mailroom.errors import MailroomError
from mailroom.office import Office

FROM_DEPARTMENTS = ("answer", "acknowledgement", "send_back", "extension")


class AnswerWaits(MailroomError):
    """A department's answer lies in the pen; the message says which entry, in Chinese."""


def refuse_over_answer(office: Office, row: Dispatch) -> None:
    """Refuse to take an assignment off a department whose answer to it nobody has looked at: it may be the result, come
    in time. Raises `AnswerWaits`.
    """
    waiting = [entry for entry in listings.open_held_about(row.case, "answer") if _is_of(office, entry, row)]
    if waiting:
        number = waiting[0].id
        raise AnswerWaits(
            f"{row.department.name}就 {row.case.case_no} 的反馈还在待人工（第 {number} 条）没有核对，请先放行"
            f"（held release {number}）或作废（held discard {number}）"
        )


def note_answers_passed_over(case: Case, *, now: datetime, by: str, because: str) -> None:
    """Write into the journal which answers wait in the pen while the case ends otherwise: nobody looks at them any more."""
    for entry in listings.open_held_about(case, "answer"):
        sentence = f"待人工第 {entry.id} 条（反馈）未经核对，{because}"
        casework.note(case, sentence, now=now, by=by, mail=entry.mail)


def clear(case: Case, *whats: str, now: datetime, by: str, because: str) -> None:
    """Close the pen's entries about a case that waited for this decision; their mails wait no longer."""
    settle(listings.open_held_about(case, *whats), now=now, by=by, because=because)


def clear_of(office: Office, row: Dispatch, *whats: str, now: datetime, by: str, because: str) -> None:
    """Close what an assignment's department wrote of one of these kinds, as it has been decided."""
    entries = listings.open_held_about(row.case, *whats)
    settle([entry for entry in entries if _is_of(office, entry, row)], now=now, by=by, because=because)


def clear_answered(office: Office, row: Dispatch, *, now: datetime) -> None:
    """Close what an assignment's complete answer has overtaken: what its department wrote before, and urging about it."""
    entries = listings.open_held_about(row.case, *FROM_DEPARTMENTS)
    overtaken = [entry for entry in entries if _is_of(office, entry, row)]
    if row.role == Role.LEAD:
        overtaken += urgings(row.case, still_asks=("mailroom withdraw", "mailroom dispatch"))
    settle(overtaken, now=now, by=casework.SYSTEM, because=f"{row.department.name}已反馈")


def renew_answers(row: Dispatch) -> None:
    """An answer that waits because one had come before may be the one that is wanted now that the case is dispatched
    again: its entry says so, and its ways out are those that can be gone now.
    """
    case = row.case
    for entry in listings.open_held_about(case, "answer"):
        if not any(" --redo " in each["do"] for each in entry.suggestions):
            continue
        whose = f"现已重新转{row.department.name}办理，请看是不是这一次的结果"
        postbook.say_instead(entry, f"{case.case_no} 重新转办以前又来的一份反馈：{whose}")
        ways = [holding.let_go("是重办的结果：作为这一次的反馈"), holding.drop("与重办以前的反馈相同")]
        postbook.suggest_instead(entry, ways)


def urgings(case: Case, *, still_asks: tuple[str, ...] = ("mailroom ",)) -> list[Held]:
    """What a platform wrote of a case and nothing is to be done about by command: a withdrawal and a redo stay, and a new
    limit until there is an answer. `still_asks`: how the commands begin that keep an entry open.
    """
    entries = listings.open_held_about(case, "upper_notice")
    return [
        entry for entry in entries if not any(each["do"].startswith(still_asks) for each in entry.suggestions)
    ]


def _is_of(office: Office, entry: Held, row: Dispatch) -> bool:
    """Whether an entry's mail speaks for this assignment: its department wrote it, or a stranger while it leads."""
    address = entry.mail.from_address if entry.mail else ""
    if not address or upper_of_address(office, address) is not None:
        return False
    senders = worklists.departments_of_sender(address, whole_domains=office.settings.trust.domains_allowed)
    return row.department in senders if senders else row.role == Role.LEAD


def settle(entries: Sequence[Held], *, now: datetime, by: str, because: str) -> None:
    """Close entries; a mail of which none is left waits no longer."""
    for entry in entries:
        postbook.settle_held(entry, state=HeldState.RELEASED, by=by, because=because, now=now)
        mail = entry.mail
        if mail is not None and mail.state == MailState.HELD and not listings.open_held_of(mail):
            postbook.settle(mail, state=MailState.SETTLED, now=now)
