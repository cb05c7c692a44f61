"""Mails that want more than to be read: headers in a subject, templates in a field, formulas in a cell, mark-up."""

from __future__ import annotations

import email
import io
from datetime import datetime

import docx
import openpyxl
import pytest

from mailroom.demonstration import mime
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import CITY, OfficeAtWork

TOWN = "羊庄镇人民政府"
SAYINGS = {
    "template": "{{ 7 * 191 }}{% for x in range(9) %}{{ x }}{% endfor %}{# #}",
    "mark-up": "</w:t></w:r><script>alert(1)</script>&lt;]]><!-- 'x' \"y\"",
    "formula": '=HYPERLINK("http://evil.example/","点我")',
    "control": "a\x01b\x0b\u202ec\ufffe",
}


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        *(
            (kind, form)
            for kind in ("template", "mark-up", "formula")
            for form in ("docx-two-columns", "body-lines")
        ),
        ("control", "body-lines"),  # XML can't hold control characters: no document has them
    ],
)
def test_what_a_field_says_is_text_and_nothing_else(office: OfficeAtWork, kind: str, form: str):
    saying = SAYINGS[kind]
    office.cases_in(
        lamps(request_text=f"羊庄镇大槐树村路灯不亮。{saying}请处理。", title=f"路灯不亮{saying}"),
        form,
        at="2018-03-12T10:00",
    )

    office.round("2018-03-12T10:01")

    (letter,) = office.at_department(TOWN)
    if kind == "template":
        assert "1337" not in letter.everything
        assert "{{ 7 * 191 }}" in letter.text
    assert "<script>" not in letter.html
    for name, data in letter.documents.items():
        assert docx.Document(io.BytesIO(data)).tables or name.endswith("转办函.docx")


def test_a_subject_that_carries_headers_adds_none_to_ours(office: OfficeAtWork):
    office.cases_in(
        lamps(title="路灯不亮\r\nBcc: evil@example.com\r\nX-Evil: 1\r\n\r\nbody"),
        "docx-two-columns",
        at="2018-03-12T10:00",
        subject="工单转办",
    )
    office.round("2018-03-12T10:01")

    (letter,) = office.at_department(TOWN)

    mail = email.message_from_bytes(letter.raw)
    assert mail["Bcc"] is None
    assert mail["X-Evil"] is None
    assert mail["To"] == office.address_of(TOWN)


def test_an_encoded_subject_with_line_ends_adds_no_headers_either(office: OfficeAtWork):
    evil = "=?utf-8?B?" + "6Lev54GvDQpCY2M6IGV2aWxAZXhhbXBsZS5jb20=" + "?="  # 路灯\r\nBcc: evil@example.com
    mail = mime.compose(
        sender=(CITY, office.uppers[CITY]),
        to=[office.address],
        subject="x",
        sent_on=datetime(2018, 3, 12, 10),
        message_id="<evil-subject@example.cn>",
        text="请尽快处理羊庄镇的路灯问题。",
    )
    office.mail_in(mail.replace(b"Subject: x", b"Subject: " + evil.encode()))

    office.round("2018-03-12T10:01")

    assert "\n" not in office.held()[0]["subject"]


def test_formulas_stay_text_in_the_ledgers_sheet(office: OfficeAtWork):
    for number, start in enumerate("=+-@"):
        office.cases_in(
            lamps(13 + number, title=f"{start}1+1", name=f"{start}cmd|' /C calc'!A0"),
            "docx-two-columns",
            at=f"2018-03-12T10:0{number}",
        )
    office.round("2018-03-12T10:05")
    file = office.folder / "台账.xlsx"

    office.tell("ledger", "export", str(file), "--at", "2018-03-12T11:00")

    (page,) = openpyxl.load_workbook(file).worksheets
    cells = [cell for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    titles = [cell for cell in cells if cell.value.lstrip("'").startswith(("=1", "+1", "-1", "@1"))]
    assert len(titles) == 4
    assert page.freeze_panes
    assert page.auto_filter.ref


def test_a_number_with_a_path_in_it_names_no_file_elsewhere(office: OfficeAtWork):
    office.cases_in(lamps(upper_no="../../etc/cron.d/18031209"), "xlsx-list", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")

    names = [name for letter in office.everywhere() for name in letter.documents]

    assert not [name for name in names if "/" in name or "\\" in name or name.startswith(".")]
    assert not (office.folder.parent / "etc").exists()


def test_our_own_letter_coming_back_is_no_news(office: OfficeAtWork):
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    (letter,) = office.at_department(TOWN)
    office.mail_in(letter.raw)

    done = office.round("2018-03-12T10:02")

    assert (done["held"], done["posted"]) == (0, 0)
    assert len(office.cases()) == 1


@pytest.mark.parametrize("ledger", ["sqlite", "postgresql"])
def test_values_of_any_length_are_kept(in_folder: FolderOffice, ledger: str, request: pytest.FixtureRequest):
    if ledger == "postgresql":
        in_folder.open(ledger={"url": request.getfixturevalue("postgres_url")})
    place, title = "羊庄镇" + "大槐树村" * 200, "反映" + "路灯不亮" * 100
    in_folder.cases_in(lamps(title=title, place=place), "docx-two-columns", at="2018-03-12T10:00")

    in_folder.round("2018-03-12T10:01")

    assert in_folder.held() == []
    shown = in_folder.case(in_folder.cases()[0]["case_no"])
    assert (shown["title"], shown["place"]) == (title, place)
    (letter,) = in_folder.at_department(TOWN)
    assert len(letter.subject) < 120
