"""What a person says a mail is, it is read as: the records of that kind are looked for, whatever it looks like."""

import pytest

from parsers import read_mail
from tests.parsers.forms.papers import word
from tests.parsers.mails import mail

RESULT = "经查，路灯因线路老化熄灭。已更换线路，三盏路灯恢复照明。已于3月13日电话告知诉求人，诉求人表示满意。"
SIGNED = "承办人：王五　电话：0632-5512345\n审核人：赵六"


def test_a_result_in_an_odd_mail_is_read_from_its_text():
    raw = mail("情况说明", f"{RESULT}\n{SIGNED}")
    assert read_mail(raw).what == "other"

    reading = read_mail(raw, taken_as="answer")

    assert (reading.what, reading.why) == ("answer", "由人认定来件是什么。")
    assert "线路老化" in reading.answer.facts
    assert "恢复照明" in reading.answer.measures
    assert (reading.answer.handler, reading.answer.approver) == ("王五", "赵六")


def test_a_result_in_a_document_that_was_taken_for_something_else_is_read_from_it():
    rows = [
        ("延期原因", "无"),
        ("调查核实情况", "经查，线路老化。"),
        ("处理情况", "已更换线路。"),
        ("承办人", "王五"),
    ]
    raw = mail("请阅", "见附件。", ("说明.docx", word("延期申请表", (rows, []))))

    reading = read_mail(raw, taken_as="answer")

    assert (reading.answer.facts, reading.answer.measures) == ("经查，线路老化。", "已更换线路。")


def test_a_citizens_letter_is_read_as_a_case_all_of_it():
    text = "我村路灯坏了三个月没人修，晚上老人摔倒，请帮忙解决。联系电话13812345678"
    assert read_mail(mail("路灯问题", text)).cases == ()

    (case,) = read_mail(mail("路灯问题", text), taken_as="case").cases

    assert (case.title, case.request_text, case.petitioner.phone) == ("路灯问题", text, "13812345678")
    assert case.channel is None


@pytest.mark.parametrize(
    ("kind", "text"),
    [("send_back", "这个路灯不归我们管，是供电公司的。"), ("extension", "材料不全，还需要再等几天。")],
)
def test_a_wish_in_plain_words_is_its_own_reason(kind: str, text: str):
    reading = read_mail(mail("一封信", text), taken_as=kind)

    assert getattr(reading, kind).reason.rstrip("。") == text.rstrip("。")


def test_what_is_read_as_that_anyway_is_read_the_same():
    raw = mail(
        "办理结果 TZ-2018-000001-5", f"调查核实情况：经查，线路老化。\n处理情况：已更换线路。\n{SIGNED}"
    )
    reading = read_mail(raw)
    assert reading.what == "answer"

    assert read_mail(raw, taken_as="answer").answer == reading.answer


@pytest.mark.parametrize(
    "kind", ["case", "answer", "acknowledgement", "send_back", "extension", "upper_notice"]
)
@pytest.mark.parametrize("raw", [b"", b"\xff\x00nonsense", mail("", "")], ids=["nothing", "noise", "empty"])
def test_nothing_is_invented_and_nothing_fails(raw: bytes, kind: str):
    reading = read_mail(raw, taken_as=kind)

    assert reading.what == kind
    assert all((case.request_text or "") in reading.text for case in reading.cases)
