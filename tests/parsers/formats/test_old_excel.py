"""Old workbooks, built record by record."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import date, datetime, time

from parsers import formats
from parsers.paper import Grid

Build = Callable[..., bytes]


def text(value: str) -> bytes:
    return struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")


def shared(*values: str) -> bytes:
    return struct.pack("<II", len(values), len(values)) + b"".join(text(value) for value in values)


def label(row: int, column: int, index: int) -> tuple[int, bytes]:
    return 0xFD, struct.pack("<HHHI", row, column, 0, index)


def number(row: int, column: int, value: float, style: int = 0) -> tuple[int, bytes]:
    return 0x203, struct.pack("<HHHd", row, column, style, value)


def style(code: int) -> tuple[int, bytes]:
    return 0xE0, struct.pack("<HH", 0, code) + bytes(16)


def grid(data: bytes) -> Grid:
    paper = formats.read("台账.et", data)
    assert (paper.format, paper.problem) == ("xls", "")
    block = paper.blocks[0]
    assert isinstance(block, Grid)
    return block


def test_cells_merged_cells_and_dates_come_out_as_a_person_sees_them(make_xls: Build) -> None:
    data = make_xls(
        [
            style(0),
            style(22),
            style(165),
            (0x41E, struct.pack("<H", 165) + text('yyyy"年"m"月"d"日"')),
            (0xFC, shared("登记表", "编号")),
        ],
        {
            "转办": [
                label(0, 0, 0),
                label(1, 0, 1),
                number(2, 0, 180915101010115000.0),
                number(2, 1, 43416.42638888889, 1),
                number(2, 2, 43419.0, 2),
                number(2, 3, 0.25, 1),
                (0x27E, struct.pack("<HHHi", 2, 4, 0, (1234 << 2) | 3)),
                (0xE5, struct.pack("<HHHHH", 1, 0, 0, 0, 4)),
            ]
        },
    )
    found = grid(data)
    assert found.where == "工作表「转办」"
    assert [(c.row, c.col, c.col_span, c.text, c.value) for c in found.cells] == [
        (1, 1, 5, "登记表", None),
        (2, 1, 1, "编号", None),
        (3, 1, 1, "180915101010115000", 180915101010115000),
        (3, 2, 1, "2018-11-12 10:14", datetime(2018, 11, 12, 10, 14)),
        (3, 3, 1, "2018-11-15", date(2018, 11, 15)),
        (3, 4, 1, "06:00", None),
        (3, 5, 1, "12.34", 12.34),
    ]


def test_a_string_that_runs_into_a_continuation_goes_on_in_the_width_told_there(make_xls: Build) -> None:
    first = struct.pack("<II", 1, 1) + struct.pack("<HB", 6, 1) + "路灯不".encode("utf-16-le")
    data = make_xls([(0xFC, first), (0x3C, b"\x00abc")], {"S": [label(0, 0, 0)]})
    assert grid(data).cells[0].text == "路灯不abc"


def test_hidden_rows_and_columns_are_told_and_their_cells_kept(make_xls: Build) -> None:
    data = make_xls(
        [(0xFC, shared("密"))],
        {
            "S": [
                (0x7D, struct.pack("<HHHHHH", 1, 1, 0, 0, 1, 0)),
                (0x208, struct.pack("<HHHHHHI", 3, 0, 1, 0, 0, 0, 0x20)),
                label(3, 1, 0),
            ]
        },
    )
    found = grid(data)
    assert (found.hidden_columns, found.hidden_rows) == (frozenset({2}), frozenset({4}))
    assert found.cells[0].text == "密"


def test_results_of_formulas_are_read_as_saved(make_xls: Build) -> None:
    def formula(column: int, result: bytes) -> tuple[int, bytes]:
        return 0x06, struct.pack("<HHH", 0, column, 0) + result + bytes(8)

    data = make_xls(
        [],
        {
            "S": [
                formula(0, struct.pack("<d", 3.0)),
                formula(1, b"\x00\0\0\0\0\0\xff\xff"),
                (0x207, text("合计")),
                formula(2, b"\x01\0\x01\0\0\0\xff\xff"),
                formula(3, b"\x02\0\x2a\0\0\0\xff\xff"),
            ]
        },
    )
    assert [cell.text for cell in grid(data).cells] == ["3", "合计", "是", "#N/A"]


def test_an_encrypted_workbook_asks_for_one_without_a_password(make_xls: Build) -> None:
    paper = formats.read("a.xls", make_xls([(0x2F, bytes(6))], {"S": [number(0, 0, 1.0)]}))
    assert "密码" in paper.problem
    assert paper.blocks == ()


def test_a_string_table_that_claims_four_thousand_million_strings_costs_nothing(make_xls: Build) -> None:
    data = make_xls(
        [(0xFC, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF) + text("一"))],
        {"S": [label(0, 0, 0), label(1, 0, 9)]},
    )
    assert [cell.text for cell in grid(data).cells] == ["一"]


def test_a_workbook_torn_anywhere_gives_a_paper(make_xls: Build) -> None:
    data = make_xls([(0xFC, shared("登记表", "编号"))], {"S": [label(0, 0, 0), number(1, 1, 2.0)]})
    for end in range(8, len(data), 97):
        assert formats.read("a.xls", data[:end]).format in ("xls", "ole")


def test_time_of_day_and_impossible_dates_do_not_raise(make_xls: Build) -> None:
    data = make_xls(
        [style(14)],
        {"S": [number(0, 0, 0.5), number(0, 1, -3.0), number(0, 2, 1e300), number(0, 3, float("nan"))]},
    )
    cells = grid(data).cells
    assert cells[0].text == time(12).strftime("%H:%M")
    assert [cell.text for cell in cells[1:]] == ["-3", "1e+300", "#NUM!"]
