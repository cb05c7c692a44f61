"""Answers as they come in life: photographs beside the form, a second one, one from an assisting department."""

from __future__ import annotations

from mailroom.demonstration import mime
from mailroom.demonstration.answer_papers import filled_form
from mailroom.demonstration.answers import answer_mail
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.results import without
from tests.journeys.in_files import FolderOffice
from tests.journeys.replies import TOWN, TUESDAY, answered, complete, dispatched_on_monday

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\0" * 500 + b"\xff\xd9"


def test_photographs_beside_a_complete_answer_need_no_person(in_folder: FolderOffice):
    office, dispatched = in_folder, dispatched_on_monday(in_folder)
    letter, result = read_letter(dispatched.raw), complete(dispatched)
    mail = mime.compose(
        sender=("羊庄镇", office.address_of(TOWN)),
        to=[office.address],
        subject=f"Re: {letter.subject}",
        sent_on=TUESDAY,
        message_id="<with-photographs@example.cn>",
        text="反馈表和现场照片见附件。",
        attachments=[("现场照片1.jpg", JPEG), ("反馈表.docx", filled_form(letter.form, result))],
    )

    done = answered(office, mail)

    assert done["held"] == 0, office.held()
    assert office.cases()[0]["status"] == "answered"


def test_a_complete_answer_ends_the_call_that_incomplete_ones_ask_for(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    lacking = without(complete(letter), "approver")
    answered(in_folder, answer_mail(letter.raw, lacking, sent_on=TUESDAY, message_id="<one@example.cn>"))
    answered(
        in_folder,
        answer_mail(letter.raw, lacking, sent_on=TUESDAY, message_id="<two@example.cn>"),
        at="2018-03-13T15:10",
    )
    (task,) = in_folder.ask("tasks")
    assert "仍缺少：审核人" in task["because"]

    mended = answer_mail(letter.raw, complete(letter), sent_on=TUESDAY, message_id="<three@example.cn>")
    answered(in_folder, mended, at="2018-03-13T15:20")

    assert in_folder.ask("tasks") == []
    assert in_folder.cases()[0]["status"] == "answered"


def test_a_second_answer_waits_with_what_may_be_done(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    answered(in_folder, answer_mail(letter.raw, complete(letter), sent_on=TUESDAY))

    again = answer_mail(letter.raw, complete(letter), sent_on=TUESDAY, message_id="<again@example.cn>")
    answered(in_folder, again, at="2018-03-13T15:10")

    (entry,) = in_folder.held()
    assert "又来一份" in entry["because"]
    assert entry["suggestions"]
    assert len(in_folder.at_upper()) == 1
