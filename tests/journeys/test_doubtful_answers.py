"""Answers that are not believed, not understood or not enough: each waits for a person with the reason."""

from __future__ import annotations

from datetime import datetime

from mailroom.demonstration import mime
from mailroom.demonstration.answers import answer_mail, extension_mail, send_back_mail
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.results import without
from tests.journeys.matters import lamps
from tests.journeys.offices import OfficeAtWork
from tests.journeys.replies import TOWN, TUESDAY, answer_text, answered, complete
from tests.journeys.seen import Seen


def test_a_second_incomplete_answer_is_for_a_person_to_telephone_about(
    office: OfficeAtWork, dispatched: Seen
):
    short = without(complete(dispatched), "approver")
    answered(office, answer_mail(dispatched.raw, short, sent_on=TUESDAY))
    again = datetime(2018, 3, 13, 16)

    done = answered(office, answer_mail(dispatched.raw, short, sent_on=again), "2018-03-13T16:01")

    assert (done["posted"], done["held"]) == (0, 0)
    (task,) = office.ask("tasks")
    assert (task["way"], task["because"]) == ("phone", "第 2 次反馈仍缺少：审核人")
    third = datetime(2018, 3, 13, 16, 10)
    answered(office, answer_mail(dispatched.raw, short, sent_on=third), "2018-03-13T16:11")
    assert len(office.ask("tasks")) == 1  # he need not be asked twice

    done = answered(
        office,
        answer_mail(dispatched.raw, complete(dispatched), sent_on=again.replace(hour=17)),
        "2018-03-13T17:01",
    )

    assert office.cases()[0]["status"] == "answered"
    assert office.ask("tasks") == []


def test_who_was_telephoned_and_still_leaves_something_out_is_telephoned_again(
    office: OfficeAtWork, dispatched: Seen
):
    short = without(complete(dispatched), "approver")
    number = read_letter(dispatched.raw).case_no
    for hour in (9, 10):
        sent_on = datetime(2018, 3, 13, hour)
        answered(office, answer_mail(dispatched.raw, short, sent_on=sent_on), f"2018-03-13T{hour:02}:01")
    call = ("--by", "phone", "--note", "答应补审核人", "--at", "2018-03-13T11:00")
    office.tell("supervise", number, *call)

    answered(office, answer_mail(dispatched.raw, short, sent_on=TUESDAY))

    (task,) = office.ask("tasks")
    assert "第 3 次反馈仍缺少" in task["because"]


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
    text = f"现将{numbers[0]}、{numbers[1]}号件办理情况回复如下：\n{answer_text(complete(first))}"
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
        text=answer_text(complete(dispatched)),
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


def test_a_bare_word_behind_the_number_is_called_what_it_is_and_let_go_it_goes_back(
    office: OfficeAtWork, dispatched: Seen
):
    number = read_letter(dispatched.raw).case_no
    text = mime.compose(
        sender=(TOWN, office.address_of(TOWN)),
        to=[office.address],
        subject="答复",
        sent_on=TUESDAY,
        message_id="<bare@town.example>",
        text=f"{number} 已处理。",
    )

    answered(office, text)

    (entry,) = office.held()
    assert entry["because"].startswith(f"{number} 的反馈存疑：反馈只写了“已处理”")
    assert "请单位补正" in entry["suggestions"][0]["why"]
    office.tell("held", "release", str(entry["id"]), "--at", "2018-03-13T16:00")
    office.round("2018-03-13T16:01")
    assert "【补正】" in office.at_department(TOWN)[-1].subject


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
