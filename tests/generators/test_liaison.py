"""The liaison form comes back readable, and its receipt says what was registered."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook

from generators.letter import Draft
from generators.liaison import Difference, draw_up_liaison_chase, draw_up_liaison_receipt, liaison_form
from generators.liaison_sheet import liaison_sheet
from parsers import read_document
from parsers.reading import LiaisonForm, Person
from tests.generators.filling import control_in, opened, saved, text_of, without_controls, write
from tests.generators.records import HEAD, NOW, a_department, everything_told

PEOPLE = (
    Person("leader", "王志强", "副局长", "5512301", "13900000001"),
    Person("section_head", "李建国", "科长", "5512345", "13900000002"),
    Person("liaison", "孙志强", "科员", "5512346", "13900000003"),
    Person("liaison", "赵晓明", "科员", "5512347", "13900000004"),
)
FORM = LiaisonForm(
    "滕州市综合行政执法局", date(2018, 3, 20), ("hotline", "mayors_mailbox"), "市容秩序科", PEOPLE
)
NAME = "联系表_滕州市综合行政执法局.docx"


def blank() -> bytes:
    return liaison_form("滕州市综合行政执法局", head=HEAD, by=date(2018, 3, 30), on=NOW.date()).data


def in_controls(cell: docx.table._Cell, value: str) -> None:
    control = control_in(cell)
    control.find(qn("w:sdtPr")).remove(control.find(qn("w:sdtPr")).find(qn("w:showingPlcHdr")))
    write(control, value)


def over_the_text(cell: docx.table._Cell, value: str) -> None:
    cell.paragraphs[0].text = value


def fill(form: bytes, put: Callable[[docx.table._Cell, str], None]) -> bytes:
    document = opened(form)
    rows = document.tables[0].rows
    for row, person in zip((rows[1], rows[3], rows[4], rows[5]), PEOPLE, strict=True):
        for cell, value in zip(
            row.cells[1:5], (person.name, person.title, person.office_phone, person.mobile), strict=True
        ):
            put(cell, value or "")
    put(rows[2].cells[1], "市容秩序科")
    for text in document.element.body.iter(qn("w:t")):
        if "年" in (text.text or "") and "月" in text.text and "　" in text.text:
            text.text = "2018年3月20日"
    return saved(document)


@pytest.mark.parametrize(
    ("start", "put"),
    [(blank, in_controls), (blank, over_the_text), (lambda: without_controls(blank()), over_the_text)],
)
def test_a_filled_in_form_reads_back(
    start: Callable[[], bytes], put: Callable[[docx.table._Cell, str], None]
):
    reading = read_document(NAME, fill(start(), put))
    assert reading.what == "liaison_form"
    assert reading.liaison_form == FORM
    assert not reading.doubts


def test_the_blank_form_is_the_annex_of_the_founding_document():
    document = opened(blank())
    rows = [[text_of(cell) for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["项目一项目二", "姓名", "职务", "工作电话", "移动电话", "备注"]
    assert [row[0] for row in rows[1:]] == ["分管负责人", "负责科室", "科室负责人", "联系人", "联系人"]
    notes = "".join(paragraph.text for paragraph in document.paragraphs)
    assert (
        "请将此表3月30日前报滕州市市长公开电话办公室（市政务中心A0620房间），若政务服务热线和市长信箱办理工作不在一个科室负责的，"
        "请分别填报此表并注明。" in notes
    )
    assert "联系电话：5514432、5812345    电子邮箱：tzsszxx@163.com" in notes


def test_a_blank_form_registers_nobody():
    form = read_document(NAME, blank()).liaison_form
    assert form is None or not form.people


def test_the_receipt_tells_who_is_registered_and_what_has_changed():
    changes = [Difference("联系人手机", "13900009999", "13900000003")]
    draft = draw_up_liaison_receipt(
        FORM, a_department(), changes, head=HEAD, in_reply_to="<form@example.cn>", now=NOW
    )
    assert draft.to == ("zfj@example.cn",)
    assert draft.subject == "【联系表回执】滕州市综合行政执法局（请核对）"
    for told in (draft.text, draft.html):
        for word in (
            "王志强",
            "13900000004",
            "市容秩序科",
            "13900009999",
            "核对登记内容",
            "政务服务热线、市长信箱",
        ):
            assert word in told
    assert "联系人手机：原为13900009999，现为13900000003" in everything_told(draft)


def test_each_form_has_one_receipt():
    keys = {
        draw_up_liaison_receipt(FORM, a_department(), head=HEAD, in_reply_to=mail, now=NOW).key
        for mail in ("<one@example.cn>", "<two@example.cn>", "<one@example.cn>")
    }
    assert len(keys) == 2


def chase(**more) -> Draft:
    usual = {
        "by": date(2018, 3, 30),
        "stage": "1",
        "late": True,
        "head": HEAD,
        "now": datetime(2018, 4, 10, 9),
    }
    return draw_up_liaison_chase(a_department(), ["hotline", "mayors_mailbox"], **(usual | more))


def test_the_chase_says_at_a_glance_what_is_to_be_done_and_encloses_the_blank_form():
    letter = chase()

    assert "应于3月30日前报送" in letter.subject
    assert "要办的事：填写所附联系表，作为附件回复本邮件" in letter.text
    assert "缺报事项：政务服务热线、市长信箱" in letter.text
    assert "已过" in letter.html
    assert [each.name.startswith("联系表_") for each in letter.enclosed] == [True]


def test_a_chase_after_a_letter_that_came_back_says_so_and_not_that_nothing_came():
    letter = chase(late=False, reason="我办3月12日发往 a@example.cn 的信件被退回")

    assert "我办3月12日发往 a@example.cn 的信件被退回，请核对后重新报送" in letter.text
    assert "没有收到" not in letter.text


def test_the_directory_has_as_many_columns_as_the_longest_row_has_liaisons():
    people = [("分管负责人", ["王", "局长", "1", "2"])] + [
        ("联系人", [name, "", "", ""]) for name in "甲乙丙"
    ]
    rows = [{"department": "某局", "channels": "市长信箱", "section": "办公室", "people": people}]

    sheet = load_workbook(io.BytesIO(liaison_sheet(rows, on=date(2018, 3, 30), head=HEAD))).active
    headings, first = list(sheet.iter_rows(values_only=True))[-2:]

    assert headings[-4:] == ("联系人3姓名", "联系人3职务", "联系人3工作电话", "联系人3移动电话")
    told = dict(zip(headings, first, strict=True))
    assert (told["分管负责人姓名"], told["联系人2姓名"], told["联系人3姓名"]) == ("王", "乙", "丙")
    assert told["科室负责人姓名"] in (None, "")
