"""A bounce is tied to its letter and put before a person, who mends the address and sends the letter again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mailroom.demonstration.answers import bounce_mail
from tests.journeys.matters import lamps
from tests.journeys.offices import OfficeAtWork

TOWN = "羊庄镇人民政府"
SOON = datetime(2018, 3, 12, 10, 5)


def test_a_bounce_is_tied_to_its_letter_and_its_case(office: OfficeAtWork):
    office.cases_in([lamps(13), lamps(14)], "xlsx-list", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    _, second = office.at_department(TOWN)
    office.mail_in(bounce_mail(second.raw, sent_on=SOON))

    done = office.round("2018-03-12T10:06")

    assert (done["held"], done["posted"]) == (1, 0)
    (entry,) = office.held()
    (row,) = [row for row in office.letters() if row["message_id"] == second.message_id]
    assert entry["case_no"] == row["case_no"]
    assert office.address_of(TOWN) in entry["because"]
    assert entry["suggestions"][0]["do"] == f"mailroom letters resend {row['key']}"
    assert "退信" in office.case(row["case_no"])["journal"][-1]["because"]


def test_the_letter_goes_out_again_to_the_address_that_was_put_right(
    office: OfficeAtWork, new_address: Callable[..., str]
):
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    (first,) = office.at_department(TOWN)
    office.mail_in(bounce_mail(first.raw, sent_on=SOON))
    office.round("2018-03-12T10:06")
    (row,) = office.letters()
    office.give_address(TOWN, new_address("town"))

    office.tell("letters", "resend", row["key"], "--at", "2018-03-12T10:10")
    done = office.round("2018-03-12T10:11")

    assert done["sent"] == 1
    (letter,) = office.at_department(TOWN)
    assert row["case_no"] in letter.subject
    assert letter.message_id != first.message_id
    assert list(letter.documents) == list(first.documents)


def test_a_bounce_waits_no_longer_once_its_letter_was_sent_again(office: OfficeAtWork):
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    (first,) = office.at_department(TOWN)
    office.mail_in(bounce_mail(first.raw, sent_on=SOON))
    office.round("2018-03-12T10:06")
    (entry,) = office.held()

    office.tell(*entry["suggestions"][0]["do"].split()[1:], "--at", "2018-03-12T10:10")

    assert office.held() == []
    assert "已重发" in office.tell("held", "show", str(entry["id"])).stdout


def test_a_dead_address_waits_until_every_letter_that_it_threw_back_was_sent_again(in_folder: OfficeAtWork):
    office = in_folder
    office.cases_in([lamps(13), lamps(14)], "xlsx-list", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    for minute, letter in enumerate(office.at_department(TOWN)):
        raw = bounce_mail(letter.raw, sent_on=SOON, message_id=f"<b{minute}@example.cn>")
        office.mail_in(raw)
    office.round("2018-03-12T10:06")
    (entry,) = office.held()
    commands = [way["do"].split()[1:] for way in entry["suggestions"] if "resend" in way["do"]]
    assert len(commands) == 2

    office.tell(*commands[0], "--at", "2018-03-12T10:10")
    assert [each["id"] for each in office.held()] == [entry["id"]]
    office.tell(*commands[1], "--at", "2018-03-12T10:11")
    assert office.held() == []


def test_nobody_answers_a_bounce(office: OfficeAtWork):
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    (first,) = office.at_department(TOWN)
    for minute in range(3):
        raw = bounce_mail(
            first.raw, sent_on=SOON.replace(minute=10 + minute), message_id=f"<b{minute}@example.cn>"
        )
        office.mail_in(raw)

    done = office.round("2018-03-12T10:20")

    assert (done["posted"], done["sent"]) == (0, 0)
