"""A digit that stands alone in a cell is read, dirt is not."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image

from parsers.ocr import read_pictures
from parsers.ocr.overlooked import overlooked
from parsers.ocr.ruling import Place, Ruled
from parsers.paper import Grid
from tests.parsers.ocr.drawing import EM, Sheet, encoded, needs_font

pytestmark = needs_font


def cells(sheet: Sheet) -> list[str]:
    page = cv2.GaussianBlur(np.asarray(sheet.image), (0, 0), 0.8)
    blocks = read_pictures("a", [encoded(page)], format="png").blocks
    return [cell.text for block in blocks if isinstance(block, Grid) for cell in block.cells]


def test_the_last_digit_of_a_number_is_read_in_a_line_of_its_own() -> None:
    sheet = Sheet(Image.new("RGB", (2800, 1900), (252, 252, 250)))
    head = [(150, "序号"), (360, "工单编号"), (300, "诉求人"), (460, "诉求内容")]
    first = [(150, "1"), (360, "24111514394783377|2"), (300, "卢安"), (460, "路口的路灯不亮，请派人维修。")]
    second = [(150, "2"), (360, "18041213303839174|0"), (300, "石明"), (460, "楼道里的垃圾无人清运。")]
    sheet.form(100, [(90, head), (180, first), (180, second)])
    found = cells(sheet)
    assert found[4:6] == ["1", "241115143947833772"]
    assert found[8:10] == ["2", "180412133038391740"]


def test_dirt_and_what_is_left_of_a_seal_are_not_read() -> None:
    page = np.full((400, 600, 3), 250, np.uint8)
    for x, y in ((80, 90), (140, 160), (250, 210)):
        cv2.circle(page, (x, y), 3, (60, 60, 60), -1)
    cv2.line(page, (300, 80), (318, 104), (60, 60, 60), 2)
    cv2.putText(page, "4", (450, 120), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (60, 60, 60), 2)
    table = Ruled((Place(50, 50, 400, 300, 1, 1), Place(400, 50, 550, 300, 1, 2)))
    (four,) = overlooked(page, [table], [], EM)
    assert four.text == "4"
    assert overlooked(page, [table], [], EM, [(420, 60, 520, 160)]) == []
