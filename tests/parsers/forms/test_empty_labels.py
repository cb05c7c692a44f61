"""A label left empty in running text takes nothing from the signature below it."""

from __future__ import annotations

from datetime import date

import pytest

from parsers import read_document
from parsers.reading import Answer, CaseSheet, Extension
from tests.parsers.forms.papers import word

PLATFORM, OFFICE = "枣庄市12345政务服务热线", "滕州市住建局"


def case(*lines: str) -> CaseSheet:
    head = (
        "转办单",
        "工单编号：180612093011223344",
        "来电人：赵强",
        "来电时间：2018年6月12日",
        "诉求内容：路灯不亮。",
    )
    (found,) = read_document("转办单.docx", word(*head, *lines)).cases
    assert found.request_text == "路灯不亮。"
    return found


def answer(*lines: str) -> Answer:
    head = ("办理情况反馈", "转办编号：TZ-2018-000001-0", "调查核实情况：电缆被盗。", "处理情况：已修复。")
    found = read_document("反馈.docx", word(*head, *lines)).answer
    assert found is not None
    return found


def extension(*lines: str) -> Extension:
    head = ("延期申请", "转办编号：TZ-2018-000001-0", "延期理由：需要鉴定。")
    found = read_document("延期申请.docx", word(*head, *lines)).extension
    assert found is not None
    return found


@pytest.mark.parametrize("label", ["办理时限：", "承办单位：", "事发地点：", "联系地址："])
@pytest.mark.parametrize(
    "signature",
    [
        (PLATFORM, "2018年6月13日"),
        (f"{PLATFORM}（盖章）", "二〇一八年六月十三日"),
        (PLATFORM, "2018 年 6 月 13 日"),
        (f"{PLATFORM}　2018年6月13日",),
        ("2018年6月13日",),
    ],
)
def test_an_empty_label_above_a_signature_stays_empty(label: str, signature: tuple[str, ...]) -> None:
    found = case(label, *signature)
    assert (found.upper_due_at, found.department, found.place, found.petitioner.address) == (None,) * 4


def test_several_empty_labels_stay_empty() -> None:
    found = answer("反馈时间：", "承办人：", "审核人：", "联系电话：", OFFICE, "2018年6月15日")
    assert (found.informed_on, found.handler, found.approver, found.phone) == (None,) * 4
    assert (found.department, found.answered_on) == (OFFICE, date(2018, 6, 15)), "the signature is still one"


@pytest.mark.parametrize("label", ["延期至：", "申请延期天数："])
def test_the_day_of_a_request_is_not_the_day_asked_for(label: str) -> None:
    found = extension(label, OFFICE, "2018年6月15日")
    assert (found.days, found.until) == (None, None)


def test_a_value_below_its_label_is_still_taken() -> None:
    found = case("承办单位：", OFFICE, "办理时限：", "2018年6月20日", PLATFORM, "2018年6月13日")
    assert (found.department, found.upper_due_at) == (OFFICE, date(2018, 6, 20))
    lines = (
        "工单编号",
        "180612093011223344",
        "来电人",
        "赵强",
        "诉求内容",
        "路灯不亮。",
        "办理时限",
        "2018年6月20日",
    )
    (below,) = read_document("转办单.docx", word("转办单", *lines)).cases
    assert below.upper_due_at == date(2018, 6, 20)
