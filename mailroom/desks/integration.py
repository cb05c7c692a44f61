"""热线整合: remind departments of their own hotlines before these are due, and post the progress notice."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime

from generators.letter import Enclosed
from generators.lines_notice import LATEST, MergedLine, draw_up_lines_notice, lines_papers
from generators.lines_reminder import draw_up_lines_reminder, lines_reminder_key
from generators.notice_issue import Issue
from generators.wording import day_words
from ledger import hotlines, listings, postbook, worklists
from ledger.models import Department, Held, Line
from ledger.opening import transaction
from ledger.workdays import add_workdays, in_office_hours
from mailroom import holding, outbox
from mailroom.desks.dispatching import why_unreachable
from mailroom.document_numbers import number_for
from mailroom.errors import MailroomError
from mailroom.office import Office

log = logging.getLogger(__name__)


def remind(office: Office, *, now: datetime) -> int:
    """Remind departments of hotlines that have to be merged soon; returns how many letters were posted.

    In office hours, from the hour of the digests. Which reminder is due follows from `now` alone, so after a stop only
    the one of today goes out. One department's letter that can't be made keeps no other's back; its fault is raised when
    all are through.
    """
    if (
        not in_office_hours(now, office.calendar, office.hours)
        or now.time() < office.settings.duties.remind_at
    ):
        return 0
    posted, fault = 0, None
    for (name, due_on, stage), rows in _due(office, now.date()).items():
        department = worklists.department_named(name)
        if department is None or not worklists.is_valid(department, now.date()):
            continue  # named in the notice of an import, and in the inspection's list
        try:
            with transaction():
                posted += _remind_department(office, department, rows, due_on, stage, now=now)
        except Exception as error:
            log.warning("no reminder of hotlines for %s: %s", name, type(error).__name__)
            fault = fault or error
    if fault is not None:
        raise fault
    return posted


def _due(office: Office, today: date) -> dict[tuple[str, date, int], list[Line]]:
    """Open hotlines by department, the day they are due, and how many days before it they are reminded of now."""
    due: dict[tuple[str, date, int], list[Line]] = {}
    for line in hotlines.lines(open_only=True):
        day = next_day(office, line, today)
        if day is not None and (stage := stage_of(office, day, today)) is not None:
            due.setdefault((line.department, day, stage), []).append(line)
    return due


def next_day(office: Office, line: Line, today: date) -> date | None:
    """The day that a hotline has still to meet: its own; that one over, the last of the plan; None when both are."""
    latest = office.settings.lines.latest_on
    days = [line.due_on, *([latest] if latest and latest > line.due_on else [])]
    return next((day for day in days if day >= today), None)


def stage_of(office: Office, due_on: date, today: date) -> int | None:
    """How many days before `due_on` the reminder goes that is due today; None: it is too early for any."""
    left = (due_on - today).days
    return min((days for days in office.settings.lines.remind_days if left <= days), default=None)


def _remind_department(
    office: Office, department: Department, rows: list[Line], due_on: date, stage: int, *, now: datetime
) -> int:
    if worklists.letter_by_key(lines_reminder_key(department, due_on, stage)) is not None:
        return 0
    if fault := why_unreachable(department):
        _hold_unreachable(fault, due_on, stage, now=now)
        return 0
    draft = draw_up_lines_reminder(
        department,
        rows,
        due_on=due_on,
        stage=stage,
        head=office.head,
        now=now,
        last=any(line.due_on < due_on for line in rows),
        templates=office.templates,
    )
    outbox.post(office, draft, now=now, department=department)
    return 1


def _hold_unreachable(fault: str, due_on: date, stage: int, *, now: datetime) -> None:
    """Put it before a person once a reminder, also where the entry was discarded already."""
    because = f"{fault}，{day_words(due_on)}到期的热线整合提醒（提前{stage}天）发不出去"
    if not Held.select().where(Held.because == because).exists():
        ways = [holding.suggest("电话提醒，并在单位名录中补上邮箱", "其热线尚未完成整合")]
        postbook.hold(what="letter", because=because, suggestions=ways, now=now)


@dataclass(frozen=True)
class Notice:
    """A progress notice as it was posted."""

    number: str  # 发文字号, "" where such papers carry none
    posted: int
    unreachable: tuple[str, ...]  # departments with a hotline that it could not be sent to


class NoNotice(MailroomError):
    """There is nothing to tell, or it was told today; the message says so in Chinese."""


def notice_papers(office: Office, *, now: datetime, number: str = "") -> tuple[Enclosed, ...]:
    """Return the progress notice of all hotlines as of `now`, the paper and its spreadsheet; nothing is posted."""
    return lines_papers(
        _all_lines(),
        _issue(office, number, now=now),
        copies=office.settings.notice.copies,
        latest=office.settings.lines.latest_on or LATEST,
    )


def post_notice(office: Office, *, now: datetime, by: str) -> Notice:
    """Post the notice to every department that has a hotline, one letter each; raises `NoNotice`.

    The leaders' copies (cc) go with the first letter alone: the paper is the same for all.
    """
    merged = _all_lines()
    key = f"lines_notice/{now:%Y-%m-%d}"
    if listings.letters_under(key):
        raise NoNotice(f"{day_words(now)}的整合进度通报已经发过")
    to, unreachable = recipients(now)
    if not to:
        raise NoNotice(
            "没有可以发给的单位："
            + ("、".join(unreachable) + "没有能用的邮箱" if merged else "台账中没有热线")
        )
    with transaction():
        title = f"政务服务热线整合进度通报（{by}发）"
        number = number_for(office, "lines_notice", key, title=title, now=now)
        issue = _issue(office, number.text if number else "", now=now)
        papers = notice_papers(office, now=now, number=issue.number)
        for place, department in enumerate(to):
            cc = office.settings.notice.cc if place == 0 else ()
            draft = draw_up_lines_notice(merged, issue, department, papers, cc=cc)
            outbox.post(office, draft, now=now, department=department, number=number)
    return Notice(issue.number, len(to), tuple(unreachable))


def _all_lines() -> list[MergedLine]:
    return [
        MergedLine(
            number=line.number,
            name=line.name,
            department=line.department,
            way=line.way,
            due_on=line.due_on,
            calls=line.calls,
            responsible=line.responsible,
            progress=line.progress,
            done_on=line.done_on,
        )
        for line in hotlines.lines()
    ]


def _issue(office: Office, number: str, *, now: datetime) -> Issue:
    days = office.settings.supervision.report_days
    demanded_by = add_workdays(now, days, office.calendar, close=office.hours.afternoon_end).due_at
    return Issue(office.head, now, number, demanded_by=demanded_by, templates=office.templates)


def recipients(now: datetime) -> tuple[list[Department], list[str]]:
    """The departments with a hotline that can be written to, and the names of the others."""
    to, unreachable = [], []
    for name in dict.fromkeys(line.department for line in hotlines.lines()):
        department = worklists.department_named(name)
        if (
            department is None
            or not worklists.is_valid(department, now.date())
            or why_unreachable(department)
        ):
            unreachable.append(name)
        else:
            to.append(department)
    return to, unreachable
