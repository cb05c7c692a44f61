"""The demonstration itself: office time moves on in steps; at each one everybody writes, and the office does a round."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from ledger.workdays import Calendar, OfficeHours, next_office_moment
from mailroom.demonstration.clock import keep_office_time, office_time
from mailroom.demonstration.correspondence import Correspondence
from mailroom.demonstration.upper_platform import BEGINS
from mailroom.errors import Misconfigured
from mailroom.office import Office
from mailroom.rounds import Report, one_round

STEP = timedelta(minutes=15)


def perform(
    office: Office,
    *,
    until: datetime | None,
    show: Callable[[datetime, Report], None],
    pause: Callable[[], object],
    stop: Callable[[], bool],
) -> datetime:
    """Go on from where the ledger says, until office time reaches `until` or `stop()`; returns the office's time.

    Stopped anywhere, even killed, the next run repeats the step that was not finished, and nothing is mailed twice.
    """
    folder = office.settings.mailboxes[0].path
    if folder is None:
        raise Misconfigured("演示只能用文件夹收发（office.toml 中 mailbox.provider 应为 folder）")
    mailboxes, courier = office.make_mailboxes(), office.make_courier()
    everybody = Correspondence(office, folder)
    finished = office_time()
    now = next_step(finished, office.calendar, office.hours) if finished else BEGINS
    while not stop() and (until is None or now <= until):
        everybody.act(now)
        everybody.decide(now)
        report = one_round(office, mailboxes, courier, clock=_standing(now))
        keep_office_time(now)
        finished = now
        show(now, report)
        now = next_step(now, office.calendar, office.hours)
        pause()
    for mailbox in mailboxes:
        mailbox.close()
    courier.close()
    return finished or BEGINS


def _standing(now: datetime) -> Callable[[], datetime]:
    """A clock that stands while a round is done."""
    return lambda: now


def next_step(now: datetime, calendar: Calendar, hours: OfficeHours) -> datetime:
    """A quarter of an hour later; from the close of business straight to the next working morning."""
    later = now + STEP
    if later.time() > hours.afternoon_end or later.date() != now.date():
        return next_office_moment(
            datetime.combine(now.date() + timedelta(days=1), hours.morning_start), calendar, hours
        )
    return later
