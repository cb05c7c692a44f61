"""How the office writes dates and titles."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from generators.wording import balanced, day_words, deadline_words, lines_of, shortened


def test_a_day_has_no_leading_zeros():
    assert day_words(date(2018, 3, 2)) == "2018年3月2日"


def test_a_deadline_names_the_weekday():
    assert deadline_words(datetime(2018, 2, 24, 17, 0)) == "2018年2月24日（星期六）17:00前"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("催办通知书", ["催办通知书"]),
        (
            "关于转办“杏坛路南段夜间占道经营扰民问题”的函",
            ["关于转办“杏坛路南段夜间", "占道经营扰民问题”的函"],
        ),
        (
            "关于“一二三四五六七八九十甲乙”办理情况的回复函",
            ["关于“一二三四五六七八九", "十甲乙”办理情况的回复函"],
        ),
        ("一二三四五六七八九十“甲乙丙丁戊己庚辛壬癸", ["一二三四五六七八九十", "“甲乙丙丁戊己庚辛壬癸"]),
    ],
)
def test_a_long_title_is_broken_in_balance(title: str, lines: list[str]):
    assert balanced(title).split("\n") == lines


def test_a_title_of_closing_marks_only_comes_to_an_end():
    assert balanced("”" * 50).replace("\n", "") == "”" * 50


def test_a_shortened_text_is_one_line():
    assert shortened("路灯\n不亮，已经三天", 6) == "路灯 不亮…"


def test_empty_lines_of_a_text_are_left_out():
    assert lines_of(" 一\r\n\n　\n二 ") == ["一", "二"]
