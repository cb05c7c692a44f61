"""Cases that a platform's letter tells in sentences or a few lines: what is asked ends where the platform speaks again."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from parsers import read_mail
from parsers.reading import Reading
from tests.parsers.forms.papers import mail, word

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


def test_a_case_whose_content_is_introduced_and_whose_place_stands_behind_it() -> None:
    reading = read(
        "值班同志：\n平台停机，先发一件。\n工单180612093011223344，来电人邢女士，电话13806321111，6月12日上午9点16分来电。具体情况如下：\n"
        f"{ASKED}\n地点在北辛街道杏花村西头，请派给滕州市综合行政执法局，6月20日下班前（17点）办结回复。\n枣庄12345 小周"
    )
    (case,) = reading.cases
    assert case.request_text == ASKED
    assert (case.place, case.department) == ("北辛街道杏花村西头", "滕州市综合行政执法局")
    assert (case.called_at, case.upper_due_at) == (datetime(2018, 6, 12, 9, 16), datetime(2018, 6, 20, 17))
    assert {"cases.0.place", "cases.0.department", "cases.0.request_text"} <= {
        d.field for d in reading.doubts
    }


def test_a_quoted_request_ends_with_its_quotation_marks() -> None:
    reading = read(
        "现转去邢女士（联系电话：13806321111）投诉一件（编号：180612093011223344，来电时间：2018-06-12 09:16），诉求内容为：\n"
        f"“{ASKED}”\n事发位置为北辛街道杏花村。请责成滕州市综合行政执法局依法处理，办理期限至2018-06-20 17:00。"
    )
    (case,) = reading.cases
    assert (case.request_text, case.place) == (ASKED, "北辛街道杏花村")
    assert case.upper_due_at == datetime(2018, 6, 20, 17)


def test_the_citizen_may_introduce_what_happened_too() -> None:
    told = "反映杏花村垃圾未清运。具体情况是：三天前就没人来了，气味难闻。"
    reading = read(
        f"6月12日，市民邢春梅（13806321111）来电{told}\n请转滕州市综合行政执法局调查处理。工单号180612093011223344。"
    )
    assert reading.cases[0].request_text == f"来电{told}"


def test_two_places_in_sentences_are_no_place() -> None:
    reading = read(
        "工单180612093011223344，市民邢春梅（13806321111）来电反映：路灯不亮。地点在荷花路东段，事发地为杏花路西段，请转市城管局处理。"
    )
    assert reading.cases[0].place is None


LETTER = (
    "滕州市市长公开电话办公室：",
    f"2018年6月12日上午10时24分，市民邢春梅（联系电话13806321111）拨打12345热线，反映：{ASKED}{HANDED_OVER[0]}",
    "枣庄市12345政务服务便民热线受理中心",
)


def test_a_case_that_an_attached_letter_tells_in_sentences() -> None:
    reading = read_mail(mail("转办函", "请查收附件。", ("函.docx", word("交办函", *LETTER))))
    assert reading.what == "case"
    (case,) = reading.cases
    assert (case.upper_no, case.request_text) == ("20180612205599", ASKED)
    assert (case.department, case.upper_due_at) == ("滕州市综合行政执法局", date(2018, 6, 20))
    assert case.petitioner.phone == "13806321111"


@pytest.mark.parametrize(
    "text",
    [
        "关于20180612205599号工单反映问题的情况：经查，垃圾已清运，请予审核办理。",
        "市民反映的问题较多，请各单位于6月20日前处理完毕并反馈。",
        "20180612205599号工单的诉求人来电表示满意，感谢。",
    ],
)
def test_an_attached_letter_that_hands_nothing_over_is_no_case(text: str) -> None:
    reading = read_mail(mail("来函", "请查收附件。", ("函.docx", word("函", text))))
    assert not reading.cases


@pytest.mark.parametrize("name", ["张三", "王小明", "欧阳建国"])
@pytest.mark.parametrize(
    "called", ["来电（13812345678）反映", "（13812345678）来电反映", "致电，电话13812345678，反映"]
)
def test_the_telephone_may_stand_behind_the_call(name: str, called: str) -> None:
    (case,) = read(f"250912101108115409号工单：接群众{name}{called}杏坛路路灯不亮。请转市住建局办理。").cases
    assert (case.petitioner.name, case.petitioner.phone) == (name, "13812345678")


@pytest.mark.parametrize("asked", ["请你单位转{}办理", "请转{}承办", "请贵中心转派{}查办", "请转{}核实处理"])
def test_the_unit_to_which_the_office_is_to_hand_it(asked: str) -> None:
    wish = asked.format("滕州市住房和城乡建设局")
    (case,) = read(f"250912101108115409号工单：群众王小明来电反映杏坛路路灯不亮。{wish}。").cases
    assert case.department == "滕州市住房和城乡建设局"
