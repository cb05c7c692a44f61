"""The register of numbers (发文登记簿) as a spreadsheet, for the office's files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from generators.letter import Letterhead
from generators.sheet_paper import Column, Sheet, workbook_of
from generators.wording import day_words

COLUMNS = (
    Column("发文字号", 20),
    Column("编号日期", 14),
    Column("文书", 52, long=True),
    Column("发往", 30, long=True),
    Column("状态", 10),
    Column("作废原因", 36, long=True),
)


def numbers_sheet(rows: Sequence[dict[str, Any]], year: int, *, head: Letterhead, exported_on: date) -> bytes:
    """Return the register of a year as .xlsx; `rows` hold number, given_at, title, to, state and void_because."""
    sheet = Sheet(
        name="发文登记簿",
        title=f"{year}年发文登记簿",
        note=f"{head.name}　　{day_words(exported_on)}　　共{len(rows)}号",
        columns=COLUMNS,
        rows=[
            (
                row["number"],
                row["given_at"].date(),
                row["title"],
                "、".join(row["to"]),
                row["state"],
                row["void_because"],
            )
            for row in rows
        ],
    )
    return workbook_of(sheet, office=head.name, on=exported_on)
