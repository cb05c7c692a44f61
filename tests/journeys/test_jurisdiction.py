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
