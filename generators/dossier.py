"""The dossier (卷宗): its cover, contents, journal, a page for every mail, and the strips that number its feet.

The office's own file: nothing is masked in it. Who makes one is recorded by the command.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from generators.facts import letter_facts
from generators.letter import Letterhead, Templates
from generators.privacy import is_secret
from generators.wording import moment_words, shortened
from ledger.vocabulary import Act, DispatchState, label

TITLE_LENGTH = 200
NAMES_LENGTH = 300  # of a mail's documents or addresses, together
GIVEN_BACK = (DispatchState.SENT_BACK, DispatchState.WITHDRAWN)
MOST_LINES = 1500  # of a mail or a text, some forty pages


@dataclass(frozen=True)
class Entry:
    """A line of the contents (卷内目录). `page` is counted from 1."""

    name: str
    who: str = ""
    day: date | None = None
    page: int = 0


@dataclass(frozen=True)
class MailPage:
    """What the page of a mail says above its text, all in Chinese or as the mail has it."""

    name: str  # 来件　市民来信
    subject: str
    sender: str
    recipients: str
    copies: str
    sent: str
    note: str  # how it was registered, and what has become of it
    documents: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Stationery:
    """Whose paper the dossier is written on, and for which case."""

    head: Letterhead
    templates: Templates
    now: datetime
    case_no: str

    def print(self, name: str, facts: dict[str, Any]) -> bytes:
        """Return the document of the pattern `name`, with the facts that every paper needs."""
        common = letter_facts(self.head, self.now, f"工单卷宗 {self.case_no}", self.case_no)
        return self.templates.docx(name, {"case_no": self.case_no} | common | facts)


def cover(
    paper: Stationery, case: Any, dispatches: Sequence[Any], journal: Sequence[Any], *, counts: dict[str, int]
) -> bytes:
    """Return the cover. `counts`: `mail_count`, `letter_count` and, once it is known, `page_count`.

    Whoever gave the case back (退单) did not handle it; the journal tells of him.
    """
    dispatches = [each for each in dispatches if each.state not in GIVEN_BACK] or dispatches
    lead = [each for each in dispatches if each.role == "lead"]
    closed = [entry.at for entry in journal if entry.act == Act.CLOSE]
    facts = {
        "upper_no": case.upper_no or "",
        "upper_name": case.upper,
        "channel": label("channel", case.channel),
        "kind": label("kind", case.kind),
        "urgency": label("urgency", case.urgency),
        "urgent": case.urgency in ("urgent", "critical"),
        "title": shortened(case.title, TITLE_LENGTH),
        "departments": "、".join(_departments(dispatches)),
        "due_day": moment_words(lead[-1].due_at) if lead else "",
        "registered_at": moment_words(case.registered_at),
        "closed_at": moment_words(closed[-1]) if closed and case.status == "closed" else "",
        "status": label("status", case.status),
        "secret": is_secret(case),
    }
    return paper.print("dossier_cover", facts | counts)


def _departments(dispatches: Sequence[Any]) -> list[str]:
    """Return every department once, with its role where there are several."""
    named = {each.department.name: label("role", each.role) for each in dispatches}
    return [f"{name}（{role}）" if len(named) > 1 else name for name, role in named.items()]


def contents(paper: Stationery, entries: Sequence[Entry]) -> bytes:
    """Return the table of contents."""
    rows = [
        {
            "number": number,
            "name": shortened(entry.name, 80),
            "who": shortened(entry.who, 60),
            "day": entry.day.strftime("%Y-%m-%d") if entry.day else "",
            "page": entry.page or "",
        }
        for number, entry in enumerate(entries, 1)
    ]
    return paper.print("dossier_contents", {"rows": rows})


def journal_pages(paper: Stationery, journal: Sequence[Any]) -> bytes:
    """Return the journal of the case (办理过程) as a table."""
    rows = [
        {
            "at": f"{entry.at:%Y-%m-%d %H:%M}",
            "act": label("act", entry.act),
            "by": entry.by,
            "because": entry.because,
        }
        for entry in journal
    ]
    return paper.print("dossier_journal", {"rows": rows})


def mail_page(paper: Stationery, page: MailPage) -> bytes:
    """Return the page of a mail or a letter: its head as a table, its text below."""
    facts = {
        "name": page.name,
        "subject": shortened(page.subject, TITLE_LENGTH),
        "sender": shortened(page.sender, NAMES_LENGTH),
        "recipients": shortened(page.recipients, NAMES_LENGTH),
        "copies": shortened(page.copies, NAMES_LENGTH),
        "sent": page.sent,
        "note": shortened(page.note, NAMES_LENGTH),
        "documents": shortened("；".join(page.documents), NAMES_LENGTH * 2),
        "lines": _lines(page.text),
    }
    return paper.print("dossier_mail", facts)


def document_page(
    paper: Stationery, name: str, size: int, sha256: str, *, reason: str = "", text: str = ""
) -> bytes:
    """Return a page that stands for a document: its text, or the `reason` why it can't be shown."""
    facts = {
        "name": shortened(name, TITLE_LENGTH),
        "size": f"{size:,} 字节",
        "sha256": sha256,
        "reason": reason,
        "lines": _lines(text),
    }
    return paper.print("dossier_document", facts)


def _lines(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.replace("\t", "　").splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        return [*lines[:MOST_LINES], f"（以下还有{len(lines) - MOST_LINES}行，未印，见原件）"]
    return lines


def feet(case_no: str, pages: int) -> bytes:
    """Return a Word file with a low page for the foot of every page of the dossier: 工单编号　第1页 共9页."""
    from docx import Document  # 0.3 s to import: only where a dossier is made
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    from generators.styles import SONGTI, set_font

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(12)
    section.top_margin, section.bottom_margin = Mm(2), Mm(1)
    section.header_distance = section.footer_distance = Mm(0)
    for number in range(1, pages + 1):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.page_break_before = number > 1
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(f"{case_no}　　第{number}页　共{pages}页")
        run.font.size = Pt(9)
        set_font(run._r, SONGTI)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
