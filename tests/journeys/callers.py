"""The callers of the office: they fill in the day's call list and mail it back."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

import openpyxl

from mailroom.demonstration.answers import answer_mail
from mailroom.office import CHINA_TIME
from tests.journeys.offices import OfficeAtWork, Row
from tests.journeys.replies import answered, complete, dispatched_on_monday
from tests.journeys.seen import Seen

CALLER = "回访员"  # has an address of its own, and is no department
SATISFIED = {"是否接通": "接通", "满意度": "满意", "是否解决": "已解决", "回访人": "周敏"}
DISSATISFIED = {
    "是否接通": "接通",
    "满意度": "不满意",
    "是否解决": "未解决",
    "备注": "路灯修好两天又灭了",
    "回访人": "周敏",
}
Filled = dict[str, Any]  # heading of the list → what is written below it


def call_list(letter: Seen) -> bytes:
    """The sheet that a letter brings."""
    return letter.document(".xlsx")


def filled_in(sheet: bytes, rows: dict[str, Filled]) -> bytes:
    """The sheet with these cases' rows filled in; the others stay as they were printed."""
    book = openpyxl.load_workbook(io.BytesIO(sheet))
    page = book.active
    columns = {cell.value: cell.column for cell in page[3]}
    for row in page.iter_rows(min_row=4):
        number = row[columns["转办编号"] - 1].value
        for heading, value in rows.get(number, {}).items():
            page.cell(row[0].row, columns[heading], value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def numbers_on(sheet: bytes) -> list[str]:
    """The numbers of the cases on a sheet, in order."""
    page = openpyxl.load_workbook(io.BytesIO(sheet)).active
    return [str(row[1].value) for row in page.iter_rows(min_row=4) if row[1].value]


def mailed_back(
    office: OfficeAtWork, letter: Seen, sheet: bytes, *, sender: str, at: str, name: str = ""
) -> None:
    """Let a filled-in sheet arrive, as a reply to the letter that brought it."""
    mail = EmailMessage()
    mail["From"], mail["To"] = f"周敏 <{sender}>", office.address
    mail["Subject"] = f"回复：{letter.subject}"
    mail["Date"] = format_datetime(datetime.fromisoformat(at).replace(tzinfo=CHINA_TIME))
    mail["Message-ID"] = f"<{at.replace(':', '')}.{len(sheet)}@callers.example>"
    mail["In-Reply-To"] = letter.message_id
    mail.set_content("回访表填好了，请查收。")
    file_name = name or next(each for each in letter.documents if each.endswith(".xlsx"))
    mail.add_attachment(
        sheet,
        maintype="application",
        subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        filename=file_name,
    )
    office.mail_in(mail.as_bytes())


def answered_case(office: OfficeAtWork, **changes: Mapping[str, Any]) -> str:
    """A case with an answer, and a caller on file; returns its number. `changes`: to the config besides, by table."""
    office.configure(follow_up={"callers": [office.address_of(CALLER)]}, **changes)
    letter = dispatched_on_monday(office)
    answered(office, answer_mail(letter.raw, complete(letter), sent_on=datetime(2018, 3, 13, 15)))
    return office.cases()[0]["case_no"]


def list_of(office: OfficeAtWork, at: str = "2018-03-14T08:30") -> Seen:
    """The call list of a morning, as it lies in the caller's mailbox."""
    office.round(at)
    return office.at_department(CALLER)[-1]


def brought_back(
    office: OfficeAtWork, letter: Seen, number: str, filled: Row, *, at: str = "2018-03-14T11:00", **more: str
) -> Row:
    """Let the list come back with one case filled in; returns the dossier."""
    sheet = filled_in(call_list(letter), {number: filled})
    mailed_back(office, letter, sheet, at=at, sender=more.pop("sender", office.address_of(CALLER)), **more)
    office.round(at)
    return office.case(number)


def said(dossier: Row) -> list[str]:
    """What the journal tells of calls back."""
    return [entry["because"] for entry in dossier["journal"] if entry["act"] == "follow_up"]
