"""Records of the ledger as the objects that `--json` prints; tables for people are made of the same.

Lists are masked (rules.md, Privacy): telephones and identity numbers in all texts, the petitioner's name where it is
on record, and everything that tells who asked in a secret case.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from generators.privacy import is_secret, mask_name, mask_text
from ledger import listings, worklists
from ledger.models import Case, Department, Dispatch, Held, Journal, Letter, Mail, Petitioner
from ledger.vocabulary import DispatchState
from mailroom.discretion import as_listed

Row = dict[str, Any]
CASE_NUMBER = re.compile(r"[A-Z]{1,5}-\d{4}-\d{6}-[0-9A-Z]")


def masked(text: str, case: Case, petitioner: Petitioner | None) -> str:
    """Return a text about a case as everybody may read it. The upper platform's number stays readable."""
    people = [petitioner] if petitioner else []
    return as_listed(text, people, secret=is_secret(case), numbers=[case.upper_no or "", case.case_no])


def is_overdue(dispatch: Dispatch | None, at: datetime) -> bool:
    """Whether an assignment is still to be answered and its deadline has passed at `at`."""
    return dispatch is not None and dispatch.state == DispatchState.OPEN and dispatch.due_at < at


def case_row(case: Case, lead: Dispatch | None, petitioner: Petitioner | None, at: datetime) -> Row:
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
        "overdue": is_overdue(lead, at),
        "redo": False,  # a redo (重办) follows a follow-up call; this version records none
        "secret": case.secret,
    }


def dispatch_row(dispatch: Dispatch) -> Row:
    """One assignment of a case."""
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
        "because": dispatch.because,
    }


def journal_row(entry: Journal, because: str) -> Row:
    """One line of a case's journal, with the sentence as the reader may see it."""
    return {"at": entry.at, "act": entry.act, "by": entry.by, "because": because}


def mail_row(mail: Mail) -> Row:
    """One mail of the post book."""
    return {
        "id": mail.id,
        "from": mail.from_address,
        "subject": mask_text(mail.subject),
        "message_id": mail.message_id,
        "arrived_at": mail.arrived_at,
        "kept_at": mail.kept_at,
        "what": mail.what,
        "state": mail.state,
    }


def held_row(held: Held) -> Row:
    """One entry of the holding pen."""
    mail, case = held.mail, held.case

    def mask(text: str) -> str:
        about = _cases_meant(text, case)
        for each in about:
            text = masked(text, each, worklists.petitioner_of(each))
        return text if about else mask_text(text)

    return {
        "id": held.id,
        "since": held.since,
        "what": held.what,
        "because": mask(held.because),
        "suggestions": [_suggestion(held, each, mask) for each in held.suggestions],
        "from": mail.from_address if mail else None,
        "subject": mask(mail.subject) if mail else held.letter.subject if held.letter else None,
        "message_id": mail.message_id if mail else held.letter.message_id if held.letter else None,
        "case_no": case.case_no if case else None,
        "letter": held.letter.key if held.letter else None,
    }


def _cases_meant(text: str, own: Case | None) -> list[Case]:
    """The cases that a text of the pen is about: its entry's own, and those it names."""
    named = {number: worklists.case_by_number(number) for number in CASE_NUMBER.findall(text)}
    others = [case for case in named.values() if case is not None and case != own]
    return [*([own] if own else []), *others]


def _suggestion(held: Held, suggested: dict[str, str], mask: Callable[[str], str]) -> dict[str, str]:
    """A suggestion; one that is a command has the entry's number in it, so that it can be copied and run.

    What a suggestion says of a case stands in `why`, the case's number in `do`: both are masked as one text.
    """
    do, why = suggested["do"], suggested["why"]
    told = mask(f"{do}\n{why}").partition("\n")
    command = told[0].replace("held release --", f"mailroom held release {held.id} --", 1)
    return {"do": command, "why": told[2]}


def letter_row(letter: Letter) -> Row:
    """One letter of the outbox."""
    return {
        "key": letter.key,
        "kind": letter.kind,
        "case_no": letter.case.case_no if letter.case else None,
        "to": letter.to,
        "cc": letter.cc,
        "subject": mask_text(letter.subject),
        "state": letter.state,
        "posted_at": letter.posted_at,
        "sent_at": letter.sent_at,
        "attempts": letter.attempts,
        "last_error": letter.last_error,
        "message_id": letter.message_id,
        "documents": letter.documents,
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


def dossier(case: Case, at: datetime, *, full: bool) -> Row:
    """Everything the ledger holds about a case; `full`: with the petitioner and the texts unmasked."""
    petitioner, lead = worklists.petitioner_of(case), worklists.lead_dispatch(case)

    def told(text: str) -> str:
        return text if full else masked(text, case, petitioner)

    row = case_row(case, lead, petitioner, at)
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
        "dispatches": [dispatch_row(each) for each in worklists.dispatches_of(case)],
        "answers": [_answer_row(each, told) for each in listings.answers_of(case)],
        "journal": [journal_row(each, told(each.because)) for each in worklists.journal_of(case)],
        "letters": [letter_row(each) for each in worklists.letters_of(case)],
        "mails": [mail_row(each) for each in worklists.mails_of(case)],
        "follow_ups": [],  # none is recorded yet
        "due_trace": list(lead.due_trace) if lead else [],
    }
    return row


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
        "informed_on": answer.informed_on,
        "handler": answer.handler,
        "approver": answer.approver,
    }
