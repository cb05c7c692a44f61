"""Pages and HTML bodies: what a reader of the screen sees of them."""

from __future__ import annotations

from parsers import formats
from parsers.formats.html import read_page
from parsers.paper import Grid, Line


def lines(page: str) -> list[str]:
    return [block.text for block in read_page(page).blocks if isinstance(block, Line)]


def grid(page: str) -> Grid:
    (found,) = [block for block in read_page(page).blocks if isinstance(block, Grid)]
    return found


def test_spans_put_cells_into_their_columns() -> None:
    page = (
        "<table><tr><td rowspan=2>诉求人</td><td>姓名</td><td>李四</td></tr>"
        "<tr><td colspan=2>详情</td></tr><tr><td>编号</td><td colspan='2'>1</td></tr></table>"
    )
    assert [(c.row, c.col, c.row_span, c.col_span, c.text) for c in grid(page).cells] == [
        (1, 1, 2, 1, "诉求人"),
        (1, 2, 1, 1, "姓名"),
        (1, 3, 1, 1, "李四"),
        (2, 2, 1, 2, "详情"),
        (3, 1, 1, 1, "编号"),
        (3, 2, 1, 2, "1"),
    ]


def test_a_table_for_layout_is_read_as_text_and_the_one_inside_as_a_grid() -> None:
    page = "<table width=600><tr><td>枣庄市热线</td></tr><tr><td><table><tr><td>编号</td><td>1</td></tr></table></td></tr><tr><td>落款</td></tr></table>"
    assert lines(page) == ["枣庄市热线", "落款"]
    assert [cell.text for cell in grid(page).cells] == ["编号", "1"]


def test_lines_inside_a_cell_are_kept() -> None:
    page = "<table><tr><td>内容</td><td><p>第一</p>第二<br>第三</td></tr></table>"
    assert grid(page).cells[1].text == "第一\n第二\n第三"


def test_what_is_not_shown_is_not_read() -> None:
    page = (
        "<head><title>t</title><style>p{}</style></head><script>x()</script><!-- no --><p style='display:none'>密</p>"
        "<p hidden>密</p><p>看得见\u200b的&nbsp;字&shy;</p>"
    )
    assert lines(page) == ["看得见的 字"]


def test_blanks_of_the_source_are_one_blank_and_br_ends_a_line() -> None:
    assert lines("<div>承办人：\n   张三<br/>审核人：李四</div>") == ["承办人： 张三", "审核人：李四"]


def test_tick_boxes_of_a_page_show_their_state() -> None:
    assert lines("<p><input type=checkbox checked>投诉<input type='checkbox'>咨询</p>") == ["☑投诉☐咨询"]


def test_a_page_of_a_million_spans_or_a_thousand_levels_is_bounded() -> None:
    wide = "<table><tr>" + "<td rowspan=999999 colspan=999999>x</td>" * 2000 + "</tr></table>"
    assert read_page(wide) is not None
    deep = "<div>" * 5000 + "底" + "</div>" * 5000
    assert "底" in "".join(lines(deep))


def test_pages_that_are_hardly_pages_give_what_they_have() -> None:
    for page in (
        "",
        "   ",
        "<!-- only -->",
        "<",
        "<<<>>>",
        "\x00",
        "<?xml version='1.0' encoding='gbk'?><html><p>字</p></html>",
    ):
        read_page(page)
    assert lines("只有文字") == ["只有文字"]


def test_a_document_of_html_is_known_by_its_content() -> None:
    paper = formats.read(
        "导出.xls",
        b"<html><head><meta charset=gbk></head><table><tr><td>"
        + "编号".encode("gbk")
        + b"</td><td>1</td></tr></table></html>",
    )
    assert (paper.format, paper.text()) == ("html", "编号\t1")
