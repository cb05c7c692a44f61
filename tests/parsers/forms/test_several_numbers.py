"""Several telephone numbers in one cell: one is taken, all are told."""

from __future__ import annotations

import pytest

from parsers import read_document
from tests.parsers.forms.papers import word

SEVERAL = "0632-5551234、13812345678、13987654321、15006320000"
ALL = "写着几个号码：「13812345678」、「13987654321」、「15006320000」、「0632-5551234」，取第一个"


@pytest.mark.parametrize("written", [SEVERAL, SEVERAL.replace("、", "\n"), SEVERAL.replace("、", " / ")])
def test_of_a_petitioner_the_first_mobile_number_is_taken_and_all_are_told(written: str) -> None:
    rows = [
        ("工单编号", "180612093011223344"),
        ("联系电话", written),
        ("诉求内容", "路灯不亮。"),
        ("来电时间", "2018-06-12"),
    ]
    reading = read_document("工单.docx", word("转办单", (rows, ())))
    assert reading.cases[0].petitioner.phone == "13812345678"
    assert [d.because for d in reading.doubts if d.field == "cases.0.petitioner.phone"] == [ALL]


def test_of_a_handler_likewise() -> None:
    rows = [
        ("转办编号", "TZ-2018-000001-0"),
        ("调查核实情况", "路灯电缆被盗。"),
        ("处理情况", "已修复。"),
        ("承办人", "王明"),
        ("联系电话", SEVERAL),
    ]
    reading = read_document("反馈表.docx", word("办理情况反馈表", (rows, ())))
    assert reading.answer is not None
    assert reading.answer.phone == "13812345678"
    assert [d.because for d in reading.doubts if d.field == "answer.phone"] == [ALL]


def test_of_a_liaison_the_office_number_and_the_mobile_one_have_fields_of_their_own() -> None:
    rows = [("姓名", "职务", "办公电话", "手机"), ("王明", "科员", "5551234 5551235", "13812345678")]
    title = "政务服务热线办理工作联系表"
    reading = read_document("联系表.docx", word(title, (rows, ())))
    assert reading.liaison_form is not None
    (person,) = reading.liaison_form.people
    assert (person.office_phone, person.mobile) == ("5551234", "13812345678")
    assert [d.because for d in reading.doubts if d.field.endswith("office_phone")] == [
        "写着几个号码：「5551234」、「5551235」，取第一个"
    ]
