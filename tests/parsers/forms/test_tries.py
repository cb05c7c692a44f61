"""Tries to reach a petitioner, as callers write them into the one cell or the three of a form."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from parsers import read_mail
from parsers.numbers import case_number
from parsers.reading import FollowUp, Try
from tests.parsers.forms.papers import mail, workbook

NUMBER = case_number(2018, 123)
NINE, THREE, TEN = datetime(2018, 6, 12, 9), datetime(2018, 6, 12, 15, 30), datetime(2018, 6, 13, 10)


def called(tries: object, reached: str = "接通", label: str = "三次拨打") -> tuple[FollowUp, list[str]]:
    columns = ["工单编号", label, "是否接通", "满意度", "回访人", "回访日期"]
    row = [NUMBER, tries, reached, "满意" if reached == "接通" else "", "赵六", date(2018, 6, 13)]
    reading = read_mail(mail("回访情况", "见附件", ("回访.xlsx", workbook([["回访记录表"], columns, row]))))
    (record,) = reading.follow_ups
    return record, [doubt.because for doubt in reading.doubts]


@pytest.mark.parametrize(
    "text",
    [
        "①6月12日9时 无人接听\n②6月12日15:30关机\n③6月13日上午10时接通",
        "①6月12日9时无人接听②6月12日下午3时30分，关机③6月13日10点，接通",
        "6月12日9时（无人接听）；6月12日15时30分（关机）；6月13日10时（接通）",
        "①…6月12日9时无人接听②…6月12日15时30分关机③…6月13日10时接通",
        "1、2018年6月12日9时无人接听\n2、2018年6月12日15时30分关机\n3、2018年6月13日10时接通",
        "第一次：2018-06-12 09:00 无人接听\n第二次：2018-06-12 15:30 关机\n第三次：2018-06-13 10:00 接通",
        "6月12日9时无人接听，6月12日15时30分关机，6月13日10时接通",
    ],
)
def test_each_try_has_its_time_and_what_came_of_it(text: str) -> None:
    record, doubts = called(text)
    assert record.tries == (
        Try(NINE, False, "无人接听"),
        Try(THREE, False, "关机"),
        Try(TEN, True, "接通"),
    )
    assert not doubts


def test_where_no_try_says_what_came_of_it_the_last_one_was_that_of_the_form() -> None:
    record, _ = called("①6月12日9时\n②6月13日10时\n③")
    assert record.tries == (Try(NINE, False), Try(TEN, True))


def test_of_a_petitioner_who_was_not_reached_no_try_was() -> None:
    record, _ = called("①6月12日9时\n②6月12日15时30分\n③6月13日10时", "未接通")
    assert [each.reached for each in record.tries] == [False, False, False]
    assert record.reached is False


def test_a_day_alone_has_no_hour() -> None:
    record, _ = called("①6月12日　　时")
    assert record.tries == (Try(date(2018, 6, 12), True),)


@pytest.mark.parametrize("blank", ["①\n②\n③", "　　月　　日　　时", "", "①____月____日\n②"])
def test_a_cell_left_as_it_was_printed_holds_no_try(blank: str) -> None:
    record, doubts = called(blank)
    assert record.tries == ()
    assert not doubts


def test_what_is_no_time_is_doubted() -> None:
    record, doubts = called("①上午打过，本人在忙")
    assert record.tries == (Try(None, True, "上午打过，本人在忙"),)
    assert doubts == ["写着「上午打过，本人在忙」，看不出哪天拨打"]


def test_a_cell_of_a_spreadsheet_that_is_a_date() -> None:
    record, _ = called(THREE, label="第一次拨打")
    assert record.tries == (Try(THREE, True),)
