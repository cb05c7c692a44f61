"""Tables printed to PDF without lines, with lines across only, over several pages, and beside one another."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from parsers import read_document
from parsers.apart import close_all
from parsers.as_json import as_json
from parsers.formats import read
from parsers.paper import Grid, Line
from tests.parsers.formats.pdfs import grid, line, pdf, text
from tests.parsers.formats.sheets import Made, word_form, word_list, workbook_list

SEEDS = range(16)
MOST_WRONG = 0.02
MOST_UNDOUBTED = 1 / 300
MAKER = ["<< /Creator (Calc) >>"]

LIST = (("序号", "工单编号", "诉求内容"), ("1", "180612", "路灯不亮"), ("2", "180613", "停水三天"))
PLACES = (60, 130, 260)


@pytest.fixture(autouse=True, scope="module")
def _no_worker_stays() -> Iterator[None]:
    yield
    close_all()


@dataclass
class Figures:
    """How many fields were read, how many wrong, and how many of these nobody would look at."""

    fields: int = 0
    wrong: int = 0
    undoubted: int = 0


def printed(made: list[Made], folder: Path) -> list[bytes]:
    """Return the documents as LibreOffice prints them, in one run of it."""
    names = []
    for number, document in enumerate(made):
        names.append(folder / f"{number}.{document.ending}")
        names[-1].write_bytes(document.data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, names)], check=True, capture_output=True, timeout=240)
    return [name.with_suffix(".pdf").read_bytes() for name in names]


def compare(made: Made, data: bytes, figures: Figures) -> None:
    found = as_json(read_document("工单.pdf", data))
    doubted = {doubt["field"] for doubt in found.get("doubts", ())}  # type: ignore[attr-defined, union-attr]
    cases = {case.get("upper_no"): (n, case) for n, case in enumerate(found.get("cases", ()))}  # type: ignore[arg-type, var-annotated]
    held = not cases or "documents" in doubted
    for truth in made.cases:
        number, case = cases.get(truth["upper_no"], (None, {}))
        for field, wanted in truth.items():
            value = case
            for part in field.split("."):
                value = (value or {}).get(part)
            figures.fields += 1
            if re.sub(r"\s", "", str(value)) != re.sub(r"\s", "", wanted):
                figures.wrong += 1
                figures.undoubted += not held and f"cases.{number}.{field}" not in doubted


@pytest.mark.skipif(not shutil.which("soffice"), reason="soffice is not installed")
@pytest.mark.xdist_group("soffice")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("make", [word_form, word_list, workbook_list], ids=["form", "list", "workbook"])
def test_printed_sheets_of_any_making_read_as_they_were_written(make, tmp_path: Path) -> None:
    made = [make(seed) for seed in SEEDS]
    figures = Figures()
    for document, data in zip(made, printed(made, tmp_path), strict=True):
        compare(document, data, figures)
    assert figures.fields > 150
    assert figures.wrong <= MOST_WRONG * figures.fields, figures
    assert figures.undoubted <= max(1, MOST_UNDOUBTED * figures.fields), figures


@pytest.mark.skipif(not shutil.which("soffice"), reason="soffice is not installed")
@pytest.mark.xdist_group("soffice")
@pytest.mark.timeout(300)
def test_sheets_too_wide_for_their_paper_are_one_again(tmp_path: Path) -> None:
    """Texts that the sheet itself cuts off can't be read; they are why the bar is lower here."""
    made = [workbook_list(seed, wide=True) for seed in SEEDS]
    figures = Figures()
    for document, data in zip(made, printed(made, tmp_path), strict=True):
        compare(document, data, figures)
    assert figures.wrong <= 0.06 * figures.fields, figures


def rows(data: bytes) -> list[list[str]]:
    (grid,) = (block for block in read("a.pdf", data).blocks if isinstance(block, Grid))
    found: dict[int, dict[int, str]] = {}
    for cell in grid.cells:
        found.setdefault(cell.row, {})[cell.col] = cell.text
    return [[row[col] for col in sorted(row)] for _, row in sorted(found.items())]


