"""What the letters print of a case: one plain dict, the same for documents and mail bodies, redacted where secret.

Every name a template may use is set here or by the letter itself; docs/letters.md lists them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from generators.letter import Letterhead
from generators.privacy import is_secret, redacted_texts
from generators.wording import (
    cut_short,
    day_words,
    deadline_words,
    lines_of,
    matter_of,
    moment_words,
    short_deadline,
    shortened,
)
from ledger.vocabulary import label

TITLE_LENGTH = 200  # a cell or a line of a letter holds it whole
FIRST_WORDS_LENGTH = 40  # of a request, where it has no title
NOT_STATED = "（来件未写明）"
SUBJECT_TITLE_LENGTH = 24
HIDDEN_TITLE = "（保密件，内容见转办函）"


def case_facts(case: Any, petitioner: Any | None) -> dict[str, Any]:
    """Return what may be told of a case: `title`, `request_lines`, `place`, `petitioner` (None where secret) …"""
    secret = is_secret(case)
    title, request, place = redacted_texts(case, petitioner)
    return {
        "case_no": case.case_no,
        "upper_no": case.upper_no or "",
        "upper_name": case.upper,
        "title": shortened(title, TITLE_LENGTH) or cut_short(request, FIRST_WORDS_LENGTH) or NOT_STATED,
        "request_lines": lines_of(request) or [NOT_STATED],
        "place": shortened(place, 80),
        "kind": label("kind", case.kind),
        "level": label("level", case.level),
        "channel": label("channel", case.channel),
        "urgency": label("urgency", case.urgency),
        "urgent": case.urgency in ("urgent", "critical"),
        "called_at": moment_words(case.called_at) if case.called_at and not secret else "",
        "secret": secret,
        "province": case.level == "province",
        "return_form": bool(case.return_form) or case.level == "province",
        "petitioner": None if secret else _petitioner(petitioner),
    }


def number_only(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a case, of a secret one without what it is about: the department has the dispatch letter, and a
    title that was redacted without the petitioner at hand might still tell.
    """
    return facts | {"title": HIDDEN_TITLE, "request_lines": [], "place": ""} if facts["secret"] else facts


def called(facts: dict[str, Any]) -> str:
    """Return how a case is called in a heading: “its title”, or by its number where it tells nothing."""
    return f"{facts['case_no']}号件" if facts["title"] == NOT_STATED else f"“{matter_of(facts['title'])}”"


def dispatch_facts(dispatch: Any, department: Any, now: datetime) -> dict[str, Any]:
    """Return what is told of an assignment: `department`, `role`, `deadline`, `trace` …"""
    return {
        "department": department.name,
        "role": label("role", dispatch.role),
        "assisting": dispatch.role == "assisting",
        "round": dispatch.round,
        "dispatched_at": moment_words(dispatch.dispatched_at),
        "deadline": deadline_words(dispatch.due_at),
        "due_day": moment_words(dispatch.due_at),
        "due_short": short_deadline(dispatch.due_at, now),
        "provisional": bool(dispatch.provisional),
        "trace": list(dispatch.due_trace or []),
    }


def letter_facts(head: Letterhead, on: date, title: str, case_no: str = "") -> dict[str, Any]:
    """Return what every letter needs: the `head`, its date and the document's properties."""
    day = on.date() if isinstance(on, datetime) else on
    return {
        "head": head,
        "on": day,
        "today": day_words(day),
        "properties": {
            "title": shortened(title, 120),
            "case_no": shortened(case_no, 120),
            "office": shortened(head.name, 120),
        },
    }


def _petitioner(petitioner: Any | None) -> dict[str, str] | None:
    if petitioner is None:
        return None
    told = {"name": petitioner.name, "phone": petitioner.phone, "address": petitioner.address}
    return {key: shortened(value or "", 80) for key, value in told.items()} if any(told.values()) else None
