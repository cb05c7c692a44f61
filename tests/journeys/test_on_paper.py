"""打印送达: a department without any mailbox gets its letters on paper, climbs the same ladder, and gets nothing twice."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import datetime

import pytest

from mailroom.demonstration.answers import bounce_mail
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import Row
from tests.journeys.replies import TOWN, dispatched_on_monday
from tests.journeys.test_instructions import with_leader
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


@pytest.fixture
def with_dead_mailbox(in_folder: FolderOffice) -> FolderOffice:
    """An office whose town's only address threw its first dispatch letter back."""
    letter = dispatched_on_monday(in_folder)
    in_folder.mail_in(bounce_mail(letter.raw, sent_on=datetime(2018, 3, 12, 10, 5)))
    in_folder.round("2018-03-12T10:06")
    return in_folder


def calls(office: FolderOffice, at: str) -> list[tuple[str, str]]:
    """(way, why) of the tasks about an assignment that did not arrive."""
    tasks = office.ask("tasks", "--at", at)
    return [(each["way"], each["because"]) for each in tasks if each["cause"] == "undelivered"]


def test_a_dispatch_letter_that_came_back_waits_to_be_printed_and_somebody_telephones(
    with_dead_mailbox: FolderOffice,
):
    office = with_dead_mailbox
    number = office.cases()[0]["case_no"]

    (paper,) = papers(office)
    assert paper["letter"].startswith("dispatch/")
    assert calls(office, EARLY) == [("phone", "转办函没有送达：请电话告知，问明收件邮箱")]
    assert "已列入待打印送达" in office.held()[0]["because"]

    office.tell(*shlex.split(paper["then"])[1:], "--at", "2018-03-12T15:00")
    office.round("2018-03-12T15:01")
    assert (papers(office), calls(office, EARLY), office.held()) == ([], [], [])
    assert not office.cases()[0]["undelivered"]
    for day in DAYS:
        office.round(f"2018-03-{day}T09:30")
    assert [day for day, _ in supervised(office, number)][-4:] == ["16", "20", "22", "29"]


def test_a_case_that_did_not_arrive_never_sleeps(with_dead_mailbox: FolderOffice):
    office = with_dead_mailbox
    number = office.cases()[0]["case_no"]
    for day in ("13", "16"):
        office.tell(
            "supervise", number, "--by", "phone", "--note", "没有人接", "--at", f"2018-03-{day}T09:00"
        )
        office.round(f"2018-03-{day}T09:30")
    assert calls(office, "2018-03-16T10:00") == [
        ("phone", "已逾期1个工作日，转办函没有送达：请电话告知，问明收件邮箱")
    ]

    office.round("2018-03-22T09:30")

    assert calls(office, "2018-03-22T10:00")[-1][0] == "on_site"
    assert kinds(office) == []  # nobody is blamed for what he never got


def test_a_department_whose_mailbox_is_dead_is_told_on_paper_that_a_case_is_withdrawn(
    with_dead_mailbox: FolderOffice,
):
    office = with_dead_mailbox
    (paper,) = papers(office)
    office.tell(*shlex.split(paper["then"])[1:], "--at", "2018-03-12T15:00")
    number = office.cases()[0]["case_no"]

    office.tell("withdraw", number, "--because", "上级误派", "--at", "2018-03-13T09:00")
    office.round("2018-03-13T09:01")

    (paper,) = papers(office)
    assert "停止办理" in paper["because"]
    assert office.held() == []


def test_what_waits_to_be_printed_may_be_mailed_once_there_is_a_mailbox(with_dead_mailbox: FolderOffice):
    office = with_dead_mailbox
    (paper,) = papers(office)
    office.give_address(TOWN, "town@example.cn")
    office.round("2018-03-12T10:20")
    assert office.at_department(TOWN) == []  # not by itself: somebody may be on his way with it

    office.tell("letters", "resend", paper["letter"], "--at", "2018-03-12T10:30")
    office.round("2018-03-12T10:31")

    assert len(office.at_department(TOWN)) == 1
    assert papers(office) == []
    assert office.held() == []


def test_a_paper_for_a_case_that_the_department_has_no_more_is_delivered_to_nobody(
    without_mailbox: FolderOffice,
):
    office = without_mailbox
    number = office.cases()[0]["case_no"]

    office.tell(
        "reassign", number, "--to", "滕州市公路局", "--because", "属公路局", "--at", "2018-03-12T11:00"
    )
    office.round("2018-03-12T11:01")

    assert [each["letter"].split("/")[0] for each in papers(office)] == ["reassignment"]


def test_the_ladder_of_a_department_whose_mailbox_died_meanwhile_goes_on_on_paper_and_nothing_is_made_up_for(
    in_folder: FolderOffice,
):
    office = in_folder
    with_leader(office)
    dispatched_on_monday(office)
    number = office.cases()[0]["case_no"]
    for day in ("14", "15", "16"):
        office.round(f"2018-03-{day}T09:30")
    reminder = office.at_department(TOWN)[-1]
    office.mail_in(bounce_mail(reminder.raw, sent_on=datetime(2018, 3, 16, 10)))
    office.round("2018-03-16T10:01")
    for day in ("20", "22", "29"):
        office.round(f"2018-03-{day}T09:30")
    office.tell(
        *f"instruct {number} --leader 李明 --text 请限期办结 --on 2018-03-30 --at 2018-03-30T10:00".split()
    )
    office.round("2018-03-30T10:01")

    drawn = [(row["kind"], row["state"]) for row in office.letters() if row["state"] == "on_paper"]
    assert drawn == [("reminder", "on_paper"), ("supervision", "on_paper"), ("instruction", "on_paper")]
    assert TOWN in office.ask("letters", "numbers", "--year", "2018")[-2]["title"]

    before = len(office.at_department(TOWN))
    office.tell(
        *f"departments address {TOWN} --works {office.address_of(TOWN)} --at 2018-04-02T10:00".split()
    )
    office.round("2018-04-02T10:05")
    assert len(office.at_department(TOWN)) == before
    assert not any(entry["what"] == "bounce" for entry in office.held())


def test_a_department_gets_no_papers_about_a_case_that_it_has_no_more(without_mailbox: FolderOffice):
    office = without_mailbox
    number = office.cases()[0]["case_no"]
    for day in ("16", "20"):
        office.round(f"2018-03-{day}T09:30")
    assert "supervision" in {each["letter"].split("/")[0] for each in papers(office)}

    office.tell("withdraw", number, "--because", "上级误派", "--at", "2018-03-20T11:00")
    office.round("2018-03-20T11:01")

    assert {each["letter"].split("/")[0] for each in papers(office)} == {"reminder", "notice"}