def written(table: tuple[tuple[str, ...], ...], places: tuple[int, ...] = PLACES, top: int = 100) -> str:
    return "".join(
        text(x, top + 24 * n, words, 10)
        for n, row in enumerate(table)
        for x, words in zip(places, row, strict=True)
    )


def test_columns_without_any_line_are_told_by_their_white() -> None:
    assert rows(pdf(written(LIST))) == [list(row) for row in LIST]


def test_a_table_of_three_lines_has_rows_between_them() -> None:
    ruled = "".join(line(55, y, 400, y) for y in (86, 108, 160))
    assert rows(pdf(ruled + written(LIST))) == [list(row) for row in LIST]


def test_a_text_that_goes_on_below_is_one_cell() -> None:
    more = (
        text(60, 100, "工单编号", 10) + text(160, 100, "诉求内容", 10) + text(350, 100, "来电人", 10)
        + text(60, 130, "180612", 10) + text(160, 130, "小区路灯不亮，夜里行走不便已", 10) + text(350, 130, "闵娜", 10)
        + text(160, 144, "有半月，请维修。", 10)
        + text(60, 174, "180613", 10) + text(160, 174, "停水三天。", 10) + text(350, 174, "叶甡", 10)
    )  # fmt: skip
    assert rows(pdf(more)) == [
        ["工单编号", "诉求内容", "来电人"],
        ["180612", "小区路灯不亮，夜里行走不便已有半月，请维修。", "闵娜"],
        ["180613", "停水三天。", "叶甡"],
    ]


def test_lines_joined_to_a_cell_that_stand_as_far_apart_as_rows_are_doubted() -> None:
    more = (
        text(60, 100, "工单编号", 10) + text(160, 100, "诉求内容", 10) + text(350, 100, "来电人", 10)
        + text(60, 120, "180612", 10) + text(160, 120, "小区路灯不亮，夜里行走不便已", 10) + text(350, 120, "闵娜", 10)
        + text(160, 140, "有半月，请维修。", 10)
        + text(60, 160, "180613", 10) + text(160, 160, "停水三天。", 10) + text(350, 160, "叶甡", 10)
    )  # fmt: skip
    data = pdf(more)
    assert rows(data)[1] == ["180612", "小区路灯不亮，夜里行走不便已有半月，请维修。", "闵娜"]
    unsure = read("a.pdf", data).unsure
    assert {piece.where for piece in unsure} == {f"第1页 表1 R2C{col}" for col in (1, 2, 3)}
    assert "没有框线" in unsure[0].because


def test_a_table_without_lines_goes_on_over_pages_and_its_head_is_read_once() -> None:
    again = (LIST[0], ("3", "180614", "垃圾未清"), ("4", "180615", "噪声扰民"))
    assert rows(pdf(written(LIST), written(again))) == [list(row) for row in (*LIST, *again[1:])]


def test_a_row_that_goes_on_over_the_page_is_doubted() -> None:
    first = (("工单编号", "来电人", "诉求内容"), ("180612", "闵娜", "小区路灯不亮，夜里行走不便已"))
    second = (("180613", "叶甡", "停水三天，请尽快恢复。"), ("180614", "田军", "垃圾未清。"))
    places = (60, 180, 260)
    data = pdf(written(first, places), text(260, 86, "有半月。", 10) + written(second, places))
    assert rows(data)[1] == ["180612", "闵娜", "小区路灯不亮，夜里行走不便已有半月。"]
    unsure = read("a.pdf", data).unsure
    assert {piece.where for piece in unsure} == {f"第1页 表1 R2C{col}" for col in (1, 2, 3)}
    assert "没有框线" in unsure[0].because


def test_the_lines_of_a_signature_are_no_table() -> None:
    words = [
        ("承办人：范志强", "审核人：孔甡"),
        ("联系电话：5541536", "日期：2018年6月1日"),
        ("单位：张汪镇", "签收：田军"),
    ]
    data = pdf(
        "".join(text(90, 100 + 24 * n, a) + text(300, 100 + 24 * n, b) for n, (a, b) in enumerate(words))
    )
    assert all(isinstance(block, Line) for block in read("a.pdf", data).blocks)


