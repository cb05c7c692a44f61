"""Forms go out, are filled in, changed, saved as something else, printed or scanned, and read back equal."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from docx.document import Document as WordDocument

from parsers import read_mail
from parsers.reading import Reading
from tests.generators import test_follow_up_sheet as follow_ups
from tests.generators import test_liaison as liaison
from tests.generators import test_reply_form as replies
from tests.generators.filling import as_a_program_does, as_in_word, opened, saved, text_of, ticked, typed_over
from tests.parsers.forms.papers import mail
from tests.servers.libreoffice import saved_as

CALLED = follow_ups.FILLED | {"回访日期": "2018年3月22日"}
FORMS: dict[str, bytes] = {
    "chosen.docx": as_in_word(replies.blank_form(), replies.CHOSEN),
    "by_program.docx": as_a_program_does(replies.blank_form(), replies.CHOSEN),
    "typed.docx": typed_over(replies.blank_form(), replies.CHOSEN),
    "ticked.docx": ticked(
        typed_over(replies.blank_form(), replies.WRITTEN | replies.DATED),
        ("属实", "是", "电话", "不满意"),
        "☑",
    ),
    "called.docx": as_in_word(follow_ups.drawn_form(), CALLED),
    "liaison.docx": liaison.fill(liaison.blank(), liaison.in_controls),
    "calls.xlsx": follow_ups.fill_list(
        follow_ups.drawn_list(), follow_ups.FILLED | {"回访日期": datetime(2018, 3, 22)}
    ),
}
SAVED = [
    *((f"{name}.docx", ending) for name in ("chosen", "typed", "ticked", "called", "liaison") for ending in ("docx", "doc", "rtf", "odt", "pdf")),
    *(("calls.xlsx", ending) for ending in ("xlsx", "xls", "ods", "pdf")),
]  # fmt: skip
RENAMED = {"doc": "wps", "xls": "et"}  # WPS's own formats hold the same bytes


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every form as LibreOffice saves it in every format: folder/format/form.format."""
    folder: Path = tmp_path_factory.mktemp("forms")
    for name, data in FORMS.items():
        (folder / name).write_bytes(data)
    for ending in dict.fromkeys(ending for _, ending in SAVED):
        names = [folder / name for name, each in SAVED if each == ending]
        saved_as(ending, names, folder / ending)
    return folder


def read(name: str, data: bytes) -> Reading:
    return read_mail(
        mail("回复", "附件请查收。", (name, data), sender="执法局 <zfj@example.cn>", on="2018-03-23 09:00")
    )


def check(form: str, reading: Reading) -> None:
    """The values that were filled in, of whichever form it is, and nothing a person would have to look at."""
    if form.startswith("call"):
        call = reading.follow_ups[0]
        assert (call.case_no, call.reached, call.satisfaction, call.solved, call.by, str(call.on)[:10]) == (
            "TZ-2018-000123-G", True, "basically", "partly", "周敏", "2018-03-22",
        )  # fmt: skip
        assert call.remark == "希望周末也有人值守"
    elif form.startswith("liaison"):
        assert reading.liaison_form == liaison.FORM
    else:
        check_answer(reading)
    assert not reading.doubts


def check_answer(reading: Reading) -> None:
    answer = reading.answer
    assert answer is not None
    assert reading.case_nos == ("TZ-2018-000123-G",)
    assert (answer.facts, answer.measures) == (replies.FACTS, replies.MEASURES)
    assert (answer.substantiated, answer.petitioner_informed, answer.informed_how) == ("yes", True, "phone")
    assert (answer.petitioner_opinion, answer.informed_by) == ("dissatisfied", "孙志强")
    assert (answer.handler, answer.approver, answer.phone) == ("孙志强", "李明华", "5543819")
    assert (str(answer.answered_on), str(answer.informed_on)) == ("2018-03-20", "2018-03-19")
    assert not answer.missing


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_was_filled_in_reads_back(form: str):
    check(form, read(form, FORMS[form]))


@pytest.mark.parametrize(("form", "ending"), SAVED)
def test_a_form_that_was_saved_as_something_else_reads_back(folder: Path, form: str, ending: str):
    path = (folder / ending / form).with_suffix(f".{ending}")
    check(form, read(f"反馈.{RENAMED.get(ending, ending)}", path.read_bytes()))


@pytest.mark.parametrize("form", ["typed.docx", "ticked.docx"])
def test_a_form_that_was_printed_and_scanned_reads_back(folder: Path, form: str):
    page = pypdfium2.PdfDocument((folder / "pdf" / form).with_suffix(".pdf"))[0]
    out = io.BytesIO()
    page.render(scale=200 / 72).to_pil().convert("RGB").save(out, "JPEG", quality=80)
    answer = read("扫描件.jpg", out.getvalue()).answer
    assert answer is not None
    assert (answer.substantiated, answer.petitioner_opinion) == ("yes", "dissatisfied")
    assert (answer.handler, answer.approver, answer.phone) == ("孙志强", "李明华", "5543819")


def add_a_row(document: WordDocument) -> None:
    row = document.tables[0].add_row()
    row.cells[0].text, row.cells[1].text = "其他说明", "无"


def retype_labels(document: WordDocument) -> None:
    for row in document.tables[0].rows:
        for cell in row.cells:
            if text_of(cell) in ("承办人", "审核人", "联系电话", "是否属实"):
                cell.paragraphs[0].text = "　".join(text_of(cell)) + "："


def give_up_a_field(document: WordDocument) -> None:
    """Take 备注 and its cell out of the row: the telephone has all the room."""
    for row in document.tables[0].rows:
        if text_of(row.cells[0]) == "联系电话":
            first, rest = row.cells[1]._tc, [row.cells[2]._tc, row.cells[3]._tc]
            first.grid_span = 3
            for cell in rest:
                row._tr.remove(cell)


def widen_the_labels(document: WordDocument) -> None:
    for row in document.tables[0].rows:
        row.cells[0].width = row.cells[0].width * 2


def move_a_row_up(document: WordDocument) -> None:
    rows = document.tables[0].rows
    moved = next(row for row in rows if text_of(row.cells[0]) == "承办人")
    rows[3]._tr.addprevious(moved._tr)


def swap_two_fields(document: WordDocument) -> None:
    """Put 审核人 before 承办人: the label and its answer moved to other cells."""
    for row in document.tables[0].rows:
        if text_of(row.cells[0]) == "承办人":
            first, second = row.cells[0]._tc, row.cells[1]._tc
            row._tr.append(first)
            row._tr.append(second)


EDITS: list[Callable[[WordDocument], None]] = [
    add_a_row, retype_labels, give_up_a_field, widen_the_labels, move_a_row_up, swap_two_fields,
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("form", ["chosen.docx", "typed.docx", "ticked.docx"])
def test_a_form_that_people_changed_reads_back(form: str, edit: Callable[[WordDocument], None]):
    document = opened(FORMS[form])
    edit(document)
    check(form, read(form, saved(document)))


def insert_a_row(page: Any) -> None:
    page.insert_rows(3)


def widen_a_column(page: Any) -> None:
    page.column_dimensions["D"].width = 60


def drop_a_column(page: Any) -> None:
    page.delete_cols(5)


@pytest.mark.parametrize("edit", [insert_a_row, widen_a_column, drop_a_column])
def test_a_call_list_that_people_changed_reads_back(edit: Callable[[Any], None]):
    book = openpyxl.load_workbook(io.BytesIO(FORMS["calls.xlsx"]))
    edit(book.active)
    out = io.BytesIO()
    book.save(out)
    check("calls.xlsx", read("回访.xlsx", out.getvalue()))
