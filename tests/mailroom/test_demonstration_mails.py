"""The made-up mails are what they claim: the office reads each form and style as it was meant, and bytes never vary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from types import SimpleNamespace

import pytest

from generators.dispatch import draw_up_dispatch
from generators.letter import Letterhead
from generators.message import as_message
from mailroom.demonstration.answers import (
    STYLES,
    acknowledgement_mail,
    answer_mail,
    bounce_mail,
    extension_mail,
    holiday_reply_mail,
    send_back_mail,
)
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.mails import FORMS, case_mail
from mailroom.demonstration.results import made_up_result, without
from mailroom.demonstration.sheets import make_sheet, make_sheets
from mailroom.demonstration.topics import TOPICS
from parsers import read_mail

NOW = datetime(2018, 3, 12, 9, 15)
KINDS = {
    "投诉": "complaint",
    "求助": "service",
    "咨询": "consultation",
    "建议": "suggestion",
    "举报": "report",
}
READABLE = [form for form in FORMS if form != "pdf-scan"]
ONE_CASE = ("body-lines", "html-table", "mayor", "forward-inline")


@pytest.mark.parametrize("form", READABLE)
@pytest.mark.parametrize("first", [1, 9, 17])
def test_a_case_mail_is_read_as_it_was_written(form, first):
    sheets = make_sheets(1 if form in ONE_CASE else 3, called_at=NOW, first=first)
    reading = read_mail(case_mail(sheets, form, sent_on=NOW))
    assert reading.what == "case"
    read = [(case.upper_no, case.title, case.kind, case.petitioner.phone) for case in reading.cases]
    assert read == [(sheet.upper_no, sheet.title, KINDS[sheet.kind], sheet.phone) for sheet in sheets]
    for case, sheet in zip(reading.cases, sheets, strict=True):
        assert sheet.request_text in case.request_text
        assert case.department == (sheet.department if form != "mayor" else None)


def test_a_scan_is_known_as_one_and_not_guessed_at():
    reading = read_mail(case_mail(make_sheet(1, called_at=NOW), "pdf-scan", sent_on=NOW))
    assert reading.cases == ()
    assert [document.format for document in reading.documents] == ["pdf"]
    assert reading.documents[0].problem


@pytest.mark.parametrize("form", FORMS)
def test_the_same_arguments_give_the_same_bytes(form):
    sheets = make_sheets(2, called_at=NOW)
    assert case_mail(sheets, form, sent_on=NOW) == case_mail(sheets, form, sent_on=NOW)


def test_padding_and_a_message_id_of_ones_own_can_be_given():
    sheet = make_sheet(1, called_at=NOW)
    mail = case_mail(
        sheet, sent_on=NOW, message_id="<own@example.cn>", attachments=[("现场.jpg", b"\xff\xd8" * 20_000)]
    )
    reading = read_mail(mail)
    assert reading.envelope.message_id == "<own@example.cn>"
    assert len(mail) > 40_000
    assert reading.cases[0].upper_no == sheet.upper_no


def test_every_topic_makes_a_sheet_whose_title_tells_it():
    for number, topic in enumerate(TOPICS):
        sheet = make_sheet(number, called_at=NOW, topic=topic)
        assert topic.word in sheet.title + sheet.request_text
        assert "{" not in sheet.title + sheet.request_text


# --- the departments' mails ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def letter() -> bytes:
    """A dispatch letter as the office sends it."""
    case = SimpleNamespace(
        case_no="TZ-2018-000001-0",
        upper_no="180312080000000001",
        upper="枣庄市12345政务服务热线",
        title="府前西路占道经营堵塞交通",
        request_text="市民反映，荆河街道府前西路每天早上有摊位摆到机动车道上。",
        place="荆河街道府前西路",
        kind="complaint",
        level="city",
        channel="hotline",
        urgency="normal",
        called_at=NOW,
        secret=False,
        return_form=False,
    )
    row = SimpleNamespace(
        role="lead",
        round=1,
        dispatched_at=NOW,
        due_at=datetime(2018, 3, 21, 17),
        provisional=False,
        due_trace=[],
    )
    head = Letterhead("滕州市市长公开电话办公室", "rexian@example.cn", "滕热", ("5514432",))
    draft = draw_up_dispatch(
        case,
        SimpleNamespace(name="王建国", phone="13500000001", address=""),
        row,
        SimpleNamespace(name="荆河街道办事处", addresses=["jinghe@example.cn"]),
        head=head,
        upper_name=case.upper,
        now=NOW,
    )
    return as_message(draft, head=head, sent_on=NOW)


def test_a_letter_is_read_as_its_recipient_reads_it(letter):
    received = read_letter(letter)
    assert (received.kind, received.case_no, received.to) == (
        "dispatch",
        "TZ-2018-000001-0",
        "jinghe@example.cn",
    )
    assert (received.title, received.place) == ("府前西路占道经营堵塞交通", "荆河街道府前西路")
    assert received.upper_no == "180312080000000001"
    assert received.sent_on == NOW
    assert received.form


@pytest.mark.parametrize("style", [style for style in STYLES if style != "bare"])
def test_an_answer_in_every_style_is_read_whole(letter, style):
    result = made_up_result(read_letter(letter), "荆河街道办事处", on=date(2018, 3, 14))
    reading = read_mail(answer_mail(letter, result, style, sent_on=datetime(2018, 3, 14, 10)))
    assert (reading.what, reading.case_nos) == ("answer", ("TZ-2018-000001-0",))
    answer = reading.answer
    assert (answer.handler, answer.approver, answer.phone) == (result.handler, result.approver, result.phone)
    assert (answer.petitioner_informed, answer.informed_by) == (True, result.informed_by)
    assert answer.informed_on == date(2018, 3, 14)
    assert result.facts in answer.facts
    assert answer.missing == ()
    assert reading.doubts == ()


def test_what_is_left_out_is_missed(letter):
    result = made_up_result(read_letter(letter), "荆河街道办事处", on=date(2018, 3, 14))
    bad = without(result, "approver", "informed_on")
    answer = read_mail(answer_mail(letter, bad, "form-docx", sent_on=NOW)).answer
    assert (answer.approver, answer.informed_on) == (None, None)
    assert answer.handler == result.handler
    assert replace(bad, approver=result.approver, informed_on=result.informed_on) == result


def test_two_words_are_an_answer_that_says_nothing(letter):
    result = made_up_result(read_letter(letter), "荆河街道办事处", on=date(2018, 3, 14))
    reading = read_mail(answer_mail(letter, result, "bare", sent_on=NOW))
    assert reading.what == "answer"
    assert (reading.answer.facts or reading.answer.measures).startswith("已处理")


@pytest.mark.parametrize("program", ["qq", "163", "outlook", "iphone"])
def test_an_acknowledgement_above_the_quoted_letter_is_one(letter, program):
    reading = read_mail(acknowledgement_mail(letter, sent_on=NOW, program=program))
    assert (reading.what, reading.case_nos) == ("acknowledgement", ("TZ-2018-000001-0",))


@pytest.mark.parametrize("form", [False, True])
def test_a_send_back_names_its_reason_and_the_department_it_belongs_to(letter, form):
    mail = send_back_mail(
        letter,
        department="荆河街道办事处",
        reason="该路段由公路部门养护，不属我办职责",
        suggested="滕州市公路局",
        sent_on=NOW,
        form=form,
    )
    reading = read_mail(mail)
    assert (reading.what, reading.case_nos) == ("send_back", ("TZ-2018-000001-0",))
    assert reading.send_back.suggested_department == "滕州市公路局"
    assert "公路部门养护" in reading.send_back.reason


def test_a_wish_for_more_time_says_how_many_days(letter):
    mail = extension_mail(
        letter, department="荆河街道办事处", reason="须委托专业机构鉴定", days=5, sent_on=NOW
    )
    reading = read_mail(mail)
    assert (reading.what, reading.extension.days) == ("extension", 5)


def test_machines_are_known_as_machines(letter):
    assert read_mail(holiday_reply_mail(letter, sent_on=NOW)).what == "auto_reply"
    bounced = read_mail(bounce_mail(letter, sent_on=NOW))
    assert (bounced.what, bounced.bounce.permanent) == ("bounce", True)
    assert bounced.bounce.recipient == "jinghe@example.cn"
    assert bounced.bounce.original_message_id == read_letter(letter).message_id
