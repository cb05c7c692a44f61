"""A case that the upper platform mails in at 10:00 is in the ledger and on the department's desk at 10:01."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest

from generators.letter import message_id_of
from mailroom.demonstration.sheets import make_sheet
from tests.journeys.offices import CITY, MAYOR, PROVINCE, OfficeAtWork

CALLED = datetime(2018, 3, 12, 9, 20)


def test_a_case_at_ten_is_on_the_departments_desk_a_minute_later(office: OfficeAtWork):
    sheet = make_sheet(1, called_at=CALLED)
    office.cases_in(sheet, "docx-four-columns", at="2018-03-12T10:00")

    done = office.round("2018-03-12T10:01")

    assert (done["received"], done["held"], done["filed"], done["posted"], done["sent"]) == (1, 0, 1, 1, 1)
    (case,) = office.cases()
    assert case["upper_no"] == sheet.upper_no
    assert (case["status"], case["department"]) == ("dispatched", "滕州市热力公司")
    assert case["due_at"] == "2018-03-15T17:00:00"
    (letter,) = office.at_department("滕州市热力公司")
    assert sheet.title in letter.subject
    assert sheet.phone in letter.text


def test_the_case_number_stands_wherever_somebody_may_look_for_it(office: OfficeAtWork):
    office.cases_in(make_sheet(1, called_at=CALLED), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    (case,) = office.cases()

    (letter,) = office.at_department(case["department"])

    number = case["case_no"]
    assert number in letter.subject
    assert number in letter.text
    assert number in letter.html
    assert sorted(letter.documents) == [f"{number}_办理情况反馈表.docx", f"{number}_转办函.docx"]
    for name, data in letter.documents.items():
        assert number in _part(data, "word/document.xml"), name
        assert number in _part(data, "docProps/core.xml") + _part(data, "docProps/custom.xml"), name


def test_the_message_id_follows_from_the_letters_key(office: OfficeAtWork):
    office.cases_in(make_sheet(1, called_at=CALLED), "body-lines", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    (row,) = office.letters()

    (letter,) = office.at_department("滕州市热力公司")

    assert row["state"] == "sent"
    assert letter.message_id == row["message_id"] == message_id_of(row["key"], office.address)
    assert row["documents"] == list(letter.documents)


def test_the_mail_is_filed_away_and_kept_as_it_came(office: OfficeAtWork):
    raw = office.cases_in(make_sheet(1, called_at=CALLED), "html-table", at="2018-03-12T10:00")

    office.round("2018-03-12T10:01")

    assert office.waiting() == []
    assert office.filed() == [raw]
    assert raw in [file.read_bytes() for file in (office.folder / "archive").rglob("*.eml")]


def test_the_dossier_tells_what_happened_and_how_the_deadline_was_counted(office: OfficeAtWork):
    office.cases_in(make_sheet(1, called_at=CALLED), "docx-paragraphs", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")

    dossier = office.case(office.cases()[0]["case_no"])

    assert [entry["act"] for entry in dossier["journal"]][:2] == ["register", "dispatch"]
    assert all(entry["because"] for entry in dossier["journal"])
    assert len(dossier["mails"]) == len(dossier["letters"]) == 1
    assert [line[:10] for line in dossier["due_trace"][:4]] == [
        "2018-03-12",
        "2018-03-13",
        "2018-03-14",
        "2018-03-15",
    ]


def test_a_second_round_finds_nothing_left_to_do(office: OfficeAtWork):
    office.cases_in(make_sheet(1, called_at=CALLED), "docx-four-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")

    again = office.round("2018-03-12T10:02")

    assert {name: again[name] for name in ("received", "filed", "posted", "sent")} == {
        "received": 0,
        "filed": 0,
        "posted": 0,
        "sent": 0,
    }
    assert len(office.everywhere()) == 1


@pytest.mark.parametrize(
    ("form", "upper", "level", "channel"),
    [
        pytest.param("province", PROVINCE, "province", "hotline", id="province"),
        pytest.param("mayor", MAYOR, "city", "mayors_mailbox", id="mayors-mailbox"),
        pytest.param("forward-inline", CITY, "city", "hotline", id="forwarded-inline"),
        pytest.param("forward-attached", CITY, "city", "hotline", id="forwarded-as-mail"),
    ],
)
def test_every_platform_and_way_of_forwarding_is_understood(
    office: OfficeAtWork, form: str, upper: str, level: str, channel: str
):
    lamps = make_sheet(13, called_at=CALLED, town="羊庄镇")
    office.cases_in(lamps, form, at="2018-03-12T10:00", upper=upper)

    office.round("2018-03-12T10:01")

    (case,) = office.cases()
    assert (case["level"], case["channel"], case["status"]) == (level, channel, "dispatched")
    (letter,) = office.at_department("羊庄镇人民政府")
    assert lamps.upper_no in letter.text


def test_a_scan_that_cannot_be_read_yet_waits_for_a_person_with_the_reason(office: OfficeAtWork):
    office.cases_in(make_sheet(1, called_at=CALLED), "pdf-scan", at="2018-03-12T10:00")

    done = office.round("2018-03-12T10:01")

    assert (done["held"], done["posted"]) == (1, 0)
    (entry,) = office.held()
    assert "pdf" in entry["because"].lower()
    assert entry["suggestions"]


def _part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode() if name in package.namelist() else ""
