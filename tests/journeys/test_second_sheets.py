"""回访表: a caller's mail may bring a second sheet that the program can't read; nothing of it may be lost."""

from __future__ import annotations

import email
import io
from email import policy

import openpyxl
import pytest

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


# --- what is written beside the sheet -------------------------------------------------------------------------------


def with_words(office: FolderOffice, words: str) -> str:
    """Let the list come back filled in, with these words in the mail's text; returns the number of the list's case."""
    number = answered_case(office)
    letter = list_of(office)
    sheet = filled_in(call_list(letter), {number: SATISFIED})
    mailed_back(office, letter, sheet, at="2018-03-14T11:00", sender=office.address_of(CALLER))
    (file,) = (office.post / "in").glob("*.eml")
    mail = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    next(iter(mail.iter_parts())).set_content(words.replace("本件", number))
    file.write_bytes(mail.as_bytes())
    office.round("2018-03-14T11:01")
    return number


@pytest.mark.parametrize(
    ("words", "because"),
    [
        (f"见附件。保密件 {OTHER} 打通了，孙晓梅说不满意，怕报复", f"写到 {OTHER}（不满意），回访表里没有填"),
        (f"表在附件里，\n{OTHER}空号。", f"写到 {OTHER}（未接通），回访表里没有填"),
        ("孙晓梅那件打通了，她不满意。", "写到回访情况（不满意），没有写是哪一件"),
        ("本件后来又来电话说不满意。", "（不满意），与回访表所填对照"),
    ],
)
def test_what_a_caller_writes_beside_the_sheet_waits_for_a_person(
    in_folder: FolderOffice, words: str, because: str
):
    with_words(in_folder, words)

    (entry,) = in_folder.held()
    assert because in entry["because"]
    assert "孙晓梅" not in entry["because"]  # the list of what waits names no petitioner


def test_what_is_written_of_a_case_beside_the_sheet_is_settled_by_its_own_record(in_folder: FolderOffice):
    number = with_words(in_folder, "本件的诉求人后来又说只是基本满意。")
    (entry,) = in_folder.held()
    assert entry["case_no"] == number

    words = ("--reached", "--satisfaction", "基本满意", "--correct", "后来又说的", "--at", "2018-03-14T15:00")
    in_folder.tell("follow-up", number, *words)

    assert in_folder.held() == []


@pytest.mark.parametrize(
    "words",
    [
        "回访表填好了，请查收。",
        "今日1件已回访，满意1件，未接通0件，详见附件。",
        "本件已填，见附件。",
        "本件：接通，满意。",
        "没接通的明天再打。",
    ],
)
def test_words_that_only_point_at_the_sheet_keep_nobody_waiting(in_folder: FolderOffice, words: str):
    number = with_words(in_folder, words)

    assert in_folder.held() == []
    assert in_folder.case(number)["status"] == "closed"
