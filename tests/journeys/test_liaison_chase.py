"""Departments that have not filed their liaison form are reminded before the day, asked after it, telephoned in the end."""

from __future__ import annotations

import pytest

from tests.journeys.in_files import FolderOffice
from tests.journeys.liaison_mails import TITLE, TOWN, Form, form_mail
from tests.journeys.offices import OfficeAtWork
from tests.journeys.served import ServedOffice

CHASED = {"liaison": {"due_on": "2018-03-30"}}


@pytest.fixture(params=["dovecot-postfix", "folder"])
def chasing(request: pytest.FixtureRequest) -> OfficeAtWork:
    """An office that chases the town alone: all other departments have ended, or begin later."""
    office = request.getfixturevalue("served" if request.param == "dovecot-postfix" else "in_folder")
    return _chasing(office)


@pytest.fixture
def chasing_in_files(in_folder: FolderOffice) -> OfficeAtWork:
    return _chasing(in_folder)


def _chasing(office: FolderOffice | ServedOffice) -> OfficeAtWork:
    office.configure(**CHASED)
    office.keep_only(TOWN)
    return office


def chases(office: OfficeAtWork) -> list[str]:
    return [row["posted_at"][:10] for row in office.letters("--kind", "liaison_chase")]


def test_the_missing_are_reminded_before_the_day_and_asked_after_it_with_the_blank_form(
    chasing: OfficeAtWork,
):
    posted = [
        chasing.round(f"2018-{day}T09:00")["posted"] for day in ("03-26", "03-27", "03-28", "04-02", "04-10")
    ]

    # 03-27 is the third working day before 03-30; after it 04-10 the fifth, as 清明 is off and 04-08 made up for it
    assert posted == [0, 1, 0, 0, 1]
    before, after = chasing.at_department(TOWN)
    assert "请于3月30日前报送" in before.subject
    assert "联系表_羊庄镇人民政府.docx" in before.documents
    assert "应于3月30日前报送" in after.subject
    assert "已过" in after.text


def test_three_letters_after_the_day_then_one_task_to_telephone(chasing_in_files: OfficeAtWork):
    office = chasing_in_files
    for day in ("03-27", "04-10", "04-17", "04-24", "05-03", "05-04", "05-28"):
        office.round(f"2018-{day}T09:00")

    assert chases(office) == ["2018-03-27", "2018-04-10", "2018-04-17", "2018-04-24"]
    (entry,) = office.held()
    assert entry["what"] == "liaison"
    assert TOWN in entry["because"]
    assert "已去信4次" in entry["suggestions"][0]["why"]
    assert office.ask("liaisons", "missing", "--at", "2018-05-28T09:00")[0]["by_phone"]


def test_the_form_that_comes_ends_the_task_and_the_chase(chasing_in_files: OfficeAtWork):
    office = chasing_in_files
    office.round("2018-05-03T09:00")
    assert [entry["what"] for entry in office.held()] == ["liaison"]
    form_mail(office, at="2018-05-03T10:00")

    office.round("2018-05-03T10:01")

    assert [entry["what"] for entry in office.held()] == ["liaison_form"]
    assert office.ask("liaisons", "missing", "--at", "2018-05-04T09:00") == []


def test_a_refused_form_leaves_its_department_missing(chasing_in_files: OfficeAtWork):
    office = chasing_in_files
    form_mail(office)
    office.round("2018-03-27T09:00")
    assert chases(office) == []
    office.tell("liaisons", "refuse", "1", "--because", "填错单位", "--at", "2018-03-27T09:10")

    office.round("2018-03-27T09:11")

    assert chases(office) == ["2018-03-27"]


def test_whoever_files_for_the_hotline_alone_is_asked_for_the_other_form(chasing_in_files: OfficeAtWork):
    office = chasing_in_files
    form_mail(office, Form(title=TITLE.replace("和市长信箱", "")))
    office.round("2018-03-27T09:00")

    (row,) = office.ask("liaisons", "missing", "--at", "2018-03-27T09:00")
    assert row["channels"] == ["mayors_mailbox"]
    assert "缺报事项：市长信箱" in office.at_department(TOWN)[-1].text


def test_after_a_stop_only_the_letter_of_today_goes_out(chasing_in_files: OfficeAtWork):
    office = chasing_in_files
    office.round("2018-03-20T09:00")

    assert [office.round(f"2018-{day}T09:00")["posted"] for day in ("04-25", "04-26", "05-02")] == [1, 0, 0]
    assert chases(office) == ["2018-04-25"]


def test_nobody_is_chased_outside_office_hours(chasing_in_files: OfficeAtWork):
    office = chasing_in_files

    posted = [
        office.round(f"2018-03-{moment}")["posted"]
        for moment in ("27T08:00", "27T12:30", "27T17:30", "27T13:00")
    ]

    assert posted == [0, 0, 0, 1]


def test_a_department_founded_later_is_chased_from_its_first_day(chasing_in_files: OfficeAtWork):
    office = chasing_in_files
    form_mail(office)
    office.round("2018-03-20T09:01")
    office.found("滕州市医疗保障局", on="2019-01-10")

    assert [office.round(f"2019-01-{day}T09:00")["posted"] for day in ("09", "10", "11", "24")] == [
        0,
        1,
        0,
        1,
    ]

    first, second = office.at_department("滕州市医疗保障局")
    assert "请于1月17日前报送" in first.subject
    assert "应于1月17日前报送" in second.subject


def test_an_office_that_opens_years_later_chases_nobody_by_itself(chasing_in_files: OfficeAtWork):
    office = chasing_in_files

    assert office.round("2026-03-27T09:00")["posted"] == 0
    assert len(office.ask("liaisons", "missing", "--at", "2026-03-27T09:00")) == 1


def test_a_person_may_chase_at_any_time_once_a_day(chasing_in_files: OfficeAtWork):
    office = chasing_in_files
    for _ in range(2):
        office.tell("liaisons", "missing", "--chase", "--at", "2018-03-21T09:00")

    assert chases(office) == ["2018-03-21"]
    office.round("2018-03-21T09:01")
    assert "联系表催报" in office.at_department(TOWN)[0].subject


def test_a_department_without_an_address_is_telephoned_after_the_day(chasing_in_files: OfficeAtWork):
    office = chasing_in_files
    office.give_address(TOWN)
    office.round("2018-03-27T09:00")
    assert office.held() == []

    office.round("2018-04-10T09:00")
    office.round("2018-04-11T09:00")

    (entry,) = office.held()
    assert "没有登记邮箱" in entry["suggestions"][0]["why"]
