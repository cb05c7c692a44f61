"""Working days of the simulated year, typed in from the State Council's notices: independent of `ledger.workdays`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

FIRST, LAST = date(2018, 3, 12), date(2019, 3, 31)
CLOSE = time(17, 0)
# 国办发明电〔2017〕12号, from March on, and 国办发明电〔2018〕15号
OFF = {
    *(date(2018, 4, day) for day in (5, 6, 7, 29, 30)),
    date(2018, 5, 1),
    date(2018, 6, 18),
    date(2018, 9, 24),
    *(date(2018, 10, day) for day in range(1, 8)),
    date(2018, 12, 30),
    date(2018, 12, 31),
    date(2019, 1, 1),
    *(date(2019, 2, day) for day in range(4, 11)),
    *(date(2019, 4, day) for day in (5, 6, 7)),
}
MADE_UP = {
    date(2018, 4, 8),
    date(2018, 4, 28),
    date(2018, 9, 29),
    date(2018, 9, 30),
    date(2018, 12, 29),
    date(2019, 2, 2),
    date(2019, 2, 3),
}
# The notice for 2019 moved a Saturday and a Monday of December. The office imported it late, on the 27th. Until then
# nothing was known of 2019: the law that the program goes by is that of 2025 (`ledger.statutory_days`).
NOTICE_IN = datetime(2018, 12, 27, 9, 15)
MADE_UP_BY_NOTICE, OFF_BY_NOTICE = {date(2018, 12, 29)}, {date(2018, 12, 31), date(2019, 1, 1)}


def is_working(day: date) -> bool:
    """Whether the day is worked, as everybody knows once the year is over."""
    return day in MADE_UP or (day.weekday() < 5 and day not in OFF)


def working_days(first: date = FIRST, last: date = LAST) -> Iterator[date]:
    """Yield the working days from `first` to `last`."""
    day = first
    while day <= last:
        if is_working(day):
            yield day
        day += timedelta(days=1)


def was_thought_working(day: date) -> bool:
    """Whether the day was worked as far as anybody knew before that notice."""
    return day in OFF_BY_NOTICE or (is_working(day) and day not in MADE_UP_BY_NOTICE)


def after(day: date, count: int, *, known: bool = True) -> date:
    """The `count`-th working day after `day`; 0: `day` itself. `known`: with the notice of December."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working(day) if known else was_thought_working(day)
    return day


def between(first: date, last: date) -> int:
    """How many working days lie after `first` up to and including `last`."""
    return sum(1 for day in working_days(first, last) if day > first)


def due(dispatched_at: datetime, count: int, *, known: bool = True) -> datetime:
    """The close of business of the `count`-th working day after a dispatch."""
    return datetime.combine(after(dispatched_at.date(), count, known=known), CLOSE)


def in_hours(moment: datetime) -> bool:
    """Whether the office is at work."""
    clock = moment.time()
    at_desk = time(8, 30) <= clock < time(12) or time(13) <= clock < CLOSE
    return is_working(moment.date()) and at_desk
