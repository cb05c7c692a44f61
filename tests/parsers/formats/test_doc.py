"""Word 97 documents, read from their octets."""

from __future__ import annotations

import random
import struct

import pytest

from parsers.formats import read, sniff
from parsers.formats.ole import Ole
from parsers.formats.ole_properties import read_properties
from parsers.paper import Grid, Line, Paper
from tests.parsers.formats.conftest import ole
from tests.parsers.formats.docs import (
    BEGINS_DOWN,
    DELETED,
    FREE,
    GOES_ON_ACROSS,
    GOES_ON_DOWN,
    HIDDEN,
    IN_TABLE,
    INNER,
    INNER_CELL,
    INNER_ROW_END,
    row,
    word_97,
)


@pytest.fixture(autouse=True)
def _without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this reader gives up goes to LibreOffice, which has tests of its own."""
    monkeypatch.setattr(
        "parsers.formats.office.read", lambda name, data, kind: Paper(name, kind, problem="LibreOffice")
    )


def lines(paper: Paper) -> list[str]:
    return [block.text for block in paper.blocks if isinstance(block, Line)]


def grids(paper: Paper) -> list[list[tuple[int, int, str, int, int]]]:
    return [
        [(c.row, c.col, c.text, c.row_span, c.col_span) for c in block.cells]
        for block in paper.blocks
        if isinstance(block, Grid)
    ]


def test_paragraphs_are_lines_numbered_as_a_clerk_counts() -> None:
    paper = read("a.doc", word_97([("枣庄市转办单\r", b""), (" \r", b""), ("请核实𠮷处理。\r", b"")]))
    assert paper.format == "doc"
    assert paper.blocks == (Line("枣庄市转办单", "第1段"), Line("请核实𠮷处理。", "第2段"))


def test_text_in_one_octet_a_character_is_western() -> None:
    assert lines(read("a.doc", word_97([("TZ-2018 “x”\r", b"")], narrow=True))) == ["TZ-2018 “x”"]


def test_text_in_several_pieces_is_one() -> None:
    paper = read("a.doc", word_97([("工单编号\r", b""), ("来电人\r", b"")], pieces=[(0, 3), (3, 6), (6, 9)]))
    assert lines(paper) == ["工单编号", "来电人"]


def test_a_table_that_ends_the_document_is_a_table() -> None:
    """LibreOffice 7.4 makes one paragraph of it, all cells run together."""
    paper = read("a.doc", word_97([*row("工单编号", "18031"), *row("来电人", "闵娜")]))
    assert grids(paper) == [
        [(1, 1, "工单编号", 1, 1), (1, 2, "18031", 1, 1), (2, 1, "来电人", 1, 1), (2, 2, "闵娜", 1, 1)]
    ]


def test_rows_of_other_widths_share_one_grid() -> None:
    rows = [
        *row("来电人", "闵娜", "电话", "138", edges=[0, 1500, 4000, 5500, 9000]),
        *row("诉求内容", "路灯不亮", edges=[3, 1520, 9010]),  # drawn by hand, a millimetre off
    ]
    assert grids(read("a.doc", word_97(rows)))[0][4:] == [(2, 1, "诉求内容", 1, 1), (2, 2, "路灯不亮", 1, 3)]


def test_cells_merged_downwards_stand_once() -> None:
    rows = [
        *row("联系人", "田军", flags=[BEGINS_DOWN, FREE]),
        *row("", "任永胜", flags=[GOES_ON_DOWN, FREE]),
        *row("", "汪学军", flags=[GOES_ON_DOWN, FREE]),
        *row("备注", "无"),
    ]
    assert grids(read("a.doc", word_97(rows)))[0] == [
        (1, 1, "联系人", 3, 1),
        (1, 2, "田军", 1, 1),
        (2, 2, "任永胜", 1, 1),
        (3, 2, "汪学军", 1, 1),
        (4, 1, "备注", 1, 1),
        (4, 2, "无", 1, 1),
    ]


def test_cells_merged_across_stand_once() -> None:
    rows = [*row("标题", "", "x", flags=[1, GOES_ON_ACROSS, FREE]), *row("a", "b", "c")]
    assert grids(read("a.doc", word_97(rows)))[0][:2] == [(1, 1, "标题", 1, 2), (1, 3, "x", 1, 1)]


def test_paragraphs_in_a_cell_are_lines_of_it() -> None:
    paper = read("a.doc", word_97([("分  管\r", IN_TABLE), *row("负责人", "陈甡"), ("注：见附件\r", b"")]))
    assert grids(paper)[0][0][2] == "分  管\n负责人"
    assert lines(paper) == ["注：见附件"]


def test_a_table_in_a_cell_stands_apart_or_is_part_of_the_text_beside_it() -> None:
    inner = [("甲\r", INNER_CELL), ("乙\r", INNER_CELL), ("\r", INNER_ROW_END)]
    alone = read("a.doc", word_97([*inner, *row("", "外")]))
    assert [grid[0][2] for grid in grids(alone)] == ["", "甲"]
    beside = read("a.doc", word_97([("如下\r", IN_TABLE), *inner, *row("", "外")]))
    assert [grid[0][2] for grid in grids(beside)] == ["如下\n甲\t乙"]


def test_a_table_that_only_wraps_another_is_seen_through() -> None:
    inner = [("甲\r", INNER_CELL), ("乙\r", INNER_CELL), ("\r", INNER_ROW_END)]
    paper = read("a.doc", word_97([("转办单\r", IN_TABLE), *inner, *row("")]))
    assert lines(paper) == ["转办单"]
    assert [[cell[2] for cell in grid] for grid in grids(paper)] == [["甲", "乙"]]


def test_a_row_without_its_end_keeps_its_cells() -> None:
    paper = read("a.doc", word_97([("工单编号\x07", IN_TABLE), ("18031\x07", b""), ("x\r", INNER)]))
    assert [cell[2] for cell in grids(paper)[0]][:2] == ["工单编号", "18031"]


def test_deleted_and_hidden_text_is_not_read() -> None:
    data = word_97([("限三日五日内办结密\r", b"")], runs=[(1, 3, DELETED), (8, 9, HIDDEN)])
    assert lines(read("a.doc", data)) == ["限五日内办结"]


def test_fields_show_their_results_only() -> None:
    text = '见\x13 HYPERLINK "http://x" \x14\x13 REF a \x14附件\x15一\x15，共\x13 PAGE \x15页\r'
    assert lines(read("a.doc", word_97([(text, b"")]))) == ["见附件一，共页"]


def test_ticks_of_symbol_fonts_are_ticks() -> None:
    ticked, typed = struct.pack("<HHH", 0x6A09, 1, 0xF0FE), struct.pack("<HH", 0x4A4F, 1)
    data = word_97(
        [("(属实  o不属实\r", b"")], runs=[(0, 1, ticked), (5, 6, typed)], fonts=["宋体", "Wingdings"]
    )
    assert lines(read("a.doc", data)) == ["☑属实  ☐不属实"]


@pytest.mark.parametrize(("state", "sign"), [(1, "☑"), (0, "☐"), (25, "☑")])
def test_form_boxes_show_their_state(state: int, sign: str) -> None:
    field = struct.pack("<IHHHH", 0xFFFFFFFF, 1 | state << 2, 0, 0, 2) + "a1".encode("utf-16-le") + bytes(2)
    data = struct.pack("<IH", 0, 6) + field + struct.pack("<H", 1)
    place = struct.pack("<HI", 0x6A03, 0)
    text = "属实\x13 FORMCHECKBOX \x01\x14\x15\r"
    at = text.index("\x01")
    assert lines(read("a.doc", word_97([(text, b"")], runs=[(at, at + 1, place)], data=data))) == [
        "属实" + sign
    ]


def test_a_tick_written_over_a_box_is_a_ticked_box() -> None:
    text = "\x13eq \\o\\ac(□,√)\x15属实 \x13 EQ \\o\\ac(□,)\x14\x15不属实 \x13 EQ \\f(1,2)\x15\r"
    assert lines(read("a.doc", word_97([(text, b"")]))) == ["☑属实 ☐不属实"]


def test_headers_come_last() -> None:
    paper = read("a.doc", word_97([("正文\r", b"")], header="滕州市信访局"))
    assert paper.blocks == (Line("正文", "第1段"), Line("滕州市信访局", "页眉"))


def test_a_document_with_a_password_is_told_as_one() -> None:
    assert "密码" in read("a.doc", word_97([("x\r", b"")], flags=0x0300)).problem


def test_a_document_with_macros_is_not_opened() -> None:
    paper = read("a.doc", word_97([("x\r", b"")], Macros=b"x"))
    assert "含有宏" in paper.problem
    assert not paper.blocks


def test_other_versions_and_damaged_ones_go_to_libreoffice() -> None:
    for data in (
        word_97([("x\r", b"")], version=0x0068),
        word_97([("x\r", b"")], flags=0),  # names a table stream that is not there
        word_97([("x" * 50 + "\r", b"")], pieces=[(0, 50_000)]),
        word_97([("\r", b"")]),
        ole({"WordDocument": b"\xec\xa5"}),
    ):
        assert sniff("a.doc", data) == "doc"
        assert read("a.doc", data).problem == "LibreOffice"


def test_any_damage_gives_a_paper() -> None:
    good = bytearray(word_97([*row("工单编号", "18031"), ("x\r", b"")], header="页", runs=[(0, 1, DELETED)]))
    chance = random.Random(12345)
    for _ in range(400):
        bad = bytearray(good)
        for _ in range(chance.randint(1, 12)):
            bad[chance.randrange(512, len(bad))] = chance.choice([0, 1, 0x7F, 0xFF, chance.randrange(256)])
        assert isinstance(read("a.doc", bytes(bad)), Paper)


def test_properties_are_read_with_their_own_names() -> None:
    def block(*entries: tuple[int, bytes]) -> bytes:
        head, body = b"", b""
        for number, value in entries:
            head += struct.pack("<II", number, 8 + 8 * len(entries) + len(body))
            body += value + bytes(-len(value) % 4)
        return struct.pack("<II", 8 + len(head) + len(body), len(entries)) + head + body

    def text(value: str) -> bytes:
        return struct.pack("<II", 0x1E, len(value.encode("gbk")) + 1) + value.encode("gbk") + b"\0"

    def stream(*blocks: bytes) -> bytes:
        places, at = b"", 28 + 20 * len(blocks)
        for one in blocks:
            places += bytes(16) + struct.pack("<I", at)
            at += len(one)
        return struct.pack("<HHI16sI", 0xFFFE, 0, 0, b"", len(blocks)) + places + b"".join(blocks)

    page = struct.pack("<IHH", 2, 936, 0)
    names = struct.pack("<III", 1, 2, 9) + "案件编号".encode("gbk") + b"\0"
    ours = {
        "\x05SummaryInformation": stream(block((1, page), (2, text("转办单")), (9, text("7")))),
        "\x05DocumentSummaryInformation": stream(
            block((1, page), (15, text("滕州"))), block((1, page), (0, names), (2, text("TZ-2018-000123-G")))
        ),
    }
    assert read_properties(Ole(ole(ours))) == {"title": "转办单", "案件编号": "TZ-2018-000123-G"}
