"""A name and a telephone in one cell of a sheet, the platform's own telephone below it."""

from __future__ import annotations

import pytest

from parsers import read_document
from tests.parsers.forms.papers import word

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
