"""PDF: what is printed on the pages, as lines and tables; scans go to recognition; hostile files are given up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from parsers.apart import close_all
from parsers.formats import printed_apart, read
from parsers.paper import Grid, Line, Paper, Unsure
from tests.parsers.formats.pdfs import HEIGHT, WIDTH, bar, grid, line, pdf, picture, text

Rows = list[tuple[int, int, str, int, int]]


@pytest.fixture(autouse=True, scope="module")
def _no_worker_stays() -> Iterator[None]:
    yield
    close_all()


@pytest.fixture(autouse=True)
def scans(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[bytes]]:
    """Stand in for character recognition, which has tests of its own; returns the pictures it was given."""
    given: list[Sequence[bytes]] = []

    def recognise(name: str, pages: Sequence[bytes], kind: str) -> Paper:
        given.append(pages)
        blocks = tuple(Line(f"扫描{n}", f"第{n}页 第1段") for n in range(1, len(pages) + 1))
        return Paper(name, kind, blocks, problem="", unsure=(Unsure("第1页 第1段", "扫描1", 0.4),))

    monkeypatch.setattr(printed_apart, "recognise", recognise)
    return given


def lines(paper: Paper) -> list[str]:
    assert paper.problem == ""
    return [block.text for block in paper.blocks if isinstance(block, Line)]


def grids(paper: Paper) -> list[Rows]:
    return [
        [(c.row, c.col, c.text, c.row_span, c.col_span) for c in block.cells]
        for block in paper.blocks
        if isinstance(block, Grid)
    ]


def test_a_ruled_form_is_a_table() -> None:
    words = (
        text(70, 120, "工单编号") + text(160, 120, "18031") + text(70, 150, "来电人") + text(160, 150, "闵娜")
    )
    paper = read(
        "转办单.pdf", pdf(text(250, 60, "转办单", 22) + grid([60, 150, 400], [100, 130, 160]) + words)
    )
    assert paper.blocks[0] == Line("转办单", "第1页 第1段")
    assert isinstance(paper.blocks[1], Grid)
    assert paper.blocks[1].where == "第1页 表1"
    assert grids(paper)[0] == [
        (1, 1, "工单编号", 1, 1),
        (1, 2, "18031", 1, 1),
        (2, 1, "来电人", 1, 1),
        (2, 2, "闵娜", 1, 1),
    ]


def test_lines_drawn_as_thin_bars_rule_a_table_too() -> None:
    bars = "".join(bar(60, y, 400, y + 0.5) for y in (100, 130, 160))
    bars += "".join(bar(x, 100, x + 0.5, 160) for x in (60, 150, 399.5))
    words = text(70, 120, "工单编号") + text(160, 120, "18031") + text(70, 150, "来电人")
    assert grids(read("a.pdf", pdf(bars + words)))[0][0] == (1, 1, "工单编号", 1, 1)


def test_a_table_open_at_its_sides_is_closed() -> None:
    ruled = "".join(line(60, y, 400, y) for y in (100, 130, 160)) + line(150, 100, 150, 160)
    words = text(70, 120, "工单编号") + text(160, 120, "18031") + text(70, 150, "来电人")
    assert [cell[2] for cell in grids(read("a.pdf", pdf(ruled + words)))[0]] == [
        "工单编号",
        "18031",
        "来电人",
        "",
    ]


def test_cells_merged_in_both_ways() -> None:
    ruled = (
        line(60, 100, 400, 100) + line(150, 130, 400, 130) + line(60, 160, 400, 160) + line(60, 190, 400, 190)
    )
    ruled += (
        line(60, 100, 60, 190)
        + line(400, 100, 400, 190)
        + line(150, 100, 150, 160)
        + line(280, 130, 280, 160)
    )
    words = (
        text(70, 135, "联系人")
        + text(160, 120, "姓名与电话")
        + text(160, 150, "田军")
        + text(290, 150, "5519498")
    )
    words += text(70, 180, "备注：无")
    assert grids(read("a.pdf", pdf(ruled + words)))[0] == [
        (1, 1, "联系人", 2, 1),
        (1, 2, "姓名与电话", 1, 2),
        (2, 2, "田军", 1, 1),
        (2, 3, "5519498", 1, 1),
        (3, 1, "备注：无", 1, 3),
    ]


def test_text_that_was_broken_to_fit_its_cell_is_one_again() -> None:
    words = text(66, 112, "承办单位") + text(126, 112, "滕州市市长公开电话") + text(162, 126, "办公室")
    words += text(66, 152, "来电时间") + text(126, 152, "2018-06-27") + text(126, 166, "15:57:41")
    words += text(66, 192, "处理情况") + text(126, 192, "一、已清理。") + text(126, 206, "二、已巡查。")
    paper = read("a.pdf", pdf(grid([60, 120, 240], [100, 140, 180, 220]) + words))
    assert [cell[2] for cell in grids(paper)[0]][1::2] == [
        "滕州市市长公开电话办公室",
        "2018-06-27 15:57:41",
        "一、已清理。\n二、已巡查。",
    ]


def test_paragraphs_are_put_together_and_kept_apart() -> None:
    body = [
        (114, "你办转来的号转办单收悉。经调查，现将办理情况报告如下请审阅"),
        (90, "并批示。"),
        (114, "承办人：范志强    审核人：孔甡"),
        (114, "联系电话：5541536"),
    ]
    content = text(170, 80, "关于姜女士反映养老金停发的回复", 18)
    content += "".join(text(x, 120 + 24 * n, words, 14) for n, (x, words) in enumerate(body))
    assert lines(read("a.pdf", pdf(content))) == [
        "关于姜女士反映养老金停发的回复",
        "你办转来的号转办单收悉。经调查，现将办理情况报告如下请审阅并批示。",
        "承办人：范志强\u3000\u3000审核人：孔甡",
        "联系电话：5541536",
    ]


def test_a_heading_below_a_full_line_and_what_stands_below_a_day_at_the_right_are_paragraphs() -> None:
    row = "来电人反映小区换了燃气表以后每月的气费涨了两倍多怀疑表不准要求检测并退还多收的费用还要求公开标准"
    body = [
        (84, row[:37]),
        (60, f"{row[:38]}。"),
        (60, "二、核实情况"),
        (84, "工作人员入户查看，反映情况属实，已将表具送检。"),
        (450, "2022年6月13日"),
        (60, "承办人：石显东"),
    ]
    page = pdf("".join(text(x, 120 + 20 * n, words) for n, (x, words) in enumerate(body)))
    assert lines(read("a.pdf", page))[1:] == [
        "二、核实情况",
        "工作人员入户查看，反映情况属实，已将表具送检。",
        "2022年6月13日",
        "承办人：石显东",
    ]


def test_a_gap_as_wide_as_a_sign_is_a_blank() -> None:
    content = (
        text(90, 100, "审核人：") + text(160, 100, "孔") + text(184, 100, "甡") + text(250, 100, "5541536")
    )
    assert lines(read("a.pdf", pdf(content))) == ["审核人：\u3000\u3000孔\u3000甡" + " " * 9 + "5541536"]


def test_page_numbers_and_repeated_heads_are_left_out() -> None:
    pages = [
        text(90, 50, "滕州市信访局") + text(90, 200, f"内容{n}") + text(290, 800, f"- {n} -") for n in (1, 2)
    ]
    assert lines(read("a.pdf", pdf(*pages))) == ["滕州市信访局", "内容1", "内容2"]


def test_a_table_goes_on_over_pages() -> None:
    head = text(66, 92, "序号") + text(126, 92, "来电人")
    first = grid([60, 120, 300], [80, 110, 140]) + head + text(66, 122, "1") + text(126, 122, "闵娜")
    again = grid([60, 120, 300], [80, 110, 140]) + head + text(66, 122, "2") + text(126, 122, "叶甡")
    assert grids(read("a.pdf", pdf(first, again))) == [
        [
            (1, 1, "序号", 1, 1),
            (1, 2, "来电人", 1, 1),
            (2, 1, "1", 1, 1),
            (2, 2, "闵娜", 1, 1),
            (3, 1, "2", 1, 1),
            (3, 2, "叶甡", 1, 1),
        ]
    ]


def test_a_row_cut_by_the_end_of_a_page_is_put_together() -> None:
    first = (
        grid([60, 120, 300], [80, 140]) + text(66, 92, "诉求内容") + text(126, 92, "小区路灯不亮，夜里行走不")
    )
    second = grid([60, 120, 300], [80, 110, 140]) + text(126, 92, "便，请维修。") + text(66, 122, "备注")
    assert [cell[2] for cell in grids(read("a.pdf", pdf(first, second)))[0]] == [
        "诉求内容",
        "小区路灯不亮，夜里行走不便，请维修。",
        "备注",
        "",
    ]


def test_text_printed_twice_to_look_bold_is_read_once() -> None:
    assert lines(read("a.pdf", pdf(text(90, 100, "转办单") + text(90.4, 100, "转办单")))) == ["转办单"]


def test_a_watermark_across_the_page_is_not_read() -> None:
    slanted = text(100, 400, "内部资料注意保密", 40, slope="0.7071 0.7071 -0.7071 0.7071")
    assert lines(read("a.pdf", pdf(text(90, 100, "正文") + slanted))) == ["正文"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_as_it_is_shown(turn: int) -> None:
    """The text is printed so that it is upright once the page is turned."""
    slope, place = {
        90: ("0 1 -1 0", lambda x, y: (y, HEIGHT - x)),
        180: ("-1 0 0 -1", lambda x, y: (WIDTH - x, HEIGHT - y)),
        270: ("0 -1 1 0", lambda x, y: (WIDTH - y, x)),
    }[turn]
    content = "".join(
        text(*place(*at), words, slope=slope)
        for at, words in (((100, 100), "第一行"), ((100, 130), "第二行"), ((300, 130), "右"))
    )
    found = lines(read("a.pdf", pdf(content, page=f"/Rotate {turn}")))
    assert [part.split() for part in found] == [["第一行"], ["第二行", "右"]]


def test_a_table_wider_than_its_paper_is_read_to_its_end() -> None:
    words = text(70, 120, "来电人") + text(560, 120, "联系电话") + text(640, 120, "5519498")
    assert [
        cell[2] for cell in grids(read("a.pdf", pdf(grid([60, 550, 630, 720], [100, 130]) + words)))[0]
    ] == [
        "来电人",
        "联系电话",
        "5519498",
    ]


def test_a_table_that_the_paper_cuts_off_is_doubted() -> None:
    paper = read("a.pdf", pdf(grid([60, 550, 595], [100, 130, 160]) + text(70, 120, "来电人")))
    assert paper.problem == "「a.pdf」第 1 页的内容超出了纸边，右边没有印全，请人工查看。"
    assert paper.blocks


def test_what_was_typed_onto_the_page_is_read() -> None:
    note = (
        "<< /Type /Annot /Subtype /FreeText /Rect [80 600 400 700] /F 4 /Contents (x) /DA (/F1 12 Tf 0 g)"
        " /AP << /N 7 0 R >> >>"
    )
    stream = text(10, HEIGHT - 20, "情况属实")
    look = (
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 320 100] /Resources << /Font << /F1 3 0 R >> >>"
        f" /Length {len(stream)} >>\nstream\n{stream}\nendstream"
    )
    data = pdf(text(90, 60, "办理结果："), objects=[note, look], page="/Annots [6 0 R]")
    assert lines(read("a.pdf", data)) == ["办理结果：", "情况属实"]


def test_a_page_without_text_goes_to_recognition_and_comes_back_at_its_place(
    scans: list[Sequence[bytes]],
) -> None:
    scan = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I1 Do Q\n"
    data = pdf(
        text(90, 100, "第一页有字"), scan, text(90, 100, "第三页有字"), scan,
        objects=[picture()], resources="/XObject << /I1 6 0 R >>",
    )  # fmt: skip
    paper = read("a.pdf", data)
    assert [(block.where, block.text) for block in paper.blocks if isinstance(block, Line)] == [
        ("第1页 第1段", "第一页有字"),
        ("第2页 第1段", "扫描1"),
        ("第3页 第1段", "第三页有字"),
        ("第4页 第1段", "扫描2"),
    ]
    assert paper.unsure == (Unsure("第2页 第1段", "扫描1", 0.4),)
    (pages,) = scans
    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_the_hidden_text_of_a_scan_does_not_count(scans: list[Sequence[bytes]]) -> None:
    scan = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I1 Do Q\n" + text(90, 100, "机器认的字" * 20, mode=3)
    data = pdf(scan, objects=[picture()], resources="/XObject << /I1 6 0 R >>")
    assert lines(read("a.pdf", data)) == ["扫描1"]


def test_a_mark_of_the_scanning_program_does_not_make_a_scan_text(scans: list[Sequence[bytes]]) -> None:
    scan = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I1 Do Q\n" + text(400, 820, "由扫描全能王扫描创建")
    data = pdf(scan, objects=[picture()], resources="/XObject << /I1 6 0 R >>")
    assert lines(read("a.pdf", data)) == ["扫描1"]


def test_an_empty_page_is_told_as_one(scans: list[Sequence[bytes]]) -> None:
    assert read("a.pdf", pdf("")).problem == "「a.pdf」里面没有读到文字，请人工查看。"
    assert not scans


def test_properties_are_read() -> None:
    data = pdf(text(90, 90, "x"), objects=["<< /Title (TZ-2018-000123-G) >>"], trailer="/Info 6 0 R")
    assert read("a.pdf", data).properties == {"title": "TZ-2018-000123-G"}
