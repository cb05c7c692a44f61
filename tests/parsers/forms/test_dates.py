"""Dates and times in every hand."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from parsers.dates import cell_date, count_of_days, find_dates, serial_date

MAIL = date(2018, 6, 15)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2018年6月15日 16时1分", datetime(2018, 6, 15, 16, 1)),
        ("2018-06-15 09:20:11", datetime(2018, 6, 15, 9, 20)),
        ("2018/6/5 9:20", datetime(2018, 6, 5, 9, 20)),
        ("2018.6.5", date(2018, 6, 5)),
        ("2018年3月15日(星期四) 上午9:20", datetime(2018, 3, 15, 9, 20)),
        ("2018年3月15日（周四）下午5时半", datetime(2018, 3, 15, 17, 30)),
        ("2018年3月15日 中午12:11", datetime(2018, 3, 15, 12, 11)),
        ("二〇一八年三月十二日", date(2018, 3, 12)),
        ("二○一八年十一月二十日", date(2018, 11, 20)),
        ("6月21日前", date(2018, 6, 21)),
        ("6.21", date(2018, 6, 21)),
        ("20180621", date(2018, 6, 21)),
        ("2018年6月21日24时", date(2018, 6, 21)),
        ("18年6月2日", date(2018, 6, 2)),
        ("２０１８年６月２日１７：３０", datetime(2018, 6, 2, 17, 30)),
    ],
)
def test_one_date(text: str, value: date) -> None:
    (found,) = find_dates(text, MAIL)
    assert found.value == value


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert find_dates("2018年2月30日", MAIL) == []


def test_a_day_without_a_year_takes_the_year_of_the_mail() -> None:
    assert find_dates("3月5日", date(2018, 12, 20))[0].value == date(2018, 3, 5)


def test_around_new_year_it_takes_the_next() -> None:
    found = find_dates("1月5日", date(2018, 12, 29))[0]
    assert found.value == date(2019, 1, 5)
    assert found.year_inferred


def test_without_a_mail_it_is_no_date() -> None:
    assert find_dates("3月5日") == []


def test_spreadsheets_hold_serial_numbers() -> None:
    assert cell_date(43271) == date(2018, 6, 20)
    assert cell_date(43271.5) == datetime(2018, 6, 20, 12, 0)
    assert serial_date("43435.4236") == datetime(2018, 12, 1, 10, 10)
    assert cell_date(12) is None


@pytest.mark.parametrize(
    ("text", "days"), [("5个工作日", 5), ("延长五天", 5), ("10", 10), ("十个工作日", 10), ("若干", None)]
)
def test_counts_of_days(text: str, days: int | None) -> None:
    assert count_of_days(text) == days
