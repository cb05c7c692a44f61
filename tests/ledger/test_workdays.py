"""Working days: the office's check dates, the table of worked examples, every day of nine years, and what must hold."""

from datetime import date, datetime, time, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import load_holidays
from ledger.statutory_days import LUNAR, statutory_days
from ledger.workdays import (
    Calendar,
    OfficeHours,
    add_workdays,
    calendar_of,
    in_office_hours,
    last_office_day,
    minus_half_day,
    next_office_moment,
    trace_text,
    workdays_between,
)

CALENDAR = calendar_of(load_holidays())
HOURS = OfficeHours()
EMPTY = Calendar({})

EXAMPLES = """
2018-02-09  2018-02-11 2018-02-12 2018-02-13 2018-02-22 2018-02-24 2018-02-28
2018-02-14  2018-02-22 2018-02-23 2018-02-24 2018-02-27 2018-03-01 2018-03-06
2018-03-12  2018-03-13 2018-03-14 2018-03-15 2018-03-19 2018-03-21 2018-03-26
2018-03-16  2018-03-19 2018-03-20 2018-03-21 2018-03-23 2018-03-27 2018-03-30
2018-04-04  2018-04-08 2018-04-09 2018-04-10 2018-04-12 2018-04-16 2018-04-19
2018-04-27  2018-04-28 2018-05-02 2018-05-03 2018-05-07 2018-05-09 2018-05-14
2018-06-15  2018-06-19 2018-06-20 2018-06-21 2018-06-25 2018-06-27 2018-07-02
2018-09-21  2018-09-25 2018-09-26 2018-09-27 2018-09-29 2018-10-08 2018-10-11
2018-09-28  2018-09-29 2018-09-30 2018-10-08 2018-10-10 2018-10-12 2018-10-17
2018-10-03  2018-10-08 2018-10-09 2018-10-10 2018-10-12 2018-10-16 2018-10-19
2018-12-28  2018-12-29 2019-01-02 2019-01-03 2019-01-07 2019-01-09 2019-01-14
2026-02-13  2026-02-14 2026-02-24 2026-02-25 2026-02-27 2026-03-02 2026-03-05
2026-09-30  2026-10-08 2026-10-09 2026-10-10 2026-10-13 2026-10-15 2026-10-20
"""
ROWS = [
    (received, days, due)
    for received, *dues in (line.split() for line in EXAMPLES.strip().splitlines())
    for days, due in zip((1, 2, 3, 5, 7, 10), dues, strict=True)
]


@pytest.mark.parametrize(("received", "days", "due"), ROWS)
def test_a_worked_example_comes_out(received, days, due):
    deadline = add_workdays(date.fromisoformat(received), days, CALENDAR)

    assert deadline.due_at == datetime.fromisoformat(f"{due}T17:00")
    assert not deadline.provisional


def test_every_day_from_2018_to_2026_is_as_chinesecalendar_has_it():
    day = date(2018, 1, 1)
    differing = []
    while day.year < 2027:
        if CALENDAR.is_workday(day) != chinese_calendar.is_workday(day):
            differing.append(day)
        day += timedelta(days=1)

    assert differing == []


def test_a_deadline_over_the_new_year_2027_is_provisional_and_no_error():
    deadline = add_workdays(date(2026, 12, 31), 3, CALENDAR)

    assert deadline.provisional
    assert deadline.due_at == datetime(2027, 1, 6, 17)
    assert trace_text(deadline)[1] == "2027-01-01 周五 元旦放假（依法定节日推算，国务院通知未到）"
    assert trace_text(deadline)[4] == "2027-01-04 周一 第1个工作日（依法定节日推算，国务院通知未到）"
    assert trace_text(deadline)[-1] == "办理期限：2027-01-06 17:00（周三），暂定，放假安排公布后重新计算"


def test_a_deadline_well_within_december_2026_is_settled():
    assert not add_workdays(date(2026, 12, 16), 3, CALENDAR).provisional


def test_the_last_days_of_december_stay_provisional_until_the_next_notice_is_known():
    before = calendar_of({year: notice for year, notice in load_holidays().items() if year <= 2018})

    assert add_workdays(date(2018, 12, 27), 2, before).provisional
    assert not add_workdays(date(2018, 12, 27), 2, CALENDAR).provisional


def test_receipt_in_an_unknown_year_does_not_make_a_known_span_provisional():
    assert not add_workdays(date(2017, 12, 31), 3, CALENDAR).provisional


