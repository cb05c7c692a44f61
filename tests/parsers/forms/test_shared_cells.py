"""A name and a telephone in one cell of a sheet, the platform's own telephone below it; rows that part a list."""

from __future__ import annotations

import pytest

from parsers import read_document
from tests.parsers.forms.papers import word, workbook

UPPER = "211012160442989671"
REQUEST = "群众反映门口路灯不亮已经两周，希望尽快维修。"


@pytest.mark.parametrize("label", ["诉求人及电话", "来电人及联系方式"])
@pytest.mark.parametrize("shared", ["伍玉梅，13354161920", "伍玉梅 13354161920"])
def test_the_petitioners_telephone_is_the_one_beside_the_name_and_not_the_platforms(
    label: str, shared: str
) -> None:
    rows = [["诉求编号", UPPER], [label, shared], ["诉求时间", "2021-10-12 15:48"], ["具体内容", REQUEST]]
    paper = word("关于转办12345热线群众诉求的函", (rows, ()), "联系人：周明　电话：0632-3312345")
    case = read_document("函.docx", paper).cases[0]
    assert (case.petitioner.name, case.petitioner.phone) == ("伍玉梅", "13354161920")


def test_a_telephone_of_the_request_is_the_petitioners() -> None:
    rows = [["诉求编号", UPPER], ["诉求人", "伍玉梅"], ["诉求电话", "13354161920"], ["具体内容", REQUEST]]
    case = read_document("函.docx", word("转办单", (rows, ()))).cases[0]
    assert case.petitioner.phone == "13354161920"


@pytest.mark.parametrize("sections", [("一、市直部门", "二、镇街"), ("市直部门", "镇街"), ("部门", "地址")])
def test_rows_that_part_a_list_lose_none_of_its_cases(sections: tuple[str, str]) -> None:
    head = ["序号", "工单编号", "来电时间", "诉求人", "联系电话", "诉求内容"]
    numbers = [f"21101216044298967{i}" for i in range(1, 5)]
    body = [[i, n, "2021-10-12 15:48", "项女士", f"1860467370{i}", REQUEST] for i, n in enumerate(numbers, 1)]
    rows = [head, [sections[0]], *body[:2], [sections[1]], *body[2:]]
    cases = read_document("台账.xlsx", workbook(rows, ("A2:F2", "A5:F5"))).cases
    assert [case.upper_no for case in cases] == numbers
