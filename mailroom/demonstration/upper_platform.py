"""The simulated upper platform: the story's mails as bytes, each at its moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

from ledger.workdays import Calendar, add_workdays, workdays_between
from mailroom.demonstration import mime
from mailroom.demonstration.mails import OFFICE, case_mail
from mailroom.demonstration.sheets import Sheet, make_sheet
from mailroom.demonstration.story import LAST_DAY, STORY, PlannedCase, PlannedMail, everyday_mails
from mailroom.demonstration.topics import topic_named

BEGINS = datetime(2018, 3, 12, 8, 30)


def mails_until(now: datetime, calendar: Calendar) -> Iterator[PlannedMail]:
    """The mails planned up to the day of `now`; after the story's end everyday ones."""
    today = 1 + workdays_between(BEGINS.date(), now.date(), calendar)
    yield from (mail for mail in STORY if mail.day <= today)
    for day in range(LAST_DAY + 1, today + 1):
        yield from everyday_mails(day)


def story_ends_at(calendar: Calendar) -> datetime:
    """The close of business of the story's last day."""
    return add_workdays(BEGINS.date(), LAST_DAY - 1, calendar).due_at


def moment_of(mail: PlannedMail, calendar: Calendar) -> datetime:
    """When the platform sends the mail."""
    day = add_workdays(BEGINS.date(), mail.day - 1, calendar).due_at.date()
    return datetime.combine(day, time.fromisoformat(mail.clock))


def sheets_of(mail: PlannedMail, calendar: Calendar) -> list[Sheet]:
    """The mail's cases as sheets; a case called in an hour or more before the platform sent it."""
    if mail.again:
        return sheets_of(_named(mail.again), calendar)
    sent_on = moment_of(mail, calendar)
    prefix = "SD" if mail.form == "province" else ""
    return [
        _sheet(case, sent_on - timedelta(minutes=70 + 7 * place), prefix, calendar)
        for place, case in enumerate(mail.cases)
    ]


def _sheet(case: PlannedCase, called_at: datetime, prefix: str, calendar: Calendar) -> Sheet:
    sheet = make_sheet(
        case.number,
        called_at=called_at,
        topic=topic_named(case.topic),
        named=case.named,
        town=case.town,
        due_at=_due_at(case, called_at, calendar),
        upper_prefix=prefix,
        urgency=case.urgency,
        secret=case.secret,
    )
    return replace(sheet, department=case.department) if case.department else sheet


def _due_at(case: PlannedCase, called_at: datetime, calendar: Calendar) -> datetime | None:
    if case.due_clock:
        return datetime.combine(called_at.date(), time.fromisoformat(case.due_clock))
    return add_workdays(called_at.date(), case.due_days, calendar).due_at if case.due_days else None


def platform_mail(mail: PlannedMail, calendar: Calendar) -> bytes:
    """Return the mail as it arrives; the same plan gives the same bytes."""
    sent_on = moment_of(mail, calendar)
    if mail.form == "written":
        number = next((no for case, no in _numbers(calendar) if case.number == mail.about), "")
        return mime.compose(
            sender=mail.sender,
            to=[OFFICE],
            subject=mail.subject.format(number=number),
            sent_on=sent_on,
            message_id=mime.message_id("platform", mail.name),
            text=mail.text.format(number=number),
        )
    if mail.same_id:
        first = _named(mail.again)
        return b"Received: from relay.example.cn by mx.example.cn\r\n" + platform_mail(first, calendar)
    return case_mail(
        sheets_of(mail, calendar),
        mail.form,
        sent_on=sent_on,
        sender=mail.sender,
        message_id=mime.message_id("platform", mail.name),
    )


def conducts_planned(calendar: Calendar) -> dict[str, str]:
    """Upper number → how the story wants the department to behave."""
    return {number: case.conduct for case, number in _numbers(calendar) if case.conduct}


def _numbers(calendar: Calendar) -> Iterator[tuple[PlannedCase, str]]:
    for mail in STORY:
        if mail.cases:
            for case, sheet in zip(mail.cases, sheets_of(mail, calendar), strict=True):
                yield case, sheet.upper_no


def _named(name: str) -> PlannedMail:
    return next(mail for mail in STORY if mail.name == name)
