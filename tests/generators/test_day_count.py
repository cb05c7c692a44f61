"""The count of a deadline in a letter's own words."""

from __future__ import annotations

from generators.day_count import trace_words


def test_a_count_of_days_is_told_in_a_sentence():
    lines = ["2018-02-13 周二 收件当日不计", "2018-02-14 周三 第1个工作日", "2018-02-15 周四 春节放假"]
    assert trace_words(lines) == "2月14日（星期三）为第1个工作日"
    lines += ["2018-02-24 周六 调休上班，第2个工作日", "办理期限：2018-02-24 17:00（周六）"]
    assert trace_words(lines) == (
        "自2月14日（星期三）起算，2月24日（星期六）为第2个工作日，休息日和节假日不计，"
        "调休上班的2月24日（星期六）计算在内"
    )
    assert trace_words([]) == ""
