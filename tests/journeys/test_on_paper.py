"""打印送达: a department without any mailbox gets its letters on paper, climbs the same ladder, and gets nothing twice."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import datetime

import pytest

from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import Row
from tests.journeys.replies import TOWN
from tests.journeys.test_supervision import DAYS, kinds, supervised

EARLY = "2018-03-12T10:05"


@pytest.fixture
def without_mailbox(in_folder: FolderOffice) -> FolderOffice:
    """An office whose town has no mailbox; its first case was let go to it by a person, on paper."""
    in_folder.give_address(TOWN)
    in_folder.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    (entry,) = in_folder.held()
    assert "打印送达" in entry["suggestions"][0]["why"]
    in_folder.tell("held", "release", str(entry["id"]), "--department", TOWN, "--at", "2018-03-12T10:03")
    return in_folder


def papers(office: FolderOffice, at: str = EARLY) -> list[Row]:
    """What the list of tasks says has to be printed and brought to departments."""
    return [each for each in office.ask("tasks", "--at", at) if each["what"] == "打印送达"]


def states(office: FolderOffice) -> dict[str, str]:
    return {row["key"]: row["state"] for row in office.letters()}


def test_its_letter_is_printed_and_its_delivery_written_down(without_mailbox: FolderOffice):
    office = without_mailbox
    (case,) = office.cases()
    (task,) = papers(office)
    assert (case["status"], task["department"], task["case_no"]) == ("dispatched", TOWN, case["case_no"])
    assert states(office) == {task["letter"]: "on_paper"}

    delivered = shlex.split(task["then"].replace("已送达", "王主任收"))[1:]
    office.tell(*delivered, "--at", "2018-03-12T11:00")

    assert papers(office) == []
    assert states(office) == {task["letter"]: "sent"}
    last = office.case(case["case_no"])["journal"][-1]
    assert last["because"].endswith(f"已打印送达{TOWN}：王主任收")
    assert "不是待打印送达" in office.tell(*delivered, status=1).output


def test_the_next_case_is_drawn_up_by_itself(without_mailbox: FolderOffice):
    office = without_mailbox
    office.cases_in(lamps(14), "docx-two-columns", at="2018-03-12T10:10")

    office.round("2018-03-12T10:11")

    assert office.held() == []
    assert len(papers(office)) == 2


def test_the_ladder_runs_on_paper(without_mailbox: FolderOffice):
    office = without_mailbox
    number = office.cases()[0]["case_no"]

    for day in DAYS:
        office.round(f"2018-03-{day}T09:30")

    assert [day for day, _ in supervised(office, number)] == ["16", "20", "22", "29"]
    assert kinds(office) == ["reminder", "supervision", "proposal"]
    assert set(states(office).values()) == {"on_paper"}
    assert office.held() == []
    assert office.everywhere() == []


def test_an_address_that_is_imported_later_gets_nothing_twice(without_mailbox: FolderOffice):
    office = without_mailbox
    office.round("2018-03-16T09:30")
    before = states(office)
    office.give_address(TOWN, "town@example.cn")

    office.round("2018-03-16T10:00")
    assert states(office) == before
    assert office.at_department(TOWN) == []

    office.cases_in(
        replace(lamps(15), called_at=datetime(2018, 3, 16, 9)), "docx-two-columns", at="2018-03-16T10:10"
    )
    office.round("2018-03-16T10:11")
    assert len(office.at_department(TOWN)) == 1


def test_a_preview_lists_what_waits_to_be_printed(without_mailbox: FolderOffice):
    office = without_mailbox

    (row,) = office.ask("preview", "--at", "2018-03-12T10:30")

    assert (row["state"], row["kind"]) == ("on_paper", "dispatch")
    assert "待打印送达" in office.tell("preview", "--at", "2018-03-12T10:30").stdout


def test_what_is_not_delivered_yet_is_printed_anew_when_the_case_turns_secret(without_mailbox: FolderOffice):
    office = without_mailbox
    number = office.cases()[0]["case_no"]

    office.tell("change", number, "--secret", "是", "--at", "2018-03-12T10:30")

    assert sorted(states(office).values()) == ["on_paper", "void"]
    (task,) = papers(office)
    assert task["letter"].endswith("/保密")
