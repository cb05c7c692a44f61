"""The integration ledger (整合台账) as a spreadsheet; the same columns come back by `lines import`, or by mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from generators.letter import Letterhead
from generators.sheet_paper import Column, Sheet, workbook_of
from generators.wording import day_words
from ledger.vocabulary import LABELS, label

DAY = "yyyy-mm-dd"
WAYS = tuple(LABELS["line_way"].values())


def hotlines_sheet(lines: Sequence[Any], *, head: Letterhead, on: date, to_fill_in: bool = False) -> bytes:
    """Return the hotlines (rows of `Line`, or alike) as .xlsx, in the order given.

    `to_fill_in`: for a department, which writes how far its own are and sends it back; what it can't change is locked.
    """
    done = sum(line.done_on is not None for line in lines)
    count = f"共{len(lines)}条热线，已完成{done}条"
    asked = "请填写整合方式至进度各栏，直接回复本邮件附上此表" if to_fill_in else count
    sheet = Sheet(
        name="整合台账",
        title="政务服务热线整合进度报送表" if to_fill_in else "政务服务热线整合台账",
        note=f"{head.name}　　{day_words(on)}　　{asked}",
        columns=_columns(to_fill_in),
        rows=[_row(place, line) for place, line in enumerate(lines, 1)],
    )
    return workbook_of(sheet, office=head.name, on=on)


# Together as wide as A4 across shows in letters of nearly 9 points.
def _columns(fill_in: bool) -> tuple[Column, ...]:
    return (
        Column("序号", 5),
        Column("热线号码", 11),
        Column("热线名称", 16, long=True),
        Column("主管单位", 14, long=True),
        Column("年话务量", 9, fill_in=fill_in),
        Column("整合方式", 12, fill_in=fill_in, choices=WAYS if fill_in else ()),
        Column("负责人", 8, fill_in=fill_in),
        Column("联系电话", 13, fill_in=fill_in),
        Column("开通日期", 11, number_format=DAY),
        Column("完成时限", 11, number_format=DAY),
        Column("完成日期", 11, number_format=DAY, fill_in=fill_in),
        Column("进度", 17, long=True, fill_in=fill_in),
    )


def _row(place: int, line: Any) -> tuple[Any, ...]:
    return (
        place,
        line.number,
        line.name,
        line.department,
        "" if line.calls is None else line.calls,
        label("line_way", line.way),
        line.responsible,
        line.phone,
        line.opened_on,
        line.due_on,
        line.done_on,
        line.progress,
    )
