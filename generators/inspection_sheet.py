"""The list for the special inspection (专项督导清单): what to look at in each department, with room to write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generators.letter import Letterhead
from generators.sheet_paper import Column, Sheet, workbook_of
from generators.wording import day_words

COLUMNS = (
    Column("序号", 6),
    Column("单位名称", 24, long=True),
    Column("自设热线", 9),
    Column("未完成", 8),
    Column("逾期", 8),
    Column("要查的事", 50, long=True),
    Column("督导情况", 24, long=True),
    Column("整改要求和时限", 24, long=True),
    Column("督导人", 10),
)


@dataclass(frozen=True)
class Inspected:
    """One department: its hotlines by number, and what to look at, in Chinese."""

    department: str
    lines: int
    unfinished: int
    late: int
    points: tuple[str, ...]


def inspection_sheet(
    found: Sequence[Inspected], *, head: Letterhead, on: date, held_on: date | None
) -> bytes:
    """Return the list as .xlsx, in the order given; `held_on`: the day of the inspection, where it is set."""
    day = f"　　督导日期：{day_words(held_on)}" if held_on else ""
    sheet = Sheet(
        name="专项督导",
        title="政务服务热线整合工作专项督导清单",
        note=f"{head.name}　　{day_words(on)}{day}　　共{len(found)}个单位",
        columns=COLUMNS,
        rows=[
            (
                place,
                each.department,
                each.lines,
                each.unfinished,
                each.late,
                "\n".join(each.points),
                "",
                "",
                "",
            )
            for place, each in enumerate(found, 1)
        ],
    )
    return workbook_of(sheet, office=head.name, on=on)
