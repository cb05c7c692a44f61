"""The ledger a clerk prints."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl

from generators.departments_sheet import departments_sheet
from generators.ledger_sheet import LedgerLine, ledger_sheet
from tests.generators.records import HEAD, NOW, a_case, a_department, a_dispatch, a_petitioner


def sheet_of(*lines: LedgerLine, at: datetime = NOW):
    return openpyxl.load_workbook(io.BytesIO(ledger_sheet(lines, head=HEAD, exported_on=at))).active


def line(dispatch=None, **case: object) -> LedgerLine:
    return LedgerLine(a_case(**case), a_petitioner(), dispatch or a_dispatch(), a_department())


def row_of(sheet, number: int = 4) -> dict[str, object]:
    return {head.value: cell.value for head, cell in zip(sheet[3], sheet[number], strict=True)}


def test_the_columns_are_the_offices():
    assert [cell.value for cell in sheet_of()[3]] == [
        "序号",
        "工单编号",
        "上级编号",
        "来源",
        "级别",
        "类型",
        "标题",
        "诉求内容",
        "事发地点",
        "诉求人",
        "联系电话",
        "承办单位",
        "转办时间",
        "办理时限",
        "签收时间",
        "反馈时间",
        "回访结果",
        "状态",
        "是否逾期",
        "备注",
    ]


def test_a_line_tells_a_case_in_chinese_with_the_phone_masked():
    row = row_of(sheet_of(line(a_dispatch(acknowledged_at=datetime(2018, 3, 12, 14, 0)))))
    assert row["工单编号"] == "TZ-2018-000123-G"
    assert row["来源"] == "政务服务热线"
    assert row["级别"] == "枣庄市"
    assert row["类型"] == "投诉"
    assert row["诉求人"] == "张某某"
    assert row["联系电话"] == "138****5678"
    assert row["承办单位"] == "滕州市综合行政执法局"
    assert row["状态"] == "办理中"
    assert row["是否逾期"] == "否"


def test_who_asked_is_masked_in_every_column_of_the_list():
    name, phone = a_petitioner().name, a_petitioner().phone
    text = f"{name[0]} {name[1:]}反映，其电话{phone}。"
    row = row_of(sheet_of(line(title=f"{name}反映路灯不亮", request_text=text, place=f"{name}家门口")))
    assert row["标题"] == "张某某反映路灯不亮"
    assert row["诉求内容"] == "张某某反映，其电话138****5678。"
    assert row["事发地点"] == "张某某家门口"


def test_a_line_tells_what_came_of_the_call_back():
    assert row_of(sheet_of(line()._replace(followed_up="满意，已解决")))["回访结果"] == "满意，已解决"
    assert row_of(sheet_of(line()))["回访结果"] in (None, "")


def test_moments_are_real_dates():
    row = row_of(sheet_of(line()))
    assert row["转办时间"] == NOW
    assert row["办理时限"] == datetime(2018, 3, 21, 17, 0)
    assert sheet_of(line())["M4"].number_format == "yyyy-mm-dd hh:mm"


def test_late_is_what_is_open_past_its_deadline_or_was_answered_after_it():
    after = datetime(2018, 3, 22, 9, 0)
    answered_late = a_dispatch(state="answered", answered_at=after)
    answered_in_time = a_dispatch(state="answered", answered_at=datetime(2018, 3, 20, 9, 0))
    sent_back = a_dispatch(state="sent_back")
    sheet = sheet_of(line(), line(answered_late), line(answered_in_time), line(sent_back), at=after)
    assert [row_of(sheet, number)["是否逾期"] for number in (4, 5, 6, 7)] == ["是", "是", "否", "否"]


def test_a_case_not_yet_dispatched_has_its_line():
    row = row_of(sheet_of(LedgerLine(a_case(status="registered"))))
    assert row["状态"] == "待分办"
    assert row["承办单位"] is None
    assert row["办理时限"] is None


def test_an_assignment_that_ended_before_its_case_shows_how():
    dispatch = a_dispatch(state="sent_back", acknowledged_at=datetime(2018, 3, 12, 14, 0))

    assert row_of(sheet_of(line(dispatch, status="answered")))["状态"] == "已退单"
    assert row_of(sheet_of(line(a_dispatch(state="withdrawn"), status="answered")))["状态"] == "已撤回"
    assert (
        row_of(sheet_of(line(a_dispatch(state="withdrawn"), status="withdrawn")))["状态"] == "撤回/退回上级"
    )


def test_it_prints_on_a4_across_with_its_header_on_every_page():
    sheet = sheet_of(line())
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$3:$3"
    assert "&P" in sheet.oddFooter.center.text
    assert sheet.freeze_panes == "C4"
    assert sheet.auto_filter.ref == "A3:T4"


def test_a_long_text_gets_a_taller_row_and_never_breaks_the_file():
    sheet = sheet_of(line(request_text="一" * 200), line(request_text="一" * 40000 + "\x0b"))
    assert sheet.row_dimensions[4].height > 60
    assert sheet.row_dimensions[5].height == 409
    assert len(sheet["H5"].value) == 32767


def test_the_same_lines_give_the_same_bytes():
    first, second = (ledger_sheet([line()], head=HEAD, exported_on=NOW) for _ in range(2))
    assert first == second


def test_departments_go_out_in_the_columns_they_come_in():
    data = departments_sheet([a_department(valid_from=date(2016, 2, 4))], head=HEAD, exported_on=NOW.date())
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [cell.value for cell in sheet[3]] == [
        "单位名称",
        "简称",
        "类别",
        "邮箱",
        "职责关键词",
        "上级单位",
        "启用日期",
        "停用日期",
        "承接单位",
    ]
    row = row_of(sheet)
    assert row["简称"] == "执法局、城管局"
    assert row["类别"] == "部门"
    assert row["启用日期"] == datetime(2016, 2, 4)


def test_a_row_is_as_high_as_its_text_and_little_higher():
    """The column holds some 21 Chinese characters of 9 points a line, of which each takes 12.5 points of height."""
    sheet = sheet_of(line(request_text="一" * 210))
    assert 10 * 12.5 <= sheet.row_dimensions[4].height <= 12 * 12.5


def test_the_columns_together_are_narrow_enough_to_read_the_print():
    widths = [dimension.width for dimension in sheet_of(line()).column_dimensions.values()]
    assert sum(widths) < 235  # A4 across, at not less than half the size


def test_the_place_of_a_secret_case_shows_no_house():
    place = "荆河街道解放路9号"
    assert row_of(sheet_of(line(place=place)))["事发地点"] == place
    assert row_of(sheet_of(line(place=place, secret=True)))["事发地点"] == "荆河街道解放路〔保密〕"
