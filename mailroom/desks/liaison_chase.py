"""联系表的催报: departments that have not filed are reminded before the day, asked after it, and telephoned in the end.

What is due follows from the day, the calendar and what was posted: after a stop only the letter of today goes out.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime

from generators.liaison import draw_up_liaison_chase
from generators.wording import day_words
from ledger import addresses, casework, liaisons, listings, postbook, worklists
from ledger.models import Department, Held, Letter
from ledger.opening import transaction
from ledger.workdays import add_workdays, in_office_hours, workdays_between
from mailroom import holding, outbox
from mailroom.desks import clearing
from mailroom.desks.dispatching import why_unreachable
from mailroom.office import Office

log = logging.getLogger(__name__)

KIND, TASK = "liaison_chase", "liaison"
LONGEST_CHASE_DAYS = (
    366  # after the day of handing in: an office that opens years later does not chase by itself
)
BEFORE = "before"


@dataclass(frozen=True)
class Missing:
    """A department that has not said who answers for some channels, the day by which it had to, the letters so far, and
    whether a person was asked to telephone.
    """

    department: Department
    channels: tuple[str, ...]
    due_on: date
    letters: tuple[Letter, ...]
    by_phone: bool


def missing(office: Office, *, on: date) -> list[Missing]:
    """The departments of a day whose form has not come for every channel, in the order of the directory; [] where no day
    is set.
    """
    due_on = office.settings.liaison.due_on
    if due_on is None:
        return []
    filed, letters = liaisons.channels_filed(on), _letters_by_department()
    asked = {each["do"] for entry in Held.having(what=TASK) for each in entry.suggestions}
    found = []
    for department in worklists.departments(on):
        done = filed.get(department.id, set())
        channels = tuple(channel for channel in liaisons.CHANNELS if channel not in done)
        if channels:
            posted = tuple(letters.get(department.id, ()))
            due = _due_of(office, department, due_on)
            found.append(Missing(department, channels, due, posted, _telephone(department.name) in asked))
    return found


def _letters_by_department() -> dict[int, list[Letter]]:
    found: dict[int, list[Letter]] = {}
    for letter in Letter.having(kind=KIND):
        found.setdefault(letter.__data__["department"], []).append(letter)
    return found


def _due_of(office: Office, department: Department, due_on: date) -> date:
    """The day for handing in: of one founded later, so many working days after its first as lie between two letters."""
    start = department.valid_from
    if start is None or (start <= due_on and _days_on(office, start) <= due_on):
        return due_on
    return _days_on(office, start)


def _days_on(office: Office, start: date) -> date:
    return add_workdays(start, office.settings.liaison.chase_every_days, office.calendar).due_at.date()


def _telephone(name: str) -> str:
    """What a person is asked to do; by this the task of a department is known."""
    return f"电话催报：{name}"


# --- by itself ----------------------------------------------------------------------------------------------


def chase(office: Office, *, now: datetime) -> int:
    """Do what is due about missing forms; returns how many letters were posted. In office hours alone; one department
    that can't be written to keeps no other back, its fault is raised when all are through.
    """
    if office.settings.liaison.due_on is None:
        return 0
    waiting = missing(office, on=now.date())
    _end_tasks({each.department.name for each in waiting}, now=now)
    if not in_office_hours(now, office.calendar, office.hours):
        return 0
    posted, fault = 0, None
    due = [(each, stage) for each in waiting if (stage := stage_of(office, each, today=now.date()))]
    by_phone = [each for each, stage in due if stage == "phone" or _is_overdue_and_unreachable(each, stage)]
    _set_task([each for each in by_phone if not each.by_phone], now=now)
    for each, stage in due:
        if each in by_phone or not _is_to_be_asked(office, each, stage, now=now):
            continue
        try:
            with transaction():
                _post(office, each, stage, now=now)
        except Exception as error:
            log.warning("no chase for %s: %s", each.department.name, type(error).__name__)
            fault = fault or error
            continue
        posted += 1
    if fault is not None:
        raise fault
    return posted


def _is_overdue_and_unreachable(each: Missing, stage: str) -> bool:
    return stage != BEFORE and bool(why_unreachable(each.department))


def _is_to_be_asked(office: Office, each: Missing, stage: str, *, now: datetime) -> bool:
    """Whether the letter of this stage can go and has not gone, and no other went within the pause between two; the
    reminder before the day does not count.
    """
    key = f"{KIND}/{each.department.name}/{each.due_on.isoformat()}/{stage}"
    if why_unreachable(each.department) or any(letter.key == key for letter in each.letters):
        return False
    asked = [letter.posted_at for letter in each.letters if not letter.key.endswith(f"/{BEFORE}")]
    pause = office.settings.liaison.chase_every_days
    return all(workdays_between(at.date(), now.date(), office.calendar) >= pause for at in asked)


def stage_of(office: Office, each: Missing, *, today: date) -> str | None:
    """What is due today: "before", the number of a letter, "phone", or None."""
    rules, late = office.settings.liaison, workdays_between(each.due_on, today, office.calendar)
    if (today - each.due_on).days > LONGEST_CHASE_DAYS:
        return None
    if today <= each.due_on:
        start = each.department.valid_from
        founded_late = start is not None and each.due_on != rules.due_on
        return BEFORE if founded_late or -late <= rules.chase_before_days else None
    number = late // rules.chase_every_days
    if number > rules.chases:
        return "phone"
    return str(number) if number else None


def _post(office: Office, each: Missing, stage: str, *, now: datetime, reason: str = "") -> Letter:
    draft = draw_up_liaison_chase(
        each.department,
        each.channels,
        by=each.due_on,
        stage=stage,
        late=now.date() > each.due_on,
        reason=reason,
        head=office.head,
        now=now,
        templates=office.templates,
    )
    return outbox.post(office, draft, now=now, department=each.department)


def _set_task(found: list[Missing], *, now: datetime) -> None:
    """One task for all that have to be telephoned from now on."""
    if not found:
        return
    names = [each.department.name for each in found]
    ways = [holding.suggest(_telephone(each.department.name), _why_by_phone(each)) for each in found]
    by_hand = holding.suggest(
        "mailroom liaisons set 单位 --role 联系人 --name 姓名 --because 电话告知",
        "电话里问清了人员的，直接登记",
    )
    because = f"{len(names)}个单位还没有报联系表，请电话催报：{'、'.join(names)}"
    with transaction():
        postbook.hold(what=TASK, because=because, suggestions=[*ways, by_hand], now=now)


def _why_by_phone(each: Missing) -> str:
    why = why_unreachable(each.department) or f"应于{day_words(each.due_on)}前报，已去信{len(each.letters)}次"
    return f"{why}，缺{liaisons.channel_names(each.channels)}"


def _end_tasks(still: set[str], *, now: datetime) -> None:
    """Whose form is there needs no call any more; a task of which nobody is left is done."""
    asked = {_telephone(name) for name in still}
    for entry in listings.open_held_of_kinds(TASK):
        calls = [each["do"] for each in entry.suggestions if each["do"].startswith(_telephone(""))]
        with transaction():
            for call in calls:
                if call not in asked:
                    postbook.suggest_no_more(entry, call)
            if not asked & set(calls):
                clearing.settle([entry], now=now, by=casework.SYSTEM, because="联系表都已报来")


# --- by hand, and after a bounce ----------------------------------------------------------------------------


def chase_by_hand(office: Office, each: Missing, *, now: datetime, by: str) -> Letter | None:
    """Ask a department now, once a day; None: it can't be written to, or was asked today."""
    stage = f"{now:%Y-%m-%d}-{by}"
    if why_unreachable(each.department) or any(
        letter.posted_at.date() == now.date() for letter in each.letters
    ):
        return None
    with transaction():
        return _post(office, each, stage, now=now)


def ask_for_address(office: Office, department: Department, dead: str, reason: str, *, now: datetime) -> None:
    """Ask a department for its form again, as letters come back from one of its addresses, at another that lives; inside
    the caller's transaction. Once an address and day. It has as long for it as lies between two letters.
    """
    soonest = _days_on(office, now.date())
    due_on = max(office.settings.liaison.due_on or soonest, soonest)
    each = Missing(department, liaisons.CHANNELS, due_on, (), by_phone=False)
    if addresses.live(department):
        _post(office, each, f"{now:%Y-%m-%d}-{dead}", now=now, reason=reason)
