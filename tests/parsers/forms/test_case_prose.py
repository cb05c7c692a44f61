"""Cases that a platform's letter tells in sentences or a few lines: what is asked ends where the platform speaks again."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from parsers import read_mail
from parsers.reading import Reading
from tests.parsers.forms.papers import mail

ASKED = "来电人称北辛街道杏花村西头垃圾三天未清运，气味难闻，请求尽快清理。"
HANDED_OVER = [
    "该诉求已登记为20180612205599号工单，诉求类型为投诉，请转滕州市综合行政执法局调查处理，并于6月20日前将办理结果反馈我中心。",
    "现将20180612205599号工单转你办，类别为投诉，请转滕州市综合行政执法局调查处理，请于6月20日前反馈我中心。",
]


def read(text: str, subject: str = "市民来电转办") -> Reading:
    return read_mail(mail(subject, text, sender="枣庄12345 <gd@zz12345.example>"))


@pytest.mark.parametrize("handed_over", HANDED_OVER)
def test_a_case_in_one_paragraph(handed_over: str) -> None:
    reading = read(
        "滕州市市长公开电话办公室：\n"
        f"    2018年6月12日上午10时24分，市民邢春梅（联系电话13806321111）拨打12345热线，反映：{ASKED}{handed_over}\n"
        "    枣庄市12345政务服务便民热线受理中心"
    )
    (case,) = reading.cases
    assert case.request_text == ASKED
    assert (case.upper_no, case.kind) == ("20180612205599", "complaint")
    assert (case.petitioner.name, case.petitioner.phone) == ("邢春梅", "13806321111")
    assert (case.called_at, case.upper_due_at) == (datetime(2018, 6, 12, 10, 24), date(2018, 6, 20))
    assert case.department == "滕州市综合行政执法局"


def test_all_that_is_guessed_from_sentences_is_doubted() -> None:
    reading = read(f"6月12日，市民邢春梅来电反映{ASKED}{HANDED_OVER[0]}")
    doubted = {doubt.field.removeprefix("cases.0.") for doubt in reading.doubts}
    assert {"request_text", "petitioner.name", "kind", "called_at", "department"} <= doubted


def test_who_wants_to_stay_unknown_in_a_sentence_is_secret_and_doubted() -> None:
    reading = read(f"6月12日，市民邢春梅来电反映{ASKED}并要求为其保密。{HANDED_OVER[0]}")
    assert reading.cases[0].secret is True
    assert "cases.0.secret" in {doubt.field for doubt in reading.doubts}


def test_a_case_in_a_few_lines_under_a_mark() -> None:
    reading = read(
        "值班室：\n【特急件】工单号ZZ2018061206779\n来电人：邢春梅（13806321111）\n来电时间：2018-06-12 09:16\n"
        f"反映：{ASKED}\n请立即通知滕州市环卫中心处置，并于6月12日14:16前书面反馈。\n枣庄12345 值班长",
        subject="【特急】杏花村垃圾",
    )
    (case,) = reading.cases
    assert case.request_text == ASKED
    assert (case.upper_no, case.urgency) == ("ZZ2018061206779", "critical")
    assert (case.petitioner.name, case.petitioner.phone) == ("邢春梅", "13806321111")
    assert case.called_at == datetime(2018, 6, 12, 9, 16)


def test_a_request_of_several_lines_keeps_what_the_citizen_wants() -> None:
    reading = read(
        "工单编号：180612093011223344\n来电人：邢春梅\n来电时间：2018-06-12 09:16\n诉求类型：求助\n"
        f"诉求内容：{ASKED}\n请相关部门尽快处理，并给予答复。"
    )
    assert reading.cases[0].request_text == f"{ASKED}\n请相关部门尽快处理，并给予答复。"
