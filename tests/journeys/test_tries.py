"""三次拨打: tries that callers write in the one cell of a call list, by the half-day, and what they write beside them.

Street lamps, answered on Tuesday the 13th at 15:00.
"""

from __future__ import annotations

import pytest

from tests.journeys.callers import CALLER, SATISFIED, answered_case, brought_back, list_of, said
from tests.journeys.in_files import FolderOffice
from tests.mailroom.command_line import mail_of


@pytest.mark.parametrize(
    "tries",
    [
        "①3月14日上午没人接 ②3月14日下午关机 ③3月15日上午没接",
        "①3.14上午 没人接\n②3.14下午 关机\n③3.15上午 没接",
    ],
)
def test_three_half_days_written_without_an_hour_end_the_calls_and_the_words_are_kept(
    in_folder: FolderOffice, tries: str
):
    number = answered_case(in_folder)
    letter = list_of(in_folder)

    filled = {"三次拨打": tries, "是否接通": "未接通", "备注": "邻居说外出", "回访日期": "2018-3-15"}
    row = brought_back(in_folder, letter, number, filled, at="2018-03-15T10:00")

    assert row["status"] == "closed"
    assert said(row)[:3] == [
        "2018-03-14上午拨打，未接通。没人接",
        "2018-03-14下午拨打，未接通。关机",
        "2018-03-15上午拨打，未接通。没接；邻居说外出",
    ]
    (call,) = row["follow_ups"]
    assert [each["remark"] for each in call["tries"]] == [
        "上午，没人接",
        "下午，关机",
        "上午，没接；邻居说外出",
    ]
    assert in_folder.held() == []


def test_two_tries_on_one_half_day_count_once_and_keep_both_words(in_folder: FolderOffice):
    number = answered_case(in_folder)

    row = brought_back(
        in_folder, list_of(in_folder), number, {"三次拨打": "①3月14日上午没接 ②3月14日上午空号"}
    )

    assert said(row) == ["2018-03-14上午拨打，未接通。没接；空号"]


def test_a_half_day_that_is_still_to_come_waits_for_a_person(in_folder: FolderOffice):
    number = answered_case(in_folder)

    brought_back(in_folder, list_of(in_folder), number, {"三次拨打": "①3月14日下午没接"})

    (entry,) = in_folder.held()
    assert "回访时间 2018-03-14下午 还没有到" in entry["because"]


def test_a_half_day_before_the_answer_waits_for_a_person(in_folder: FolderOffice):
    number = answered_case(in_folder)  # on the 13th at 15:00

    brought_back(in_folder, list_of(in_folder), number, {"三次拨打": "①3月13日上午没接"})

    (entry,) = in_folder.held()
    assert "回访时间 2018-03-13上午 早于单位反馈" in entry["because"]


def test_what_was_said_beside_the_try_that_was_answered_is_kept(in_folder: FolderOffice):
    number = answered_case(in_folder)

    filled = SATISFIED | {"三次拨打": "①3月14日9时 没接\n②3月14日10时 接通，请尽快修另一盏"}
    row = brought_back(in_folder, list_of(in_folder), number, filled)

    assert said(row)[-1] == "2018-03-14 10:00回访：满意，已解决。接通，请尽快修另一盏"


def test_who_would_not_rate_is_written_down_as_reached_and_the_case_closes(in_folder: FolderOffice):
    number = answered_case(in_folder)

    filled = {"是否接通": "接通", "满意度": "不愿评价", "备注": "路灯亮了", "回访人": "周敏"}
    row = brought_back(in_folder, list_of(in_folder), number, filled | {"回访日期": "2018年3月14日"})

    assert row["status"] == "closed"
    assert said(row) == ["2018-03-14回访：未评价。不愿评价；路灯亮了"]
    assert in_folder.held() == []


def test_the_word_why_nobody_was_reached_is_kept_of_a_call_told_in_a_line(in_folder: FolderOffice):
    number = answered_case(in_folder)
    mail = mail_of(in_folder.address_of(CALLER), "回访", f"{number} 空号")
    mail.replace_header("Date", "Wed, 14 Mar 2018 10:30:00 +0800")
    in_folder.mail_in(mail.as_bytes())

    in_folder.round("2018-03-14T11:00")

    (told,) = said(in_folder.case(number))
    assert told.endswith("拨打，未接通。空号")


def test_a_mistyped_number_is_told_with_its_place_and_the_case_it_may_mean(in_folder: FolderOffice):
    number = answered_case(in_folder)
    wrong = number[:-1] + "Z"

    filled = SATISFIED | {"转办编号": wrong, "编号核对": ""}
    brought_back(in_folder, list_of(in_folder), number, filled)

    (entry,) = in_folder.held()
    assert f"编号「{wrong}」没有读懂" in entry["because"]
    assert "R4C2" in entry["because"]
    assert entry["suggestions"][0]["do"].startswith(f"mailroom follow-up {number} --reached")
    assert "只差校验字符" in entry["suggestions"][0]["why"]
