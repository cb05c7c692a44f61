"""Working days (工作日): add, between, trace. Pure: no clock, no config; the calendar is handed in.

A working day is what the State Council's yearly notice says (放假安排, make-up Saturdays 调休 included). The day of
receipt does not count, and a deadline is the close of business of the last day (民法典 201, 203; rules.md).

A year whose notice is not out yet is counted Monday to Friday less the days that the law itself names
(`statutory_days`), nothing more is guessed, and the result is marked provisional. The mark holds for the last days of December while the next year's notice is missing: that notice may
still move them. (The notice for 2019, of 2018-12-06, made Saturday 2018-12-29 a working day and Monday 12-31 a day off.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice

from ledger.statutory_days import statutory_days

CLOSE_OF_BUSINESS = time(17, 0)
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
ONE_DAY = timedelta(days=1)
BY_LAW = "依法定节日推算，国务院通知未到"
# The weekend before New Year at the earliest: no notice ever moved a December day before it.
FIRST_MOVABLE_DECEMBER_DAY = 26


@dataclass(frozen=True)
class Year:
    """One year's notice: the days off with the holiday's name, and the weekend days worked instead (调休)."""

    year: int
    source: str
    holidays: Mapping[date, str]
    makeup: frozenset[date]


@dataclass(frozen=True)
class Calendar:
    """The years whose notice is known."""

    years: Mapping[int, Year]

    def known(self, day: date) -> bool:
        """Whether the notice for the year of `day` is in the calendar."""
        return day.year in self.years

    def settled(self, day: date) -> bool:
        """Whether no notice still to come can change `day`."""
        movable = day.month == 12 and day.day >= FIRST_MOVABLE_DECEMBER_DAY
        return self.known(day) and (not movable or day.year + 1 in self.years)

    def is_workday(self, day: date) -> bool:
        """Whether `day` is worked; in an unknown year Monday to Friday but for the statutory days."""
        year = self.years.get(day.year)
        if year is None:
            return day.weekday() < 5 and day not in _by_law(day.year)
        return day in year.makeup or (day.weekday() < 5 and day not in year.holidays)

    def why_off(self, day: date) -> str:
        """Why `day` is no working day: "春节放假", "周六休息"."""
        year = self.years.get(day.year)
        if year is None and day in _by_law(day.year):
            return f"{_by_law(day.year)[day]}放假（{BY_LAW}）"
        if year is not None and day in year.holidays:
            return f"{year.holidays[day]}放假"
        return f"{WEEKDAYS[day.weekday()]}休息"


_by_law = lru_cache(statutory_days)  # a calendar asks for it day by day


def calendar_of(notices: Mapping[int, tuple[str, Mapping[date, str], set[date]]]) -> Calendar:
    """Build a calendar from `{year: (source, {day off: holiday}, {make-up days})}`, as config reads it."""
    return Calendar(
        {
            year: Year(year, source, dict(off), frozenset(makeup))
            for year, (source, off, makeup) in notices.items()
        }
    )


@dataclass(frozen=True)
class OfficeHours:
    """When the office works on a working day: two half-days (8:30 to 12:00, 13:00 to 17:00)."""

    morning_start: time = time(8, 30)
    morning_end: time = time(12, 0)
    afternoon_start: time = time(13, 0)
    afternoon_end: time = time(17, 0)

    @property
    def halves(self) -> tuple[tuple[time, time], tuple[time, time]]:
        """The two half-days as (start, end)."""
        return (self.morning_start, self.morning_end), (self.afternoon_start, self.afternoon_end)


@dataclass(frozen=True)
class TraceDay:
    """One day of a count: which working day it is (None: it does not count) and why, in Chinese."""

    day: date
    counts: int | None
    why: str


@dataclass(frozen=True)
class Deadline:
    """A deadline with the count that leads to it; `provisional` while a notice to come may move it."""

    due_at: datetime
    provisional: bool
    trace: tuple[TraceDay, ...]


def add_workdays(
    received: date, days: int, calendar: Calendar, *, close: time = CLOSE_OF_BUSINESS
) -> Deadline:
    """Return the close of business of the `days`-th working day after `received`.

    `days` 0 means the same working day: `received` itself where it is worked, else the next day that is. A negative
    `days` raises ValueError. A datetime is taken as its day.
    """
    if days < 0:
        raise ValueError(f"days must not be negative: {days}")
    start = _as_date(received)
    trace = list(_count(start, days, calendar))
    due = trace[-1].day
    counted = [each.day for each in trace if each.day > start] or [due]
    provisional = not all(calendar.settled(day) for day in counted)
    return Deadline(datetime.combine(due, close), provisional, tuple(trace))


def _count(start: date, days: int, calendar: Calendar) -> Iterator[TraceDay]:
    """Yield `start` and every day after it up to the last one needed."""
    if days == 0 and calendar.is_workday(start):
        yield TraceDay(start, 0, "收件当日为工作日，当日办结")
        return
    yield TraceDay(start, None, "收件当日不计")
    day, counted = start, 0
    while counted < max(days, 1):
        day += ONE_DAY
        if calendar.is_workday(day):
            counted += 1
            yield TraceDay(day, counted, _why_worked(day, counted, calendar))
        else:
            yield TraceDay(day, None, calendar.why_off(day))


def _why_worked(day: date, counted: int, calendar: Calendar) -> str:
    nth = f"第{counted}个工作日"
    if not calendar.known(day):
        return f"{nth}（{BY_LAW}）"
    if not calendar.settled(day):
        return f"{nth}（{day.year + 1}年放假安排未公布，年底可能调整）"
    if day.weekday() >= 5:
        return f"调休上班，{nth}"
    return nth


PROLONGED = "原办理期限"  # with this word the count of an extension begins


def prolong(
    deadline: Deadline, days: int, calendar: Calendar, *, why: str, close: time = CLOSE_OF_BUSINESS
) -> Deadline:
    """Return a deadline `days` working days after an earlier one (延期), whose count it shows first; `why`: who allowed it.

    An extension prolongs: it is counted from the old deadline, not from the day on which it was asked or granted.
    """
    old = deadline.due_at
    more = add_workdays(old, days, calendar, close=close)
    turn = TraceDay(old.date(), None, f"{PROLONGED} {old:%H:%M}，{why}，从次日起算")
    provisional = deadline.provisional or more.provisional
    return Deadline(more.due_at, provisional, (*deadline.trace, turn, *more.trace[1:]))


def trace_text(deadline: Deadline) -> list[str]:
    """Return the count as lines to print: "2018-03-15 周四 第3个工作日", the deadline last."""
    lines = [f"{each.day} {WEEKDAYS[each.day.weekday()]} {each.why}" for each in deadline.trace]
    due = deadline.due_at
    last = f"办理期限：{due:%Y-%m-%d %H:%M}（{WEEKDAYS[due.weekday()]}）"
    if deadline.provisional:
        last += "，暂定，放假安排公布后重新计算"
    return [*lines, last]


def workdays_between(start: date, end: date, calendar: Calendar) -> int:
    """Return how many working days lie after `start` up to and including `end`; negative where `end` is earlier."""
    first, last = _as_date(start), _as_date(end)
    if last < first:
        return -workdays_between(last, first, calendar)
    span = (last - first).days
    return sum(calendar.is_workday(first + timedelta(days=n)) for n in range(1, span + 1))


def in_office_hours(moment: datetime, calendar: Calendar, hours: OfficeHours) -> bool:
    """Whether the office is at work at `moment`; the last minute of a half-day no longer counts."""
    if not calendar.is_workday(moment.date()):
        return False
    return any(start <= moment.time() < end for start, end in hours.halves)


def next_office_moment(moment: datetime, calendar: Calendar, hours: OfficeHours) -> datetime:
    """Return `moment` itself where the office is at work, else when it next begins to work."""
    if in_office_hours(moment, calendar, hours):
        return moment
    day = moment.date()
    while True:
        if calendar.is_workday(day):
            for start, _ in hours.halves:
                if datetime.combine(day, start) >= moment:
                    return datetime.combine(day, start)
        day += ONE_DAY


def last_office_day(moment: datetime, calendar: Calendar, hours: OfficeHours) -> date:
    """Return the last day on which the office opens before `moment`: what is due then has to be done on that day."""
    start, _ = next(half for half in _half_days_back(moment.date(), calendar, hours) if half[0] < moment)
    return start.date()


def minus_half_day(moment: datetime, calendar: Calendar, hours: OfficeHours, halves: int = 1) -> datetime:
    """Return the moment `halves` half working days before `moment` (the office's margin before the upper deadline).

    A half-day is a morning or an afternoon, whatever its length. So the close of business gives the end of the
    same morning, and noon gives the close of business of the working day before. A moment within a half-day counts as
    the end of the half-day before it: nobody is given until 14:42, only until the end of a morning or an afternoon.
    """
    if not halves:
        return moment
    ends = (end for _, end in _half_days_back(moment.date(), calendar, hours) if end <= moment)
    return next(islice(ends, halves, None))


def _half_days_back(day: date, calendar: Calendar, hours: OfficeHours) -> Iterator[tuple[datetime, datetime]]:
    """Yield the half-days of `day` and of the working days before it, latest first, without end."""
    while True:
        if calendar.is_workday(day):
            for start, end in reversed(hours.halves):
                yield datetime.combine(day, start), datetime.combine(day, end)
        day -= ONE_DAY


def _as_date(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day
