"""Follow-up sheets (回访表) for the office's own callers: a call list (xlsx), and a sheet for one case (docx).

A secret case names no petitioner here either: the caller looks the number up in the ledger, where the look is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generators.facts import case_facts, letter_facts
from generators.letter import Enclosed, Letterhead
from generators.report import answer_facts
from generators.sheet_paper import DAY_FORMAT, Column, Sheet, finished, write_page
from generators.shelf import Templates, packaged
from generators.wording import day_words, shortened

REACHED = ("接通", "未接通")
SATISFACTION = ("满意", "基本满意", "不满意")
SOLVED = ("已解决", "部分解决", "未解决")
SECRET = "保密件，登录台账查看"
NO_PHONE = "未留电话"  # a person closes the case, with the reason
LONGEST = 400  # characters of a request or an answer: a caller has to see it at a glance
LONGEST_LISTED = 66  # in the list, six lines of its column: the rest is in the ledger

# Those that are printed are together as wide as A4 across shows in letters of 7.5 points.
COLUMNS = (
    Column("序号", 4),
    Column("转办编号", 15),  # in one line: a number that is broken is not found
    Column("承办单位", 8),
    Column("反映的问题", 21, long=True),
    Column("答复的内容", 21, long=True),
    Column("诉求人", 6),
    Column("诉求人电话", 11),
    Column("三次拨打", 6, long=True, fill_in=True),
    Column("是否接通", 6, fill_in=True, choices=REACHED),
    Column("满意度", 6, fill_in=True, choices=SATISFACTION),
    Column("是否解决", 6, fill_in=True, choices=SOLVED),
    Column("备注", 7, long=True, fill_in=True),
    Column("回访人", 6, fill_in=True),
    Column("回访日期", 10, fill_in=True, number_format=DAY_FORMAT),
    Column("编号核对", 15),
)
PRINTED = COLUMNS[:-1]  # the second number is for rows that slipped, on the screen
CALLS = "①\n②\n③"  # room for the day and hour of each try
NOBODY = {"转办编号": "—", "承办单位": "—", "反映的问题": "今日没有需要回访的"}


def follow_up_list(
    items: Sequence[Sequence[Any]], *, head: Letterhead, on: date, pressing: str = ""
) -> Enclosed:
    """Return the call list; each item is (case, petitioner, department, answer). Without any it says so.

    `pressing` stands in its head: 已超期1件.
    """
    rows = [_row(number, *item) for number, item in enumerate(items, 1)]
    numbers = "、".join(row[1] for row in rows)
    state = f"（{pressing}）" if pressing else ""
    sheet = Sheet(
        name="回访",
        title="群众诉求回访表",
        note=f"{head.name}　　{day_words(on)}　　共{len(rows)}件{state}　　仅供本办回访使用，不得外传",
        columns=COLUMNS,
        rows=rows or [_nobody()],
    )
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    _, last = write_page(page, sheet)
    _print_without_check(page, last)
    data = finished(book, sheet.title, office=head.name, on=on, case_no=shortened(numbers, 250))
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


def _print_without_check(page: Worksheet, last: int) -> None:
    """Leave the last column off the paper, and centre the title over the others."""
    whole, printed = get_column_letter(len(COLUMNS)), get_column_letter(len(PRINTED))
    for row in (1, 2):
        page.unmerge_cells(f"A{row}:{whole}{row}")
        page.merge_cells(f"A{row}:{printed}{row}")
    page.print_area = f"A1:{printed}{last}"


def _nobody() -> tuple[Any, ...]:
    """The row of a day with nobody to call: a header alone reads like a form of labels and values."""
    return tuple(NOBODY.get(column.heading) for column in COLUMNS)


def _row(number: int, case: Any, petitioner: Any | None, department: Any, answer: Any) -> tuple[Any, ...]:
    told = _told(case, petitioner, answer)
    return (
        number,
        case.case_no,
        department.name,
        shortened(told["request"], LONGEST_LISTED),
        shortened(told["answered"], LONGEST_LISTED),
        told["caller_name"],
        told["caller_phone"],
        CALLS,
        *([None] * 6),
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
        "caller_phone": SECRET if facts["secret"] else asker["phone"] or NO_PHONE,
    }
