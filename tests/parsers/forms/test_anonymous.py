"""匿名 in the place of a name: a wish where there is something to keep back, a doubt where there is nothing."""

from __future__ import annotations

import pytest

from parsers import read_mail
from parsers.reading import Reading
from tests.parsers.forms.papers import mail, word


def read(phone: str, name: str = "匿名") -> Reading:
    rows = [
        ["工单编号", "GD2023031746571"],
        ["诉求人", name],
        ["联系电话", phone],
        ["诉求类型", "投诉"],
        ["诉求内容", "路灯不亮三天了，请维修。"],
    ]
    return read_mail(mail("工单", "", ("单.docx", word((rows, []))), on="2023-03-18 09:30"))


@pytest.mark.parametrize("phone", ["无", "/", ""])
def test_who_leaves_nothing_but_no_name_is_looked_at_by_a_person(phone: str) -> None:
    reading = read(phone)
    assert reading.cases[0].secret is None
    assert [doubt.because for doubt in reading.doubts if doubt.field == "cases.0.secret"] == [
        "姓名写着「匿名」，没有说是否保密"
    ]


def test_who_leaves_a_telephone_and_no_name_wants_to_be_kept_back() -> None:
    assert read("13912345678").cases[0].secret is True


def test_who_will_not_say_the_name_wants_to_be_kept_back() -> None:
    assert read("无", "不愿透露姓名").cases[0].secret is True
