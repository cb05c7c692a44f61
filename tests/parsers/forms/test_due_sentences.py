"""A limit is read from the sentence that sets it, and from no other sentence with a day in it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from parsers import read_mail
from parsers.forms.due_sentences import dates_due, due_today
from parsers.reading import Reading
from tests.parsers.forms.papers import mail, word

NEAR = datetime(2018, 6, 15, 9, 30)
DAY = date(2018, 6, 20)


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("请于6月20日前将办理结果反馈我中心。", DAY),
        ("请你单位核实处理，6月20日前书面报送结果。", DAY),
        ("请认真办理，办结时间不得晚于2018年6月20日，结果报我办。", DAY),
        ("回复日期不能迟于6月20日17时。", datetime(2018, 6, 20, 17)),
        ("请依法处理，办理时限为6月20日。", DAY),
        ("本件限期至2018-06-20 17:30，逾期通报。", datetime(2018, 6, 20, 17, 30)),
        ("截止日期是2018/6/20。", DAY),
        ("请最迟于6月20日将处理结果回复诉求人。", DAY),
        ("6月20日下班前（17点）务必办结。", datetime(2018, 6, 20, 17)),
        ("请在6月20日之前，将调查情况以正式文件报送我局。", DAY),
    ],
)
def test_a_sentence_that_sets_a_limit(sentence: str, due: date) -> None:
    assert dates_due(sentence, NEAR) == [due]


@pytest.mark.parametrize(
    "sentence",
    [
        "诉求人6月20日来电反映路灯不亮。",
        "请于6月20日前签收。",
        "请在6月20日前先与诉求人联系。",
        "该件原办理时限为6月20日。",
        "首次联系时间不得晚于6月20日。",
        "合同期限从2017年6月20日开始。",
        "施工单位称最晚6月20日开工。",
        "6月20日会议通知已发。",
    ],
)
def test_a_sentence_with_a_day_that_sets_none(sentence: str) -> None:
    assert dates_due(sentence, NEAR) == []


def test_two_limits_are_both_told() -> None:
    assert len(dates_due("请于6月18日前反馈。办结期限为6月20日。", NEAR)) == 2


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("今日16时前", datetime(2018, 6, 15, 16)),
        ("今天下午4点30分前", datetime(2018, 6, 15, 16, 30)),
        ("明日10:00", datetime(2018, 6, 16, 10)),
        ("今日内", None),
        ("当日16时前", None),
        ("今日25时", None),
    ],
)
def test_today_is_the_day_of_the_mail(text: str, due: datetime | None) -> None:
    assert due_today(text, NEAR) == due
    assert due_today(text, None) is None


def read(*blocks: str, rows: tuple[tuple[str, str], ...] = ()) -> Reading:
    sheet = [["工单编号", "180612093011223344"], ["诉求内容", "5月1日前无人维修，请处理。"], *rows]
    return read_mail(mail("12345工单", "", ("工单.docx", word("转办单", *blocks, (sheet, ())))))


def test_the_opening_of_the_document_sets_the_limit_of_its_sheet() -> None:
    (case,) = read("现将群众诉求转你单位，请依法办理，于6月20日前将办理情况报送我办。").cases
    assert case.upper_due_at == DAY


def test_the_demand_of_a_sheet_sets_its_limit() -> None:
    (case,) = read(rows=(("办理要求", "请城管局办理，办结时间不得晚于6月20日。"),)).cases
    assert case.upper_due_at == DAY


def test_a_limit_of_today_is_doubted() -> None:
    reading = read(rows=(("办理时限", "今日16时前"),))
    assert reading.cases[0].upper_due_at == datetime(2018, 6, 15, 16)
    assert {doubt.field for doubt in reading.doubts} == {"cases.0.upper_due_at"}


def test_long_clauses_without_a_verb_are_read_at_once() -> None:
    assert dates_due(f"6月20日前{'将' * 4000}", NEAR) == []
