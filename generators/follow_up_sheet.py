"""Follow-up sheets (回访表) for the office's own callers: a call list (xlsx), and a sheet for one case (docx).

A secret case names no petitioner here either: the caller looks the number up in the ledger, where the look is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from generators.facts import case_facts, letter_facts
from generators.letter import Enclosed, Letterhead
from generators.report import answer_facts
from generators.sheet_paper import DAY_FORMAT, Column, Sheet, workbook_of
from generators.shelf import Templates, packaged
from generators.wording import day_words, shortened

REACHED = ("接通", "未接通")
SATISFACTION = ("满意", "基本满意", "不满意")
SOLVED = ("已解决", "部分解决", "未解决")
SECRET = "保密件，登录台账查看"
LONGEST = 400  # characters of a request or an answer: a caller has to see it at a glance

COLUMNS = (
    Column("序号", 5),
    Column("转办编号", 18),
    Column("承办单位", 13),
    Column("反映的问题", 28, long=True),
    Column("答复的内容", 28, long=True),
    Column("诉求人", 8),
    Column("诉求人电话", 14),
    Column("第一次拨打", 9, fill_in=True),
    Column("第二次拨打", 9, fill_in=True),
    Column("第三次拨打", 9, fill_in=True),
    Column("是否接通", 9, fill_in=True, choices=REACHED),
    Column("满意度", 10, fill_in=True, choices=SATISFACTION),
    Column("是否解决", 10, fill_in=True, choices=SOLVED),
    Column("备注", 16, long=True, fill_in=True),
    Column("回访人", 9, fill_in=True),
    Column("回访日期", 12, fill_in=True, number_format=DAY_FORMAT),
    Column("编号核对", 18),
)


def follow_up_list(items: Sequence[Sequence[Any]], *, head: Letterhead, on: date) -> Enclosed:
    """Return the call list; each item is (case, petitioner, department, answer). Without any it says so."""
    rows = [_row(number, *item) for number, item in enumerate(items, 1)]
    numbers = "、".join(row[1] for row in rows)
    told = f"共{len(rows)}件　　仅供本办回访使用，不得外传" if rows else "今日没有需要回访的"
    sheet = Sheet(
        name="回访",
        title="群众诉求回访表",
        note=f"{head.name}　　{day_words(on)}　　{told}",
        columns=COLUMNS,
        rows=rows,
    )
    data = workbook_of(sheet, office=head.name, on=on, case_no=shortened(numbers, 250))
    return Enclosed(f"回访表_{on:%Y%m%d}.xlsx", data)


def follow_up_form(
    case: Any,
    petitioner: Any | None,
    department: Any,
    answer: Any,
    *,
    head: Letterhead,
    on: date,
    templates: Templates | None = None,
) -> Enclosed:
    """Return the sheet for one case; its number stands in the head, the table, the properties and the name."""
    told = _told(case, petitioner, answer)
    facts = letter_facts(head, on, f"回访表 {case.case_no}", case.case_no) | {
        "case_no": case.case_no,
        "department": department.name,
        **told,
    }
    shelf = templates or packaged()
    return Enclosed(f"{case.case_no}_回访表.docx", shelf.docx("follow_up", facts))


def _row(number: int, case: Any, petitioner: Any | None, department: Any, answer: Any) -> tuple[Any, ...]:
    told = _told(case, petitioner, answer)
    return (
        number,
        case.case_no,
        department.name,
        told["request"],
        told["answered"],
        told["caller_name"],
        told["caller_phone"],
        *([None] * 9),
        case.case_no,
    )


def _told(case: Any, petitioner: Any | None, answer: Any) -> dict[str, str]:
    facts = case_facts(case, petitioner)
    result = answer_facts(answer, petitioner if facts["secret"] else None)
    asker = facts["petitioner"] or {"name": "", "phone": ""}
    return {
        "title": facts["title"],
        "request": shortened("\n".join(facts["request_lines"]), LONGEST),
        "answered": shortened("\n".join(result["measures_lines"]), LONGEST),
        "caller_name": SECRET if facts["secret"] else asker["name"],
        "caller_phone": SECRET if facts["secret"] else asker["phone"],
    }
