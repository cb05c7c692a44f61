"""How the office writes dates and titles."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from generators.wording import (
    balanced,
    day_words,
    deadline_words,
    lines_of,
    matter_of,
    shortened,
)


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
            ["关于“一二三四五六七八九十甲乙”", "办理情况的回复函"],
        ),
        (
            "关于滕州市市长公开电话2018年3月份群众诉求办理情况的通报",
            ["关于滕州市市长公开电话2018年3月份", "群众诉求办理情况的通报"],
        ),
        (
            "关于印发《滕州市12345政务服务热线整合实施方案》的通知",
            ["关于印发《滕州市12345政务服务", "热线整合实施方案》的通知"],
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


def test_a_date_a_number_and_a_department_in_a_title_are_not_torn():
    for start in range(12):
        title = "丙" * start + "滕州市住房和城乡建设局2018年12月31日第180312101108115409号件的函"
        lines = balanced(title, whole=["滕州市住房和城乡建设局"]).split("\n")
        for name in ("滕州市住房和城乡建设局", "2018年12月31日", "180312101108115409号件"):
            assert any(name in line for line in lines), lines
        assert all(len(line) <= 29 for line in lines)


def test_no_line_of_a_title_is_wider_than_the_page():
    title = "关于" + "杏坛路南段自东向西数第三个路口以南" * 4 + "的函"
    assert all(len(line) <= 20 for line in balanced(title).split("\n"))


@pytest.mark.parametrize(
    ("title", "matter"),
    [
        ("关于反映荆河街道占道经营的问题", "荆河街道占道经营"),
        ("关于路灯不亮的问题", "路灯不亮"),
        ("反映强烈的油烟问题", "反映强烈的油烟问题"),
        ("路灯不亮的问题", "路灯不亮的问题"),
        ("关于", "关于"),
        (
            "关于反映荆河街道善国路与平行路交叉口每天晚上大量流动商贩占道经营造成拥堵，油烟扰民、垃圾遍地的问题",
            "荆河街道善国路与平行路交叉口每天晚上大量流动商贩占道经营造成拥堵，油烟扰民、垃圾遍地",
        ),
        (
            "善国路与平行路交叉口西南角每天晚上六点以后大量流动商贩占道经营造成拥堵，周边楼房油烟扰民垃圾遍地",
            "善国路与平行路交叉口西南角每天晚上六点以后大量流动商贩占道经营造成拥堵…",
        ),
    ],
)
def test_a_title_stands_in_a_heading_without_a_second_about_and_cut_between_words(title: str, matter: str):
    assert matter_of(title) == matter
    assert len(balanced(f"关于落实领导批示办理“{matter}”的函").split("\n")) <= 4


def test_a_title_with_two_dates_and_a_plan_has_three_lines_and_tears_none_of_them():
    title = "2018年3月12日至2018年12月31日《滕州市政务服务热线整合工作方案》执行不到位问题"
    assert balanced(title).split("\n") == [
        "2018年3月12日至2018年12月31日",
        "《滕州市政务服务热线整合工作方案》",
        "执行不到位问题",
    ]
    assert len(balanced(f"关于“{title}”的督办通知书").split("\n")) == 3


def test_a_line_of_digits_leaves_room_for_a_face_with_wide_ones():
    for line in balanced("2018年12月31日" * 8).split("\n"):
        digits = sum(each.isdigit() for each in line)
        assert len(line) - digits + 0.6 * digits <= 20


def test_three_lines_are_never_narrowest_in_the_middle():
    for start in range(20):
        title = "关于转办“" + "丙" * start + "荆河街道善国路与平行路交叉口流动商贩占道经营，周边油烟扰民”的函"
        wide = [len(line) for line in balanced(title).split("\n")]
        assert len(wide) < 3 or wide[1] >= min(wide[0], wide[-1]), wide
