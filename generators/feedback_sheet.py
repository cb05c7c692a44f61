"""双向反馈 as a spreadsheet: of every answer, that the petitioner and the platform were told, for whoever asks for proof."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from generators.letter import Letterhead
from generators.sheet_paper import Column, Sheet, workbook_of
from generators.wording import day_words

COLUMNS = (
    Column("工单编号", 17),
    Column("上级编号", 19),
    Column("承办单位", 16, long=True),
    Column("反馈时间", 16),
    Column("告知当事人", 12, long=True),
    Column("告知日期", 12),
    Column("告知人", 9, long=True),
    Column("告知方式", 9),
    Column("上报发出时间", 16),
    Column("上报邮件号", 30, long=True),
    Column("对方服务器答复", 24, long=True),
    Column("缺什么", 18, long=True),
)


def feedback_sheet(
    rows: Sequence[dict[str, Any]], period: str, *, head: Letterhead, exported_on: date
) -> bytes:
    """Return the proofs of a span ("2018年3月") as .xlsx; `rows` are those of `mailroom feedback`, masked already."""
    lacking = sum(bool(row["lacking"]) for row in rows)
    sheet = Sheet(
        name="双向反馈",
        title=f"{period}双向反馈登记",
        note=f"{head.name}　　{day_words(exported_on)}　　共{len(rows)}件，其中{lacking}件有欠缺",
        columns=COLUMNS,
        rows=[
            (
                row["case_no"],
                row["upper_no"] or "",
                row["department"],
                row["answered_at"],
                row["informed_words"],
                row["informed_on"].date() if row["informed_on"] else None,
                row["informed_by"],
                row["informed_how_words"],
                row["reported_at"],
                row["message_id"] or "",
                row["evidence"],
                "；".join(row["lacking"]),
            )
            for row in rows
        ],
    )
    return workbook_of(sheet, office=head.name, on=exported_on)
