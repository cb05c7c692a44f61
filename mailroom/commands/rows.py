"""Records of the ledger as the objects that `--json` prints; tables for people are made of the same.

Lists are masked (rules.md, Privacy): telephones and identity numbers in all texts, the petitioner's name where it is
on record, and everything that tells who asked in a secret case.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from generators.privacy import is_secret, mask_name, mask_text, redact
from ledger import listings, worklists
from ledger.models import Case, Department, Dispatch, Held, Journal, Letter, Mail, Petitioner
from ledger.vocabulary import DispatchState

Row = dict[str, Any]


def masked(text: str, case: Case, petitioner: Petitioner | None) -> str:
    """Return a text about a case as everybody may read it. The upper platform's number stays readable."""

    def mask(piece: str) -> str:
        if is_secret(case):
            return redact(piece, petitioner)
        name = re.sub(r"\s", "", petitioner.name) if petitioner else ""
        named = piece.replace(name, mask_name(name)) if len(name) > 1 else piece
        return mask_text(named)

    numbers = [re.escape(number) for number in (case.upper_no, case.case_no) if number]
    pieces = re.split(f"({'|'.join(numbers)})", text)
    return "".join(piece if place % 2 else mask(piece) for place, piece in enumerate(pieces))


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
    petitioner = worklists.petitioner_of(case) if case else None

    def mask(text: str) -> str:
        return masked(text, case, petitioner) if case else mask_text(text)

    return {
        "id": held.id,
        "since": held.since,
        "what": held.what,
        "because": mask(held.because),
        "suggestions": [{"do": mask(each["do"]), "why": mask(each["why"])} for each in held.suggestions],
        "from": mail.from_address if mail else None,
        "subject": mask(mail.subject) if mail else held.letter.subject if held.letter else None,
        "message_id": mail.message_id if mail else held.letter.message_id if held.letter else None,
        "case_no": case.case_no if case else None,
        "letter": held.letter.key if held.letter else None,
    }


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
