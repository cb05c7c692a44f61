"""`lines`: the integration ledger is imported whole or not at all, changes are told one by one, progress is written down."""

from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

HEADINGS = [
    "热线号码", "热线名称", "主管单位", "年话务量", "整合方式", "负责人", "联系电话", "完成时限", "完成日期", "进度",
]  # fmt: skip
CITY = ["12319", "城建服务热线", "综合执法局", 5210, "撤销", "孙志强", "5512319", date(2018, 6, 30), None, ""]
ENV = [
    "12369",
    "环保举报热线",
    "滕州市环境保护局",
    "1.2万件",
    "并行接听",
    "刘明亮",
    "",
    None,
    "",
    "与平台联调",
]
AT = ("--at", "2018-04-02T10:00", "--by", "王丽")


@pytest.fixture
def sheet(office, tmp_path):
    """`sheet(row, row)` writes a workbook and returns its path; `headings` in any order, rows above by `above`."""

    def write(*rows, headings=HEADINGS, above=()):
        book = Workbook()
        for row in (*above, headings, *rows):
            book.active.append(list(row))
        book.save(tmp_path / "l.xlsx")
        return str(tmp_path / "l.xlsx")

    return write


@pytest.fixture
def two(office, sheet):
    """Two hotlines are on file."""
    office.done("lines", "import", sheet(CITY, ENV), *AT)
    return office


def one(office, number, *words):
    return next(row for row in office.rows("lines", *words) if row["number"] == number)


def faults(office, path, *more):
    before = office.rows("lines")
    said = office.refused("lines", "import", path, *AT, *more)
    assert office.rows("lines") == before
    return said


def test_hotlines_are_entered_with_all_their_columns(office, sheet):
    assert "新登记 2 条" in office.done("lines", "import", sheet(CITY, ENV), *AT)

    row = one(office, "12319", *AT[:2])
    assert row.pop("reports")[0]["by"] == "王丽"
    assert row == {
        "number": "12319",
        "name": "城建服务热线",
        "department": "滕州市综合行政执法局",
        "calls": 5210,
        "way": "revoked",
        "responsible": "孙志强",
        "phone": "5512319",
        "opened_on": None,
        "due_on": "2018-06-30",
        "done_on": None,
        "progress": "",
        "late": False,
    }
    assert one(office, "12369")["calls"] == 12000
    assert one(office, "12369")["due_on"] == "2018-06-30"  # everybody's day, where the sheet names none


def test_columns_may_stand_in_any_order_under_other_names_below_a_title(office, sheet):
    path = sheet(
        [1, "滕州市水务局", "供水热线", "5510000", "呼叫转接", "无"],
        headings=["序号", "主管部门", "热线名称", "热线电话", "拟整合方式（必填）", "领导意见"],
        above=(["滕州市政务服务热线整合台账"], []),
    )

    result = office("lines", "import", path, *AT)

    assert result.exit_code == 0
    assert one(office, "5510000")["way"] == "forwarded"
    assert "没有用上的列：领导意见" in result.stderr


def test_a_department_merged_over_its_rows_stands_in_each(office, tmp_path):
    book = Workbook()
    for row in (
        ["主管单位", "热线号码", "热线名称"],
        ["滕州市水务局", "5510000", "供水"],
        [None, "5510001", "水费"],
    ):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.save(tmp_path / "m.xlsx")

    office.done("lines", "import", str(tmp_path / "m.xlsx"), *AT)

    assert {row["department"] for row in office.rows("lines")} == {"滕州市水利和渔业局"}


def test_what_was_exported_comes_back_unchanged(two, tmp_path):
    before = two.rows("lines")

    two.done("lines", "export", str(tmp_path / "e.xlsx"))
    told = two.done("lines", "import", str(tmp_path / "e.xlsx"), *AT)

    assert "新登记 0 条，变更 0 条，没有变化 2 条" in told
    assert two.rows("lines") == before


def test_a_second_import_tells_and_keeps_each_difference(two, sheet):
    changed = [*ENV[:5], "赵明", *ENV[6:8], date(2018, 3, 30), "已开通并行接听"]

    told = two.done("lines", "import", sheet(changed), "--at", "2018-04-10T09:00", "--by", "李四")

    assert "12369：负责人：刘明亮→赵明；完成日期：空→2018-03-30；进度：与平台联调→已开通并行接听" in told
    row = one(two, "12369")
    assert (row["responsible"], row["done_on"]) == ("赵明", "2018-03-30")
    assert row["reports"][-1] == {
        "at": "2018-04-10T09:00:00",
        "by": "李四",
        "what": "负责人：刘明亮→赵明；完成日期：空→2018-03-30；进度：与平台联调→已开通并行接听",
    }
    assert one(two, "12319")["progress"] == ""


def test_a_column_that_is_not_there_changes_nothing_and_an_empty_cell_empties(two, sheet):
    two.done("lines", "import", sheet(["12369", ""], headings=["热线号码", "负责人"]), *AT)

    row = one(two, "12369")
    assert (row["responsible"], row["way"], row["progress"]) == ("", "parallel", "与平台联调")


