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


TWELFTH, THIRTEENTH = date(2018, 6, 12), date(2018, 6, 13)


@pytest.mark.parametrize(
    "text",
    [
        "①6月12日上午没人接 ②6月12日下午关机 ③6月13日上午没接",
        "①6月12日上午没人接②下午关机③6月13日早上没接",
        "6月12日上午没人接，下午关机，6月13日上午没接",
        "6月12日上午没人接、当天下午关机、6月13日上午没接",
        "①6.12上午 没人接\n②6.12下午 关机\n③6.13上午 没接",
        "1.6.12上午没人接 2.6.12傍晚关机 3.6.13上午没接",
        "６．１２上午没人接；6/12下午关机；6-13上午没接",
    ],
)
def test_a_half_day_without_an_hour_is_read_with_what_stands_beside_it(text: str) -> None:
    record, doubts = called(text, "未接通")
    assert record.tries == (
        Try(TWELFTH, False, "没人接", "morning"),
        Try(TWELFTH, False, "关机", "afternoon"),
        Try(THIRTEENTH, False, "没接", "morning"),
    )
    assert not doubts


def test_a_later_hour_is_of_the_day_of_the_try_before() -> None:
    record, doubts = called("①6月12日9时没接②15:30关机", "未接通")
    assert record.tries == (Try(NINE, False, "没接"), Try(THREE, False, "关机"))
    assert not doubts


def test_what_may_be_an_hour_is_no_day() -> None:
    record, _ = called("6.12 9.30没接", "未接通")
    assert record.tries == (Try(TWELFTH, False, "9.30没接"),)


@pytest.mark.parametrize(
    "words", ["没接", "没有接", "没接通", "不通", "没人应", "一直忙音", "响了没人接，挂了"]
)
def test_callers_words_for_a_try_that_nobody_answered(words: str) -> None:
    record, _ = called(f"①6月12日9时{words}\n②6月13日10时接通")
    assert [each.reached for each in record.tries] == [False, True]


@pytest.mark.parametrize(
    "words", ["接通，不接受处理结果", "接通，说不应该这样办", "接通，说路还不通", "接通，不接自来水"]
)
def test_what_a_petitioner_will_not_have_does_not_make_him_unreached(words: str) -> None:
    record, _ = called(f"①6月12日9时{words}")
    assert [each.reached for each in record.tries] == [True]


def test_noon_is_the_morning_s_half_and_the_word_stays():
    record, doubts = called("6月12日中午没人接")

    assert record.tries == (Try(date(2018, 6, 12), False, "中午没人接", "morning"),)
    assert doubts == []
