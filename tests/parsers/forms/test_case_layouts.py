"""One case in every geometry: whatever the layout, the same values come out."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest

from parsers import read_mail
from parsers.reading import CaseSheet, Petitioner
from tests.parsers.forms.papers import mail, word, workbook

NUMBER, OTHER = "180612093011223344", "180612101511223355"
WANTED = CaseSheet(
    upper_no=NUMBER,
    channel="hotline",
    level="city",
    kind="complaint",
    request_text="路灯不亮，请维修。",
    petitioner=Petitioner("赵强", "13912345678"),
    called_at=datetime(2018, 6, 12, 9, 30),
    place="龙泉街道",
    department="市综合行政执法局",
    upper_due_at=date(2018, 6, 20),
)

TWO = [
    ["工单编号", NUMBER],
    ["来电时间", "2018-06-12 09:30"],
    ["诉求人", "赵强"],
    ["联系电话", "13912345678"],
    ["诉求类型", "投诉"],
    ["事发地点", "龙泉街道"],
    ["诉求内容", "路灯不亮，请维修。"],
    ["承办单位", "市综合行政执法局"],
    ["办理时限", "2018年6月20日"],
]
SIX = [
    ["交办单号", NUMBER, "反映时间", "2018.6.12 上午9:30", "限办日期", "2018/6/20"],
    ["反映人", "赵 强", "性别", "男", "联系方式", "13912345678"],
    ["信件类别", "投诉类", "是否公开", "是", "回复方式", "电话"],
    ["问题发生地", "龙泉街道", None, None, None, None],
    ["反映的主要问题", "路灯不亮，请维修。", None, None, None, None],
    ["主办单位", "市综合行政执法局", "协办单位", "龙泉街道", "交办人", "张三"],
]
ABOVE = [
    ["工单编号", "来电时间", "来电人", "联系电话"],
    [NUMBER, "2018-06-12 09:30", "赵强", "13912345678"],
    ["诉求类型", "事发地点", "承办单位", "办结时限"],
    ["投诉", "龙泉街道", "市综合行政执法局", "6月20日前"],
    ["诉求内容", None, None, None],
    ["路灯不亮，请维修。", None, None, None],
]
GROUPS = [
    ["诉求人信息", "姓名", "赵强", "电话", "13912345678"],
    ["诉求信息", "编号", NUMBER, "时间", "2018-06-12 09:30"],
    [None, "内容", "路灯不亮，请维修。", "类型", "投诉"],
    [None, "地点", "龙泉街道", "期限", "2018-06-20"],
    ["承办信息", "承办单位", "市综合行政执法局", "联系电话", "0632-5551234"],
    [None, "受理人", "1056", "电话", "0632-5550000"],
]
INSIDE = [
    [f"工单编号：{NUMBER}", "受理时间：2018-06-12 09:30"],
    ["诉求人：赵强  电话：13912345678", "诉求类别：投诉"],
    ["诉求内容：路灯不亮，请维修。", None],
    ["承办单位：市综合行政执法局", "办结时间：2018年6月20日前"],
    ["事发地：龙泉街道", "备注："],
]
LINES = "\n".join(f"{label}：{text}" for label, text in TWO)
PAIRED = "\n".join(
    "　　".join(f"{label}：{text}" for label, text in TWO[i : i + 2]) for i in range(0, len(TWO), 2)
)
ONE_PARAGRAPH = "；".join(f"{label}：{text.rstrip('。')}" for label, text in TWO) + "。"
TABBED = "\n".join(f"{label}\t{text}" for label, text in TWO)
BRACKETS = "\n".join(f"【{label}】\n{text}" for label, text in TWO)
SPREAD = [[" ".join(label) + "（必填）：", text] for label, text in TWO]
WEB = (
    "<table>"
    + "".join(f"<tr><td><b>{label}</b></td><td>{text}</td></tr>" for label, text in TWO)
    + "</table>"
)
LIST = [["序号", *[label for label, _ in TWO]], [1, *[text for _, text in TWO]], ["合计", "1件"]]
WITH_GAPS = [["转办单"], *[[label, None, text, None, "备注"] for label, text in TWO]]
TWO_ROW_HEAD = [
    ["序号", "工单编号", "诉求人信息", None, "诉求信息", None, None, None, "承办单位", "办理时限"],
    [None, None, "姓名", "电话", "时间", "类型", "内容", "地点", None, None],
    [
        1,
        NUMBER,
        "赵强",
        13912345678,
        datetime(2018, 6, 12, 9, 30),
        "投诉",
        "路灯不亮，请维修。",
        "龙泉街道",
        "市综合行政执法局",
        date(2018, 6, 20),
    ],
]

UPPER = "枣庄市12345政务服务热线"
PAPERS = {
    "two columns": mail(UPPER, "", ("a.docx", word("转办单", (TWO, ())))),
    "two columns, labels spread and bracketed": mail(UPPER, "", ("a.docx", word("转办单", (SPREAD, ())))),
    "six columns, merged": mail(UPPER, "", ("a.docx", word("交办单", (SIX, ((3, 1, 3, 5), (4, 1, 4, 5)))))),
    "labels above their values": mail(UPPER, "", ("a.docx", word("工单", (ABOVE, ((4, 0, 4, 3), (5, 0, 5, 3)))))),
    "merged cells that name groups": mail(UPPER, "", ("a.docx", word("工单", (GROUPS, ((1, 0, 3, 0), (4, 0, 5, 0)))))),
    "labels and values in one cell": mail(UPPER, "", ("a.docx", word("工单", (INSIDE, ((2, 0, 2, 1),))))),
    "paragraphs": mail(UPPER, "", ("a.docx", word("转办函", *LINES.split("\n"), UPPER, "2018年6月15日"))),
    "two fields a line": mail(UPPER, "", ("a.docx", word("转办函", *PAIRED.split("\n")))),
    "lines of a letter": mail("工单", f"滕州市：\n请办理。\n{LINES}\n\n{UPPER} 冯静\n联系电话：0632-3312345"),
    "one paragraph": mail(UPPER, ONE_PARAGRAPH),
    "tabs for colons": mail(UPPER, TABBED),
    "labels in brackets, values below": mail(UPPER, BRACKETS),
    "a web table": mail(UPPER, html=WEB),
    "a list with a total row": mail(UPPER, "", ("a.xlsx", workbook([["清单"], ["注：请尽快办理"], *LIST]))),
    "a list that begins in column C": mail(UPPER, "", ("a.xlsx", workbook(LIST, start=(4, 3)))),
    "a list in a Word table": mail(UPPER, "", ("a.docx", word("清单", (LIST[:2], ())))),
    "a sheet with blank columns": mail(UPPER, "", ("a.xlsx", workbook(WITH_GAPS))),
    "a head of two rows": mail(
        UPPER, "", ("a.xlsx", workbook(TWO_ROW_HEAD, ["A1:A2", "B1:B2", "C1:D1", "E1:H1", "I1:I2", "J1:J2"]))
    ),
    "a forwarded mail inside": mail("转发", "请办理", ("转办.eml", mail("工单", LINES)), sender="办公室 <z@t.example>"),
}  # fmt: skip


@pytest.mark.parametrize("layout", PAPERS)
def test_the_same_values_come_out_of_every_layout(layout: str) -> None:
    reading = read_mail(PAPERS[layout])
    assert reading.what == "case"
    (case,) = reading.cases
    text = WANTED.request_text.rstrip("。") if layout == "one paragraph" else WANTED.request_text
    assert case.request_text == text
    for field in (
        "upper_no",
        "channel",
        "level",
        "kind",
        "petitioner",
        "called_at",
        "place",
        "department",
        "upper_due_at",
    ):
        assert getattr(case, field) == getattr(WANTED, field), field
    assert reading.doubts == ()
    assert reading.upper_nos == (NUMBER,)


SECOND = [[label, text] for label, text in TWO]
SECOND = [
    ["工单编号", OTHER],
    ["来电时间", "2018-06-12 10:15"],
    ["诉求人", "李女士"],
    ["诉求内容", "小区停水三天。"],
]
SEVERAL = {
    "two forms in one document": mail(UPPER, "", ("a.docx", word("转办单（一）", (TWO, ()), "转办单（二）", (SECOND, ())))),
    "two forms in one table": mail(UPPER, "", ("a.docx", word((TWO + SECOND, ())))),
    "two cases below each other in a letter": mail(
        UPPER, LINES + "\n\n" + "\n".join(f"{label}：{text}" for label, text in SECOND)
    ),
    "a case a column": mail(
        UPPER,
        "",
        ("a.xlsx", workbook([["项目", "一", "二"], *[[a, b, d] for (a, b), (_, d) in zip(TWO[:3], SECOND, strict=False)], ["诉求内容", TWO[6][1], "小区停水三天。"]])),
    ),
    "a document each": mail(UPPER, "", ("1.docx", word((TWO, ()))), ("2.docx", word((SECOND, ())))),
}  # fmt: skip


@pytest.mark.parametrize("layout", SEVERAL)
def test_several_cases_come_apart(layout: str) -> None:
    reading = read_mail(SEVERAL[layout])
    assert [case.upper_no for case in reading.cases] == [NUMBER, OTHER]
    assert [case.petitioner.name for case in reading.cases] == ["赵强", "李女士"]
    assert [case.request_text for case in reading.cases] == ["路灯不亮，请维修。", "小区停水三天。"]


def test_the_same_number_in_text_and_document_is_one_case() -> None:
    reading = read_mail(mail(UPPER, LINES, ("a.docx", word((TWO, ())))))
    assert len(reading.cases) == 1
    assert reading.doubts == ()


def test_a_value_names_the_place_where_it_stood() -> None:
    found = read_mail(PAPERS["six columns, merged"]).found
    assert found["cases.0.upper_no"] == "附件1 a.docx 表1 R1C2"
    assert found["cases.0.petitioner.phone"] == "附件1 a.docx 表1 R2C6"
    assert read_mail(PAPERS["lines of a letter"]).found["cases.0.upper_no"] == "正文 第3行"


def test_rows_that_a_filter_hides_are_not_read_but_doubted() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([*LIST[:2], [2, OTHER, *LIST[1][2:]]])))
    book.active.row_dimensions[3].hidden = True
    out = io.BytesIO()
    book.save(out)
    reading = read_mail(mail(UPPER, "", ("a.xlsx", out.getvalue())))
    assert [case.upper_no for case in reading.cases] == [NUMBER]
    assert [doubt.field for doubt in reading.doubts] == ["documents"]
