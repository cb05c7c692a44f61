"""Tick boxes are known by their four sides, whatever a pen did in and around them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image

from parsers.ocr import read_pictures
from parsers.ocr.boxes import EMPTY, TICKED, box_in
from parsers.paper import Line
from tests.parsers.ocr.drawing import Sheet, encoded, needs_font

EM = 34.0


def box(*strokes: tuple[tuple[int, int], tuple[int, int]]) -> np.ndarray:
    """A box of 26 pixels, and strokes of a pen."""
    ink = np.zeros((50, 60), np.uint8)
    cv2.rectangle(ink, (15, 12), (41, 38), 1, 2)
    for begin, end in strokes:
        cv2.line(ink, begin, end, 1, 3)
    return ink


def test_an_empty_box_is_empty() -> None:
    found = box_in(box(), EM)
    assert found is not None
    assert found[0] == EMPTY
    assert abs(found[1] - 28) < 3


@pytest.mark.parametrize(
    "strokes",
    [
        [((18, 24), (26, 34)), ((26, 34), (52, 4))],  # a tick that runs out at the corner
        [((15, 12), (41, 38)), ((41, 12), (15, 38))],
        [((8, 25), (50, 25))],
    ],
)
def test_a_box_is_ticked_by_any_stroke(strokes: list) -> None:
    found = box_in(box(*strokes), EM)
    assert found is not None
    assert found[0] == TICKED


def test_a_corner_or_a_cross_is_no_box() -> None:
    ink = np.zeros((50, 60), np.uint8)
    cv2.line(ink, (15, 12), (15, 38), 1, 2)
    cv2.line(ink, (15, 38), (41, 38), 1, 2)
    cv2.line(ink, (28, 5), (28, 45), 1, 2)
    assert box_in(ink, EM) is None


@needs_font
def test_a_ticked_box_before_the_first_word_is_read() -> None:
    sheet = Sheet(Image.new("RGB", (1200, 300), (252, 252, 250)))
    sheet.text(180, 100, "属实    □部分属实    □不属实")
    page = np.asarray(sheet.image).copy()
    cv2.rectangle(page, (146, 112), (172, 138), (30, 30, 35), 2)
    cv2.polylines(page, [np.array([(148, 122), (158, 136), (184, 100)])], False, (20, 30, 120), 4)
    (line,) = read_pictures("a", [encoded(page)], format="png").blocks
    assert isinstance(line, Line)
    assert line.text.replace(" ", "") == "☑属实□部分属实□不属实"


def texts(page: np.ndarray) -> list[str]:
    return ["".join(block.text.split()) for block in read_pictures("a", [encoded(page)], format="png").blocks]


@needs_font
def test_small_boxes_are_read_on_a_blurred_photograph_also_before_a_single_character() -> None:
    sheet = Sheet(Image.new("RGB", (1200, 500), (232, 230, 222)))
    sheet.text(180, 100, "属实    □部分属实    □不属实")
    sheet.text(180, 200, "是否反馈当事人")
    sheet.text(700, 200, "是")
    sheet.text(180, 300, "办理情况以及有关材料已经一并报送")
    page = np.asarray(sheet.image).copy()
    for x, y in ((154, 120), (674, 220)):
        cv2.rectangle(page, (x, y), (x + 16, y + 16), (30, 30, 35), 1)
        cv2.polylines(
            page, [np.array([(x, y + 8), (x + 7, y + 16), (x + 22, y - 4)])], False, (30, 30, 35), 3
        )
    page = cv2.GaussianBlur(page, (0, 0), 0.9)
    assert texts(page)[:2] == ["☑属实□部分属实□不属实", "是否反馈当事人☑是"]


@needs_font
def test_what_shines_through_from_the_back_of_the_sheet_is_no_box() -> None:
    sheet = Sheet(Image.new("RGB", (1200, 300), (250, 250, 250)))
    sheet.text(180, 100, "属实    □部分属实    □不属实")
    page = np.asarray(sheet.image).copy()
    cv2.rectangle(page, (146, 112), (172, 138), (195, 195, 195), 2)
    cv2.line(page, (148, 122), (170, 136), (195, 195, 195), 3)
    assert texts(page) == ["属实□部分属实□不属实"]
