"""Several forms on one paper whose numbers stand under a label that nobody knows: one case each, never one of two."""

from __future__ import annotations

import pytest

from parsers import read_mail
from parsers.reading import Reading
from tests.parsers.forms.papers import mail, word

FIRST = {
    "流转标记": "180612093011223344",
    "来电人": "邢春梅",
    "联系电话": "13806321111",
    "来电时间": "2018-06-12 09:30",
    "诉求内容": "反映东沙河镇大养德村路灯三盏不亮，晚上出行不便。",
    "承办单位": "东沙河镇人民政府",
}
SECOND = {
    "流转标记": "180612101522334455",
    "来电人": "孔庆国",
    "联系电话": "13906322222",
    "来电时间": "2018-06-12 10:15",
    "诉求内容": "投诉姜屯镇某饭店油烟直排，影响楼上居民生活。",
    "承办单位": "姜屯镇人民政府",
}


def read(*forms: dict[str, str]) -> Reading:
    """A mail with the forms one below the other in one Word document."""
    blocks = [block for form in forms for block in ("派遣件", (list(form.items()), ()))]
    return read_mail(mail("转办件", "请办理。", ("转办.docx", word(*blocks))))


def test_each_form_is_a_case_of_its_own() -> None:
    reading = read(FIRST, SECOND)
    assert [case.petitioner.name for case in reading.cases] == ["邢春梅", "孔庆国"]
    assert [case.request_text for case in reading.cases] == [FIRST["诉求内容"], SECOND["诉求内容"]]
    assert [case.department for case in reading.cases] == ["东沙河镇人民政府", "姜屯镇人民政府"]


def test_the_only_number_on_a_form_is_taken_and_doubted() -> None:
    reading = read(FIRST, SECOND)
    assert [case.upper_no for case in reading.cases] == [FIRST["流转标记"], SECOND["流转标记"]]
    doubts = {doubt.field: doubt.because for doubt in reading.doubts}
    assert doubts["cases.0.upper_no"] == doubts["cases.1.upper_no"] == "编号写在不认识的「流转标记」一栏"


def test_of_two_numbers_none_is_taken() -> None:
    reading = read(FIRST | {"前次标记": "180501083011223344"})
    assert [case.upper_no for case in reading.cases] == [None]
    assert "cases.0.upper_no" in {doubt.field for doubt in reading.doubts}


@pytest.mark.parametrize("without", ["来电人", "承办单位"])
def test_a_form_that_lacks_a_row_is_parted_all_the_same(without: str) -> None:
    second = {label: value for label, value in SECOND.items() if label != without}
    reading = read(FIRST, second)
    assert [case.request_text for case in reading.cases] == [FIRST["诉求内容"], SECOND["诉求内容"]]


def test_a_request_told_in_two_rows_of_one_form_stays_one_case() -> None:
    rows = [*FIRST.items(), ("诉求内容", "另反映村内道路坑洼，雨天积水。")]
    reading = read_mail(mail("转办件", "请办理。", ("转办.docx", word("派遣件", (rows, ())))))
    assert len(reading.cases) == 1
    assert "路灯" in str(reading.cases[0].request_text)
    assert "积水" in str(reading.cases[0].request_text)


def test_a_number_above_each_form_is_that_forms_and_never_the_first_ones_for_all() -> None:
    blocks: list = []
    for form in (FIRST, SECOND):
        rest = [(label, value) for label, value in form.items() if label != "流转标记"]
        blocks += [f"派遣件\n流转标记：{form['流转标记']}", (rest, ())]
    reading = read_mail(mail("转办件", "请办理。", ("转办.docx", word(*blocks))))
    assert [case.petitioner.name for case in reading.cases] == ["邢春梅", "孔庆国"]
    assert [case.upper_no for case in reading.cases] == [FIRST["流转标记"], SECOND["流转标记"]]
