"""回访表: a caller's mail may bring a second sheet that the program can't read; nothing of it may be lost."""

from __future__ import annotations

import email
import io
from email import policy

import openpyxl

from tests.journeys.callers import (
    CALLER,
    SATISFIED,
    answered_case,
    call_list,
    filled_in,
    list_of,
    mailed_back,
)
from tests.journeys.in_files import FolderOffice

OTHER = "TZ-2018-000002-Y"  # a sound number of ours


def with_second_sheet(office: FolderOffice, rows: list[list[str]]) -> str:
    """Let the list come back filled in, and with it a sheet that somebody typed; returns the number of the list's case."""
    number = answered_case(office)
    letter = list_of(office)
    sheet = filled_in(call_list(letter), {number: SATISFIED})
    mailed_back(office, letter, sheet, at="2018-03-14T11:00", sender=office.address_of(CALLER))
    (file,) = (office.post / "in").glob("*.eml")
    mail = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    mail.add_attachment(_book(rows), maintype="application", subtype="octet-stream", filename="补充.xlsx")
    file.write_bytes(mail.as_bytes())
    office.round("2018-03-14T11:01")
    return number


def _book(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_second_sheet_that_no_call_was_read_from_waits_for_a_person(in_folder: FolderOffice):
    number = with_second_sheet(
        in_folder, [["工单号", "接通没有", "满意不", "解决了没"], [OTHER, "√", "√满意", "√"]]
    )

    assert in_folder.case(number)["status"] == "closed"  # what was read counts
    (entry,) = in_folder.held()
    assert "补充.xlsx" in entry["because"]
    assert OTHER in entry["because"]
    assert "没有读出回访情况" in entry["because"]


def test_a_second_sheet_without_a_number_of_ours_keeps_nobody_waiting(in_folder: FolderOffice):
    with_second_sheet(in_folder, [["今日值班", "周敏"], ["明日值班", "孙倩"]])

    assert in_folder.held() == []
