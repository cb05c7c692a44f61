"""Labels that nobody listed, and rows that head what stands below them."""

from __future__ import annotations

import pytest

from parsers import read_mail
from parsers.labels import Labels
from tests.parsers.forms.papers import mail, word

LABELS = Labels.standard()
DEPARTMENT = "市民政局 <mzj@tengzhou.example.cn>"


@pytest.mark.parametrize(
    ("form", "label", "field"),
    [
        ("case", "承办责任单位", "department"),
        ("case", "牵头主办部门", "department"),
        ("case", "查处单位", "department"),
        ("case", "分派给", "department"),
        ("case", "派发至", "department"),
        ("case", "主办", "department"),
        ("case", "查结期限", "upper_due_at"),
        ("case", "网上答复时限", "upper_due_at"),
        ("case", "称谓", "petitioner.name"),
        ("answer", "办结单位", "department"),
        ("answer", "具体经办", "handler"),
        ("answer", "事实是否成立", "substantiated"),
        ("answer", "所反映问题是否存在", "substantiated"),
        ("answer", "诉求认定", "substantiated"),
        ("answer", "责任科室电话", "phone"),
        ("send_back", "不予承办的理由", "reason"),
        ("send_back", "申请退件的原因", "reason"),
        ("send_back", "应转", "suggested_department"),
        ("send_back", "建议转至单位", "suggested_department"),
        ("extension", "申请延时天数", "span"),
        ("extension", "需延长工作日数", "span"),
        ("extension", "申请宽限事由", "reason"),
        ("extension", "拟展期到", "until"),
    ],
)
def test_a_label_put_together_from_known_parts_is_known(form: str, label: str, field: str) -> None:
    meaning = LABELS.meaning(form, label)
    assert meaning
    assert meaning[0] == field


@pytest.mark.parametrize(
    ("form", "label"), [("case", "协办单位"), ("answer", "受理单位"), ("extension", "申请时间")]
)
def test_a_label_of_another_field_is_not(form: str, label: str) -> None:
    assert LABELS.meaning(form, label) is None


def sheet(rows: list[list[str | None]], merges: list[tuple[int, int, int, int]]) -> bytes:
    return mail("工单", "", ("单.docx", word((rows, merges))), on="2019-04-02 12:00")


def test_a_row_that_names_a_person_says_whose_address_stands_below_it() -> None:
    rows: list[list[str | None]] = [
        ["派遣号：190401165238777567　　派遣时间：2019-04-02 11:52", None, None, None],
        ["一、诉求人相关信息", None, None, None],
        ["称谓", "朱女士", "所在地", "木石镇远航城10号楼"],
        ["二、反映内容", None, None, None],
        ["性质", "投诉", "发生地", "木石镇远航城"],
        ["去年暑期在培训机构交了4800元，只上了6节课，要求退还剩余课时费。", None, None, None],
        ["三、派遣要求", None, None, None],
        ["责任单位", "市教育局", "完成期限", "2019年4月8日"],
    ]
    (case,) = read_mail(sheet(rows, [(r, 0, r, 3) for r in (0, 1, 3, 5, 6)])).cases
    assert (case.petitioner.name, case.petitioner.address) == ("朱女士", "木石镇远航城10号楼")
    assert case.request_text == "去年暑期在培训机构交了4800元，只上了6节课，要求退还剩余课时费。"


def test_a_value_below_its_label_in_one_cell_may_read_like_a_label() -> None:
    rows: list[list[str | None]] = [
        ["工单编号：ZZ20220116380780", "来电人：赵强"],
        ["工单类型：\n意见建议", "来电时间：\n2022-01-16 09:14"],
        ["诉求内容：\n建议修建过街天桥，至少先增派交警值守。", None],
    ]
    assert read_mail(sheet(rows, [(2, 0, 2, 1)])).cases[0].kind == "suggestion"


@pytest.mark.parametrize(("unit", "read"), [("市民政局", "市民政局"), ("滕州市某某机械有限公司", None)])
def test_a_bare_unit_is_the_department_where_it_is_an_authority(unit: str, read: str | None) -> None:
    body = f"编号：GD2023031746571\n来电人：赵强\n内容：路灯不亮三天了，请维修。\n类别：投诉\n单位：{unit}"
    assert read_mail(mail("工单", body, on="2023-03-18 09:30")).cases[0].department == read


def test_a_row_of_signers_is_read_though_its_first_label_is_unknown() -> None:
    paper = word(
        "办结报告",
        "编号：TZ-2018-000123-G",
        "调查结论：经核，路灯电缆被挖断。",
        "采取措施：已更换电缆。",
        "群众评价：满意",
        "跟办人员甲：施志远　　分管领导：卢淑珍　　电话：0632-5559413",
    )
    answer = read_mail(mail("办结报告", "", ("报告.docx", paper), sender=DEPARTMENT)).answer
    assert answer
    assert (answer.approver, answer.phone) == ("卢淑珍", "0632-5559413")


def test_an_empty_slip_below_a_letter_says_nothing_of_it() -> None:
    paper = word(
        "工单编号：GD2023031746571",
        "来电人：赵强",
        "诉求类型：投诉",
        "诉求内容：路灯不亮三天了，请维修。",
        "- - - - - 回 执 - - - - -",
        "承办单位：________　　联系电话：____________",
        "签收人：________　　签收时间：____年__月__日",
    )
    (case,) = read_mail(mail("工单", "", ("通知.docx", paper), on="2023-03-18 09:30")).cases
    assert (case.request_text, case.petitioner.phone) == ("路灯不亮三天了，请维修。", None)
