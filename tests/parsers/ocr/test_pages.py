"""Whole pages, drawn, spoilt and read: what a clerk would type off them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PIL import Image

from parsers.forms.layout import lay_out
from parsers.labels import Labels
from parsers.ocr import read_pictures
from parsers.paper import Grid, Paper
from tests.parsers.ocr.drawing import Sheet, encoded, needs_font, photographed, scanned

pytestmark = needs_font

REQUEST = "来电人反映：善南街道御景苑6号楼电梯一个月坏了9次，十几层的老人只能爬楼，物业说没有维修资金，请督促尽快维修。"
FOUND = (
    "经查，该路段确有货车违规停放现象。我大队已安排警力每日十八时至二十二时巡查，并在路口增设禁停标志三处。"
)


@lru_cache
def case_form() -> Sheet:
    sheet = Sheet(Image.new("RGB", (1654, 1300), (252, 252, 250)))
    sheet.centred(90, "枣庄市12345政务服务热线转办单")
    end = sheet.form(
        200,
        [
            (
                80,
                [
                    (230, "工单编号"),
                    (450, "180828151718515115"),
                    (230, "来电时间"),
                    (370, "2018-08-28 15:17"),
                ],
            ),
            (80, [(230, "诉求人"), (450, "金兴华"), (230, "联系电话"), (370, "18629871906")]),
            (80, [(230, "事发地址"), (1050, "善南街道御景苑6号楼")]),
            (240, [(230, "诉求内容"), (1050, REQUEST)]),
            (
                110,
                [
                    (230, "承办单位"),
                    (450, "滕州市善南街道办事处物业管理科"),
                    (230, "办理时限"),
                    (370, "2018年9月6日"),
                ],
            ),
        ],
    )
    sheet.text(860, end + 60, "枣庄市12345热线受理中心")
    sheet.text(980, end + 120, "2018年8月29日")
    sheet.seal(1100, end + 110, "枣庄市热线受理中心")
    return sheet


def texts(paper: Paper) -> list[str]:
    return [block.text for block in paper.blocks if not isinstance(block, Grid)]


def cells(paper: Paper) -> dict[tuple[int, int], str]:
    (grid,) = [block for block in paper.blocks if isinstance(block, Grid)]
    return {(cell.row, cell.col): cell.text for cell in grid.cells}


def fields(paper: Paper) -> dict[str, str]:
    return {entry.label: entry.text for entry in lay_out(paper, Labels.standard()).entries}


def test_a_stamped_form_scanned_aslant_reads_as_the_form_it_is() -> None:
    paper = read_pictures("扫描.pdf", [encoded(scanned(case_form().image))], format="pdf")
    assert paper.problem == ""
    assert texts(paper) == ["枣庄市12345政务服务热线转办单", "枣庄市12345热线受理中心", "2018年8月29日"]
    found = fields(paper)
    assert found["工单编号"] == "180828151718515115"
    assert found["来电时间"] == "2018-08-28 15:17"
    assert found["诉求人"] == "金兴华"
    assert found["联系电话"] == "18629871906"
    assert found["诉求内容"] == REQUEST
    assert found["承办单位"] == "滕州市善南街道办事处物业管理科"  # written on two lines of its cell
    assert found["办理时限"] == "2018年9月6日"
    (grid,) = [block for block in paper.blocks if isinstance(block, Grid)]
    assert grid.where == "第1页 表1"
    assert [(c.row, c.col, c.col_span) for c in grid.cells if c.text.startswith("来电人反映")] == [(4, 2, 3)]


def test_a_form_on_its_head_or_on_its_side_is_turned() -> None:
    sheet = Sheet(Image.new("RGB", (1654, 700), (252, 252, 250)))
    sheet.centred(90, "政务服务热线转办单")
    sheet.form(
        200, [(80, [(230, "工单编号"), (450, "180828151718515115"), (230, "诉求人"), (370, "金兴华")])] * 2
    )
    upside_down = np.rot90(np.asarray(sheet.image), 2)
    on_its_side = np.rot90(np.asarray(sheet.image), 1)
    paper = read_pictures("a", [encoded(upside_down), encoded(on_its_side)], format="pdf")
    tables = [block for block in paper.blocks if isinstance(block, Grid)]
    assert [table.where for table in tables] == ["第1页 表1", "第2页 表1"]
    assert tables[0].cells == tables[1].cells
    assert tables[0].cells[1].text == "180828151718515115"


def test_a_photograph_from_the_side_in_bad_light_gives_the_letter() -> None:
    sheet = Sheet()
    sheet.centred(150, "关于货车违规停放问题办理情况的回复", 48)
    end = sheet.letter(
        300,
        [
            "滕州市市长公开电话办公室：",
            "　　你办转来的TZ-2018-003448-Z号件收悉。经我大队调查核实，现将办理情况回复如下：",
            "　　一、调查核实情况",
            f"　　{FOUND}",
            "　　承办人：冯洋　　　审核人：田令泉　　　联系电话：5572360",
        ],
    )
    sheet.text(900, end + 60, "滕州市公安局交警大队")
    sheet.text(960, end + 130, "2018年12月18日")
    paper = read_pictures("照片.jpg", [encoded(photographed(sheet.image), "JPEG", quality=70)], format="jpeg")
    assert texts(paper) == [
        "关于货车违规停放问题办理情况的回复",
        "滕州市市长公开电话办公室：",
        "你办转来的TZ-2018-003448-Z号件收悉。经我大队调查核实，现将办理情况回复如下：",
        "一、调查核实情况",
        FOUND,
        "承办人：冯洋    审核人：田令泉    联系电话：5572360",
        "滕州市公安局交警大队",
        "2018年12月18日",
    ]


def test_stacked_labels_and_tick_boxes_are_read() -> None:
    sheet = Sheet(Image.new("RGB", (1654, 800), (252, 252, 250)))
    sheet.form(
        100,
        [
            (230, [(90, "‖调查核实"), (1190, FOUND)]),
            (90, [(280, "是否属实"), (1000, "□属实　☒部分属实　□不属实")]),
            (90, [(280, "是否反馈"), (1000, "☒是　□否")]),
        ],
    )
    paper = read_pictures("a", [sheet.png()], format="png")
    texts_of = {
        cell.text.replace(" ", "") for cell in next(b for b in paper.blocks if isinstance(b, Grid)).cells
    }
    assert "调查核实" in texts_of
    assert FOUND in texts_of
    ticks = {text[:3] if text[0] in "□☑☒" else "": text for text in texts_of if "□" in text}
    assert any(text.replace("☒", "☑") == "□属实☑部分属实□不属实" for text in ticks.values())


def test_the_writing_of_a_seal_stays_out_of_the_text_and_what_it_covers_stays_in() -> None:
    sheet = Sheet(Image.new("RGB", (1200, 700), (252, 252, 250)))
    sheet.text(420, 300, "滕州市公安局交警大队")
    sheet.text(480, 370, "2018年12月18日")
    sheet.seal(600, 375, "滕州市公安局交警大队")
    paper = read_pictures("a", [sheet.png()], format="png")
    assert texts(paper) == ["滕州市公安局交警大队", "2018年12月18日"]


def test_what_is_hard_to_read_is_named_with_its_place() -> None:
    sheet = Sheet(Image.new("RGB", (1200, 400), (252, 252, 250)))
    sheet.text(100, 100, "联系电话：18629871906")
    smeared = np.asarray(sheet.image).copy()
    smeared[100:150, 330:356] = 150  # a stain over some digits
    smeared[118:128, 300:420] = 90
    paper = read_pictures("a", [encoded(smeared)], format="png")
    assert any(word.where == "第1页 第1段" and word.confidence < 0.9 for word in paper.unsure)


def test_pictures_without_writing_are_a_fault_of_documents_only() -> None:
    sky = encoded(Image.linear_gradient("L").resize((800, 600)).convert("RGB"))
    assert read_pictures("现场.jpg", [sky], format="jpeg") == Paper("现场.jpg", "jpeg")
    assert "没有认出文字" in read_pictures("扫描.pdf", [sky], format="pdf").problem


def test_a_page_that_is_no_picture_is_named_and_the_others_are_read() -> None:
    sheet = Sheet(Image.new("RGB", (900, 300), "white"))
    sheet.text(100, 100, "请按期办理")
    paper = read_pictures("a.pdf", [b"not a picture", sheet.png()], format="pdf")
    assert paper.problem == "「a.pdf」第1页不是认得出的图片，请人工查看。"
    assert [(block.text, block.where) for block in paper.blocks] == [("请按期办理", "第2页 第1段")]


def test_odd_pictures_are_read_or_not_but_never_raise() -> None:
    chance = np.random.default_rng(5)
    for size in ((1, 1), (24, 400), (400, 25), (90, 310), (333, 64)):
        for page in (
            chance.integers(0, 255, (*size, 3), dtype=np.uint8),
            np.full((*size, 3), (205, 40, 45), np.uint8),
            chance.integers(0, 2, (*size, 1), dtype=np.uint8).repeat(3, axis=2) * 255,
        ):
            assert read_pictures("a", [encoded(page)], format="png").format == "png"
