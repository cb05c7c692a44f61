"""回访: every answered case is called back about; each working day the callers get the list of whom to call."""

from __future__ import annotations

from datetime import datetime

from generators.call_list import Call, call_list_key, draw_up_call_list
from ledger import call_backs, following_up, worklists
from ledger.models import Answer, Dispatch, FollowUp
from ledger.opening import transaction
from ledger.workdays import add_workdays, in_office_hours
from mailroom import outbox
from mailroom.office import Office


def open_for(office: Office, row: Dispatch, *, now: datetime, since: datetime | None = None) -> None:
    """Let a call back be due for an assignment that was just answered, inside the caller's transaction (F, 全部覆盖).

    Its days count from `since`, else from now: an answer may have lain in the pen, and nobody could call before.
    """
    rules = office.settings.rules.by_id(row.case.rule_set)
    start = (since or now).date()
    due = add_workdays(start, rules.follow_up_days, office.calendar, close=office.settings.hours.close)
    following_up.open_follow_up(row, due_at=due.due_at, now=now)


def send_list(office: Office, *, now: datetime) -> int:
    """Mail the callers the day's list, once a working day in office hours; returns how many letters were posted.

    On it stand the answers that were in before the hour of the list, so that it is the same however late it is made.
    Where the config names no caller the list is printed (`mailroom follow-ups --save`).
    """
    with transaction():
        for row in call_backs.not_opened():
            open_for(office, row, now=now, since=row.answered_at)
    settings = office.settings.follow_up
    if now.time() < settings.list_at or not in_office_hours(now, office.calendar, office.hours):
        return 0
    if not settings.callers or worklists.letter_by_key(call_list_key(now)):
        return 0
    since = datetime.combine(now.date(), settings.list_at)
    calls = calls_of(office, [each for each in call_backs.still_to_make() if each.opened_at <= since])
    if not calls:
        return 0
    draft = draw_up_call_list(
        calls,
        to=settings.callers,
        tries=office.settings.rules.on(now.date()).follow_up_tries,
        head=office.head,
        now=now,
        templates=office.templates,
    )
    with transaction():
        outbox.post(office, draft, now=now)
    return 1


def calls_of(office: Office, follow_ups: list[FollowUp]) -> list[Call]:
    """The calls to be made as a list shows them, in the given order."""
    return [
        Call(
            each.case,
            worklists.petitioner_of(each.case),
            each.dispatch.department,
            worklists.complete_answer(each.dispatch) or Answer(),
            each.due_at,
            half_days_tried(office, each),
        )
        for each in follow_ups
    ]


def half_days_tried(office: Office, follow_up: FollowUp) -> int:
    """In how many half-days of the office nobody was reached."""
    return call_backs.half_days_tried(follow_up, noon=office.hours.afternoon_start)
