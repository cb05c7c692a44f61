"""Whose case it is, where the sheet names an office within a department, a stranger, or the accused itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import vague

NOISE: dict[str, Any] = {
    "title": "工地噪音扰民",
    "request_text": "来电人反映，夜里工地施工噪音扰民，请处理。",
    "kind": "投诉",
}


def dispatched_to(office: FolderOffice, written: str, **says: Any) -> str | None:
    """Let a case in whose sheet names `written`; returns the department that got it."""
    office.cases_in(vague(department=written, **(NOISE | says)), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    (case,) = office.cases()
    return case["department"]


@pytest.mark.parametrize(
    ("written", "department"),
    [
        ("滕州市公安局荆河派出所", "滕州市公安局"),
        ("交警大队荆河中队", "滕州市公安局交通警察大队"),
        ("大坞镇人民政府党政办", "大坞镇人民政府"),
    ],
)
def test_an_office_within_a_department_is_the_departments(
    in_folder: FolderOffice, written: str, department: str
):
    assert dispatched_to(in_folder, written) == department
    assert written in in_folder.case(in_folder.cases()[0]["case_no"])["dispatches"][0]["because"]


@pytest.mark.parametrize(
    "written", ["枣庄市城管局", "市局", "大坞镇派出所", "城管局（住建局配合）", "城管局会同住建局"]
)
def test_a_name_that_the_directory_does_not_have_waits_whatever_the_keywords_say(
    in_folder: FolderOffice, written: str
):
    assert dispatched_to(in_folder, written) is None
    (entry,) = in_folder.held()
    assert f"“{written}”不在单位名录中" in entry["because"]
    assert entry["suggestions"]


@pytest.mark.parametrize(
    "written", ["滕州市", "滕州市人民政府", "滕州市市长公开电话办公室", "市长公开电话办公室"]
)
def test_a_sheet_that_names_only_the_city_or_the_office_names_nobody(in_folder: FolderOffice, written: str):
    assert dispatched_to(in_folder, written) == "滕州市综合行政执法局"


@pytest.mark.parametrize(
    ("kind", "written", "text"),
    [
        ("求助", "城管局", "城管局执法队员在路口打人骂人，请求处理。"),
        ("意见建议", "民政局", "建议整治民政局工作人员态度恶劣的问题。"),
        ("举报", "大坞镇", "举报大坞镇镇长张某收受红包。"),
        ("投诉", "公安局", "反映公安局荆河派出所民警不出警。"),
        ("投诉", "荆河街道", "反映荆河街道干部拆迁时打骂群众。"),
        ("其他", "市场监管局", "市监局受理投诉后不作为。"),
    ],
)
def test_no_department_gets_a_case_against_itself_whatever_its_kind(
    in_folder: FolderOffice, kind: str, written: str, text: str
):
    assert dispatched_to(in_folder, written, kind=kind, title=text[:12], request_text=text) is None
    (entry,) = in_folder.held()
    assert "不得转给被反映单位" in entry["because"]


@pytest.mark.parametrize(
    ("kind", "written", "text"),
    [
        ("表扬", "城管局", "表扬城管局执法队员拾金不昧。"),
        ("咨询", "民政局", "曾向民政局工作人员咨询低保，想了解需要什么材料。"),
        ("举报", "大坞镇", "举报大坞镇东洼村村支书贪污低保款。"),
    ],
)
def test_to_name_a_department_is_not_to_accuse_it(
    in_folder: FolderOffice, kind: str, written: str, text: str
):
    assert dispatched_to(in_folder, written, kind=kind, title=text[:12], request_text=text) is not None


AGAINST_ITSELF: dict[str, Any] = {
    "kind": "投诉",
    "title": "投诉综合行政执法局执法人员态度恶劣",
    "request_text": "来电人投诉综合行政执法局执法人员态度恶劣，要求处理。",
}
ACCUSED, OTHER = "滕州市综合行政执法局", "滕州市民政局"


def test_the_accused_is_not_among_the_candidates(in_folder: FolderOffice):
    dispatched_to(in_folder, ACCUSED, **AGAINST_ITSELF)

    (entry,) = in_folder.held()

    assert "--not-against" in entry["because"]
    assert entry["suggestions"]
    assert not any(ACCUSED in each["do"] for each in entry["suggestions"])


@pytest.mark.parametrize("way", ["release", "dispatch", "assist", "again"])
def test_nobody_can_send_it_a_case_against_itself(in_folder: FolderOffice, way: str):
    dispatched_to(in_folder, ACCUSED, **AGAINST_ITSELF)
    (entry,), number = in_folder.held(), in_folder.cases()[0]["case_no"]
    if way == "again":
        in_folder.tell("dispatch", number, "--to", OTHER, "--at", "2018-03-12T10:10")
        in_folder.tell("send-back", number, "--accept", "--because", "不属该局", "--at", "2018-03-12T10:20")
        (entry,) = in_folder.held()
        assert not any(ACCUSED in each["do"] for each in entry["suggestions"])
    words = {
        "release": ("held", "release", str(entry["id"]), "--department", ACCUSED),
        "assist": ("dispatch", number, "--to", OTHER, "--assist", ACCUSED),
    }.get(way, ("dispatch", number, "--to", ACCUSED))

    done = in_folder.tell(*words, "--at", "2018-03-12T10:30", status=1)
    in_folder.round("2018-03-12T10:31")

    assert "不得转给被反映单位" in done.stderr
    assert in_folder.at_department(ACCUSED) == []
    assert ACCUSED not in [each["department"] for each in in_folder.case(number)["dispatches"]]


def test_a_person_who_knows_that_it_is_not_against_it_says_why(in_folder: FolderOffice):
    dispatched_to(in_folder, ACCUSED, **AGAINST_ITSELF)
    (entry,), number = in_folder.held(), in_folder.cases()[0]["case_no"]
    words = ("--department", ACCUSED, "--not-against", "电话核实：反映的是物业自称执法")

    in_folder.tell("held", "release", str(entry["id"]), *words, "--at", "2018-03-12T10:30")

    told = in_folder.case(number)
    assert told["department"] == ACCUSED
    assert any("反映的是物业自称执法" in line["because"] for line in told["journal"])


OVERFLOW: dict[str, Any] = {"place": "滕州市木石镇", "kind": "投诉"}


def test_the_town_of_the_place_comes_before_duty_keywords(in_folder: FolderOffice):
    assert dispatched_to(in_folder, "", **OVERFLOW) == "木石镇人民政府"


def test_an_office_that_wants_to_choose_between_them_says_so_in_its_config(in_folder: FolderOffice):
    in_folder.configure(dispatching={"clear_by": 0.05})

    assert dispatched_to(in_folder, "", **OVERFLOW) is None
    (entry,) = in_folder.held()
    named = {each["do"].split()[-1] for each in entry["suggestions"]}
    assert {"木石镇人民政府", "滕州市综合行政执法局"} <= named
