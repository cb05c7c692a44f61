"""上级变更: the upper platform sends a case again, with something else in it, or one that is off the desks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from mailroom.demonstration.sheets import Sheet
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import Row

SHEET = replace(lamps(department="羊庄镇"), name="欧阳建国", phone="13700001234")


def first_and_again(office: FolderOffice, again: Sheet, **mail: Any) -> Row:
    """Let the case in on Monday, and again in another mail on Tuesday; returns its dossier."""
    office.cases_in(SHEET, "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    office.cases_in(again, "docx-four-columns", at="2018-03-13T10:00", **mail)
    office.round("2018-03-13T10:01")
    (case,) = office.cases()
    return office.case(case["case_no"])


def test_a_case_that_is_secret_the_second_time_is_secret_from_then_on(in_folder: FolderOffice):
    dossier = first_and_again(in_folder, replace(SHEET, secret=True))

    assert dossier["secret"]
    (entry,) = in_folder.held()
    assert "要求保密" in entry["because"]
    in_folder.round("2018-03-14T09:01")
    reminder = in_folder.at_department("羊庄镇人民政府")[-1]
    assert "催办" in reminder.subject
    assert SHEET.title not in reminder.everything
    assert "欧阳" not in reminder.everything


def test_another_telephone_number_is_shown_masked_and_waits(in_folder: FolderOffice):
    dossier = first_and_again(in_folder, replace(SHEET, phone="13800005678"))

    (entry,) = in_folder.held()
    assert "诉求人信息" in entry["because"]
    assert any("137****1234 → 138****5678" in each["because"] for each in dossier["journal"])


def test_another_department_is_shown_and_waits(in_folder: FolderOffice):
    first_and_again(in_folder, replace(SHEET, department="滕州市公路局"))

    (entry,) = in_folder.held()
    assert "承办单位" in entry["because"]


def test_another_name_for_the_same_department_is_no_change(in_folder: FolderOffice):
    first_and_again(in_folder, replace(SHEET, department="羊庄镇人民政府"))

    assert in_folder.held() == []


def test_a_withdrawn_case_that_comes_again_waits_for_a_person(in_folder: FolderOffice):
    in_folder.cases_in(SHEET, "docx-two-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    number = in_folder.cases()[0]["case_no"]
    in_folder.tell("withdraw", number, "--because", "上级误派", "--at", "2018-03-12T11:00")

    in_folder.cases_in(SHEET, "docx-four-columns", at="2018-03-13T10:00")
    in_folder.round("2018-03-13T10:01")

    (entry,) = in_folder.held()
    assert "撤回" in entry["because"]
    assert entry["case_no"] == number


def test_changes_are_told_in_chinese_words(in_folder: FolderOffice):
    dossier = first_and_again(in_folder, replace(SHEET, kind="投诉", due_at=datetime(2018, 3, 14, 12)))

    told = [each["because"] for each in dossier["journal"] if each["act"] == "change"]
    assert "诉求类型：求助 → 投诉" in told


def test_a_sheet_without_any_request_is_not_offered_to_be_released(in_folder: FolderOffice):
    in_folder.cases_in(replace(SHEET, title="", request_text=""), "docx-two-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")

    (entry,) = in_folder.held()
    assert not any("放行" in each["do"] for each in entry["suggestions"])
    assert entry["suggestions"]
