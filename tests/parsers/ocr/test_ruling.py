"""Drawn lines become tables: merged cells, open sides, slants, gaps; strokes of writing do not."""

from __future__ import annotations

from math import inf

import cv2
import numpy as np

from parsers.ocr.rules import _bodies, _outside, find_rules
from parsers.ocr.ruling import Ruled, find_tables
from parsers.ocr.seals import rims
from parsers.ocr.strips import Glyph, Strip

HEIGHT = 30.0  # of the writing, in pixels


def sheet() -> np.ndarray:
    return np.full((900, 1200), 250, np.uint8)


def line(page: np.ndarray, x0: int, y0: int, x1: int, y1: int) -> None:
    cv2.line(page, (x0, y0), (x1, y1), 40, 2)


def tables(page: np.ndarray) -> list[Ruled]:
    return find_tables(find_rules(page, HEIGHT), HEIGHT)


def spans(table: Ruled) -> list[tuple[int, int, int, int]]:
    return [(p.row, p.col, p.row_span, p.col_span) for p in table.places]


def lattice(page: np.ndarray) -> None:
    """Three rows of 100 pixels, three columns of 300."""
    for y in range(100, 500, 100):
        line(page, 100, y, 1000, y)
    for x in range(100, 1100, 300):
        line(page, x, 100, x, 400)


def test_a_lattice_has_its_cells_in_order() -> None:
    page = sheet()
    lattice(page)
    (table,) = tables(page)
    assert spans(table) == [(row, col, 1, 1) for row in (1, 2, 3) for col in (1, 2, 3)]
    assert all(abs(a - b) < 8 for a, b in zip(table.box, (100, 100, 1000, 400), strict=True))


def test_merged_cells_span_rows_and_columns() -> None:
    page = sheet()
    lattice(page)
    page[105:395, 95:105] = 250  # take out, then draw anew what remains of the frame
    line(page, 100, 100, 100, 400)
    page[103:298, 396:404] = 250  # no line between columns 1 and 2 in rows 1 and 2
    page[196:204, 105:398] = 250  # nor between rows 1 and 2 there
    page[196:204, 398:698] = 250
    (table,) = tables(page)
    assert spans(table) == [
        (1, 1, 2, 2),
        (1, 3, 1, 1),
        (2, 3, 1, 1),
        (3, 1, 1, 1),
        (3, 2, 1, 1),
        (3, 3, 1, 1),
    ]


def test_a_list_without_side_lines_is_closed() -> None:
    page = sheet()
    for y in (100, 160, 220, 280):
        line(page, 100, y, 1000, y)
    for x in (300, 700):
        line(page, x, 100, x, 280)
    (table,) = tables(page)
    assert spans(table) == [(row, col, 1, 1) for row in (1, 2, 3) for col in (1, 2, 3)]


def test_faint_lines_with_gaps_and_a_slant_of_a_degree_hold() -> None:
    page = sheet()
    lattice(page)
    for y in range(100, 500, 100):
        page[y - 3 : y + 4, 250:256] = 250
    turn = cv2.getRotationMatrix2D((600, 450), 1.0, 1)
    page = cv2.warpAffine(page, turn, (1200, 900), borderValue=250)
    (table,) = tables(page)
    assert len(table.places) == 9


def test_a_column_that_only_one_row_has_is_seen() -> None:
    page = sheet()
    for y in (100, 160, 220, 280):
        line(page, 100, y, 1000, y)
    for x in (100, 1000):
        line(page, x, 100, x, 280)
    line(page, 500, 160, 500, 220)
    (table,) = tables(page)
    assert spans(table) == [(1, 1, 1, 2), (2, 1, 1, 1), (2, 2, 1, 1), (3, 1, 1, 2)]


def test_shaded_cells_with_thin_grey_lines_are_cells() -> None:
    page = sheet()
    for row in range(3):
        for col in range(3):
            corners = ((100 + 300 * col, 100 + 90 * row), (400 + 300 * col, 190 + 90 * row))
            if row == 0 or col == 0:
                cv2.rectangle(page, *corners, 218, -1)
    for row in range(4):
        cv2.line(page, (100, 100 + 90 * row), (1000, 100 + 90 * row), 160, 1)
    for col in range(4):
        cv2.line(page, (100 + 300 * col, 100), (100 + 300 * col, 370), 160, 1)
    noise = np.random.default_rng(5).normal(0, 6, page.shape)
    (table,) = tables(np.clip(page + noise, 0, 255).astype(np.uint8))
    assert len(table.places) == 9


