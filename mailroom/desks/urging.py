"""上级催办: the platform urges; the departments at work hear of it within the hour, and somebody telephones the lead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from generators.letter import Draft
from generators.plain import draw_up_plain
from generators.wording import deadline_words
from ledger import casework, listings, supervising, worklists
from ledger.models import Case, Department, Dispatch, Mail
from ledger.vocabulary import Act, Role, Way
from ledger.workdays import add_workdays
from mailroom import outbox, resending
from mailroom.office import Office

KIND = "urging"


def urge(office: Office, cases: Sequence[Case], mail: Mail, *, by_whom: str, now: datetime) -> None:
    """Pass a platform's urging on, inside the caller's transaction; its act stands in the journals already.

    One letter a department, in office hours; a telephone task for each case. Who never got the dispatch letter is told
    by telephone only.
    """
    wanted = resending.wanted_again()
    told: dict[Department, list[Dispatch]] = {}
    for case in cases:
        rows = worklists.dispatches_at_work(case)
        for row in rows:
            if not resending.is_undelivered(row, wanted):
                told.setdefault(row.department, []).append(row)
        lead = next((row for row in rows if row.role == Role.LEAD), rows[0] if rows else None)
        if lead is not None:
            _ask_to_telephone(office, lead, mail, by_whom=by_whom, now=now)
    for department, rows in told.items():
        draft = _draw_up(office, department, rows, mail, by_whom=by_whom, now=now)
        only = rows[0].case if len(rows) == 1 else None
        outbox.post(office, draft, now=now, case=only, department=department)
        for row in rows:
            sentence = f"{by_whom}催办已函告{department.name}"
            casework.note(row.case, sentence, now=now, letter_key=draft.key)


def times_urged(case: Case) -> int:
    """How often the platform has written about a case that is at work."""
    return listings.times_done(case, Act.URGE)


def _ask_to_telephone(office: Office, lead: Dispatch, mail: Mail, *, by_whom: str, now: datetime) -> None:
    """Somebody calls the department today (电话督办), unless he is asked to already."""
    calls = [each for each in supervising.supervisions_of(lead) if each.way == Way.PHONE]
    if all(each.done_at for each in calls):
        supervising.open_supervision(
            lead,
            Way.PHONE,
            f"urged/{mail.id}",
            because=f"{by_whom}第{times_urged(lead.case)}次催办（第 {mail.id} 号来件），请电话督促、问明进展",
            now=now,
            due_at=add_workdays(now.date(), 0, office.calendar, close=office.settings.hours.close).due_at,
        )


def _draw_up(
    office: Office,
    department: Department,
    rows: Sequence[Dispatch],
    mail: Mail,
    *,
    by_whom: str,
    now: datetime,
) -> Draft:
    """The letter names the cases by their numbers: the department has the dispatch letters."""
    number = rows[0].case.case_no if len(rows) == 1 else ""
    lines = [
        f"{row.case.case_no}：第{times_urged(row.case)}次催办，办理时限{deadline_words(row.due_at)}{_late(row, now)}"
        for row in rows
    ]
    return draw_up_plain(
        KIND,
        f"{KIND}/{mail.id}/{department.name}",
        department.addresses[:1],
        f"【上级催办】{number or f'{len(rows)}件'}（请尽快反馈）",
        [
            f"{by_whom}来件催办下列{len(rows)}件工单，你单位在办：",
            *lines,
            "请抓紧办理，填好《办理情况反馈表》，直接回复原转办邮件。一时办不结的，请先回复本邮件或电话告知进展和预计办结的日子。",
        ],
        head=office.head,
        now=now,
        case_no=number,
        department=department.name,
        because=f"{by_whom}催办，转告{department.name}",
        templates=office.templates,
    )


def _late(row: Dispatch, now: datetime) -> str:
    return "，已经逾期" if now > row.due_at else ""
