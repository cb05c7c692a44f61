"""Citizens write anything. It comes out as the text it was, in mails, documents and sheets."""

from __future__ import annotations

import io
import zipfile
from email import message_from_bytes, policy
from xml.dom.minidom import parseString

import docx
import openpyxl
import pytest

from generators.dispatch import draw_up_dispatch
from generators.ledger_sheet import LedgerLine, ledger_sheet
from generators.letter import Draft
from generators.message import as_message
from tests.generators.records import (
    HEAD,
    NOW,
    a_case,
    a_department,
    a_dispatch,
    a_petitioner,
    parts_of,
)

HOSTILE = [
    "{{ 7 * 7 }}{% for x in range(9) %}",
    "{{ head.__class__.__mro__ }}",
    "{%p if x %}{%tr endif %}",
    "<w:p><b>粗</b>&amp;</w:p>",
    "]]><!--",
    '=HYPERLINK("x")|cmd',
    "a & b < c > d \"e\" 'f'",
    "𠮷野家、珺、喆、镕、——、（）",
]


def letter(text: str) -> Draft:
    case = a_case(title=text, request_text=f"前\n{text}\n后", place=text)
    return draw_up_dispatch(
        case, a_petitioner(name=text), a_dispatch(), a_department(), head=HEAD, upper_name=text, now=NOW
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_it_stands_in_the_document_as_it_was(text: str):
    document = docx.Document(io.BytesIO(letter(text).enclosed[0].data))
    assert text in [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize("text", HOSTILE)
def test_it_stands_in_the_plain_body_as_it_was(text: str):
    assert text in letter(text).text


@pytest.mark.parametrize("text", HOSTILE)
def test_it_is_no_markup_in_the_html_body(text: str):
    from bs4 import BeautifulSoup

    page = BeautifulSoup(letter(text).html, "html.parser")
    assert page.find("b") is None
    assert text in page.get_text()


def test_control_characters_and_lone_surrogates_are_left_out():
    draft = letter("占\x00道\x07经\x1b营\ud800问\ufffe题\x0c")
    for document in draft.enclosed:
        with zipfile.ZipFile(io.BytesIO(document.data)) as package:
            for name in package.namelist():
                parseString(package.read(name))
    assert "占道经营问题" in draft.text
    assert as_message(draft, head=HEAD, sent_on=NOW).isascii()


MARKS = "".join(map(chr, [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF]))


def test_marks_of_direction_and_of_no_width_reach_no_letter_mail_or_sheet():
    draft = letter(f"占{MARKS}道经营")
    printed = [draft.subject, draft.text, draft.html, *parts_of(draft.enclosed[0].data).values()]
    sheet = ledger_sheet(
        [LedgerLine(a_case(title=f"占{MARKS}道经营"), a_petitioner(), a_dispatch(), a_department())],
        head=HEAD,
        exported_on=NOW,
    )
    printed += parts_of(sheet).values()
    assert "占道经营" in draft.subject
    assert not [mark for text in printed for mark in MARKS if mark in text]


def test_a_mark_inside_a_number_does_not_hide_it_from_redaction():
    draft = draw_up_dispatch(
        a_case(secret=True, request_text="请拨打1395\u200b550\u202e6789联系"),
        None,
        a_dispatch(),
        a_department(),
        head=HEAD,
        upper_name="",
        now=NOW,
    )
    assert "6789" not in draft.text


def test_line_ends_in_one_cell_become_line_breaks():
    draft = letter("第一行\n第二行")
    document = docx.Document(io.BytesIO(draft.enclosed[0].data))
    assert any("第一行" in paragraph.text for paragraph in document.paragraphs)


def test_a_line_end_can_not_add_a_header():
    draft = letter("占道\r\nBcc: spy@example.cn\r\n\r\n正文")
    mail = message_from_bytes(as_message(draft, head=HEAD, sent_on=NOW), policy=policy.default)
    assert mail["Bcc"] is None
    assert "占道 Bcc: spy@example.cn" in mail["Subject"]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_what_looks_like_a_formula_stays_text_in_a_sheet(text: str):
    data = ledger_sheet(
        [LedgerLine(a_case(title=text), a_petitioner(name=text), a_dispatch(), a_department())],
        head=HEAD,
        exported_on=NOW,
    )
    cell = openpyxl.load_workbook(io.BytesIO(data)).active["G4"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert "<f>" not in parts_of(data)["xl/worksheets/sheet1.xml"]
