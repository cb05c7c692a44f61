"""The liaison directory (联系人名录) as a spreadsheet: a row a department and channel, or one where both are alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from generators.letter import Letterhead
from generators.sheet_paper import Column, Sheet, workbook_of
from generators.wording import day_words

PERSON = ("姓名", 10), ("职务", 12), ("工作电话", 14), ("移动电话", 14)


def liaison_sheet(rows: Sequence[dict[str, Any]], *, on: date, head: Letterhead) -> bytes:
    """Return the directory of a day as .xlsx. Each row: `department`, `channels` and `section` as printed, and `people`
    [(role as printed, [name, title, office phone, mobile])], leader and section head first, then the liaisons.
    """
    most = max((sum(role == "联系人" for role, _ in row["people"]) for row in rows), default=2)
    roles = ["分管负责人", "科室负责人", *(f"联系人{n}" for n in range(1, max(most, 2) + 1))]
    columns = [Column("单位名称", 26, long=True), Column("事项", 12), Column("负责科室", 14)]
    columns += [Column(f"{role}{name}", width) for role in roles for name, width in PERSON]
    sheet = Sheet(
        name="联系人名录",
        title="政务服务热线和市长信箱办理工作联系人名录",
        note=f"{head.name}　　{day_words(on)}　　共{len({row['department'] for row in rows})}个单位",
        columns=columns,
        rows=[_cells(row, len(roles) - 2) for row in rows],
    )
    return workbook_of(sheet, office=head.name, on=on)


def _cells(row: dict[str, Any], most: int) -> list[str]:
    cells = [row["department"], row["channels"], row["section"]]
    for role, places in (("分管负责人", 1), ("科室负责人", 1), ("联系人", most)):
        people = [told for each, told in row["people"] if each == role][:places]
        for told in [*people, *([["", "", "", ""]] * (places - len(people)))]:
            cells += told
    return cells
