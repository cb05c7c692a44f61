"""Builders of real bytes for the tests of forms: Word documents, workbooks and mails of layouts made up here."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

import docx
import openpyxl
from docx.table import Table

Row = Sequence[object]
DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def table_cells(table: Table, rows: Sequence[Row], merges: Iterable[tuple[int, int, int, int]] = ()) -> None:
    """Fill a Word table; `merges` are (row, col, row, col) from 0, both corners inside."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text is not None:
                table.cell(r, c).text = str(text)
    for top, left, bottom, right in merges:
        text = table.cell(top, left).text
        merged = table.cell(top, left).merge(table.cell(bottom, right))
        merged.text = text


def word(*blocks: str | tuple[Sequence[Row], Sequence[tuple[int, int, int, int]]]) -> bytes:
    """Return a .docx of paragraphs (texts) and tables ((rows, merges))."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        rows, merges = block
        table = document.add_table(rows=len(rows), cols=max(len(row) for row in rows))
        table_cells(table, rows, merges)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def workbook(
    rows: Sequence[Row], merges: Sequence[str] = (), *, title: str = "Sheet1", start: tuple[int, int] = (1, 1)
) -> bytes:
    """Return an .xlsx with `rows` from cell `start` on; `merges` are ranges like "A1:D1"."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.cell(start[0] + r, start[1] + c, value)
    for merge in merges:
        sheet.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def mail(
    subject: str,
    body: str = "",
    *documents: tuple[str, bytes],
    sender: str = "枣庄市12345政务服务热线 <zz12345@zaozhuang.example.cn>",
    on: str = "2018-06-15 09:30",
    html: str = "",
    reply: bool = False,
) -> bytes:
    """Return a mail as octets; `documents` are (file name, octets)."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "滕州市市长公开电话办公室 <office@office.example>"
    message["Subject"] = subject
    message["Date"] = format_datetime(datetime.fromisoformat(f"{on}+08:00"))
    message["Message-ID"] = "<1@example.cn>"
    if reply:
        message["In-Reply-To"] = "<2@office.example>"
    if html:
        message.set_content(html, subtype="html")
    else:
        message.set_content(body)
    for name, data in documents:
        kind = (
            DOCX
            if name.endswith(".docx")
            else XLSX
            if name.endswith(".xlsx")
            else ("application", "octet-stream")
        )
        message.add_attachment(data, maintype=kind[0], subtype=kind[1], filename=name)
    return message.as_bytes()