def test_the_trace_says_of_each_day_why_it_counts_or_not():
    deadline = add_workdays(date(2018, 4, 27), 2, CALENDAR)

    assert trace_text(deadline) == [
        "2018-04-27 周五 收件当日不计",
        "2018-04-28 周六 调休上班，第1个工作日",
        "2018-04-29 周日 劳动节放假",
        "2018-04-30 周一 劳动节放假",
        "2018-05-01 周二 劳动节放假",
        "2018-05-02 周三 第2个工作日",
        "办理期限：2018-05-02 17:00（周三）",
    ]


def test_a_plain_weekend_is_a_rest_in_the_trace():
    whys = [each.why for each in add_workdays(date(2018, 3, 16), 1, CALENDAR).trace]

    assert whys == ["收件当日不计", "周六休息", "周日休息", "第1个工作日"]


def test_no_days_means_the_same_working_day_or_the_next_one():
    assert add_workdays(date(2018, 3, 12), 0, CALENDAR).due_at == datetime(2018, 3, 12, 17)
    assert add_workdays(date(2018, 3, 10), 0, CALENDAR).due_at == datetime(2018, 3, 12, 17)


def test_the_close_of_business_is_the_office_s():
    assert add_workdays(date(2018, 3, 12), 1, CALENDAR, close=time(18)).due_at == datetime(2018, 3, 13, 18)


def test_negative_days_are_refused():
    with pytest.raises(ValueError, match="negative"):
        add_workdays(date(2018, 3, 12), -1, CALENDAR)


days_of_the_calendar = st.dates(date(2018, 1, 1), date(2026, 12, 31))
moments = st.datetimes(datetime(2018, 1, 1), datetime(2027, 3, 1))


@given(days_of_the_calendar, st.integers(1, 60))
def test_counting_back_gives_the_days_that_were_added(received, days):
    due = add_workdays(received, days, CALENDAR).due_at.date()

    assert CALENDAR.is_workday(due)
    assert workdays_between(received, due, CALENDAR) == days


@given(days_of_the_calendar, st.integers(1, 40))
def test_one_day_more_is_always_later(received, days):
    first, second = (add_workdays(received, n, CALENDAR).due_at for n in (days, days + 1))

    assert first < second


@given(days_of_the_calendar, st.integers(0, 30), st.integers(1, 30))
def test_days_can_be_added_in_two_steps(received, first, then):
    halfway = add_workdays(received, first, CALENDAR).due_at.date() if first else received

    at_once = add_workdays(received, first + then, CALENDAR).due_at
    assert add_workdays(halfway, then, CALENDAR).due_at == at_once


@given(days_of_the_calendar, st.integers(1, 40))
def test_the_trace_has_every_day_once_and_ends_on_the_deadline(received, days):
    deadline = add_workdays(received, days, CALENDAR)
    trace = deadline.trace

    assert [each.day for each in trace] == [received + timedelta(days=n) for n in range(len(trace))]
    assert [each.counts for each in trace if each.counts] == list(range(1, days + 1))
    assert trace[-1].day == deadline.due_at.date()


@given(days_of_the_calendar, days_of_the_calendar)
def test_working_days_between_two_days_are_the_same_backwards_but_for_the_sign(start, end):
    assert workdays_between(start, end, CALENDAR) == -workdays_between(end, start, CALENDAR)


@given(days_of_the_calendar, st.integers(1, 40))
def test_a_longer_calendar_never_turns_a_settled_deadline(received, days):
    shorter = calendar_of({year: notice for year, notice in load_holidays().items() if year <= 2022})
    deadline = add_workdays(received, days, shorter)

    assert deadline.provisional or deadline.due_at == add_workdays(received, days, CALENDAR).due_at


@given(moments)
def test_the_next_office_moment_is_in_office_hours_and_not_before(moment):
    following = next_office_moment(moment, CALENDAR, HOURS)

    assert following >= moment
    assert in_office_hours(following, CALENDAR, HOURS)
    assert next_office_moment(following, CALENDAR, HOURS) == following


@given(moments)
def test_a_half_day_earlier_is_earlier_and_ends_a_half_day(moment):
    earlier = minus_half_day(moment, CALENDAR, HOURS)

    assert earlier < moment
    assert CALENDAR.is_workday(earlier.date())
    assert any(earlier.time() == end for _, end in HOURS.halves)


