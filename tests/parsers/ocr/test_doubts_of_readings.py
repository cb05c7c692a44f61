"""A value that a smear makes uncertain is doubted in the reading; its neighbours on the same line are not."""

from __future__ import annotations

import numpy as np
from PIL import Image

from parsers import read_document
from tests.parsers.ocr.drawing import Sheet, encoded, needs_font

pytestmark = needs_font


def test_of_one_line_only_the_smeared_value_is_doubted() -> None:
    sheet = Sheet(Image.new("RGB", (1654, 900), (252, 252, 250)))
    sheet.centred(90, "关于货车违规停放问题办理情况的回复", 44)
    end = sheet.letter(
        220,
        [
            "滕州市市长公开电话办公室：",
            "　　你办转来的TZ-2018-003448-Z号件收悉，现将办理情况回复如下：",
            "　　一、调查核实情况",
            "　　经查，该路段确有货车违规停放现象。",
            "　　二、处理情况",
            "　　我大队已安排警力每日巡查，并增设禁停标志三处。",
            "　　承办人：冯洋　　　审核人：田令泉　　　联系电话：5572360",
        ],
    )
    smeared = np.asarray(sheet.image).copy()
    line = slice(end - 62, end - 8)
    smeared[line, 1090:1130] = 255 - (255 - smeared[line, 1090:1130]) // 3
    smeared[end - 44 : end - 36, 1085:1140] = 120  # a stroke through the digits
    reading = read_document("扫描.png", encoded(smeared))
    assert reading.what == "answer"
    doubted = {doubt.field for doubt in reading.doubts}
    assert "answer.phone" in doubted
    assert "answer.handler" not in doubted
