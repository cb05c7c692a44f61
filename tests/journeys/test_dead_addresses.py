"""An address that letters come back from is written to no more: what came back goes to the next on file, and a new form is
asked for. A person may say that it works again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from mailroom.demonstration.answers import bounce_mail
from tests.journeys.in_files import FolderOffice
from tests.journeys.liaison_mails import PEOPLE, Form, form_mail
from tests.journeys.matters import lamps
from tests.journeys.offices import OfficeAtWork
from tests.journeys.replies import TOWN, dispatched_on_monday
from tests.journeys.seen import Seen

SOON = datetime(2018, 3, 12, 10, 5)


def with_two_addresses(office: OfficeAtWork, new_address: Callable[..., str]) -> tuple[str, str]:
    """Give the town a second address; both."""
    first, second = office.address_of(TOWN), new_address("second")
    office.give_address(TOWN, first, second)
    return first, second


def thrown_back(office: OfficeAtWork, letter: Seen, *, at: datetime = SOON, **notice: str) -> None:
    """Let a letter come back, and do a round."""
    office.mail_in(bounce_mail(letter.raw, sent_on=at, message_id=f"<b{at:%d%H%M}@example.cn>", **notice))
    office.round(f"{at:%Y-%m-%dT%H:%M}")


def test_the_letter_goes_to_the_next_address_and_says_where_it_went_before(
    office: OfficeAtWork, new_address: Callable[..., str]
):
    first, second = with_two_addresses(office, new_address)
    letter = dispatched_on_monday(office)
    thrown_back(office, letter)

    again, asked = office.letters_at(second)
    assert f"本信曾于2018-03-12发往 {first}，被退回" in again.text
    assert again.subject == letter.subject
    assert list(again.documents) == list(letter.documents)
    assert "联系表催报" in asked.subject
    assert first in asked.text
    (entry,) = office.held()
    assert f"已改寄{TOWN}的另一邮箱 {second}" in entry["because"]
    assert not any("resend" in each["do"] for each in entry["suggestions"])
    (case,) = office.cases()
    assert any("改寄" in each["because"] for each in office.case(case["case_no"])["journal"])
    assert not case["undelivered"]


def test_all_later_letters_go_to_the_address_that_lives(
    in_folder: FolderOffice, new_address: Callable[..., str]
):
    office = in_folder
    _, second = with_two_addresses(office, new_address)
    thrown_back(office, dispatched_on_monday(office))

    office.cases_in(lamps(14), "docx-two-columns", at="2018-03-13T10:00")
    office.round("2018-03-13T10:01")
    office.round("2018-03-14T09:30")

    subjects = [letter.subject for letter in office.letters_at(second)]
    assert [("转办" in each, "催办" in each) for each in subjects[2:]] == [(True, False), (False, True)]
    assert len(office.letters_at(office.address_of(TOWN))) == 1


def test_a_letter_that_comes_back_from_every_address_waits_for_a_person(
    in_folder: FolderOffice, new_address: Callable[..., str]
):
    office = in_folder
    _, second = with_two_addresses(office, new_address)
    thrown_back(office, dispatched_on_monday(office))
    thrown_back(office, office.letters_at(second)[0], at=datetime(2018, 3, 12, 10, 20))

    entry = office.held()[-1]
    assert f"{TOWN}没有别的邮箱可用" in entry["because"]
    assert any("resend" in each["do"] for each in entry["suggestions"])
    office.cases_in(lamps(14), "docx-two-columns", at="2018-03-13T10:00")
    assert office.round("2018-03-13T10:01")["posted"] == 0
    assert "退过信，还没有更正" in office.held()[-1]["because"]


def test_an_address_that_a_person_found_to_work_is_written_to_again(
    in_folder: FolderOffice, new_address: Callable[..., str]
):
    office = in_folder
    first, _ = with_two_addresses(office, new_address)
    letter = dispatched_on_monday(office)
    thrown_back(office, letter)
    told = office.tell("departments", "address", TOWN).stdout
    assert "停用" in told

    office.tell("departments", "address", TOWN, "--works", first, "--at", "2018-03-13T09:00")
    thrown_back(office, letter, at=datetime(2018, 3, 13, 9, 30))  # a late notice about the letter of before

    assert "停用" not in office.tell("departments", "address", TOWN).stdout
    office.cases_in(lamps(14), "docx-two-columns", at="2018-03-13T10:00")
    office.round("2018-03-13T10:01")
    assert len(office.letters_at(first)) == 2


def test_a_confirmed_form_that_names_the_address_mends_it(
    in_folder: FolderOffice, new_address: Callable[..., str]
):
    office = in_folder
    first, second = with_two_addresses(office, new_address)
    thrown_back(office, dispatched_on_monday(office))
    form_mail(office, Form(PEOPLE), sender=second, at="2018-03-13T09:00", text=f"我单位邮箱：{first}")
    office.round("2018-03-13T09:01")

    office.tell("liaisons", "confirm", "1", "--at", "2018-03-13T09:10")

    assert "停用" not in office.tell("departments", "address", TOWN).stdout


def test_a_letter_sent_again_by_hand_says_that_its_address_works(in_folder: FolderOffice):
    office = in_folder
    thrown_back(office, dispatched_on_monday(office))
    (entry,) = office.held()

    office.tell(*entry["suggestions"][0]["do"].split()[1:], "--at", "2018-03-13T09:00")

    assert "停用" not in office.tell("departments", "address", TOWN).stdout
    office.cases_in(lamps(14), "docx-two-columns", at="2018-03-13T10:00")
    office.round("2018-03-13T10:01")
    assert len(office.at_department(TOWN)) == 3


def test_a_person_may_write_an_address_off(in_folder: FolderOffice, new_address: Callable[..., str]):
    office = in_folder
    first, second = with_two_addresses(office, new_address)

    office.tell(
        *f"departments address {TOWN} --dead {first} --because 电话告知已停用 --at 2018-03-12T09:00".split()
    )
    office.cases_in(lamps(), "docx-four-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")

    assert office.letters_at(first) == []
    assert len(office.letters_at(second)) == 1


@pytest.mark.parametrize(
    "reason",
    [
        "552 5.2.2 Mailbox full",
        "554 5.7.1 Message rejected as spam",
        "552 5.3.4 Message size exceeds fixed limit",
        "550 Sender blocked by our policy",
    ],
)
def test_what_says_nothing_against_an_address_does_not_end_it(
    in_folder: FolderOffice, new_address: Callable[..., str], reason: str
):
    office = in_folder
    with_two_addresses(office, new_address)
    thrown_back(office, dispatched_on_monday(office), reason=reason)

    assert "停用" not in office.tell("departments", "address", TOWN).stdout
    (entry,) = office.held()
    assert any("resend" in each["do"] for each in entry["suggestions"])


def test_a_letter_about_a_case_that_was_taken_back_is_not_passed_on(
    in_folder: FolderOffice, new_address: Callable[..., str]
):
    office = in_folder
    _, second = with_two_addresses(office, new_address)
    letter = dispatched_on_monday(office)
    (case,) = office.cases()
    office.tell("withdraw", case["case_no"], "--because", "重复登记", "--at", "2018-03-12T10:03")
    thrown_back(office, letter)

    assert not any("转办" in each.subject for each in office.letters_at(second))


@pytest.mark.parametrize("way", ["works", "directory", "form"])
def test_what_waits_about_an_address_waits_no_longer_once_it_is_mended_by_whatever_way(
    in_folder: FolderOffice, new_address: Callable[..., str], way: str
):
    office = in_folder
    first, second = with_two_addresses(office, new_address)
    thrown_back(office, dispatched_on_monday(office))
    assert len(office.held()) == 1

    if way == "works":
        office.tell("departments", "address", TOWN, "--works", first, "--at", "2018-03-13T09:00")
    elif way == "directory":
        office.give_address(TOWN, second)
        office.round("2018-03-13T09:00")
    else:
        form_mail(office, Form(PEOPLE), sender=second, at="2018-03-13T09:00", text=f"我单位邮箱：{first}")
        office.round("2018-03-13T09:01")
        office.tell("liaisons", "confirm", "1", "--at", "2018-03-13T09:10")
        office.round("2018-03-13T09:11")

    assert office.held() == []


def test_a_letter_that_no_address_took_waits_to_be_sent_again_when_one_is_mended(
    in_folder: FolderOffice, new_address: Callable[..., str]
):
    office = in_folder
    first, second = with_two_addresses(office, new_address)
    thrown_back(office, dispatched_on_monday(office))
    thrown_back(office, office.letters_at(second)[0], at=datetime(2018, 3, 12, 10, 20))

    office.tell("departments", "address", TOWN, "--works", first, "--at", "2018-03-13T09:00")

    (entry,) = office.held()
    assert f"{TOWN}以后的信发往 {first}，这一封还没有重发" in entry["because"]
    assert "没有别的邮箱可用" not in entry["because"]
    office.tell(*entry["suggestions"][0]["do"].split()[1:], "--at", "2018-03-13T09:10")
    assert office.held() == []
    office.round("2018-03-13T09:11")
    assert any("转办" in letter.subject for letter in office.letters_at(first)[1:])


def test_the_form_asked_for_after_a_bounce_has_some_working_days(
    in_folder: FolderOffice, new_address: Callable[..., str]
):
    office = in_folder
    office.configure(liaison={"due_on": "2018-03-13", "chase_before_days": 0})
    _, second = with_two_addresses(office, new_address)
    thrown_back(office, dispatched_on_monday(office))

    (asked,) = [each for each in office.letters_at(second) if "联系表催报" in each.subject]
    assert "请于3月19日前报送" in asked.subject


def test_a_form_asked_for_as_an_address_was_dead_is_asked_for_no_more_once_it_works(
    in_folder: FolderOffice, new_address: Callable[..., str]
):
    office = in_folder
    first, second = with_two_addresses(office, new_address)
    thrown_back(office, dispatched_on_monday(office))
    (asked,) = [each for each in office.letters_at(second) if "联系表催报" in each.subject]
    thrown_back(office, asked, at=datetime(2018, 3, 12, 10, 20))
    assert any("resend liaison_chase" in each["do"] for each in office.held()[-1]["suggestions"])

    office.tell("departments", "address", TOWN, "--works", first, "--at", "2018-03-13T09:00")

    (entry,) = office.held()
    assert entry["because"].endswith(f"{TOWN}以后的信发往 {first}")
    assert not any("resend" in each["do"] for each in entry["suggestions"])


def test_the_addresses_of_a_secret_case_s_department_can_be_read_and_the_command_copied(
    in_folder: FolderOffice, new_address: Callable[..., str]
):
    office = in_folder
    first, second = with_two_addresses(office, new_address)
    office.cases_in(lamps(secret=True), "docx-four-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    (letter,) = office.at_department(TOWN)
    thrown_back(office, letter)

    (entry,) = office.held()
    assert first in entry["because"]
    assert second in entry["because"]
    assert lamps().phone not in entry["because"]
    works = next(each["do"] for each in entry["suggestions"] if "--works" in each["do"])
    office.tell(*works.split()[1:], "--at", "2018-03-12T11:00")
    assert "停用" not in office.tell("departments", "address", TOWN).stdout


def test_departments_that_share_a_mailbox_lose_it_and_have_it_again_together(in_folder: FolderOffice):
    office, other = in_folder, "滕州市公路局"
    shared = office.address_of(TOWN)
    office.give_address(other, shared)
    thrown_back(office, dispatched_on_monday(office))

    (entry,) = office.held()
    assert f"{other}同用这个邮箱，一并停用" in entry["because"]
    assert "停用" in office.tell("departments", "address", other).stdout

    office.tell("departments", "address", TOWN, "--works", shared, "--at", "2018-03-12T11:00")
    assert "停用" not in office.tell("departments", "address", other).stdout


def test_an_entry_says_where_letters_go_as_soon_as_a_form_with_a_new_address_is_confirmed(
    in_folder: FolderOffice,
):
    office = in_folder
    thrown_back(office, dispatched_on_monday(office))
    form_mail(office, Form(PEOPLE), sender="jingheban@sina.cn", at="2018-03-13T09:00")
    office.round("2018-03-13T09:01")

    office.tell("liaisons", "confirm", "1", "--address", "jingheban@sina.cn", "--at", "2018-03-13T09:10")

    assert any(f"{TOWN}以后的信发往 jingheban@sina.cn" in entry["because"] for entry in office.held())
