"""重复件: a repeat that was joined to another case is answered to its platform with that case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mailroom.demonstration.answers import answer_mail
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import MAYOR, Row
from tests.journeys.replies import TOWN, TUESDAY, answered, complete


def twice(office: FolderOffice, **says: Any) -> tuple[Row, Row]:
    """Somebody asks on the hotline, and then the mayor's mailbox; `says`: what is otherwise in the second case."""
    first = lamps(13)
    again = replace(lamps(14), **({"name": first.name, "phone": first.phone} | says))
    office.cases_in(first, "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    office.cases_in(again, "docx-two-columns", at="2018-03-12T10:10", upper=MAYOR)
    office.round("2018-03-12T10:11")
    case, repeat = office.cases()
    return case, repeat


def merged(office: FolderOffice, repeat: Row, case: Row, at: str) -> None:
    office.tell("merge", repeat["case_no"], "--into", case["case_no"], "--at", at)


def answer(office: FolderOffice, case: Row) -> None:
    (letter,) = [one for one in office.at_department(TOWN) if f"{case['case_no']} " in one.subject]
    answered(office, answer_mail(letter.raw, complete(letter), sent_on=TUESDAY))


def test_the_result_of_the_case_goes_up_for_the_repeat_as_well(in_folder: FolderOffice):
    case, repeat = twice(in_folder)
    merged(in_folder, repeat, case, "2018-03-12T10:20")

    answer(in_folder, case)

    assert [case["upper_no"] in one.subject for one in in_folder.at_upper()] == [True]
    (report,) = in_folder.at_upper(MAYOR)
    assert repeat["upper_no"] in report.subject
    assert in_folder.acts(repeat["case_no"])[-1] == "report"
    assert in_folder.held() == []


def test_where_somebody_else_asked_a_person_looks_first(in_folder: FolderOffice):
    case, repeat = twice(in_folder, phone="13900005678")
    merged(in_folder, repeat, case, "2018-03-12T10:20")
    answer(in_folder, case)

    assert in_folder.at_upper(MAYOR) == []
    (entry,) = in_folder.held()
    assert (entry["what"], entry["case_no"]) == ("report", repeat["case_no"])
    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-13T15:20")
    in_folder.round("2018-03-13T15:21")

    (report,) = in_folder.at_upper(MAYOR)
    assert repeat["upper_no"] in report.subject


def test_a_repeat_of_what_was_answered_already_is_answered_at_once(in_folder: FolderOffice):
    case, repeat = twice(in_folder)
    answer(in_folder, case)

    merged(in_folder, repeat, case, "2018-03-13T15:30")
    in_folder.round("2018-03-13T15:31")

    (report,) = in_folder.at_upper(MAYOR)
    assert repeat["upper_no"] in report.subject
