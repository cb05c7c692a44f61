"""The reminder (催办): one digest a department and day; with a 催办通知书 where a case is late (红牌)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from generators.facts import SUBJECT_TITLE_LENGTH, case_facts, dispatch_facts, letter_facts, number_only
from generators.letter import Draft, Enclosed, Letterhead
from generators.shelf import Templates, packaged
from generators.wording import shortened
from ledger.vocabulary import Stage, label

ORDER = {Stage.RED: 0, Stage.DUE: 1, Stage.YELLOW: 2}
COLOURS = {Stage.RED: "#c00000", Stage.DUE: "#c55a11", Stage.YELLOW: "#7f6000"}


class DueItem(NamedTuple):
    """One assignment to remind of. `days_late`: working days past its deadline, counted by the caller."""

    dispatch: Any
    case: Any
    stage: str
    days_late: int = 0


def draw_up_reminder(
    department: Any,
    items: Sequence[tuple[Any, ...]],
    *,
    head: Letterhead,
    today: date,
    number: str = "",
    templates: Templates | None = None,
) -> Draft:
    """Return the day's digest for `department`; `items` are `DueItem`s or tuples like them, in any order.

    `number` is that of the 催办通知书. The late ones come first, the longest late on top. Petitioners are not named: the department has the dispatch.
    """
    shelf = templates or packaged()
    now = datetime.combine(today, time())
    due = sorted((DueItem(*item) for item in items), key=_rank)
    rows = [_row(item, department, now) for item in due]
    late = [row for row in rows if row["late"]]
    only = rows[0]["case_no"] if len(rows) == 1 else ""
    facts = letter_facts(head, today, f"催办通知 {department.name}", only) | {
        "department": department.name,
        "rows": rows,
        "late": late,
        "late_count": len(late),
        "due_count": sum(row["stage_code"] == Stage.DUE for row in rows),
        "soon_count": sum(row["stage_code"] == Stage.YELLOW for row in rows),
        "case_no": only,
        "number": number,
    }
    enclosed: tuple[Enclosed, ...] = ()
    if late:
        enclosed = (Enclosed(_file_name(late, today), shelf.docx("reminder", facts)),)
    return Draft(
        key=reminder_key(department, today),
        kind="reminder",
        to=tuple(department.addresses[:1]),
        subject=_subject(facts, rows),
        text=shelf.text("reminder", facts),
        html=shelf.html("reminder", facts),
        enclosed=enclosed,
        case_no=only,
        department=department.name,
        because=f"{department.name}有{len(rows)}件到期或临期，其中逾期{len(late)}件",
    )


def reminder_key(department: Any, today: date) -> str:
    """Return the key of a department's digest: one a day."""
    return f"reminder/{today.isoformat()}/{department.name}"


def _rank(item: DueItem) -> tuple[int, int, datetime, str]:
    return ORDER.get(Stage(item.stage), 9), -item.days_late, item.dispatch.due_at, item.case.case_no


def _row(item: DueItem, department: Any, now: datetime) -> dict[str, Any]:
    stage = Stage(item.stage)
    facts = number_only(case_facts(item.case, None)) | dispatch_facts(item.dispatch, department, now)
    late = stage is Stage.RED
    days = max(item.days_late, 1) if late else 0
    state = f"已逾期{days}个工作日" if late else label("stage", stage)
    signed = "" if item.dispatch.acknowledged_at else "，尚未签收"
    return facts | {
        "stage_code": stage,
        "stage": label("stage", stage),
        "late": late,
        "days_late": days,
        "state": state + signed,
        "colour": COLOURS[stage],
    }


def _subject(facts: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    late = facts["late_count"]
    if len(rows) == 1:
        row = rows[0]
        what = f"已逾期{row['days_late']}个工作日" if late else f"请于{row['due_short']}回复"
        title = "保密件" if row["secret"] else shortened(row["title"], SUBJECT_TITLE_LENGTH)
        return f"【催办】{row['case_no']} {title}（{what}）"
    tail = f"，其中逾期{late}件" if late else ""
    return f"【催办】{facts['department']}有{len(rows)}件待办理{tail}（{facts['today']}）"


def _file_name(late: list[dict[str, Any]], today: date) -> str:
    start = late[0]["case_no"] if len(late) == 1 else f"{today:%Y%m%d}"
    return f"{start}_催办通知书.docx"
