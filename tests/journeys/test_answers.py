"""Answers: matched, checked, reported upward; incomplete ones go back; doubtful ones wait for a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from mailroom.demonstration import mime
from mailroom.demonstration.answers import (
    acknowledgement_mail,
    answer_mail,
    extension_mail,
    holiday_reply_mail,
    send_back_mail,
)
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.results import Result, letter_lines, made_up_result, without
from tests.journeys.matters import lamps
from tests.journeys.offices import CITY, OfficeAtWork
from tests.journeys.seen import Seen

TOWN = "羊庄镇人民政府"
TUESDAY = datetime(2018, 3, 13, 15)


@pytest.fixture
def dispatched(office: OfficeAtWork) -> Seen:
    """A case on the town's desk since Monday morning: the letter there."""
    office.cases_in(lamps(), "docx-four-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    (letter,) = office.at_department(TOWN)
    return letter


def complete(letter: Seen, **changes) -> Result:
    """A complete answer to a letter, with what the story wants otherwise."""
    return replace(made_up_result(read_letter(letter.raw), TOWN, on=TUESDAY.date()), **changes)


def answered(office: OfficeAtWork, raw: bytes, at: str = "2018-03-13T15:01") -> dict:
    """Let an answer come in, do a round, and return its counts."""
    office.mail_in(raw)
    return office.round(at)


@pytest.mark.parametrize(
    "style",
    [
        "form-docx",
        "letter-docx",
        "body-qq",
        "body-163",
        "body-outlook",
        "number-in-file-name",
        "number-retyped",
    ],
)
def test_a_complete_answer_counts_and_is_reported_upward(office: OfficeAtWork, dispatched: Seen, style: str):
    result = complete(dispatched)

    done = answered(office, answer_mail(dispatched.raw, result, style, sent_on=TUESDAY))

    assert (done["held"], done["posted"], done["sent"]) == (0, 1, 1), office.held()
    (case,) = office.cases()
    assert case["status"] == "answered"
    dossier = office.case(case["case_no"])
    assert dossier["dispatches"][0]["answered_at"] == dossier["dispatches"][0]["acknowledged_at"]
    assert [entry["act"] for entry in dossier["journal"]][-2:] == ["answer", "report"]
    (report,) = office.at_upper()
    assert case["upper_no"] in report.subject
    assert result.measures in report.everything
    assert [name for name in report.documents if name.endswith(".docx")]


def test_only_the_thread_may_say_which_case_it_is(office: OfficeAtWork, dispatched: Seen):
    mail = mime.compose(
        sender=("羊庄镇", office.address_of(TOWN)),
        to=[office.address],
        subject="回复",
        sent_on=TUESDAY,
        message_id="<only-thread@example.cn>",
        text=_answer_text(complete(dispatched)),
        headers={"In-Reply-To": dispatched.message_id, "References": dispatched.message_id},
    )

    done = answered(office, mail)

    assert done["held"] == 0, office.held()
    assert office.cases()[0]["status"] == "answered"


def test_an_incomplete_answer_goes_back_with_what_is_missing_and_a_complete_one_ends_it(
    office: OfficeAtWork, dispatched: Seen
):
    short = without(complete(dispatched), "approver", "informed_on", "informed_by", "opinion")

    done = answered(office, answer_mail(dispatched.raw, short, sent_on=TUESDAY))

    assert (done["posted"], done["held"]) == (1, 0)
    assert office.cases()[0]["status"] == "dispatched"
    correction = office.at_department(TOWN)[-1]
    assert "审核人" in correction.text
    assert "反馈当事人的日期" in correction.text
    assert "调查核实情况" not in correction.text
    assert correction.in_reply_to
    assert office.at_upper() == []

    later = datetime(2018, 3, 13, 16)
    done = answered(
        office, answer_mail(dispatched.raw, complete(dispatched), sent_on=later), "2018-03-13T16:01"
    )
    assert done["posted"] == 1
    assert office.cases()[0]["status"] == "answered"
    assert len(office.at_upper()) == 1


def test_a_second_incomplete_answer_is_for_a_person_to_telephone_about(
    office: OfficeAtWork, dispatched: Seen
):
    short = without(complete(dispatched), "approver")
    answered(office, answer_mail(dispatched.raw, short, sent_on=TUESDAY))
    again = datetime(2018, 3, 13, 16)

    done = answered(office, answer_mail(dispatched.raw, short, sent_on=again), "2018-03-13T16:01")

    assert (done["posted"], done["held"]) == (0, 1)
    assert "审核人" in office.held()[0]["because"]


def test_an_acknowledgement_is_written_down(office: OfficeAtWork, dispatched: Seen):
    noon = datetime(2018, 3, 12, 11)

    done = answered(office, acknowledgement_mail(dispatched.raw, sent_on=noon), "2018-03-12T11:01")

    assert (done["posted"], done["held"]) == (0, 0)
    dossier = office.case(office.cases()[0]["case_no"])
    assert dossier["dispatches"][0]["acknowledged_at"] == "2018-03-12T11:01:00"
    assert dossier["status"] == "dispatched"


def test_an_automatic_reply_is_noted_and_is_no_acknowledgement(office: OfficeAtWork, dispatched: Seen):
    noon = datetime(2018, 3, 12, 11)

    done = answered(office, holiday_reply_mail(dispatched.raw, sent_on=noon), "2018-03-12T11:01")

    assert (done["posted"], done["held"]) == (0, 0)
    dossier = office.case(office.cases()[0]["case_no"])
    assert dossier["dispatches"][0]["acknowledged_at"] is None
    assert "自动回复" in dossier["journal"][-1]["because"]


def test_an_answer_from_an_unknown_sender_opens_the_pen_and_not_the_case(
    office: OfficeAtWork, dispatched: Seen
):
    stranger = ("李干事", "liganshi@example.com")
    mail = answer_mail(dispatched.raw, complete(dispatched), sent_on=TUESDAY, sender=stranger)

    done = answered(office, mail)

    assert (done["posted"], done["held"]) == (0, 1)
    (entry,) = office.held()
    assert "liganshi@example.com" in entry["because"]
    assert office.cases()[0]["status"] == "dispatched"

    office.tell("held", "release", str(entry["id"]), "--at", "2018-03-13T16:00")
    office.round("2018-03-13T16:01")
    assert office.cases()[0]["status"] == "answered"
    assert len(office.at_upper()) == 1
    assert office.held() == []


def test_an_answer_about_several_cases_waits_for_a_person(office: OfficeAtWork):
    office.cases_in([lamps(13), lamps(14)], "xlsx-list", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    first, second = office.at_department(TOWN)
    numbers = [read_letter(letter.raw).case_no for letter in (first, second)]
    text = f"现将{numbers[0]}、{numbers[1]}号件办理情况回复如下：\n{_answer_text(complete(first))}"
    mail = mime.compose(
        sender=("羊庄镇", office.address_of(TOWN)),
        to=[office.address],
        subject="办理情况",
        sent_on=TUESDAY,
        message_id="<two-at-once@example.cn>",
        text=text,
    )

    done = answered(office, mail)

    assert (done["posted"], done["held"]) == (0, 1)
    (entry,) = office.held()
    assert {number for number in numbers if number in entry["because"]} == set(numbers)
    office.tell("held", "release", str(entry["id"]), "--case", numbers[1], "--at", "2018-03-13T16:00")
    assert office.case(numbers[1])["status"] == "answered"
    assert office.case(numbers[0])["status"] == "dispatched"


def test_an_answer_that_says_nothing_of_the_case_is_only_given_a_suggestion(
    office: OfficeAtWork, dispatched: Seen
):
    mail = mime.compose(
        sender=("羊庄镇", office.address_of(TOWN)),
        to=[office.address],
        subject="办理情况回复",
        sent_on=TUESDAY,
        message_id="<nothing-said@example.cn>",
        text=_answer_text(complete(dispatched)),
    )

    done = answered(office, mail)

    number = office.cases()[0]["case_no"]
    assert (done["posted"], done["held"]) == (0, 1)
    (entry,) = office.held()
    assert any(number in each["do"] for each in entry["suggestions"])


def test_two_bare_words_are_no_answer(office: OfficeAtWork, dispatched: Seen):
    done = answered(office, answer_mail(dispatched.raw, complete(dispatched), "bare", sent_on=TUESDAY))

    assert (done["posted"], done["held"]) == (0, 1)
    assert office.held()[0]["case_no"] == office.cases()[0]["case_no"]
    assert office.cases()[0]["status"] == "dispatched"


def test_the_text_of_another_cases_answer_is_a_doubt_for_a_person(office: OfficeAtWork):
    office.cases_in([lamps(13), lamps(14)], "xlsx-list", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    first, second = office.at_department(TOWN)
    copied = complete(first)
    answered(office, answer_mail(first.raw, copied, sent_on=TUESDAY))

    done = answered(office, answer_mail(second.raw, copied, sent_on=TUESDAY), "2018-03-13T15:30")

    assert (done["posted"], done["held"]) == (0, 1)
    (entry,) = office.held()
    assert read_letter(first.raw).case_no in entry["because"]
    assert "一字不差" in entry["because"]


def test_a_second_answer_to_an_answered_case_changes_nothing(office: OfficeAtWork, dispatched: Seen):
    answered(office, answer_mail(dispatched.raw, complete(dispatched), sent_on=TUESDAY))
    later = datetime(2018, 3, 14, 9)

    done = answered(
        office,
        answer_mail(dispatched.raw, complete(dispatched), "body-qq", sent_on=later),
        "2018-03-14T09:01",
    )

    assert (done["posted"], done["held"]) == (0, 1)
    assert len(office.at_upper()) == 1


def test_a_send_back_waits_for_a_person_who_may_send_it_elsewhere(office: OfficeAtWork, dispatched: Seen):
    mail = send_back_mail(
        dispatched.raw,
        department=TOWN,
        reason="该路灯由公路局管护，不属我镇职责。",
        suggested="滕州市公路局",
        sent_on=TUESDAY,
    )

    done = answered(office, mail)

    assert (done["posted"], done["held"]) == (0, 1)
    (entry,) = office.held()
    assert "滕州市公路局" in entry["suggestions"][0]["do"]
    office.tell("held", "release", str(entry["id"]), "--department", "公路局", "--at", "2018-03-13T16:00")
    office.round("2018-03-13T16:01")
    (case,) = office.cases()
    assert (case["status"], case["department"]) == ("dispatched", "滕州市公路局")
    assert len(office.at_department("滕州市公路局")) == 1


def test_an_extension_is_asked_of_a_person(office: OfficeAtWork, dispatched: Seen):
    mail = extension_mail(dispatched.raw, department=TOWN, reason="需采购配件", days=5, sent_on=TUESDAY)

    done = answered(office, mail)

    assert (done["posted"], done["held"]) == (0, 1)
    assert "需采购配件" in office.held()[0]["because"]


def test_a_sender_whom_our_own_server_calls_false_is_not_believed(office: OfficeAtWork, dispatched: Seen):
    office.configure(trust={"authserv_ids": ["mail.example.cn"]})
    mail = answer_mail(dispatched.raw, complete(dispatched), sent_on=TUESDAY)
    forged = b"Authentication-Results: mail.example.cn; spf=fail smtp.mailfrom=example.cn\r\n" + mail

    done = answered(office, forged)

    assert (done["posted"], done["held"]) == (0, 1)
    assert "spf" in office.held()[0]["because"]


def test_a_report_on_a_case_that_came_in_a_list_goes_up_with_a_list(office: OfficeAtWork):
    office.cases_in([lamps(13), lamps(14)], "xlsx-list", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    first, _ = office.at_department(TOWN)

    answered(office, answer_mail(first.raw, complete(first), sent_on=TUESDAY))

    (report,) = office.at_upper(CITY)
    assert [name for name in report.documents if name.endswith(".xlsx")]


def _answer_text(result: Result) -> str:
    return "\n".join(["市长公开电话办公室：", "    现将办理情况回复如下：", *letter_lines(result)])
