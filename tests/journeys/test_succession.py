"""A department is dissolved with a case on its desk: who took over its duties has it then, or a person decides."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from ledger.opening import transaction
from mailroom.demonstration.answers import answer_mail, send_back_mail
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.results import made_up_result
from mailroom.office import import_departments, open_office
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import vague
from tests.journeys.replies import TOWN, dispatched_on_monday

HEIR = "滕东镇人民政府"
LAST_DAY = date(2018, 3, 13)


def ends(office: FolderOffice, **says: str) -> None:
    """Let the town end on Tuesday, and its successor begin on Wednesday."""
    opened = open_office(office.folder, office.environment)
    fresh = {"name": HEIR, "kind": "town", "aliases": ["滕东镇"], "valid_from": date(2018, 3, 14)}
    with transaction():
        import_departments(
            [
                fresh | {"addresses": [office.address_of(HEIR)]},
                {"name": TOWN, "valid_to": LAST_DAY} | says,
            ]
        )
    opened.close()


def test_the_successor_gets_what_was_on_the_desk_and_its_answer_counts(in_folder: FolderOffice):
    dispatched_on_monday(in_folder)
    ends(in_folder, successor=HEIR)
    in_folder.round("2018-03-13T16:00")
    assert in_folder.at_department(HEIR) == []

    in_folder.round("2018-03-14T00:01")  # the office sleeps
    assert in_folder.at_department(HEIR) == []
    in_folder.round("2018-03-14T08:31")
    in_folder.round("2018-03-14T09:31")

    (letter,) = in_folder.at_department(HEIR)
    assert "已撤并" in letter.everything
    (case,) = in_folder.cases()
    rows = in_folder.case(case["case_no"])["dispatches"]
    assert [(row["department"], row["state"]) for row in rows][-1] == (HEIR, "open")
    result = made_up_result(read_letter(letter.raw), HEIR, on=date(2018, 3, 15))
    in_folder.mail_in(answer_mail(letter.raw, result, sent_on=datetime(2018, 3, 15, 9)))
    in_folder.round("2018-03-15T10:00")
    assert in_folder.cases()[0]["status"] == "answered"
    assert in_folder.held() == []


def test_without_a_successor_a_person_decides_and_nobody_is_reminded(in_folder: FolderOffice):
    dispatched_on_monday(in_folder)
    ends(in_folder)
    before = len(in_folder.at_department(TOWN))
    for day in (14, 15, 16, 20):
        in_folder.round(f"2018-03-{day}T09:31")

    assert len(in_folder.at_department(TOWN)) == before
    (entry,) = in_folder.held()
    assert "没有写明承接单位" in entry["because"]
    number = in_folder.cases()[0]["case_no"]
    in_folder.tell("reassign", number, "--to", HEIR, "--because", "撤并", "--at", "2018-03-20T10:00")
    in_folder.round("2018-03-20T10:01")
    assert in_folder.held() == []
    assert len(in_folder.at_department(HEIR)) == 1


def test_a_sheet_that_names_the_dissolved_one_says_so(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    ends(in_folder)
    in_folder.cases_in(vague(department="羊庄镇"), "docx-two-columns", at="2018-03-19T10:00")
    in_folder.round("2018-03-19T10:01")
    told = [entry["because"] for entry in in_folder.held() if entry["what"] == "dispatch"]
    assert any("已停用" in because for because in told), (letter.subject, told)


def test_who_is_named_instead_and_exists_no_more_stands_for_its_successor(in_folder: FolderOffice):
    other = "木石镇人民政府"
    letter = dispatched_on_monday(in_folder)
    opened = open_office(in_folder.folder, in_folder.environment)
    with transaction():
        import_departments([{"name": other, "valid_to": date(2018, 3, 12), "successor": "滨湖镇人民政府"}])
    opened.close()

    back = send_back_mail(
        letter.raw, department=TOWN, reason="不属我镇", suggested=other, sent_on=datetime(2018, 3, 13, 15)
    )
    in_folder.mail_in(back)
    in_folder.round("2018-03-13T15:01")

    (entry,) = in_folder.held()
    assert entry["suggestions"][0]["do"].endswith("--department 滨湖镇人民政府")


@pytest.mark.parametrize("heir", ["滕东镇政府", TOWN])
def test_a_successor_that_nobody_knows_is_refused_at_the_import(in_folder: FolderOffice, heir: str):
    file = in_folder.folder / "名录.xlsx"
    in_folder.tell("departments", "export", str(file))
    book = load_workbook(file)
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows())
    heads = next(row for row in rows if "承接单位" in [cell.value for cell in row])
    column = [cell.value for cell in heads].index("承接单位")
    next(row for row in rows if row[0].value == TOWN)[column].value = heir
    book.save(file)

    assert heir in in_folder.tell("departments", "import", str(file), status=1).stderr
