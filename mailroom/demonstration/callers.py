"""The demonstration's caller: she telephones whom the day's list names, fills it in and mails it back before noon."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import openpyxl

from ledger import call_backs, worklists
from mailroom.demonstration import mime
from mailroom.demonstration.addresses import CALLER
from mailroom.demonstration.departments import Intention
from mailroom.demonstration.letters import ReceivedLetter

NAME = "周敏"
CALLS_FOR = timedelta(hours=2, minutes=45)  # from the list to its return
HEADING_ROW = 3
SATISFIED = {"是否接通": "接通", "满意度": "满意", "是否解决": "已解决"}
BASICALLY = {"是否接通": "接通", "满意度": "基本满意", "是否解决": "部分解决"}
DISSATISFIED = {"是否接通": "接通", "满意度": "不满意", "是否解决": "未解决", "备注": "修好两天又坏了"}
UNHAPPY_ONE_IN, UNHAPPY = 20, 10  # every case so numbered; at the second call everybody is satisfied


def calls(raw: bytes, letter: ReceivedLetter, *, mark: str) -> Iterator[Intention]:
    """What the caller does about a letter: she mails its list back, where it brings one."""
    if letter.to == CALLER and (sheet := _sheet_of(raw)):
        at = letter.sent_on + CALLS_FOR
        yield Intention(at, f"{mark}-called", lambda: _mailed_back(letter, sheet, at))


def _sheet_of(raw: bytes) -> tuple[str, bytes] | None:
    mail = message_from_bytes(raw, policy=policy.default)
    sheets = [part for part in mail.iter_attachments() if (part.get_filename() or "").endswith(".xlsx")]
    return (sheets[0].get_filename() or "", sheets[0].get_content()) if sheets else None


def _mailed_back(letter: ReceivedLetter, sheet: tuple[str, bytes], at: datetime) -> bytes:
    name, data = sheet
    return mime.compose(
        sender=(NAME, CALLER),
        to=[letter.sender[1]],
        subject=f"回复：{letter.subject}",
        sent_on=at,
        message_id=mime.message_id(letter.message_id, "called", at),
        text="回访表填好了，请查收。",
        attachments=[(name, _filled_in(data, at))],
        headers={"In-Reply-To": letter.message_id},
    )


def _filled_in(data: bytes, at: datetime) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    page: Any = book.worksheets[0]
    columns = {cell.value: cell.column for cell in page[HEADING_ROW]}
    for cells in page.iter_rows(min_row=HEADING_ROW + 1):
        number = str(cells[columns["转办编号"] - 1].value or "").replace("\u2060", "")
        case = worklists.case_by_number(number)
        if case is None:
            continue
        told: dict[str, Any] = dict(_told(number, again=call_backs.redos_of(case) > 0))
        for heading, value in (told | {"回访人": NAME, "回访日期": at.date()}).items():
            page.cell(cells[0].row, columns[heading]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _told(case_no: str, *, again: bool) -> dict[str, str]:
    """What the petitioner says; the same in every run."""
    count = int(case_no.split("-")[2])
    if again:
        return SATISFIED
    return DISSATISFIED if count % UNHAPPY_ONE_IN == UNHAPPY else BASICALLY if count % 4 == 0 else SATISFIED
