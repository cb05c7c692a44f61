"""Records of the ledger as the objects that `--json` prints; tables for people are made of the same.

Lists are masked (rules.md, Privacy): telephones and identity numbers in all texts, the petitioner's name where it is
on record, and everything that tells who asked in a secret case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from generators.privacy import is_secret, mask_name, mask_text
from ledger import call_backs, listings, worklists
from ledger.following_up import outcome_words
from ledger.models import (
    Case,
    Department,
    Dispatch,
    FollowUp,
    Held,
    Journal,
    Letter,
    Mail,
    Petitioner,
    ReturnedLetter,
)
from ledger.returned import returned_of
from ledger.vocabulary import DispatchState
from mailroom.commands.extension_rows import extension_rows
from mailroom.commands.masking import masked, masked_about
from mailroom.commands.returned_rows import returned_row
from mailroom.commands.standing import Standing, standings
from mailroom.commands.supervision_rows import instruction_rows, supervision_rows
from mailroom.office import Office

Row = dict[str, Any]


def is_overdue(dispatch: Dispatch | None, at: datetime) -> bool:
    """Whether an assignment is still to be answered and its deadline has passed at `at`."""
    return dispatch is not None and dispatch.state == DispatchState.OPEN and dispatch.due_at < at


def case_row(
    case: Case,
    lead: Dispatch | None,
    petitioner: Petitioner | None,
    at: datetime,
    standing: Standing,
) -> Row:
    """One line of `cases`."""
    return {
        "case_no": case.case_no,
        "upper_no": case.upper_no,
        "channel": case.channel,
        "level": case.level,
        "kind": case.kind,
        "title": masked(case.title, case, petitioner),
        "status": case.status,
        "department": lead.department.name if lead else None,
        "due_at": lead.due_at if lead else None,
        "provisional": bool(lead and lead.provisional),
        "overdue": is_overdue(lead, at) or (standing.ought_at is not None and standing.ought_at < at),
        "redo": standing.redone,
        "hard": case.hard_at is not None,
        "secret": case.secret,
        "undelivered": standing.undelivered,
        "ought_at": standing.ought_at,
        "waiting_days": standing.waiting_days,
    }


def dispatch_row(dispatch: Dispatch, because: str) -> Row:
    """One assignment of a case, with its reason as the reader may see it."""
    return {
        "department": dispatch.department.name,
        "role": dispatch.role,
        "dispatched_at": dispatch.dispatched_at,
        "due_at": dispatch.due_at,
        "acknowledged_at": dispatch.acknowledged_at,
        "answered_at": dispatch.answered_at,
        "state": dispatch.state,
        "round": dispatch.round,
        "provisional": dispatch.provisional,
        "because": because,
    }


def journal_row(entry: Journal, because: str) -> Row:
    """One line of a case's journal, with the sentence as the reader may see it."""
    return {"at": entry.at, "act": entry.act, "by": entry.by, "because": because}


def mail_row(mail: Mail, case: Case, told: Callable[[str], str]) -> Row:
    """One mail of the post book about a case, with its subject as the reader may see it.

    A citizen who wrote to us without a platform is known by the address: in a secret case it is told as little.
    """
    from_the_citizen = is_secret(case) and not case.upper
    return {
        "id": mail.id,
        "from": told(mail.from_address) if from_the_citizen else mail.from_address,
        "subject": told(mail.subject),
        "message_id": mail.message_id,
        "arrived_at": mail.arrived_at,
        "kept_at": mail.kept_at,
        "what": mail.what,
        "state": mail.state,
    }


def held_row(held: Held) -> Row:
    """One entry of the holding pen."""
    mail, case, letter = held.mail, held.case, held.letter

    def mask(text: str) -> str:
        return masked_about(text, case)

    subject = mask(mail.subject) if mail else None
    if letter and not mail:
        subject = masked_about(letter.subject, letter.case)
    return {
        "id": held.id,
        "since": held.since,
        "what": held.what,
        "because": mask(held.because),
        "suggestions": [_suggestion(held, each, mask) for each in _with_commands(held)],
        "from": mail.from_address if mail else None,
        "subject": subject,
        "message_id": mail.message_id if mail else letter.message_id if letter else None,
        "case_no": case.case_no if case else None,
        "letter": letter.key if letter else None,
    }


def _with_commands(held: Held) -> list[dict[str, str]]:
    """An entry's suggestions; where none of them is a command, with the commands that always do."""
    if any(each["do"].startswith(("held ", "mailroom ")) for each in held.suggestions):
        return held.suggestions
    ways = list(held.suggestions)
    if held.mail is not None:
        ways.append({"do": f"mailroom held show {held.id} --save 取件", "why": "取出原件看"})
        ways.append({"do": "held release --case 编号", "why": "看出是哪一件的：“编号”换成那一件的"})
    return [*ways, {"do": "held discard --because 已办妥", "why": "办妥或与办理无关的"}]


def _suggestion(held: Held, suggested: dict[str, str], mask: Callable[[str], str]) -> dict[str, str]:
    """A suggestion; one that is a command has the entry's number in it, so that it can be copied and run.

    What a suggestion says of a case stands in `why`, the case's number in `do`: both are masked as one text.
    """
    do, why = suggested["do"], suggested["why"]
    told = mask(f"{do}\n{why}").partition("\n")
    command = re.sub(r"^held (release|discard)\b", rf"mailroom held \1 {held.id}", told[0])
    return {"do": command, "why": told[2]}


