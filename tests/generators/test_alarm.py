"""The alarm letter: all that is wrong at one moment in one letter, and what is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from generators.alarm import AlarmLine, draw_up_alarm
from tests.generators.records import HEAD

NOW = datetime(2018, 3, 12, 10, 0)
DISK = AlarmLine("磁盘将满：/srv", "/srv 只剩 320 MB。请清理", NOW - timedelta(hours=1))
MAIL = AlarmLine("收不了信：信箱 甲", "连不上。请检查网络", NOW - timedelta(hours=2))
OVER = AlarmLine("发不出信", "连不上 smtp.163.com", NOW - timedelta(hours=3), NOW)


def test_what_is_new_what_lasts_and_what_is_over_stand_in_one_letter():
    letter = draw_up_alarm(
        "alarm/1", ["a@example.cn"], fresh=[MAIL], lasting=[DISK], ended=[OVER], head=HEAD, now=NOW
    )

    assert letter.subject == "【告警】2 项：收不了信：信箱 甲、磁盘将满：/srv"
    for body in (letter.text, letter.html):
        order = [
            body.rindex(word) for word in ("新发生", "收不了信", "仍未解除", "磁盘将满", "已恢复", "发不出信")
        ]
        assert order == sorted(order)
    assert "2018年3月12日07:00至2018年3月12日10:00" in letter.text


def test_where_all_is_over_the_subject_says_so():
    letter = draw_up_alarm("alarm/1", ["a@example.cn"], fresh=[], ended=[OVER], head=HEAD, now=NOW)

    assert letter.subject == "【已恢复】发不出信"
    assert "新发生" not in letter.text
    assert "已到上限" not in letter.text


def test_the_last_letter_of_a_day_says_that_it_is_the_last():
    letter = draw_up_alarm("alarm/1", ["a@example.cn"], fresh=[DISK], last_today=True, head=HEAD, now=NOW)

    assert "今天的告警信已到上限" in letter.text
    assert "今天的告警信已到上限" in letter.html
