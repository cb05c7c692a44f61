"""Merged cells: what lies over a place of a grid."""

from __future__ import annotations

from parsers import formats
from parsers.merged import cover_of, is_overspread, within
from parsers.paper import Cell
from tests.parsers.hostile.mails import corners, merged

FORM = (
    Cell(1, 1, "标题", 1, 4),
    Cell(2, 1, "单位", 2, 1),
    Cell(2, 2, "电话"),
    Cell(2, 3, "5512345", 1, 2),
    Cell(3, 2, "手机"),
    Cell(3, 4, "13800000000"),
)


def test_a_merged_cell_lies_over_its_rows_and_columns() -> None:
    cover = cover_of(FORM)
    assert [cover[1, column].text for column in (1, 2, 3, 4)] == ["标题"] * 4
    assert cover[3, 1].text == "单位"
    assert cover[2, 4].text == "5512345"
    assert (3, 3) not in cover


def test_a_cell_merged_over_the_whole_sheet_costs_what_the_sheet_holds() -> None:
    cells = (Cell(1, 1, "标题", 1_048_576, 16_384), Cell(3, 2, "电话"))
    assert sorted(cover_of(cells)) == [(1, 1), (1, 2), (3, 1), (3, 2)]
    assert not is_overspread(cells)


def test_merged_cells_without_measure_count_as_their_corners_and_a_sentence_says_so() -> None:
    cells = [Cell(n, n, str(n), 1_000, 1_000) for n in range(1, 200)]
    assert is_overspread(cells)
    assert len(cover_of(cells)) <= 50 * len(cells) + len(cells)
    paper = formats.read(
        "台账.xlsx", merged(*(f"A{n}:XFD1048576" for n in range(1, 201)), cells=corners(200))
    )
    assert "工作表「a」的合并单元格范围大得不合理" in paper.problem


def test_an_ordinary_form_is_not_said_to_be_merged_without_measure() -> None:
    assert not is_overspread(FORM)
    assert not is_overspread((Cell(1, 1, "标题", 1, 30), *(Cell(2, n, "栏") for n in range(1, 31))))


def test_runs_that_overlap_are_looked_through_once() -> None:
    assert within([(3, 5), (1, 16_384), (2, 2)], [2, 7, 20_000]) == {2, 7}
    assert within([(8, 9), (3, 5), (4, 6)], [1, 3, 6, 7, 9, 10]) == {3, 6, 9}
    assert within([(5, 3)], [4]) == frozenset()