def test_underlines_frames_and_strokes_are_no_tables() -> None:
    page = sheet()
    line(page, 100, 100, 600, 100)
    line(page, 100, 200, 600, 200)
    cv2.rectangle(page, (100, 300), (900, 800), 40, 2)
    for x in range(200, 800, 40):  # strokes as high as the writing
        line(page, x, 500, x, 528)
        line(page, x - 12, 514, x + 12, 514)
    assert tables(page) == []


def test_the_rim_of_a_seal_parts_no_cell() -> None:
    page = sheet()
    lattice(page)
    seal = (410, 130, 690, 410)
    cv2.circle(page, (550, 270), 137, 90, 6)
    (table,) = find_tables(find_rules(page, HEIGHT, rims(page.shape, [seal])), HEIGHT)
    assert spans(table) == [(row, col, 1, 1) for row in (1, 2, 3) for col in (1, 2, 3)]


def test_a_line_goes_on_behind_a_blot_as_wide_as_a_character() -> None:
    page = sheet()
    lattice(page)
    page[190:210, 500:530] = 250
    (table,) = tables(page)
    assert len(table.places) == 9


def test_a_stamp_that_touches_a_table_is_no_cell_of_it() -> None:
    page = sheet()
    lattice(page)
    cv2.rectangle(page, (450, 40), (640, 100), 40, 3)
    (table,) = tables(page)
    assert spans(table) == [(row, col, 1, 1) for row in (1, 2, 3) for col in (1, 2, 3)]


def test_strokes_of_characters_part_no_cell() -> None:
    page = sheet()
    for y in (100, 160, 220, 280):
        line(page, 100, y, 1000, y)
    for x in (100, 1000):
        line(page, x, 100, x, 280)
    line(page, 500, 105, 500, 155)  # as of two lines of 中 in a tight cell
    assert len(tables(page)[0].places) == 4
    written = [
        Strip((Glyph("中", 500, 0.99), Glyph("间", 526, 0.99)), 485, top, 540, top + 28) for top in (102, 130)
    ]
    (table,) = find_tables(find_rules(page, HEIGHT, None, written), HEIGHT)
    assert len(table.places) == 3


def test_strokes_that_go_on_a_line_between_cells_above_part_no_cell() -> None:
    page = sheet()
    for y in (100, 160, 220, 280):
        line(page, 100, y, 1000, y)
    for x in (100, 1000):
        line(page, x, 100, x, 280)
    line(page, 500, 100, 500, 220)  # the line between the cells of the first row, and 平 and 中 below it
    (table,) = tables(page)
    assert spans(table) == [(1, 1, 1, 1), (1, 2, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1), (3, 1, 1, 2)]
    strokes = Strip(tuple(Glyph(c, 474 + 26 * i, 0.99) for i, c in enumerate("水平面")), 460, 176, 540, 206)
    (table,) = find_tables(find_rules(page, HEIGHT, None, [strokes]), HEIGHT)
    assert spans(table) == [(1, 1, 1, 1), (1, 2, 1, 1), (2, 1, 1, 2), (3, 1, 1, 2)]


def test_a_stroke_where_two_characters_meet_parts_no_cell() -> None:
    page = sheet()
    lattice(page)
    line(page, 250, 100, 250, 200)
    near = Strip((Glyph("北", 237, 0.99), Glyph("师", 263, 0.99)), 224, 130, 276, 166)
    (table,) = find_tables(find_rules(page, HEIGHT, None, [near]), HEIGHT)
    assert len(table.places) == 9


def test_a_line_between_two_cells_holds_though_one_strip_runs_over_it_or_takes_it_for_a_character() -> None:
    page = sheet()
    lattice(page)
    over = Strip((Glyph("姓", 356, 0.99), Glyph("名", 382, 0.99), Glyph("王", 420, 0.99)), 340, 130, 440, 166)
    bar = Strip((Glyph("男", 360, 0.9), Glyph("1", 400, 0.6), Glyph("女", 440, 0.9)), 340, 230, 460, 266)
    (table,) = find_tables(find_rules(page, HEIGHT, None, [over, bar]), HEIGHT)
    assert spans(table) == [(row, col, 1, 1) for row in (1, 2, 3) for col in (1, 2, 3)]


def test_level_strokes_between_two_characters_with_a_blank_are_no_line() -> None:
    level = np.zeros((300, 400), np.uint8)
    level[100:200, 200:216] = 255
    apart = Strip(
        (Glyph("监", 185, 0.99), Glyph("督", 232, 0.99), Glyph("局", 258, 0.99)), 170, 130, 272, 166
    )
    assert not _outside(level, _bodies([apart], 0.3, inf))[140:156].any()
