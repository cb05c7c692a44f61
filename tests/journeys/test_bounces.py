"""A bounce is tied to its letter and put before a person, who mends the address and sends the letter again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mailroom.demonstration import mime
from mailroom.demonstration.answers import bounce_mail
from tests.journeys.matters import lamps
from tests.journeys.offices import OfficeAtWork
from tests.journeys.replies import dispatched_on_monday
from tests.journeys.seen import Seen

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
    assert any("退信" in each["because"] for each in office.case(row["case_no"])["journal"])


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


FULL = (
    "抱歉，您的邮件被退回来了……\n      原邮件信息：\n            主  题 {subject}\n            收件人 {to}\n"
    "      退信原因：\n            收件人邮箱空间不足。\n"
)
LATE = "A message that you sent has not yet been delivered to one or more of its\nrecipients. The address is:\n\n  {to}\n"


def notice_about(office: OfficeAtWork, letter: Seen, words: str, **headers: str) -> bytes:
    """A notice about a letter that is no standard report."""
    return mime.compose(
        sender=("", "Postmaster@163.com"),
        to=[office.address],
        subject="系统退信" if "退" in words else "Warning: message delayed 4 hours",
        sent_on=SOON,
        message_id="<notice@163.com>",
        text=words.format(subject=letter.subject, to=letter.to[0]),
        headers={"Return-Path": "<>", **headers},
    )


def test_a_letter_given_up_for_a_full_mailbox_waits_to_be_sent_again(in_folder: OfficeAtWork):
    letter = dispatched_on_monday(in_folder)
    in_folder.mail_in(notice_about(in_folder, letter, FULL))

    done = in_folder.round("2018-03-12T10:06")

    assert done["held"] == 1
    (entry,) = in_folder.held()
    assert "暂时失败，对方服务器已不再重试" in entry["because"]
    assert entry["suggestions"][0]["do"] == f"mailroom letters resend {in_folder.letters()[0]['key']}"


def test_a_letter_that_is_only_late_is_noted_in_its_journal(in_folder: OfficeAtWork):
    letter = dispatched_on_monday(in_folder)
    in_folder.mail_in(notice_about(in_folder, letter, LATE, References=letter.message_id))

    done = in_folder.round("2018-03-12T10:06")

    assert done["held"] == 0
    (case,) = in_folder.cases()
    assert "延迟，对方服务器仍在重试" in in_folder.case(case["case_no"])["journal"][-1]["because"]


def thrown_back(office: OfficeAtWork) -> Seen:
    """A dispatch letter that came back from the town's address; the letter."""
    letter = dispatched_on_monday(office)
    office.mail_in(bounce_mail(letter.raw, sent_on=SOON))
    office.round("2018-03-12T10:06")
    return letter


def test_nobody_is_reminded_of_a_letter_that_he_never_got(in_folder: OfficeAtWork):
    thrown_back(in_folder)

    posted = [in_folder.round(f"2018-03-{day}T09:30")["posted"] for day in (14, 15, 16, 19)]

    assert posted == [0, 0, 0, 0]
    (case,) = in_folder.cases("--overdue", "--at", "2018-03-16T09:30")
    assert case["undelivered"]
    assert "转办函未送达" in in_folder.tell("cases").stdout.replace("\n", "")
    told = [each["because"] for each in in_folder.case(case["case_no"])["journal"]]
    assert sum("转办函没有送达" in each and "未发" in each for each in told) == 3  # once a stage
    assert len(in_folder.held()) == 1


def test_reminders_go_on_once_the_letter_was_sent_again(in_folder: OfficeAtWork):
    thrown_back(in_folder)
    (entry,) = in_folder.held()
    in_folder.give_address(TOWN, "town@example.cn")

    in_folder.tell(*entry["suggestions"][0]["do"].split()[1:], "--at", "2018-03-13T10:10")

    assert [in_folder.round(f"2018-03-{day}T09:30")["posted"] for day in (15, 16)] == [1, 1]
    assert not in_folder.cases()[0]["undelivered"]


def test_the_dispatch_letter_is_asked_for_before_what_came_back_later(in_folder: OfficeAtWork):
    letter = dispatched_on_monday(in_folder)
    in_folder.round("2018-03-14T09:30")
    reminder = in_folder.at_department(TOWN)[-1]
    assert "催办" in reminder.subject
    full = "552 5.2.2 Mailbox full"
    for at, raw in (
        (
            "2018-03-14T09:40",
            bounce_mail(letter.raw, sent_on=SOON, reason=full, message_id="<b1@example.cn>"),
        ),
        (
            "2018-03-14T09:50",
            bounce_mail(reminder.raw, sent_on=SOON, reason=full, message_id="<b2@example.cn>"),
        ),
    ):
        in_folder.mail_in(raw)
        in_folder.round(at)

    (entry,) = in_folder.held()

    kinds = [each["do"].split()[3].split("/")[0] for each in entry["suggestions"][:2]]
    assert kinds == ["dispatch", "reminder"]


def test_sending_to_an_address_that_threw_a_letter_back_is_warned_of(in_folder: OfficeAtWork):
    thrown_back(in_folder)
    (entry,) = in_folder.held()

    told = in_folder.tell(*entry["suggestions"][0]["do"].split()[1:], "--at", "2018-03-13T10:10")

    assert f"{in_folder.address_of(TOWN)} 在 2018-03-12 10:06 退过信" in told.stderr