def test_every_fault_is_told_with_its_cell_and_nothing_is_entered(office, sheet):
    bad = ["12345678a", "", "某局", "很多", "保留", "", "", "六月底", date(2018, 5, 1), ""]

    said = faults(office, sheet(CITY, bad, CITY))

    assert "A3：“12345678a”不是一个热线号码" in said
    assert "B3：没有写热线名称" in said
    assert "D3：看不懂年话务量“很多”" in said
    assert "E3：看不懂整合方式“保留”：保留的须写明是呼叫转移还是并行接听" in said
    assert "H3：看不懂日期“六月底”" in said
    assert "I3：完成日期 2018-05-01 还没有到" in said
    assert "A4：热线 12319 与工作表「Sheet」 第 2 行重复" in said
    assert office.rows("lines") == []


@pytest.mark.parametrize("number", ["119", "0632-119", "0632119"])
def test_emergency_numbers_are_not_entered(office, sheet, number):
    said = faults(office, sheet([number, "火警", "消防大队", "", "", "", "", "", "", ""]))

    assert f"{number} 是紧急类热线" in said
    assert "110、119、120等紧急类热线除外" in said


def test_a_hotline_opened_after_the_plan_is_not_entered_without_leave(office, sheet):
    headings = ["热线号码", "热线名称", "主管单位", "开通日期"]
    path = sheet(["5519999", "便民热线", "滕州市水务局", date(2018, 3, 13)], headings=headings)

    assert "原则上不得新建其他政务服务热线" in faults(office, path)
    office.done("lines", "import", path, *AT, "--allow-new", "市政府常务会议同意")

    assert "市政府常务会议同意" in one(office, "5519999")["reports"][0]["by"]


def test_a_hotline_that_turns_up_later_is_doubted(two, sheet):
    result = two("lines", "import", sheet(["5510000", "供水热线", "滕州市水务局", *[""] * 7]), *AT)

    assert "请核实不是方案印发以后新建的（原则上不得新建）：5510000" in result.stderr


def test_a_day_after_the_last_one_of_the_plan_is_refused(office, sheet):
    late = [*CITY[:7], date(2019, 1, 31), None, ""]

    assert "H2：完成时限 2019-01-31 晚于整合方案的最迟日期 2018-12-31" in faults(office, sheet(late))


def test_progress_is_written_down_by_whom_and_when(two):
    told = two.done(
        "lines", "progress", "１２３１９", "--what", "号码已撤销", "--done", "2018-06-20",
        "--by", "李四", "--at", "2018-06-21T09:00",
    )  # fmt: skip

    assert "已登记 12319（城建服务热线）：已完成，号码已撤销" in told
    row = one(two, "12319")
    assert (row["done_on"], row["progress"]) == ("2018-06-20", "号码已撤销")
    assert row["reports"][-1] == {
        "at": "2018-06-21T09:00:00",
        "by": "李四",
        "what": "号码已撤销；完成日期：2018-06-20",
    }


def test_what_is_done_needs_its_way_and_no_day_to_come(two, sheet):
    two.done("lines", "import", sheet(["12369", ""], headings=["热线号码", "整合方式"]), *AT)

    assert "还没有定整合方式" in two.refused(
        "lines", "progress", "12369", "--what", "完成", "--done", "2018-04-01", *AT
    )
    assert "还没有到" in two.refused(
        "lines", "progress", "12319", "--what", "完成", "--done", "2018-04-03", *AT
    )
    assert "没有热线 999" in two.refused("lines", "progress", "999", "--what", "完成", *AT)


def test_the_list_tells_what_is_open_and_what_is_late(two):
    two.done("lines", "progress", "12319", "--what", "已撤销", "--done", "2018-04-01", *AT)

    assert [row["number"] for row in two.rows("lines", "--open")] == ["12369"]
    assert two.rows("lines", "--late", "--at", "2018-06-30T10:00") == []
    assert [row["number"] for row in two.rows("lines", "--late", "--at", "2018-07-01T10:00")] == ["12369"]
    assert "逾期1天" in two.done("lines", "--at", "2018-07-01T10:00")


def test_the_exported_sheet_is_the_ledger_as_printed(two, tmp_path):
    two.done("lines", "export", str(tmp_path / "e.xlsx"), "--at", "2018-04-02T10:00")

    page = load_workbook(tmp_path / "e.xlsx").active
    assert page["A1"].value == "政务服务热线整合台账"
    assert "2018年4月2日" in page["A2"].value
    assert [cell.value for cell in page[4]][:6] == [
        1,
        "12369",
        "环保举报热线",
        "滕州市环境保护局",
        12000,
        "并行接听",
    ]


def test_a_sheet_without_its_one_needed_column_is_told_so(office, sheet):
    assert "找不到表头：须有“热线号码”这列" in faults(office, sheet(["供热"], headings=["名称"]))


def test_the_inspection_asks_for_no_form_where_none_has_to_be_handed_in(two):
    path = two.folder / "office.toml"
    path.write_text(f'{path.read_text("utf-8")}\n[liaison]\ndue_on = ""\n', "utf-8")

    rows = two.rows("lines", "inspection", "--at", "2018-04-09T09:00")

    assert rows
    assert not any("没有报送联系表" in row["points"] for row in rows)
