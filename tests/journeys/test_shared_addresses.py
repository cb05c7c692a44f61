"""Two departments with one address, and departments that a person names: whose answer is it?"""

from __future__ import annotations

from datetime import datetime

import pytest

from mailroom.demonstration import mime
from mailroom.demonstration.answers import acknowledgement_mail, answer_mail
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.results import made_up_result
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.replies import TOWN, TUESDAY, answer_text, complete, dispatched_on_monday
from tests.journeys.seen import Seen

OTHER = "木石镇人民政府"


@pytest.fixture
def letters(in_folder: FolderOffice) -> list[Seen]:
    """One case led by a town and assisted by another at the same address: the two letters there."""
    shared = in_folder.address_of(TOWN)
    in_folder.give_address(OTHER, shared)
    letter = dispatched_on_monday(in_folder)
    number = read_letter(letter.raw).case_no
    in_folder.tell("dispatch", number, "--to", TOWN, "--assist", OTHER, "--at", "2018-03-12T10:30")
    in_folder.round("2018-03-12T10:31")
    return in_folder.letters_at(shared)


def states(office: FolderOffice) -> dict[str, str]:
    (case,) = office.cases()
    return {each["department"]: each["state"] for each in office.case(case["case_no"])["dispatches"]}


def test_the_form_says_which_of_two_departments_at_one_address_answers(
    in_folder: FolderOffice, letters: list[Seen]
):
    in_folder.mail_in(answer_mail(letters[0].raw, complete(letters[0]), sent_on=TUESDAY))
    in_folder.round("2018-03-13T15:01")
    assert states(in_folder) == {TOWN: "answered", OTHER: "open"}

    second = made_up_result(read_letter(letters[1].raw), OTHER, on=TUESDAY.date())
    in_folder.mail_in(answer_mail(letters[1].raw, second, "body-qq", sent_on=TUESDAY))
    in_folder.round("2018-03-13T15:02")
    assert states(in_folder) == {TOWN: "answered", OTHER: "answered"}


def test_the_letter_answered_says_which_of_two_departments_has_received_it(
    in_folder: FolderOffice, letters: list[Seen]
):
    in_folder.mail_in(acknowledgement_mail(letters[0].raw, sent_on=TUESDAY))
    in_folder.round("2018-03-13T15:01")

    dispatches = in_folder.case(read_letter(letters[0].raw).case_no)["dispatches"]
    assert [bool(each["acknowledged_at"]) for each in dispatches] == [True, False]


def test_where_nothing_tells_which_department_it_is_a_person_does(
    in_folder: FolderOffice, letters: list[Seen]
):
    number = read_letter(letters[0].raw).case_no
    lines = [line for line in answer_text(complete(letters[0])).split("\n") if line != TOWN]
    in_folder.mail_in(_new_mail(in_folder, f"{number}办理情况", "\n".join(lines)))
    in_folder.round("2018-03-13T15:01")

    (entry,) = in_folder.held()
    assert "共用" in entry["because"]
    assert len(entry["suggestions"]) == 2
    in_folder.tell("held", "release", str(entry["id"]), "--department", "木石镇", "--at", "2018-03-13T15:05")
    assert states(in_folder) == {TOWN: "open", OTHER: "answered"}


def test_a_person_may_not_release_an_answer_as_that_of_a_department_without_the_case(
    in_folder: FolderOffice,
):
    letter = dispatched_on_monday(in_folder)
    stranger = ("王某", "wang@elsewhere.org")
    in_folder.mail_in(answer_mail(letter.raw, complete(letter), sent_on=TUESDAY, sender=stranger))
    in_folder.round("2018-03-13T15:01")
    (entry,) = in_folder.held()
    number = str(entry["id"])

    in_folder.tell("held", "release", number, "--department", OTHER, "--at", "2018-03-13T15:05", status=1)

    assert states(in_folder) == {TOWN: "open"}


def test_an_answer_to_a_merged_case_says_where_the_matter_goes_on(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    first = read_letter(letter.raw).case_no
    in_folder.cases_in(
        lamps(14, called_at=datetime(2018, 3, 12, 10, 40)), "docx-four-columns", at="2018-03-12T11:00"
    )
    in_folder.round("2018-03-12T11:01")
    second = in_folder.cases()[1]["case_no"]
    in_folder.tell("merge", first, "--into", second, "--at", "2018-03-12T11:30")

    in_folder.mail_in(answer_mail(letter.raw, complete(letter), sent_on=TUESDAY))
    in_folder.round("2018-03-13T15:01")

    (entry,) = in_folder.held()
    assert f"已并入 {second}" in entry["because"]
    assert entry["suggestions"][0]["do"] == f"mailroom held release {entry['id']} --case {second}"


def _new_mail(office: FolderOffice, subject: str, text: str) -> bytes:
    return mime.compose(
        sender=("", office.address_of(TOWN)),
        to=[office.address],
        subject=subject,
        sent_on=TUESDAY,
        message_id="<new-mail@example.cn>",
        text=text,
    )


def test_an_answer_from_an_unknown_address_counts_for_the_department_that_it_names(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    number = read_letter(letter.raw).case_no
    in_folder.tell("dispatch", number, "--to", TOWN, "--assist", OTHER, "--at", "2018-03-12T10:30")
    in_folder.round("2018-03-12T10:31")
    stranger = ("王某", "wang@elsewhere.org")
    in_folder.mail_in(answer_mail(letter.raw, complete(letter), sent_on=TUESDAY, sender=stranger))
    in_folder.round("2018-03-13T15:01")
    (entry,) = in_folder.held()
    ways = [way["do"] for way in entry["suggestions"]]
    assert [way.split()[-1] for way in ways[:2]] == [TOWN, OTHER]
    assert ways[2].startswith(f"mailroom held discard {entry['id']}")

    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-13T15:05")

    assert states(in_folder) == {TOWN: "answered", OTHER: "open"}


def test_one_that_names_none_is_nobodys_until_a_person_says_whose(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    number = read_letter(letter.raw).case_no
    in_folder.tell("dispatch", number, "--to", TOWN, "--assist", OTHER, "--at", "2018-03-12T10:30")
    in_folder.round("2018-03-12T10:31")
    lines = [line for line in answer_text(complete(letter)).split("\n") if line != TOWN]
    raw = _new_mail(in_folder, f"{number}办理情况", "\n".join(lines))
    in_folder.mail_in(raw.replace(in_folder.address_of(TOWN).encode(), b"wang@elsewhere.org"))
    in_folder.round("2018-03-13T15:01")
    (entry,) = in_folder.held()

    told = in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-13T15:05", status=1)

    assert "看不出是" in told.stderr
    assert states(in_folder) == {TOWN: "open", OTHER: "open"}
