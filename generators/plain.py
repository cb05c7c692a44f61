"""A plain letter: a few paragraphs, for receipts and notices that need no document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from generators.case_paper import heading
from generators.facts import letter_facts
from generators.letter import Draft, Enclosed, Letterhead
from generators.shelf import Templates, packaged
from ledger.vocabulary import label


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
    """Return a letter of `paragraphs`, signed by the office; `greeting` is who is addressed, without the colon.

    One to nobody's mailbox is printed and delivered by hand: it encloses itself as a document.
    """
    shelf = templates or packaged()
    facts = letter_facts(head, now, subject, case_no) | {
        "paragraphs": list(paragraphs),
        "greeting": greeting or department,
        "case_no": case_no,
        "subject": subject,
    }
    printed = () if to else (_printed(kind, facts, shelf),)
    return Draft(
        key=key,
        kind=kind,
        to=tuple(to),
        subject=subject,
        text=shelf.text("plain", facts),
        html=shelf.html("plain", facts),
        cc=tuple(cc),
        enclosed=(*printed, *enclosed),
        case_no=case_no,
        department=department,
        in_reply_to=in_reply_to,
        because=because,
    )


def _printed(kind: str, facts: dict[str, Any], shelf: Templates) -> Enclosed:
    """The letter on paper, its title the subject without the brackets: 督查进展　TZ-2018-000001-0已办结."""
    title = re.sub(r"【(.*?)】\s*", r"\1　", facts["subject"])
    name = f"{facts['case_no'] or format(facts['on'], '%Y%m%d')}_{label('letter_kind', kind)}.docx"
    return Enclosed(name, shelf.docx("plain", facts | {"heading": heading(title)}))
