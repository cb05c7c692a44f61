"""催办: remind departments before a deadline, on the day, and on the first day late. One digest a department and day.

The dispatch letter is its day's word about a case: on that day nothing reminds of it, unless it is late by then.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, time

from generators.reminder import draw_up_reminder, reminder_key
from ledger import casework, listings, supervising, worklists
from ledger.codes import AT_WORK
from ledger.models import Department, Dispatch
from ledger.opening import transaction
from ledger.vocabulary import Stage, Way, label
from ledger.workdays import add_workdays, in_office_hours
from mailroom import outbox, resending
from mailroom.desks.ladder import days_late, stage_of, waits_for_us, words_waiting
from mailroom.document_numbers import number_for
from mailroom.office import Office
from mailroom.waypoints import reached

log = logging.getLogger(__name__)

BY_DIGEST = (Stage.YELLOW, Stage.DUE, Stage.RED)  # what is later is supervised: see `overdue`


def remind(office: Office, *, now: datetime) -> int:
    """Remind every department whose cases are within the warning span or late; returns how many letters were posted.

    Only in office hours, from the hour that the config names; from the opening where something is due before that
    hour. Which stage a case is in follows from `now` alone, so after a stop nothing is caught up letter by letter: only
    the stage of today goes out. One department's digest that can't be made keeps no other's back; its fault is raised
    when all are through.
    """
    if not in_office_hours(now, office.calendar, office.hours):
        return 0
    posted, fault = 0, None
    for department, items in _due_by_department(office, now=now).items():
        if now.time() < _digest_at(office, items, now=now):
            continue
        try:
            with transaction():
                posted += _remind_department(office, department, _still_due(office, items, now=now), now=now)
        except Exception as error:
            log.warning("no digest for %s: %s", department.name, type(error).__name__)
            fault = fault or error
            continue
        reached("reminders posted")
    if fault is not None:
        raise fault
    return posted


def _due_by_department(office: Office, *, now: datetime) -> dict[Department, list[tuple[Dispatch, Stage]]]:
    rows = worklists.open_dispatches(due_before=_beyond_warning(office, now=now))
    done = worklists.reminded_stages(rows)
    staged = [(row, stage_of(office, row, now=now)) for row in rows]
    due = [
        (row, stage)
        for row, stage in staged
        if stage is not None and stage in BY_DIGEST and stage not in done.get(row.id, ())
    ]
    return whose_turn_it_is(office, due, now=now)


def whose_turn_it_is(
    office: Office, due: Sequence[tuple[Dispatch, Stage]], *, now: datetime
) -> dict[Department, list[tuple[Dispatch, Stage]]]:
    """Part what is due by department, without those who wait for us: a word of theirs lies in the pen, the letter
    never arrived, which is noted, or they exist no more. Most rounds have nothing due, and ask no more.
    """
    found: dict[Department, list[tuple[Dispatch, Stage]]] = {}
    if not due:
        return found
    wanted, said = resending.wanted_again(), words_waiting(office)
    for row, stage in due:
        if waits_for_us(row, said) or not worklists.is_valid(row.department, now.date()):
            continue
        if resending.is_undelivered(row, wanted):
            note_undelivered(row, stage, now=now)
        else:
            found.setdefault(row.department, []).append((row, stage))
    return found


def _still_due(
    office: Office, items: list[tuple[Dispatch, Stage]], *, now: datetime
) -> list[tuple[Dispatch, Stage]]:
    """What is due of these as the ledger says now: an answer may have come, or a deadline moved, since they were found."""
    rows = worklists.open_dispatches_of(items[0][0].department)
    fresh = {row.id: row for row in rows if row.case.status in AT_WORK}
    due = [(fresh[row.id], stage) for row, stage in items if row.id in fresh]
    return [(row, stage) for row, stage in due if stage_of(office, row, now=now) == stage]


def note_undelivered(row: Dispatch, stage: Stage, *, now: datetime) -> None:
    """Nobody is reminded of what he never got: the pen asks for its letter to be sent again, the journal says so."""
    sentence = f"转办函没有送达{row.department.name}，{label('stage', stage)}未发：请先重发转办函或电话告知"
    with transaction():
        if not listings.was_written(row.case, sentence):
            casework.note(row.case, sentence, now=now)


def _beyond_warning(office: Office, *, now: datetime) -> datetime:
    """The moment from which on no deadline is to be warned of yet: most open cases lie beyond it."""
    longest = max(rules.warn_days for rules in office.settings.rules.sets)
    day = add_workdays(now.date(), longest + 1, office.calendar).due_at.date()
    # what is due before a day's opening has to be done the day before; so has what is due at the opening itself
    return datetime.combine(day, office.hours.morning_start) + datetime.resolution


def _digest_at(office: Office, items: list[tuple[Dispatch, Stage]], *, now: datetime) -> time:
    """When the department's digest of today may go: a reminder that comes after its deadline is none."""
    usual = office.settings.duties.remind_at
    early = any(now.date() == row.due_at.date() and row.due_at.time() <= usual for row, _ in items)
    return office.hours.morning_start if early else usual


def _remind_department(
    office: Office, department: Department, items: list[tuple[Dispatch, Stage]], *, now: datetime
) -> int:
    if not items:
        return 0
    key = reminder_key(department, now.date())
    if worklists.letter_by_key(key) is not None:
        return 0  # today's digest has gone; what became due since then is told tomorrow
    late = any(stage == Stage.RED for _, stage in items)  # only these bring a 催办通知书
    title = f"催办通知书（{department.name}）"
    number = number_for(office, "reminder", key, title=title, now=now) if late else None
    draft = draw_up_reminder(
        department,
        [(row, row.case, stage, days_late(office, row, now=now)) for row, stage in items],
        head=office.head,
        today=now.date(),
        number=number.text if number else "",
        templates=office.templates,
    )
    letter = outbox.post(office, draft, now=now, department=department, number=number)
    for row, stage in items:
        if casework.remind(row, stage, letter_key=letter.key, now=now) and stage == Stage.RED:
            _ask_to_telephone(office, row, now=now)
    return 1


def _ask_to_telephone(office: Office, row: Dispatch, *, now: datetime) -> None:
    """电话督办: somebody calls the department today, and writes down what was said."""
    supervising.open_supervision(
        row,
        Way.PHONE,
        supervising.cause_of(Stage.RED, row),
        because=f"逾期{days_late(office, row, now=now)}个工作日",
        now=now,
        due_at=datetime.combine(now.date(), office.settings.hours.close),
    )
