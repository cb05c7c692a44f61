"""`departments address`: which of a department's addresses letters come back from, written off and revived by hand."""

from __future__ import annotations

from openpyxl import load_workbook

from tests.mailroom.command_line import TOWN, address_of


def test_an_import_revives_only_the_addresses_that_it_puts_right(office, tmp_path):
    address = address_of(office, TOWN)
    office.done("departments", "address", TOWN, "--dead", address, "--because", "电话告知已停用")
    office.done("departments", "export", str(tmp_path / "same.xlsx"))

    assert "已更正" not in office.done("departments", "import", str(tmp_path / "same.xlsx"))
    assert "停用" in office.done("departments", "address", TOWN)
    assert "邮箱都退过信" in office("check").output

    book = load_workbook(tmp_path / "same.xlsx")
    for row in book.active.iter_rows():
        if row[0].value == TOWN:
            row[3].value = "new@example.cn"
    book.save(tmp_path / "new.xlsx")
    assert f"已更正：{address}" in office.done("departments", "import", str(tmp_path / "new.xlsx"))
    assert "停用" not in office.done("departments", "address", TOWN)


def test_only_an_address_on_file_can_be_written_off_and_only_a_dead_one_revived(office):
    refused = office.refused("departments", "address", TOWN, "--dead", "x@example.cn", "--because", "停用")
    assert "名录中没有 x@example.cn" in refused
    assert "没有停用" in office.refused("departments", "address", TOWN, "--works", address_of(office, TOWN))
    office.refused("departments", "address", TOWN, "--dead", address_of(office, TOWN), status=2)