def letter_rows(letters: Sequence[Letter], asked: Mapping[int, Petitioner] | None = None) -> list[Row]:
    """Letters of the outbox, in the order given; `asked`: who asked by case, of letters that stand in no ledger."""
    if asked is None:
        asked = listings.petitioners_of(each.case for each in letters if each.case)
    came_back = returned_of(letters)
    return [
        _letter_row(each, asked.get(each.case.id) if each.case else None, came_back.get(each.id, []))
        for each in letters
    ]


def _letter_row(letter: Letter, asked: Petitioner | None, came_back: Sequence[ReturnedLetter]) -> Row:
    def told(text: str) -> str:
        return masked_about(text, letter.case, asked)

    return {
        "key": letter.key,
        "kind": letter.kind,
        "case_no": letter.case.case_no if letter.case else None,
        "to": letter.to,
        "cc": letter.cc,
        "subject": told(letter.subject),
        "state": letter.state,
        "posted_at": letter.posted_at,
        "sent_at": letter.sent_at,
        "attempts": letter.attempts,
        "last_error": told(letter.last_error) if letter.last_error else letter.last_error,
        "evidence": told(letter.evidence),
        "returned": [returned_row(each, told) for each in came_back],
        "message_id": letter.message_id,
        "documents": [told(name) for name in letter.documents],
    }


def department_row(department: Department) -> Row:
    """One department of the directory."""
    return {
        "name": department.name,
        "aliases": department.aliases,
        "kind": department.kind,
        "addresses": department.addresses,
        "keywords": department.keywords,
        "parent": department.parent,
        "valid_from": department.valid_from,
        "valid_to": department.valid_to,
    }


def dossier(office: Office, case: Case, at: datetime, *, full: bool) -> Row:
    """Everything the ledger holds about a case; `full`: with the petitioner and the texts unmasked."""
    petitioner, lead = worklists.petitioner_of(case), worklists.lead_dispatch(case)

    def told(text: str) -> str:
        return text if full else masked(text, case, petitioner)

    row = case_row(case, lead, petitioner, at, standings(office, [(case, lead)], at=at)[case.id])
    row["title"] = told(case.title)
    row |= {
        "upper": case.upper,
        "request_text": told(case.request_text),
        "place": told(case.place),
        "called_at": case.called_at,
        "upper_due_at": case.upper_due_at,
        "urgency": case.urgency,
        "return_form": case.return_form,
        "department_named": case.department_named,
        "registered_at": case.registered_at,
        "rule_set": case.rule_set,
        "merged_into": case.merged_into.case_no if case.merged_into else None,
        "petitioner": _petitioner(case, petitioner, full),
        "dispatches": [dispatch_row(each, told(each.because)) for each in worklists.dispatches_of(case)],
        "answers": [_answer_row(each, told) for each in listings.answers_of(case)],
        "journal": [journal_row(each, told(each.because)) for each in worklists.journal_of(case)],
        "letters": letter_rows(worklists.letters_of(case)),
        "mails": [mail_row(each, case, told) for each in worklists.mails_of(case)],
        "follow_ups": [follow_up_row(each, told) for each in call_backs.of_case(case)],
        "extensions": extension_rows(case, told),
        "supervisions": supervision_rows(case, told),
        "instructions": instruction_rows(case, told),
        "due_trace": list(lead.due_trace) if lead else [],
    }
    return row


def follow_up_row(call: FollowUp, told: Callable[[str], str]) -> Row:
    """One call back about a case, made or still to be made, with its tries; texts as the reader may see them."""
    return {
        "department": call.dispatch.department.name,
        "round": call.dispatch.round,
        "opened_at": call.opened_at,
        "due_at": call.due_at,
        "done_at": call.done_at,
        "reached": call.reached,
        "satisfaction": call.satisfaction,
        "solved": call.solved,
        "remark": told(call.remark),
        "by": call.by,
        "outcome": outcome_words(call),
        "verdict": call.verdict,
        "ground": call.ground,
        "evidence": told(call.evidence),
        "approved_by": call.approved_by,
        "judged_at": call.judged_at,
        "tries": [
            {"at": each.at, "reached": each.reached, "by": each.by, "remark": told(each.remark)}
            for each in call_backs.tries_of(call)
        ],
    }


def _petitioner(case: Case, petitioner: Petitioner | None, full: bool) -> Row | None:
    if petitioner is None:
        return None
    if full:
        return {"name": petitioner.name, "phone": petitioner.phone, "address": petitioner.address}
    if is_secret(case):
        return {"name": "〔保密〕", "phone": "〔保密〕", "address": "〔保密〕"}
    hidden = "（已隐去）" if petitioner.address else ""
    return {"name": mask_name(petitioner.name), "phone": mask_text(petitioner.phone), "address": hidden}


def _answer_row(answer: Any, told: Any) -> Row:
    return {
        "department": answer.dispatch.department.name,
        "at": answer.at,
        "complete": answer.complete,
        "missing": answer.missing,
        "facts": told(answer.facts),
        "measures": told(answer.measures),
        "informed_by": answer.informed_by,
        "informed_how": answer.informed_how,
        "informed_on": answer.informed_on,
        "handler": answer.handler,
        "approver": answer.approver,
    }