@pytest.mark.parametrize(
    ("moment", "earlier"),
    [
        ("2018-03-15T17:00", "2018-03-15T12:00"),
        ("2018-03-15T23:59", "2018-03-15T12:00"),
        ("2018-03-15T12:00", "2018-03-14T17:00"),
        ("2018-03-15T13:00", "2018-03-14T17:00"),
        ("2018-03-15T15:00", "2018-03-14T17:00"),
        ("2018-03-23T09:00", "2018-03-22T12:00"),
        ("2018-03-14T10:00", "2018-03-13T12:00"),
        ("2018-03-15T08:00", "2018-03-14T12:00"),
        ("2018-03-12T10:15", "2018-03-09T12:00"),
        ("2018-10-08T12:00", "2018-09-30T17:00"),
    ],
)
def test_the_margin_before_the_upper_deadline_is_one_half_day(moment, earlier):
    assert minus_half_day(datetime.fromisoformat(moment), CALENDAR, HOURS) == datetime.fromisoformat(earlier)


@pytest.mark.parametrize(
    ("due", "last_day"),
    [
        ("2018-03-15T17:00", "2018-03-15"),
        ("2018-03-15T08:31", "2018-03-15"),
        ("2018-03-15T08:30", "2018-03-14"),
        ("2018-03-15T00:00", "2018-03-14"),
        ("2018-03-18T12:00", "2018-03-16"),
        ("2018-10-05T12:00", "2018-09-30"),
    ],
)
def test_what_is_due_outside_office_hours_has_to_be_done_on_the_last_day_before(due, last_day):
    assert last_office_day(datetime.fromisoformat(due), CALENDAR, HOURS) == date.fromisoformat(last_day)


def test_two_half_days_are_a_day():
    assert minus_half_day(datetime(2018, 3, 15, 17), CALENDAR, HOURS, halves=2) == datetime(2018, 3, 14, 17)
    assert minus_half_day(datetime(2018, 3, 15, 17), CALENDAR, HOURS, halves=0) == datetime(2018, 3, 15, 17)


@pytest.mark.parametrize(
    ("moment", "at_work"),
    [
        ("2018-03-15T08:29", False),
        ("2018-03-15T08:30", True),
        ("2018-03-15T12:30", False),
        ("2018-03-15T16:59", True),
        ("2018-03-15T17:00", False),
        ("2018-03-17T10:00", False),
        ("2018-02-24T10:00", True),
        ("2018-10-01T10:00", False),
    ],
)
def test_office_hours_are_those_of_working_days(moment, at_work):
    assert in_office_hours(datetime.fromisoformat(moment), CALENDAR, HOURS) is at_work


@pytest.mark.parametrize(
    ("year", "worked_days", "off"),
    [
        (2027, "02-10 05-04 09-16 10-04", "01-01 02-05 02-08 04-05 05-01 06-09 09-15 10-01"),
        (2030, "02-01 05-03 09-13 10-04", "01-01 02-04 02-05 04-05 05-01 05-02 06-05 09-12 10-03"),
        (2031, "01-27 05-05 10-06", "01-01 01-22 01-24 05-01 06-24 10-01 10-02 10-03"),
        (2060, "02-03 06-03 09-09", "01-01 05-01 10-01"),
    ],
)
def test_a_year_without_its_notice_has_the_days_off_that_the_law_names(year, worked_days, off):
    assert all(CALENDAR.is_workday(date.fromisoformat(f"{year}-{day}")) for day in worked_days.split())
    assert not any(CALENDAR.is_workday(date.fromisoformat(f"{year}-{day}")) for day in off.split())


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_days_of_the_law_are_those_that_the_notices_name(year):
    days = statutory_days(year)

    assert len(days) == 13
    assert set(days) <= set(CALENDAR.years[year].holidays)
    assert not any(chinese_calendar.is_workday(day) for day in days)


def test_the_table_of_lunar_days_is_one_calendar():
    """A lunar month has 29 or 30 days, and the year of 12 or 13 of them begins between 21 January and 21 February."""
    for year, places in LUNAR.items():
        spring, boats, moon = (date(year, month, day) for month, day in places)
        assert date(year, 1, 21) <= spring <= date(year, 2, 21)
        assert (boats - spring).days in (*range(121, 124), *range(150, 154))  # four months, or five
        assert (moon - boats).days in (*range(97, 101), *range(126, 131))  # three, or four
        if year + 1 in LUNAR:
            months = (date(year + 1, *LUNAR[year + 1][0]) - spring).days
            assert months in (353, 354, 355, 383, 384, 385)


def test_a_calendar_without_years_counts_monday_to_friday():
    assert EMPTY.is_workday(date(2018, 10, 1))
    assert not EMPTY.is_workday(date(2018, 9, 29))
    assert add_workdays(date(2018, 9, 28), 1, EMPTY).provisional
