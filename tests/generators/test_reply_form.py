"""The reply form comes back readable: drawn up, filled in as a person would, read by our own reader."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from generators.dispatch import draw_up_dispatch
from parsers import read_document
from parsers.reading import Reading
from tests.generators.filling import (
    as_in_word,
    control_in,
    fields_of,
    opened,
    saved,
    text_of,
    ticked,
    typed_over,
    without_controls,
)
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


def fill(form: bytes, ticks: tuple[str, ...], tick: str = "☑", left_out: tuple[str, ...] = ()) -> bytes:
    """Fill in by typing into the cells and ticking the printed boxes."""
    values = {label: value for label, value in (WRITTEN | DATED).items() if label not in left_out}
    return ticked(typed_over(form, values), ticks, tick)


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


def test_the_offices_own_telephone_is_not_taken_for_the_handlers():
    answer = read(fill(blank_form(), ("属实", "是", "满意"), left_out=("联系电话",))).answer
    assert answer is not None
    assert answer.phone is None
    assert answer.missing == ("联系电话",)


def test_the_number_is_read_though_the_file_was_renamed():
    assert read(fill(blank_form(), ("属实",)), "反馈表(1).docx").case_nos == ("TZ-2018-000123-G",)


def add_a_row(document: WordDocument) -> None:
    row = document.tables[0].add_row()
    row.cells[0].text, row.cells[1].text = "其他说明", "无"


def write_the_text_in_several_paragraphs(document: WordDocument) -> None:
    for row in document.tables[0].rows:
        if text_of(row.cells[0]) == "处理情况":
            row.cells[1].add_paragraph("另：商贩表示理解。")


def space_the_labels(document: WordDocument) -> None:
    for row in document.tables[0].rows:
        for cell in row.cells:
            if text_of(cell) in ("承办人", "审核人"):
                cell.paragraphs[0].text = "　".join(text_of(cell))


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
    cells = [cell.text for _, cell in fields_of(opened(draft.enclosed[1].data))]
    assert "本件由曲阜市12345政务服务热线中心统一答复诉求人，承办单位不得打听、追查诉求人。" in cells


def prompts_of(form: bytes) -> dict[str, str]:
    return {
        label: "".join(text.text for text in control_in(cell).iter(qn("w:t")))
        for label, cell in fields_of(opened(form))
        if control_in(cell) is not None
    }


def test_prompts_make_sense_on_paper():
    prompts = prompts_of(blank_form())
    assert prompts["填报日期"] == prompts["反馈日期"] == "　　　年　　月　　日"
    assert prompts["是否属实"] == "□属实　□部分属实　□不属实"
    assert prompts["当事人意见"] == "□满意　□基本满意　□不满意　□联系不上"


CHOSEN = (
    WRITTEN | DATED | {"是否属实": "属实", "是否反馈当事人": "是", "反馈方式": "电话", "当事人意见": "不满意"}
)


@pytest.mark.parametrize(
    "way", [as_in_word, typed_over, lambda form, values: typed_over(without_controls(form), values)]
)
def test_what_was_chosen_or_typed_reads_back(way: Callable[[bytes, dict[str, str]], bytes]):
    reading = read(way(blank_form(), CHOSEN))
    answer = reading.answer
    assert answer is not None
    assert (answer.substantiated, answer.petitioner_informed, answer.informed_how) == (
        "yes",
        True,
        "phone",
    )
    assert (answer.petitioner_opinion, answer.facts, answer.measures) == ("dissatisfied", FACTS, MEASURES)
    assert (answer.handler, answer.approver, answer.phone, answer.informed_by) == (
        "孙志强",
        "李明华",
        "5543819",
        "孙志强",
    )
    assert (answer.answered_on, answer.informed_on) == (date(2018, 3, 20), date(2018, 3, 19))
    assert not answer.missing
    assert not reading.doubts


def test_an_answer_of_ones_own_can_be_typed_into_a_list():
    answer = read(as_in_word(blank_form(), CHOSEN | {"是否属实": "反映情况基本属实"})).answer
    assert answer is not None
    assert answer.measures == MEASURES


def strike_out_the_other_boxes(form: bytes) -> bytes:
    document = opened(without_controls(form))
    for text in document.element.body.iter(qn("w:t")):
        if text.text and text.text.startswith("□属实"):
            text.text = "部分属实"
    return saved(document)


def test_deleting_the_other_boxes_chooses_the_one_left():
    answer = read(strike_out_the_other_boxes(fill(blank_form(), ("是",)))).answer
    assert answer is not None
    assert answer.substantiated == "partly"


@pytest.mark.parametrize("tick", ["☑", "√", "□√", "{}√"])
def test_boxes_are_ticked_in_a_prompt_and_without_one(tick: str):
    for form in (blank_form(), without_controls(blank_form())):
        answer = read(fill(form, ("部分属实", "否", "联系不上"), tick)).answer
        assert answer is not None
        told = (answer.substantiated, answer.petitioner_informed, answer.petitioner_opinion)
        assert told == ("partly", False, "unreached"), tick


def test_labels_and_the_number_are_fixed_and_answers_are_not():
    body = opened(blank_form()).element.body
    locks = {
        "".join(text.text or "" for text in control.iter(qn("w:t"))): lock.get(qn("w:val"))
        for control in body.iter(qn("w:sdt"))
        for lock in control.iter(qn("w:lock"))
    }
    assert locks["TZ-2018-000123-G"] == locks["处理情况"] == locks["是否属实"] == "contentLocked"
    assert locks["□属实　□部分属实　□不属实"] == "sdtLocked"


def test_the_number_stands_in_the_head_the_table_the_properties_and_the_name():
    form = blank_form()
    document = opened(form)
    assert "TZ-2018-000123-G" in NAME
    assert "TZ-2018-000123-G" in "".join(text.text for text in document.paragraphs[1]._p.iter(qn("w:t")))
    assert "TZ-2018-000123-G" in [text_of(cell) for _, cell in fields_of(document)]
    assert document.core_properties.subject == "TZ-2018-000123-G"
