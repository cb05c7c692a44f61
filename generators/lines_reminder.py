"""The reminder before a hotline has to be merged (热线整合提醒): a department's open hotlines, with a sheet to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from generators.facts import letter_facts
from generators.hotlines_sheet import hotlines_sheet
from generators.letter import Draft, Enclosed, Letterhead
from generators.shelf import Templates, packaged
from generators.wording import day_words, month_day_words
from ledger.vocabulary import label

SHEET = "热线整合进度报送表.xlsx"


def draw_up_lines_reminder(
    department: Any,
    lines: Sequence[Any],
    *,
    due_on: date,
    stage: int,
    head: Letterhead,
    now: datetime,
    last: bool = False,
    templates: Templates | None = None,
) -> Draft:
    """Return the reminder of hotlines (rows of `Line`, or alike) that are due on one day, and not merged.

    `stage`: so many days before it this reminder is due, the last part but one of its key. `last`: their own day is
    over, `due_on` is the last one that the plan allows.
    """
    shelf = templates or packaged()
    facts = letter_facts(head, now, "热线整合提醒") | {
        "department": department.name,
        "lines": [_row(line) for line in lines],
        "due": day_words(due_on),
        "days_left": (due_on - now.date()).days,
        "last": last,
        "tasks": [_task(line) for line in lines],
        "attachments": [SHEET],
    }
    return Draft(
        key=lines_reminder_key(department, due_on, stage),
        kind="lines_reminder",
        to=tuple(department.addresses[:1]),
        subject=f"【提醒】{len(lines)}条热线须于{month_day_words(due_on)}前完成整合（{_left(facts['days_left'])}）",
        text=shelf.text("lines_reminder", facts),
        html=shelf.html("lines_reminder", facts),
        enclosed=(Enclosed(SHEET, hotlines_sheet(lines, head=head, on=now, to_fill_in=True)),),
        department=department.name,
        because=f"{department.name}有{len(lines)}条热线未完成整合，{day_words(due_on)}到期",
    )


def lines_reminder_key(department: Any, due_on: date, stage: int) -> str:
    """Return the key of a reminder: one a department, day that is due, and stage."""
    return f"lines_reminder/{due_on.isoformat()}-{stage}/{department.name}"


def _left(days: int) -> str:
    return f"还有{days}天" if days else "今天到期"


def _row(line: Any) -> dict[str, str]:
    return {
        "number": line.number,
        "name": line.name,
        "way": label("line_way", line.way) or "未定",
        "due": day_words(line.due_on),
        "progress": line.progress or "没有报过进度",
    }


def _task(line: Any) -> str:
    if not line.way:
        return f"{line.number}（{line.name}）：确定整合方式并报我办"
    return f"{line.number}（{line.name}）：完成{label('line_way', line.way)}"