def test_columns_printed_on_pages_of_their_own_go_back_beside_the_others() -> None:
    right = (("来电人", "联系电话"), ("闵娜", "5519498"), ("叶甡", "5541536"))
    data = pdf(written(LIST), written(right, (60, 130)), objects=MAKER, trailer="/Info 6 0 R")
    assert rows(data) == [[*a, *b] for a, b in zip(LIST, right, strict=True)]


def test_pages_of_the_same_columns_stay_below_one_another() -> None:
    more = (("3", "180614", "垃圾未清"), ("4", "180615", "噪声扰民"), ("5", "180616", "积水难行"))
    data = pdf(written(LIST), written(more), objects=MAKER, trailer="/Info 6 0 R")
    assert rows(data) == [list(row) for row in (*LIST, *more)]


def test_a_text_that_fills_its_cell_to_the_edge_is_doubted() -> None:
    ruled = "".join(line(60, y, 300, y) for y in (100, 130, 160))
    ruled += "".join(line(x, 100, x, 160) for x in (60, 150, 210, 300))
    words = text(66, 120, "来电人") + text(66, 150, "闵娜") + text(151, 120, "标题") + text(213, 120, "时限")
    cut = text(151, 150, "路灯")
    assert not read("a.pdf", pdf(ruled + words + cut)).unsure
    (piece,) = read("a.pdf", pdf(ruled + words + text(211, 150, "龙泉街道路灯不亮", 11))).unsure
    assert piece.where == "第1页 表1 R2C3"
    assert "没有印全" in piece.because


def test_cells_of_a_form_without_lines_are_parted_and_what_was_cut_off_is_doubted() -> None:
    """As LibreOffice prints a sheet without borders: each text as far as the next cell that holds anything."""
    columns = (55, 115, 172, 235)
    written_in = (
        ("工单编号", "TZ-2018-00", "承办单位", "滕州市住房和城乡建设局"),
        ("是否属实", "属实"),
        ("核实情况", "反映龙泉街道荆河路镕珺小区门"),
        ("处理情况", "已于2018年3月14日更换井盖，现已恢复通行。"),
        ("承办人", "张喆", "联系电话", "0632-5512345"),
        ("审核人", "李镕", "填报日期", "2018年3月15日"),
    )
    data = pdf(
        "".join(
            text(columns[col], (90 if row < 4 else 200) + 15 * row, words, 11)
            for row, cells in enumerate(written_in)
            for col, words in enumerate(cells)
        ),
        objects=MAKER,
        trailer="/Info 6 0 R",
    )
    reading = read_document("表.pdf", data)
    assert reading.answer is not None
    assert reading.answer.department == "滕州市住房和城乡建设局"
    doubted = {doubt.field for doubt in reading.doubts if "没有印全" in doubt.because}
    assert doubted == {"answer.facts", "answer.department"}


def test_rows_that_stand_in_one_another_are_told_to_the_clerk() -> None:
    lapping = text(60, 100, "小区路灯不亮夜里行走不便", 12) + text(65, 101, "停水三天物业不管请求恢复", 12)
    assert "叠在一起" in read("a.pdf", pdf(lapping)).problem


def test_a_ruled_row_cut_by_the_page_is_mended_below_a_head_printed_again_and_doubted() -> None:
    edges = (55, 100, 200, 400)
    head = text(60, 115, "序号", 10) + text(110, 115, "来电人", 10) + text(210, 115, "诉求内容", 10)
    first = grid(edges, [100, 130, 160, 190, 220]) + head
    for row, name in enumerate(("闵娜", "叶甡", "田军"), 1):
        y = 115 + 30 * row
        first += text(60, y, str(row), 10) + text(110, y, name, 10) + text(210, y, "路灯不亮", 10)
    second = grid(edges, [100, 130, 160, 190]) + head + text(210, 145, "已有半月。", 10)
    second += text(60, 175, "4", 10) + text(110, 175, "孔甡", 10) + text(210, 175, "停水。", 10)
    data = pdf(first, second)
    assert rows(data)[3:] == [["3", "田军", "路灯不亮已有半月。"], ["4", "孔甡", "停水。"]]
    assert {piece.where for piece in read("a.pdf", data).unsure} >= {"第1页 表1 R4C3"}
