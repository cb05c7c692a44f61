"""The reply form comes back readable: drawn up, filled in as a person would, read by our own reader."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.document import Document as WordDocument

from generators.dispatch import draw_up_dispatch
from parsers import read_document
from parsers.reading import Reading
from tests.generators.records import HEAD, NOW, UPPER, a_case, a_department, a_dispatch, a_petitioner

FACTS = "3月13日晚，执法队员到杏坛路南段现场查看，确有流动商贩占用非机动车道，问题属实。"
MEASURES = "已劝离商贩11户，安排专人每晚18时至22时值守，并协调辟出临时摊点区。"
WRITTEN = {
    "调查核实情况": FACTS,
    "处理情况": MEASURES,
    "反馈人": "孙志强",
    "承办人": "孙志强",
    "审核人": "李明华",
    "联系电话": "5543819",
}
DATED = {"填报日期": "2018年3月20日", "反馈日期": "2018年3月19日"}
NAME = "TZ-2018-000123-G_办理情况反馈表.docx"


def blank_form(**case: object) -> bytes:
    draft = draw_up_dispatch(
        a_case(**case), a_petitioner(), a_dispatch(), a_department(), head=HEAD, upper_name=UPPER, now=NOW
    )
    return next(each.data for each in draft.enclosed if each.name == NAME)


def fill(form: bytes, ticked: tuple[str, ...], tick: str = "☑", left_out: tuple[str, ...] = ()) -> bytes:
    document = docx.Document(io.BytesIO(form))
    for row in document.tables[0].rows:
        for label, cell in zip(row.cells, row.cells[1:], strict=False):
            name = label.text.replace("\n", "")
            value = (WRITTEN | DATED).get(name)
            if value is not None and name not in left_out and cell is not label:
                cell.paragraphs[0].text = value
            for word in ticked:
                for paragraph in cell.paragraphs:
                    if f"□{word}" in paragraph.text:
                        paragraph.text = paragraph.text.replace(f"□{word}", f"{tick}{word}")
    return saved(document)


def saved(document: WordDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(form: bytes, name: str = NAME) -> Reading:
    return read_document(name, form)


@pytest.mark.parametrize("tick", ["☑", "√", "■", "☒"])
def test_a_filled_in_form_reads_back_as_it_was_filled_in(tick: str):
    reading = read(fill(blank_form(), ("属实", "是", "电话", "基本满意"), tick))
    answer = reading.answer
    assert reading.what == "answer"
    assert reading.case_nos == ("TZ-2018-000123-G",)
    assert answer is not None
    assert answer.department == "滕州市综合行政执法局"
    assert answer.substantiated == "yes"
    assert (answer.facts, answer.measures) == (FACTS, MEASURES)
    assert answer.petitioner_informed is True
    assert answer.informed_on == date(2018, 3, 19)
    assert (answer.informed_by, answer.informed_how) == ("孙志强", "phone")
    assert answer.petitioner_opinion == "basically"
    assert (answer.handler, answer.approver, answer.phone) == ("孙志强", "李明华", "5543819")
    assert answer.answered_on == date(2018, 3, 20)
    assert not answer.missing


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("部分属实", "否", "联系不上"), ("partly", False, "unreached")),
        (("不属实", "是", "不满意"), ("no", True, "dissatisfied")),
    ],
)
def test_each_box_is_told_from_its_neighbours(words: tuple[str, ...], expected: tuple[object, ...]):
    answer = read(fill(blank_form(), words)).answer
    assert answer is not None
    assert (answer.substantiated, answer.petitioner_informed, answer.petitioner_opinion) == expected


def test_an_empty_form_answers_nothing():
    answer = read(blank_form()).answer
    for name in (
        "substantiated",
        "facts",
        "measures",
        "petitioner_informed",
        "informed_on",
        "petitioner_opinion",
    ):
        assert not getattr(answer, name, None), name
    for name in ("handler", "approver", "phone", "answered_on", "informed_by"):
        assert not getattr(answer, name, None), name


def test_what_was_left_out_is_missing():
    answer = read(fill(blank_form(), ("属实", "是", "满意"), left_out=("审核人", "处理情况"))).answer
    assert answer is not None
    assert set(answer.missing) == {"审核人", "处理情况"}


def test_the_number_is_read_though_the_file_was_renamed():
    assert read(fill(blank_form(), ("属实",)), "反馈表(1).docx").case_nos == ("TZ-2018-000123-G",)


def add_a_row(document: WordDocument) -> None:
    row = document.tables[0].add_row()
    row.cells[0].text, row.cells[1].text = "其他说明", "无"


def write_the_text_in_several_paragraphs(document: WordDocument) -> None:
    for row in document.tables[0].rows:
        if row.cells[0].text == "处理情况":
            row.cells[1].add_paragraph("另：商贩表示理解。")


def space_the_labels(document: WordDocument) -> None:
    for row in document.tables[0].rows:
        for cell in row.cells:
            if cell.text in ("承办人", "审核人"):
                cell.paragraphs[0].text = "　".join(cell.text)


@pytest.mark.parametrize("edit", [add_a_row, write_the_text_in_several_paragraphs, space_the_labels])
def test_it_survives_what_people_do_to_a_form(edit: Callable[[WordDocument], None]):
    document = docx.Document(io.BytesIO(fill(blank_form(), ("属实", "是", "满意"))))
    edit(document)
    answer = read(saved(document)).answer
    assert answer is not None
    assert answer.substantiated == "yes"
    assert MEASURES in (answer.measures or "")
    assert (answer.handler, answer.approver) == ("孙志强", "李明华")


def test_the_form_of_a_secret_case_reads_back_too():
    reading = read(fill(blank_form(secret=True), ("属实",)))
    assert reading.what == "answer"
    assert reading.answer is not None
    assert reading.answer.petitioner_informed is None
    assert reading.answer.measures == MEASURES


def test_a_secret_form_says_in_the_offices_own_name_who_answers():
    other = replace(HEAD, name="曲阜市12345政务服务热线中心")
    draft = draw_up_dispatch(
        a_case(secret=True),
        a_petitioner(),
        a_dispatch(),
        a_department(),
        head=other,
        upper_name=UPPER,
        now=NOW,
    )
    cells = [
        cell.text
        for row in docx.Document(io.BytesIO(draft.enclosed[1].data)).tables[0].rows
        for cell in row.cells
    ]
    assert "本件由曲阜市12345政务服务热线中心统一答复诉求人，承办单位不得打听、追查诉求人。" in cells


def test_a_day_has_room_for_its_year():
    cells = [
        cell.text for row in docx.Document(io.BytesIO(blank_form())).tables[0].rows for cell in row.cells
    ]
    assert cells.count("　　　年　　月　　日") == 2
