"""The directory of departments as a spreadsheet; the same columns come back by `departments import`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from generators.letter import Letterhead
from generators.sheet_paper import Column, Sheet, workbook_of
from generators.wording import day_words
from ledger.vocabulary import label

COLUMNS = (
    Column("单位名称", 26, long=True),
    Column("简称", 20, long=True),
    Column("类别", 8),
    Column("邮箱", 28, long=True),
    Column("职责关键词", 40, long=True),
    Column("上级单位", 20, long=True),
    Column("启用日期", 12),
    Column("停用日期", 12),
    Column("承接单位", 26, long=True),
)


def departments_sheet(departments: Iterable[Any], *, head: Letterhead, exported_on: date) -> bytes:
    """Return the departments as .xlsx, in the order given; several aliases, addresses or keywords are joined by 、."""
    rows = [
        (
            each.name,
            "、".join(each.aliases or ()),
            label("department_kind", each.kind),
            "、".join(each.addresses or ()),
            "、".join(each.keywords or ()),
            each.parent or "",
            each.valid_from,
            each.valid_to,
            each.successor or "",
        )
        for each in departments
    ]
    sheet = Sheet(
        name="单位名录",
        title="承办单位名录",
        note=f"{head.name}　　{day_words(exported_on)}　　共{len(rows)}个单位",
        columns=COLUMNS,
        rows=rows,
    )
    return workbook_of(sheet, office=head.name, on=exported_on)
