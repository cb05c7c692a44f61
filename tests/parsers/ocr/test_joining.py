"""Tables over two pages are one; others stay apart."""

from __future__ import annotations

from parsers.ocr.joining import join_pages
from parsers.ocr.pages import Page
from parsers.paper import Cell, Grid, Line, Unsure

EDGES = (0.1, 0.3, 0.9)


def grid(page: int, *rows: tuple[str, str]) -> Grid:
    cells = tuple(Cell(r, c, text) for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1))
    return Grid(cells, f"第{page}页 表1")


def rows(block: Line | Grid) -> list[tuple[int, int, str]]:
    assert isinstance(block, Grid)
    return [(cell.row, cell.col, cell.text) for cell in block.cells]


def test_rows_overleaf_belong_to_the_table_before() -> None:
    first = Page((Line("标题", "第1页 第1段"), grid(1, ("工单编号", "1"))), (), (EDGES,))
    second = Page(
        (grid(2, ("承办人", "冯洋")), Line("落款", "第2页 第1段")),
        (Unsure("第2页 表1 R1C2", "冯洋", 0.5),),
        ((0.11, 0.3, 0.9),),
    )
    blocks, unsure = join_pages([first, second])
    assert len(blocks) == 3
    assert rows(blocks[1]) == [(1, 1, "工单编号"), (1, 2, "1"), (2, 1, "承办人"), (2, 2, "冯洋")]
    assert unsure == [Unsure("第1页 表1 R2C2", "冯洋", 0.5)]


def test_the_rest_of_a_row_overleaf_is_added_to_it() -> None:
    pages = [
        Page((grid(1, ("处理情况", "已安排警力")),), (), (EDGES,)),
        Page((grid(2, ("", "每日巡查。"), ("承办人", "冯洋")),), (), (EDGES,)),
    ]
    (block,), _ = join_pages(pages)
    assert rows(block) == [
        (1, 1, "处理情况"),
        (1, 2, "已安排警力每日巡查。"),
        (2, 1, "承办人"),
        (2, 2, "冯洋"),
    ]


def test_a_head_printed_again_is_left_out() -> None:
    pages = [
        Page((grid(1, ("序号", "内容"), ("1", "路灯")),), (), (EDGES,)),
        Page((grid(2, ("序 号", "内容"), ("2", "供暖")),), (), (EDGES,)),
    ]
    (block,), _ = join_pages(pages)
    assert [text for _, col, text in rows(block) if col == 1] == ["序号", "1", "2"]


def test_tables_of_other_columns_or_after_a_line_stay_apart() -> None:
    first = Page((grid(1, ("工单编号", "1")),), (), (EDGES,))
    other = Page((grid(2, ("工单编号", "2")),), (), ((0.1, 0.5, 0.9),))
    assert len(join_pages([first, other])[0]) == 2
    titled = Page((Line("第二件", "第2页 第1段"), grid(2, ("工单编号", "2"))), (), (EDGES,))
    assert len(join_pages([first, titled])[0]) == 3


def test_a_row_cut_by_the_page_goes_on_in_all_its_texts() -> None:
    edges = (0.1, 0.2, 0.4, 0.6, 0.8, 0.9)
    head = tuple("ABCDE")
    first = Grid(tuple(Cell(1, c, text) for c, text in enumerate(head, 1)), "第1页 表1")
    rest = Grid(tuple(Cell(1, c, text) for c, text in enumerate(("", "", "续", "", "村"), 1)), "第2页 表1")
    stamped = Page((Line("已收", "第2页 第1段"), rest), (), (edges,))
    (block,), _ = join_pages([Page((first,), (), (edges,)), stamped])
    assert [text for _, _, text in rows(block)] == ["A", "B", "C续", "D", "E村"]
