"""The papers of a notice, drawn from its frozen figures: the same bytes years later, unless a template has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from generators.letter import Enclosed
from generators.monthly_notice import monthly_papers
from generators.notice_issue import Issue
from ledger.models import FrozenFigures
from ledger.workdays import add_workdays
from mailroom.chart_fonts import chart_font
from mailroom.desks.stored_figures import from_stored
from mailroom.office import Office


def papers_of(office: Office, row: FrozenFigures) -> tuple[Enclosed, ...]:
    """Draw the notice and its workbook from the frozen figures: a draft without a number until it is approved."""
    issue = issue_of(office, row)
    told = row.figures
    return monthly_papers(
        from_stored(row),
        issue,
        copies=told.get("copies", office.settings.notice.copies),
        fewest=told["fewest"],
        font=chart_font(),
    )


def issue_of(office: Office, row: FrozenFigures) -> Issue:
    """The issue that the papers and their mails belong to: of the day of approval, of a draft of that of the freeze."""
    on = row.approved_at or row.frozen_at
    demanded = row.figures.get("demanded_by")
    days = office.settings.supervision.report_days
    return Issue(
        office.head,
        on,
        row.number,
        datetime.fromisoformat(demanded)
        if demanded
        else add_workdays(on.date(), days, office.calendar, close=office.hours.afternoon_end).due_at,
        office.templates,
    )


def prints_of(papers: Sequence[Enclosed]) -> list[dict[str, str]]:
    """Name and SHA-256 of each document."""
    return [{"name": each.name, "sha256": hashlib.sha256(each.data).hexdigest()} for each in papers]


def changed_since(row: FrozenFigures, papers: Sequence[Enclosed]) -> list[str]:
    """Names of the documents that are not drawn as they were mailed: a template, the font or the letterhead changed."""
    mailed = {each["name"]: each["sha256"] for each in row.documents}
    return [
        each["name"]
        for each in prints_of(papers)
        if mailed.get(each["name"], each["sha256"]) != each["sha256"]
    ]
