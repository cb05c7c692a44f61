"""Which department: named in the sheet, by the town of the place, by a duty; what is not clear waits for a person."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps, matter, vague
from tests.journeys.offices import OfficeAtWork


@pytest.mark.parametrize(
    ("written", "department"),
    [
        ("滕州市公路局", "滕州市公路局"),
        ("公路局", "滕州市公路局"),
        ("市执法局", "滕州市综合行政执法局"),
        ("枣庄市住房公积金管理中心滕州管理部", "枣庄市住房公积金管理中心滕州管理部"),
        ("木石镇", "木石镇人民政府"),
    ],
    ids=["full-name", "alias", "alias-with-city", "long-name", "town"],
)
def test_the_department_that_the_sheet_names_gets_the_case(
    office: OfficeAtWork, written: str, department: str
):
    office.cases_in(vague(department=written), "docx-two-columns", at="2018-03-12T10:00")

    office.round("2018-03-12T10:01")

    (case,) = office.cases()
    assert (case["status"], case["department"]) == ("dispatched", department)
    assert written in office.case(case["case_no"])["dispatches"][0]["because"]
    assert len(office.at_department(department)) == 1


def test_the_town_of_the_place_gets_the_case_where_nobody_is_named(office: OfficeAtWork):
    office.cases_in(lamps(town="官桥镇", department=""), "body-lines", at="2018-03-12T10:00")

    office.round("2018-03-12T10:01")

    assert office.cases()[0]["department"] == "官桥镇人民政府"


def test_a_duty_decides_where_neither_name_nor_town_is_given(office: OfficeAtWork):
    text = "来电人反映，家里的水表走得太快，上月水费比平时多三倍，请核实。"
    office.cases_in(vague(title="反映水费异常", request_text=text), "docx-paragraphs", at="2018-03-12T10:00")

    office.round("2018-03-12T10:01")

    (case,) = office.cases()
    assert case["department"] == "滕州市自来水公司"
    assert "水费" in office.case(case["case_no"])["dispatches"][0]["because"]


def test_a_department_that_has_ended_hands_over_to_its_successor(office: OfficeAtWork):
    called = datetime(2019, 3, 4, 9)
    office.cases_in(
        vague(called_at=called, department="滕州市国土资源局"), "docx-two-columns", at="2019-03-04T10:00"
    )

    office.round("2019-03-04T10:01")

    assert office.cases()[0]["department"] == "滕州市自然资源局"


def test_what_is_not_clear_waits_with_the_three_best_and_the_evidence(office: OfficeAtWork):
    text = "来电人反映，小区物业不管，自来水也常停，供暖温度低，天然气又涨价，不知道找谁。"
    office.cases_in(vague(title="反映小区问题", request_text=text), "body-lines", at="2018-03-12T10:00")

    done = office.round("2018-03-12T10:01")

    assert (done["posted"], done["sent"]) == (0, 0)
    assert office.cases()[0]["status"] == "registered"
    (entry,) = office.held()
    assert entry["what"] == "dispatch"
    assert len(entry["suggestions"]) == 3
    ways = entry["suggestions"]
    assert all("--department" in each["do"] and "职责" in each["why"] for each in ways)
    office.tell(*ways[1]["do"].split()[1:], "--at", "2018-03-12T10:05")
    assert office.cases()[0]["department"] == ways[1]["do"].split()[-1]


def test_a_released_case_goes_to_the_department_that_a_person_named(office: OfficeAtWork):
    office.cases_in(vague(), "body-lines", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    (entry,) = office.held()

    office.tell("held", "release", str(entry["id"]), "--department", "民政局", "--at", "2018-03-12T10:30")
    done = office.round("2018-03-12T10:31")

    assert done["sent"] == 1
    assert office.held() == []
    (case,) = office.cases()
    assert (case["status"], case["department"]) == ("dispatched", "滕州市民政局")
    assert "值班员" in office.case(case["case_no"])["dispatches"][0]["because"]
    assert len(office.at_department("滕州市民政局")) == 1


def test_two_departments_named_are_for_a_person_to_choose_from(office: OfficeAtWork):
    office.cases_in(
        vague(department="滕州市公路局、滕州市交通运输局"), "docx-two-columns", at="2018-03-12T10:00"
    )

    office.round("2018-03-12T10:01")

    (entry,) = office.held()
    named = {each["do"].split()[-1] for each in entry["suggestions"][:2]}
    assert named == {"滕州市公路局", "滕州市交通运输局"}


def test_a_department_without_an_address_waits_for_a_person(office: OfficeAtWork):
    office.give_address("滕州市公路局")
    office.cases_in(vague(department="公路局"), "docx-two-columns", at="2018-03-12T10:00")

    office.round("2018-03-12T10:01")

    (entry,) = office.held()
    assert "没有登记邮箱" in entry["because"]
    assert (
        entry["suggestions"][0]["do"] == "mailroom departments export 名录.xlsx"
    )  # a release would only be refused


def test_the_upper_platforms_earlier_deadline_wins_less_half_a_day(office: OfficeAtWork):
    noise = matter(
        8, department="执法局", due_at=datetime(2018, 3, 14, 17)
    )  # 投诉: 7 working days of our own
    office.cases_in(noise, "docx-two-columns", at="2018-03-12T10:00")

    office.round("2018-03-12T10:01")

    (case,) = office.cases()
    assert case["due_at"] == "2018-03-14T12:00:00"
    assert any("上级要求" in line for line in office.case(case["case_no"])["due_trace"])


def test_a_deadline_of_the_upper_platform_in_the_days_that_are_settled_is_not_provisional(
    in_folder: FolderOffice,
):
    monday = datetime(2026, 12, 21, 9)
    sheet = lamps(kind="投诉", called_at=monday, due_at=datetime(2026, 12, 24, 17))
    in_folder.cases_in(sheet, "docx-two-columns", at="2026-12-21T10:00")
    in_folder.round("2026-12-21T10:01")

    (case,) = in_folder.cases()
    assert (case["due_at"], case["provisional"]) == ("2026-12-24T12:00:00", False)
