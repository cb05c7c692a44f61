"""Delimited and plain text in the charsets and habits of Chinese systems."""

from __future__ import annotations

import pytest

from parsers import formats
from parsers.paper import Grid, Paper

TABLE = '工单编号,来电人,诉求内容\n\t180424095038060962,朱镕,"路灯不亮，\n请维修, 谢谢"\n'


def rows(paper: Paper) -> list[list[str]]:
    (grid,) = paper.blocks
    assert isinstance(grid, Grid)
    found: dict[int, list[str]] = {}
    for cell in grid.cells:
        found.setdefault(cell.row, []).append(cell.text)
    return list(found.values())


@pytest.mark.parametrize("charset", ["gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_table_is_read_in_every_charset_in_use(charset: str) -> None:
    paper = formats.read("待办.csv", TABLE.encode(charset))
    assert rows(paper) == [
        ["工单编号", "来电人", "诉求内容"],
        ["180424095038060962", "朱镕", "路灯不亮，\n请维修, 谢谢"],
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_from_the_rows(delimiter: str) -> None:
    text = f"编号{delimiter}姓名{delimiter}电话\n1{delimiter}张三{delimiter}5551234\n"
    assert rows(formats.read("a.csv", text.encode())) == [["编号", "姓名", "电话"], ["1", "张三", "5551234"]]


def test_a_hint_of_excel_about_the_delimiter_is_no_row() -> None:
    assert rows(formats.read("a.csv", "sep=;\n编号;姓名\n1;李,四\n".encode())) == [
        ["编号", "姓名"],
        ["1", "李,四"],
    ]


def test_numbers_guarded_as_text_are_bared() -> None:
    assert rows(formats.read("a.csv", b'="180424095038060962",\'13800000000\n')) == [
        ["180424095038060962", "13800000000"]
    ]


def test_a_table_in_a_txt_file_is_a_table_and_a_letter_is_not() -> None:
    assert formats.sniff("a.txt", "编号\t姓名\t电话\n1\t张三\t555\n".encode()) == "csv"
    assert (
        formats.sniff("a.txt", "滕州市：\n现将有关情况报告如下，请审阅。\n谢谢，再见，祝好。\n".encode("gbk"))
        == "plain"
    )


def test_an_unclosed_quote_costs_nothing_but_its_row() -> None:
    paper = formats.read("a.csv", '编号,内容\n1,"没有关上的引号\n'.encode())
    assert rows(paper)[0] == ["编号", "内容"]


def test_a_field_beyond_pythons_limit_is_a_problem_and_no_error() -> None:
    paper = formats.read("a.csv", b'a,b\n1,"' + b"x" * 200_000 + b'"\n')
    assert "人工" in paper.problem


def test_plain_text_is_lines_with_their_numbers() -> None:
    paper = formats.read("说明.txt", "标题\r\n\r\n　　第一段\u200b".encode("utf-16"))
    assert [(block.where, getattr(block, "text", "")) for block in paper.blocks] == [
        ("第1行", "标题"),
        ("第3行", "第一段"),
    ]
