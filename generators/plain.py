"""A plain letter: a few paragraphs, for receipts and notices that need no document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from generators.facts import letter_facts
from generators.letter import Draft, Enclosed, Letterhead
from generators.shelf import Templates, packaged


def draw_up_plain(
    kind: str,
    key: str,
    to: Sequence[str],
    subject: str,
    paragraphs: Sequence[str],
    *,
    head: Letterhead,
    now: datetime,
    greeting: str = "",
    cc: Sequence[str] = (),
    enclosed: Sequence[Enclosed] = (),
    case_no: str = "",
    department: str = "",
    in_reply_to: str = "",
    because: str = "",
    templates: Templates | None = None,
) -> Draft:
    """Return a letter of `paragraphs`, signed by the office; `greeting` is who is addressed, without the colon."""
    shelf = templates or packaged()
    facts = letter_facts(head, now, subject, case_no) | {
        "paragraphs": list(paragraphs),
        "greeting": greeting or department,
        "case_no": case_no,
        "subject": subject,
    }
    return Draft(
        key=key,
        kind=kind,
        to=tuple(to),
        subject=subject,
        text=shelf.text("plain", facts),
        html=shelf.html("plain", facts),
        cc=tuple(cc),
        enclosed=tuple(enclosed),
        case_no=case_no,
        department=department,
        in_reply_to=in_reply_to,
        because=because,
    )
