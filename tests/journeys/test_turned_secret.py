"""转为保密: a case turns out to be secret when a letter about it was drawn up already."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailroom.demonstration.answers import answer_mail
from mailroom.demonstration.sheets import Sheet
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import CITY
from tests.journeys.replies import TOWN, TUESDAY, answered, complete
from tests.journeys.seen import Seen


def sent_in(office: FolderOffice, sheet: Sheet, minute: int, form: str = "docx-two-columns") -> None:
    office.cases_in(sheet, form, at=f"2018-03-12T10:{minute}")


def tells_who(letters: list[Seen], sheet: Sheet) -> list[str]:
    return [
        each.subject for each in letters if sheet.name in each.everything or sheet.phone in each.everything
    ]


def from_a_stranger(office: FolderOffice, sheet: Sheet) -> str:
    """The platform writes from an address that is not on file, so that it waits for a person; its number in the pen."""
    office.uppers[CITY], known = "new@example.com", office.uppers[CITY]
    sent_in(office, sheet, 30, "docx-four-columns")
    office.uppers[CITY] = known
    office.round("2018-03-12T10:31")
    (entry,) = office.held()
    return str(entry["id"])


def test_a_letter_that_still_waits_does_not_go_out_and_the_department_gets_one_that_tells_nobody(
    in_folder: FolderOffice,
):
    sheet = lamps()
    sent_in(in_folder, sheet, 10)
    sent_in(in_folder, replace(sheet, secret=True), 11, "docx-four-columns")

    in_folder.round("2018-03-12T10:12")

    (letter,) = in_folder.at_department(TOWN)
    assert "【保密】" in letter.subject
    assert tells_who([letter], sheet) == []
    assert [row["state"] for row in in_folder.letters()] == ["void", "sent"]
    assert "1 封已停发" in in_folder.held()[0]["because"]
    assert "secret" in in_folder.acts(in_folder.cases()[0]["case_no"])


def test_nor_where_a_person_says_that_it_reports_wrongdoing(in_folder: FolderOffice):
    sheet = lamps()
    in_folder.configure(courier=in_folder.courier() | {"per_day": 1})
    sent_in(in_folder, lamps(14), 10)
    sent_in(in_folder, sheet, 11)
    in_folder.round("2018-03-12T10:12", status=None)  # the second letter waits for tomorrow
    number = in_folder.case(sheet.upper_no)["case_no"]
    in_folder.tell("change", number, "--kind", "举报", "--at", "2018-03-12T10:12")

    in_folder.configure()
    in_folder.round("2018-03-12T10:20")

    letters = [each for each in in_folder.at_department(TOWN) if number in each.subject]
    assert letters
    assert tells_who(letters, sheet) == []


def test_a_letter_from_before_is_not_sent_again(in_folder: FolderOffice):
    sheet = lamps()
    sent_in(in_folder, sheet, 10)
    in_folder.round("2018-03-12T10:11")
    sent_in(in_folder, replace(sheet, secret=True), 30, "docx-four-columns")
    in_folder.round("2018-03-12T10:31")
    letter, _notice = in_folder.letters()

    told = in_folder.tell("letters", "resend", letter["key"], "--at", "2018-03-12T10:40", status=1)

    assert "已转为保密件" in told.stderr
    assert [row["state"] for row in in_folder.letters()] == ["sent"] * 2


@pytest.mark.parametrize("phone", ["", "13900005678"])
def test_a_mail_that_a_person_lets_go_on_for_a_case_makes_it_secret(in_folder: FolderOffice, phone: str):
    sheet = lamps()
    sent_in(in_folder, sheet, 10)
    in_folder.round("2018-03-12T10:11")
    number = in_folder.cases()[0]["case_no"]
    entry = from_a_stranger(in_folder, replace(sheet, secret=True, phone=phone or sheet.phone))

    in_folder.tell("held", "release", entry, "--case", number, "--at", "2018-03-12T10:40")
    in_folder.round("2018-03-12T10:41")

    assert in_folder.cases()[0]["secret"]
    _, *later = in_folder.at_department(TOWN)
    assert tells_who(later, replace(sheet, phone=phone or sheet.phone)) == []


def test_a_department_that_was_told_who_asked_is_asked_to_keep_it_and_to_leave_the_answering_to_us(
    in_folder: FolderOffice,
):
    sheet = lamps()
    sent_in(in_folder, sheet, 10)
    in_folder.round("2018-03-12T10:11")
    number = in_folder.cases()[0]["case_no"]

    in_folder.tell("change", number, "--secret", "是", "--at", "2018-03-12T11:00")
    in_folder.round("2018-03-12T11:01")

    _, notice = in_folder.at_department(TOWN)
    assert notice.subject == f"【保密】{number} 自即日起按保密件办理"
    assert "不再联系诉求人，办理结果由我办统一答复" in notice.everything
    assert tells_who([notice], sheet) == []


def test_a_platform_that_only_asks_for_secrecy_leaves_nothing_to_be_put_right(in_folder: FolderOffice):
    sheet = lamps()
    sent_in(in_folder, sheet, 10)
    in_folder.round("2018-03-12T10:11")
    sent_in(in_folder, replace(sheet, secret=True), 30, "docx-four-columns")
    in_folder.round("2018-03-12T10:31")

    assert "【保密】" in in_folder.at_department(TOWN)[-1].subject
    (entry,) = in_folder.held()
    assert ["discard" in each["do"] for each in entry["suggestions"]] == [True]
    assert "已按保密件办理" in entry["suggestions"][0]["do"]


def test_an_answer_of_a_department_that_was_told_who_asked_shows_no_tracing(in_folder: FolderOffice):
    sheet = lamps()
    sent_in(in_folder, sheet, 10)
    in_folder.round("2018-03-12T10:11")
    (letter,) = in_folder.at_department(TOWN)
    number = in_folder.cases()[0]["case_no"]
    in_folder.tell("change", number, "--secret", "是", "--at", "2018-03-12T11:00")

    answered(in_folder, answer_mail(letter.raw, complete(letter), sent_on=TUESDAY))

    assert in_folder.held() == []
    assert len(in_folder.at_upper()) == 1
