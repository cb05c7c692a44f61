"""`departments`: exported, corrected, imported; a sheet with one fault changes nothing and hears of all its faults."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

HEADINGS = ["单位名称", "简称", "类别", "邮箱", "职责关键词", "上级单位", "启用日期", "停用日期"]


@pytest.fixture
def sheet(office, tmp_path):
    """`sheet(row, row)` writes a workbook and returns its path; rows above the header by `above`."""

    def write(*rows, headings=HEADINGS, above=(), name="d.xlsx"):
        book = Workbook()
        for row in (*above, headings, *rows):
            book.active.append(list(row))
        book.save(tmp_path / name)
        return str(tmp_path / name)

    return write


def one(office, name):
    return next(row for row in office.rows("departments") if row["name"] == name)


def test_the_directory_is_listed(office):
    rows = office.rows("departments")

    assert len(rows) > 60
    assert set(rows[0]) == {
        "name",
        "aliases",
        "kind",
        "addresses",
        "keywords",
        "parent",
        "valid_from",
        "valid_to",
    }
    assert f"共 {len(rows)} 个单位" in office.done("departments")


def test_what_was_exported_comes_back_unchanged(office, tmp_path):
    before = office.rows("departments")

    office.done("departments", "export", str(tmp_path / "d.xlsx"))
    told = office.done("departments", "import", str(tmp_path / "d.xlsx"))

    assert "新增 0，变更 0" in told
    assert office.rows("departments") == before


def test_a_department_is_added_with_all_its_columns(office, sheet):
    row = [
        "滕州市某局",
        "某局、市某局",
        "部门",
        "mou@example.cn；mou2@example.cn",
        "路灯，照明",
        "滕州市人民政府",
        date(2018, 3, 1),
        "2019年1月31日",
    ]

    assert "新增 1" in office.done("departments", "import", sheet(row))

    assert one(office, "滕州市某局") == {
        "name": "滕州市某局",
        "aliases": ["某局", "市某局"],
        "kind": "department",
        "addresses": ["mou@example.cn", "mou2@example.cn"],
        "keywords": ["路灯", "照明"],
        "parent": "滕州市人民政府",
        "valid_from": "2018-03-01",
        "valid_to": "2019-01-31",
    }


def test_the_header_may_stand_anywhere_in_any_order(office, sheet):
    headings = ["序号", "邮 箱", "单位名称*", "类别（镇街/部门/企业）"]
    above = [["滕州市承办单位名录"], [], ["填表人：张三"]]

    office.done(
        "departments", "import", sheet([1, "Mou@Example.CN", "某局", "部门"], headings=headings, above=above)
    )

    assert one(office, "某局")["addresses"] == ["mou@example.cn"]


def test_a_column_that_is_not_there_leaves_the_value_and_an_empty_cell_empties_it(office, sheet):
    office.done("departments", "import", sheet(["某局", "某", "部门", "mou@example.cn", "路灯", "", "", ""]))

    office.done(
        "departments", "import", sheet(["某局", "部门", ""], headings=["单位名称", "类别", "职责关键词"])
    )

    row = one(office, "某局")
    assert (row["aliases"], row["addresses"], row["keywords"]) == (["某"], ["mou@example.cn"], [])


@pytest.mark.parametrize(
    "written", [datetime(2018, 3, 1, 0, 0), "2018-03-01", "2018.3.1", "2018/3/1", "2018年3月1日", 43160]
)
def test_a_day_may_be_written_in_many_ways(office, sheet, written):
    office.done("departments", "import", sheet(["某局", "", "部门", "", "", "", written, ""]))

    assert one(office, "某局")["valid_from"] == "2018-03-01"


def test_all_faults_are_told_together_each_with_its_cell_and_nothing_is_imported(office, sheet):
    file = sheet(
        ["某局", "某", "部门", "不是邮箱", "", "", "", ""],
        ["", "", "镇街", "", "", "", "", ""],
        ["某镇", "某", "乡镇", "", "", "", "三月", ""],
        ["某局", "", "部门", "", "", "", "2018-03-01", "2017-03-01"],
        ["好局", "", "部门", "good@example.cn", "", "", "", ""],
        above=[["名录"]],
    )
    before = office.rows("departments")

    told = office.refused("departments", "import", file)

    for piece in ("D3", "A4", "C5", "G5", "H6", "A6", "B5", "不是邮箱", "镇街、部门、企业", "没有导入"):
        assert piece in told
    assert office.rows("departments") == before


@pytest.mark.parametrize("address", ["一mou@example.cn", "mou@example", "mou@example..cn", "mou.@example.cn"])
def test_an_address_that_no_server_would_take_is_told_at_the_import(office, sheet, address):
    row = ["某局", "", "部门", address, "", "", "", ""]

    assert "不是邮箱地址" in office.refused("departments", "import", sheet(row))


def test_the_same_alias_is_allowed_where_one_follows_the_other(office, sheet):
    office.done(
        "departments",
        "import",
        sheet(
            ["旧局", "某局", "部门", "", "", "", "", "2018-12-31"],
            ["新局", "某局", "部门", "", "", "", "2019-01-01", ""],
        ),
    )

    assert one(office, "新局")["aliases"] == ["某局"]


def test_a_header_twice_and_a_missing_header_are_faults(office, sheet):
    assert "表头重复" in office.refused(
        "departments", "import", sheet(["某局", "部门", "x"], headings=["单位名称", "类别", "类别"])
    )
    assert "找不到表头" in office.refused(
        "departments", "import", sheet(["某局", "部门"], headings=["单位", "类型"])
    )
    assert "没有单位" in office.refused("departments", "import", sheet())


def test_a_whole_domain_may_follow_the_address_but_not_stand_in_its_place(office, sheet):
    office.done(
        "departments", "import", sheet(["某局", "", "部门", "mou@example.cn @mou.example.cn", "", "", "", ""])
    )
    assert "不能是域名" in office.refused(
        "departments", "import", sheet(["某局", "", "部门", "@mou.example.cn", "", "", "", ""])
    )


def test_text_that_looks_like_a_formula_stays_text_on_the_way_out(office, sheet, tmp_path):
    office.done("departments", "import", sheet(["+某局", "@某", "部门", "", "-路灯", "", "", ""]))
    office.done("departments", "export", str(tmp_path / "out.xlsx"))

    cells = [cell for row in load_workbook(tmp_path / "out.xlsx").active.iter_rows() for cell in row]
    [name] = [cell for cell in cells if cell.value == "+某局"]
    assert name.data_type == "s"
    assert not any(cell.data_type == "f" for cell in cells)


# --- hostile files ------------------------------------------------------------------------------------------


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def real_parts(file):
    with zipfile.ZipFile(file) as package:
        return {name: package.read(name) for name in package.namelist()}


def bomb(file):
    parts = real_parts(file)
    parts["xl/worksheets/sheet1.xml"] += b" " * 200_000_000
    return packed(parts)


def far_corner(file):
    parts = real_parts(file)
    cell = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", cell)
    return packed(parts)


def with_macros(file):
    return packed({**real_parts(file), "xl/vbaProject.bin": b"\xd0\xcf"})


def with_entities(file):
    parts = real_parts(file)
    bad = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"<t>", b"<t>&x;", 1)
    parts["xl/worksheets/sheet1.xml"] = bad + sheet.partition(b"?>")[2]
    return packed(parts)


HOSTILE = {
    "a zip bomb": bomb,
    "macros": with_macros,
    "no workbook": lambda file: b"PK\x03\x04" + b"\0" * 100,
    "half a workbook": lambda file: open(file, "rb").read()[:2000],  # noqa: SIM115
    "a text": lambda file: "单位名称,类别\n".encode(),
    "nothing": lambda file: b"",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_a_sentence_and_changes_nothing(office, sheet, tmp_path, kind):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(HOSTILE[kind](sheet(["某局", "", "部门", "", "", "", "", ""])))
    before = office.rows("departments")

    told = office.refused("departments", "import", str(bad))

    assert "没有导入" in told
    assert office.rows("departments") == before


def test_a_lone_cell_in_the_far_corner_takes_no_room(office, sheet, tmp_path):
    far = tmp_path / "far.xlsx"
    far.write_bytes(far_corner(sheet(["某局", "", "部门", "", "", "", "", ""])))

    assert "已导入 1 个单位" in office.done("departments", "import", str(far))


def test_no_file_of_this_machine_is_read_into_the_directory(office, sheet, tmp_path):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(with_entities(sheet(["某局", "", "部门", "", "", "", "", ""])))

    office("departments", "import", str(bad))

    hostname = open("/etc/hostname", encoding="utf-8").read().strip()  # noqa: SIM115
    assert hostname not in office.done("departments", "--json")


def test_a_file_that_is_not_there_or_a_folder_is_said(office, tmp_path):
    assert "找不到文件" in office.refused("departments", "import", str(tmp_path / "none.xlsx"))
    assert "读不了" in office.refused("departments", "import", str(tmp_path))


def test_a_long_name_a_hidden_sheet_and_control_characters(office, tmp_path):
    book = Workbook()
    book.active.append(HEADINGS)
    book.active.append(["局" * 101, "", "部门"])
    hidden = book.create_sheet("旧")
    hidden.append(HEADINGS)
    hidden.append(["藏局", "", "部门"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "d.xlsx")

    assert "A2" in office.refused("departments", "import", str(tmp_path / "d.xlsx"))
    assert "藏局" not in office.done("departments", "--json")
