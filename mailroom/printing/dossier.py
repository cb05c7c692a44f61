"""A case's dossier (卷宗) as one PDF: cover, contents, journal, then every mail and letter in order of time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from generators.dossier import Entry, MailPage, Stationery, contents, cover, feet, journal_pages
from ledger import worklists
from ledger.models import Case, Journal, Letter, Mail
from ledger.vocabulary import MailState, label
from mailroom.errors import MailroomError
from mailroom.office import Office
from mailroom.printing.extracts import extract_of
from mailroom.printing.printer import need_printer, print_document
from mailroom.printing.sheets import ONE_MAIL, Sheet, mail_page_of, mail_sheets, own_sheet
from parsers.apart import call_apart, patience
from parsers.mail import open_mail

SECONDS, MEGABYTES = 120.0, 1500  # to bind: some thousand pages
MOST_PAGES = 2000


@dataclass(frozen=True)
class Item:
    """A mail or letter in the dossier: its line in the contents, and its sheets, the mail itself first."""

    entry: Entry
    sheets: tuple[Sheet, ...]

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return sum(sheet.pages for sheet in self.sheets)


def make_dossier(office: Office, case: Case, *, now: datetime) -> tuple[bytes, int]:
    """Return the dossier and how many pages it has.

    The same records and `now` give the same bytes by a printer that has printed nothing else, as each command's: of a
    font embedded as Type 1 LibreOffice encrypts the outlines with other bytes the next time.
    Nothing of this case is masked: the caller records who asked for it. Of a mail about several cases an extract stands
    in it. `Misconfigured` where LibreOffice is missing, `MailroomError` where a page of the office's own can't be printed.
    """
    need_printer()
    paper = Stationery(office.head, office.templates, now, case.case_no)
    items = [_item(office, paper, case, each) for each in _in_order_of_time(case)]
    fronts, entries = _fronts(paper, case, items)
    title = f"{case.case_no}卷宗"
    sheets = [*fronts, *(sheet for item in items for sheet in item.sheets)]
    pages = sum(sheet.pages for sheet in sheets)
    if pages > MOST_PAGES:
        raise MailroomError(
            f"卷宗有{pages}页，超过{MOST_PAGES}页，请分别用 letters save、held show --save 取出"
        )
    plan = {"title": title, "office": office.head.name, "bookmarks": _bookmarks(fronts, entries)}
    strips = print_document("页脚.docx", feet(case.case_no, pages)).pdf
    parts = [json.dumps(plan).encode(), strips, *(sheet.pdf for sheet in sheets)]
    reply = call_apart("binding", title, parts, seconds=SECONDS, megabytes=MEGABYTES)
    if not reply.files:
        raise MailroomError(f"卷宗装订不成：{reply.paper.problem}")
    return reply.files[0][1], pages


def _in_order_of_time(case: Case) -> list[Mail | Letter]:
    mails = [(each.kept_at, 0, each.id, each) for each in worklists.mails_of(case)]
    letters = [(each.posted_at, 1, each.id, each) for each in worklists.letters_of(case)]
    rows: list[tuple[datetime, int, int, Mail | Letter]] = [*mails, *letters]
    return [each for *_, each in sorted(rows, key=lambda row: row[:3])]


def _item(office: Office, paper: Stationery, case: Case, record: Mail | Letter) -> Item:
    """Print one mail or letter; of a duplicate only that it came, for its first stands in the dossier."""
    opened = open_mail(office.archive.fetch(record.sha256))
    with patience(ONE_MAIL):
        extract = extract_of(office, case, record, opened)
    opened = extract or opened
    if isinstance(record, Letter):
        state = label("letter_state", record.state)
        note = f"{record.posted_at:%Y-%m-%d %H:%M} 拟稿，{state}"
        name = f"{label('letter_kind', record.kind)}{'' if record.sent_at else f'（{state}）'}"
        who, day = _short(record.to), (record.sent_at or record.posted_at).date()
        if record.department is not None:
            who = record.department.name
    else:
        note = f"第{record.id}号来件，{record.kept_at:%Y-%m-%d %H:%M} 登记，读作{label('what', record.what) or '（未读）'}"
        again = record.state == MailState.DUPLICATE
        subject = extract.envelope.subject if extract else record.subject
        name = f"来件：{subject}" + ("（重复来件，附件不再印）" if again else "")
        opened = replace(opened, enclosures=(), forwarded=()) if again else opened
        who, day = record.from_name or record.from_address, record.kept_at.date()
    name += "（摘录）" if extract else ""
    page: MailPage = mail_page_of(name, opened, note=note)
    return Item(Entry(name, who, day), tuple(mail_sheets(paper, page, opened)))


def _short(addresses: Sequence[str]) -> str:
    return "、".join(addresses[:2]) + ("等" if len(addresses) > 2 else "")


def _fronts(paper: Stationery, case: Case, items: Sequence[Item]) -> tuple[list[Sheet], list[Entry]]:
    """Return cover, contents and journal, and the entries with their pages.

    How long the first two are is known only once they are printed: they are printed again, with the true numbers.
    """
    journal = worklists.journal_of(case)
    told = own_sheet("办理过程", journal_pages(paper, journal))
    front, listed, pages = _cover(paper, case, journal, 0), Sheet("卷内目录", b"", 1), 0
    for _ in range(3):  # numbers of another breadth may move a line, but hardly twice
        before = front.pages + listed.pages
        entries = _entries(items, before, told.pages)
        pages = before + told.pages + sum(item.pages for item in items)
        listed = own_sheet("卷内目录", contents(paper, entries))
        front = _cover(paper, case, journal, pages)
        if front.pages + listed.pages == before:
            return [front, listed, told], entries
    raise MailroomError("卷宗目录的页数定不下来，请检查模板 letters/dossier_contents.txt")


def _cover(paper: Stationery, case: Case, journal: Sequence[Journal], pages: int) -> Sheet:
    mails, letters = worklists.mails_of(case), worklists.letters_of(case)
    counts = {"mail_count": len(mails), "letter_count": len(letters), "page_count": pages}
    return own_sheet("封面", cover(paper, case, worklists.dispatches_of(case), journal, counts=counts))


def _entries(items: Sequence[Item], before: int, journal_pages: int) -> list[Entry]:
    """Return the lines of the contents: the journal, each mail or letter, and below it each of its documents.

    `before` is how many pages stand before the journal.
    """
    page = 1 + before
    entries = [Entry("办理过程", page=page)]
    page += journal_pages
    for item in items:
        for place, sheet in enumerate(item.sheets):
            entries.append(
                replace(item.entry, page=page) if not place else Entry(f"　附：{sheet.name}", page=page)
            )
            page += sheet.pages
    return entries


def _bookmarks(fronts: Sequence[Sheet], entries: Sequence[Entry]) -> list[list[object]]:
    """Return [title, page from 0] for cover, contents, journal and everything behind."""
    firsts: list[list[object]] = [["封面", 0], ["卷内目录", fronts[0].pages]]
    return [*firsts, *([entry.name, entry.page - 1] for entry in entries)]
