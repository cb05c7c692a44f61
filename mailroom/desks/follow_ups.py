"""回访表: a filled-in call list comes back from a caller, by mail; each row is written down for its own case."""

from __future__ import annotations

import re
from datetime import date, datetime

from ledger import call_backs, following_up, worklists
from ledger.models import Case
from ledger.opening import transaction
from ledger.vocabulary import MailState
from mailroom import holding
from mailroom.desks.incoming import Incoming
from mailroom.desks.satisfaction import (
    AFTERNOON,
    MORNING,
    CannotRecord,
    Said,
    Unanswered,
    calls_meant,
    record,
)
from mailroom.discretion import doubt_words
from mailroom.office import Office
from parsers.numbers import case_number, find_case_numbers
from parsers.reading import FollowUp


def take_follow_ups(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Write down every row that a caller filled in; what can't be is laid before a person, row by row.

    Rows that bring nothing new change nothing, so that the same sheet may come twice, or filled in a little more.
    """
    if not (incoming.confirmed or is_caller(office, incoming)):
        return _hold_strangers(office, incoming, now=now)
    rows = [
        (place, row)
        for place, row in enumerate(incoming.reading.follow_ups)
        if says_something(row) and _is_meant(incoming, row)
    ]
    if not rows:
        return _hold_unread(incoming, now=now)
    faults = [
        fault
        for place, row in rows
        if (fault := _take_row(office, incoming, place, row, now=now)) is not None
    ]
    for case, because in faults:
        _hold_row(office, incoming, case, because, now=now)
    silent = [] if incoming.confirmed else documents_without_calls(incoming)
    if silent:
        _hold_unread(incoming, now=now, because="；".join(silent))
    beside = [] if incoming.confirmed else calls_beside(incoming)
    for case, because in beside:
        _hold_row(office, incoming, case, because, now=now)
    return MailState.HELD if faults or silent or beside else MailState.SETTLED


def is_caller(office: Office, incoming: Incoming) -> bool:
    """Whether the mail is from somebody who calls for the office: on file as such, or the office's own address."""
    callers = {address.lower() for address in office.settings.follow_up.callers}
    return incoming.sender.ourselves or incoming.sender.address in callers


def documents_without_calls(incoming: Incoming) -> list[str]:
    """Sentences about the documents that name cases of ours and of which no call was read: a second sheet, re-typed."""
    return [
        f"「{document.title or document.name}」写着 {'、'.join(document.numbers[:5])}，没有读出回访情况"
        for document in incoming.reading.documents
        if document.numbers and not document.holds
    ]


def calls_beside(incoming: Incoming) -> list[tuple[Case | None, str]]:
    """What the mail's text tells of calls beside its sheet, a sentence for each case that it names (None: for none)."""
    found: dict[Case | None, list[str]] = {}
    for doubt in incoming.reading.doubts:
        if doubt.field == "follow_ups":
            number = next((each for each in incoming.reading.case_nos if each in doubt.because), "")
            found.setdefault(worklists.case_by_number(number) if number else None, []).append(doubt.because)
    return [(case, "；".join(sentences)) for case, sentences in found.items()]


def says_something(row: FollowUp) -> bool:
    """Whether anything of a row was filled in that tells of a call."""
    return row.reached is not None or bool(row.satisfaction or row.solved or row.tries)


def _take_row(
    office: Office, incoming: Incoming, place: int, row: FollowUp, *, now: datetime
) -> tuple[Case | None, str] | None:
    """Write one row down; returns its case and why it can't be, or None."""
    case = _case_of(incoming, row)
    if case is None:
        return None, _why_no_case(incoming, place, row)
    doubts = [
        each.because for each in incoming.reading.doubts if each.field.startswith(f"follow_ups.{place}.")
    ]
    if doubts and not incoming.confirmed:
        return case, f"{case.case_no} 的回访有疑问：{'；'.join(doubts)}"
    day, named = day_of_sheet(incoming, now=now)
    said = said_in(office, row, day=day)
    dated = named or bool(row.on or any(each.at for each in row.tries))
    meant = calls_meant(call_backs.of_case(case), said.called, dated=dated)
    if isinstance(meant, str):
        return case, f"{case.case_no} {meant}"
    try:
        with transaction():
            record(office, meant, said, now=now, by=row.by or incoming.sender.name, mail=incoming.mail)
    except (CannotRecord, following_up.AlreadyDone) as error:
        return case, str(error)
    return None


def _why_no_case(incoming: Incoming, place: int, row: FollowUp) -> str:
    """Why nobody can say which case a row is about: with the number as written, and where it stands."""
    if number := row.case_no or row.upper_no:
        return f"回访表中有一行编号 {number} 不在本办台账中"
    for doubt in incoming.reading.doubts:
        if doubt.field == f"follow_ups.{place}.case_no":
            return f"回访表中有一行{doubt_words(doubt)}"
    return "回访表中有一行没有编号"


def _case_of(incoming: Incoming, row: FollowUp) -> Case | None:
    """The case by its number, ours or the platform's; a row without any is about the one that a person named."""
    if row.case_no:
        return worklists.case_by_number(row.case_no)
    if row.upper_no:
        return worklists.case_by_upper_number(row.upper_no)
    return worklists.case_by_number(incoming.case_no) if incoming.case_no else None


def _is_meant(incoming: Incoming, row: FollowUp) -> bool:
    """Whether a row is about the case that a person let go on, where one named a case."""
    if not incoming.case_no:
        return True
    case = _case_of(incoming, row)
    return case is not None and case.case_no == incoming.case_no


LONGEST_WORD = 4
"""Characters beside a try that say no more than that somebody answered: 已接通."""

HALVES = {"morning": MORNING, "afternoon": AFTERNOON}
LISTED = re.compile(r"回访表\D{0,3}(20\d{6})")


def day_of_sheet(incoming: Incoming, *, now: datetime) -> tuple[date, bool]:
    """The day of a sheet's calls, where a row names none: of the list as its file is named, else of the mail. Whether the
    list names it.

    The same list mailed again tells of the same day: a try on it is none more.
    """
    named = [LISTED.search(document.name) for document in incoming.reading.documents]
    days = [day for found in named if found and (day := _day(found[1]))]
    mailed = min((incoming.mail.sent_at or now).date(), now.date())
    return min([*days, mailed]), bool(days)


def _day(digits: str) -> date | None:
    try:
        return datetime.strptime(digits, "%Y%m%d").date()
    except ValueError:
        return None


def said_in(office: Office, row: FollowUp, *, day: date) -> Said:
    """What a row says; a call without a day of its own was made on `day`."""
    called = row.on or day
    answered = [each.at for each in row.tries if each.reached and each.at]
    told = [each.remark for each in row.tries if each.reached and len(each.remark or "") > LONGEST_WORD]
    return Said(
        called=answered[-1] if answered else called,
        reached=row.reached,
        satisfaction=row.satisfaction,
        solved=row.solved,
        attitude=row.attitude or "",
        remark="；".join(dict.fromkeys(filter(None, [*told, *_not_rated(row), row.remark]))),
        unrated=bool(row.unrated),
        unanswered=_unanswered(office, row, called),
    )


def _not_rated(row: FollowUp) -> list[str]:
    """The words in which somebody would not rate, where the remark does not say them as well."""
    return [row.unrated] if row.unrated and row.unrated not in (row.remark or "") else []


def _unanswered(office: Office, row: FollowUp, called: date | datetime) -> tuple[Unanswered, ...]:
    """The tries of a row that nobody answered, those of one time as one: with what was written beside each, and beside all
    of them behind the last.
    """
    begins = {"morning": office.hours.morning_start, "afternoon": office.hours.afternoon_start}
    words: dict[tuple[date | datetime, str], list[str]] = {}
    for each in row.tries:
        if each.reached is False or (each.reached is None and not row.reached):
            at = each.at or called
            half = each.half if each.half and not isinstance(at, datetime) else ""
            when = datetime.combine(at, begins[half]) if half else at
            words.setdefault((when, HALVES.get(half, "")), []).append(each.remark or "")
    if row.reached is False and not words:
        words[called, ""] = []
    if row.remark and words and not row.reached:
        words[next(reversed(words))].append(row.remark)
    return tuple(
        Unanswered(when, half, "；".join(dict.fromkeys(filter(None, beside))))
        for (when, half), beside in words.items()
    )


def _hold_strangers(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    count = len(incoming.reading.follow_ups)
    because = f"读作回访表（{count}件），但发件人 {incoming.sender.address} 不在 [follow_up] callers 中"
    ways = [
        holding.let_go("打电话核实确是本办回访员填的以后：逐件登记"),
        holding.drop("不是本办回访员所填"),
    ]
    return holding.hold_mail(incoming.mail, incoming.reading, because=because, suggestions=ways, now=now)


def _hold_unread(
    incoming: Incoming, *, now: datetime, because: str = "读作回访表，没有读出哪一件填了什么"
) -> MailState:
    """Nothing in it, or in a document of it, tells of a call: of a caller's mail nothing may be lost."""
    ways = [
        holding.suggest("mailroom follow-up 编号 --reached --satisfaction 满意度", ASK),
        holding.drop("已逐件登记"),
    ]
    return holding.hold_mail(incoming.mail, incoming.reading, because=because, suggestions=ways, now=now)


def _hold_row(office: Office, incoming: Incoming, case: Case | None, because: str, *, now: datetime) -> None:
    likely = case or _likely_case(office, because)
    number = likely.case_no if likely else "编号"
    maybe = f"如果是 {number}（写的编号与它只差校验字符），" if likely and case is None else ""
    ways = [
        holding.suggest(f"mailroom follow-up {number} --reached --satisfaction 满意度", maybe + ASK),
        holding.suggest(f"mailroom follow-up {number} --unreached", f"{maybe}问清是没有接通的"),
        holding.suggest(
            f"mailroom follow-up {number} --reached --remark 群众的话", f"{maybe}接通而不肯评价的"
        ),
        holding.drop("已问清并登记"),
    ]
    holding.hold_mail(incoming.mail, incoming.reading, because=because, suggestions=ways, now=now, case=case)


def _likely_case(office: Office, because: str) -> Case | None:
    """The case that a mistyped number in a sentence may mean: of the same year and running number."""
    prefix = office.settings.office.prefix
    for broken in find_case_numbers(because, prefix).broken:
        digits = re.sub(r"\D", "", broken)
        if len(digits) >= LEAST_DIGITS:
            return worklists.case_by_number(case_number(int(digits[:4]), int(digits[4:10]), prefix))
    return None


LEAST_DIGITS = 10
"""Digits of a number of ours before its check character: year and running number."""
ASK = "问清回访员以后照实登记：满意度写满意、基本满意或不满意"
