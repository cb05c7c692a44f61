"""The progress notice of the merger (整合进度通报): each department's own hotline, how it is merged, by when, how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from generators.letter import Draft, Enclosed, Letterhead
from generators.monthly_facts import short_name
from generators.notice_issue import Issue, notice_draft
from generators.rates import percent
from generators.sheet_paper import Column, Sheet, workbook_of
from generators.wording import balanced, day_words, month_day_words
from ledger.vocabulary import LABELS

WAYS = {**LABELS["line_way"], "": "未定"}
LATEST = date(2018, 12, 31)  # 最迟, where a line has no day of its own
COLUMNS = (
    Column("序号", 6),
    Column("热线号码", 13),
    Column("热线名称", 24, long=True),
    Column("主管单位", 24, long=True),
    Column("年话务量", 10),
    Column("整合方式", 13),
    Column("负责人", 10),
    Column("完成时限", 12),
    Column("完成日期", 12),
    Column("进度", 26, long=True),
    Column("情况", 12),
)


@dataclass(frozen=True)
class MergedLine:
    """One hotline of a department; `way` is a key of `WAYS`, "" where it isn't settled."""

    number: str  # 12319
    name: str
    department: str
    way: str
    due_on: date
    calls: int | None = None  # a year; None: not reported
    responsible: str = ""
    progress: str = ""
    done_on: date | None = None

    def is_late(self, on: date) -> bool:
        """Whether it was done after its day, or is not done and its day is over."""
        return (self.done_on or on) > self.due_on


def lines_papers(
    lines: Sequence[MergedLine], issue: Issue, *, copies: Sequence[str] = (), latest: date = LATEST
) -> tuple[Enclosed, ...]:
    """Return the notice as .docx and the lines as .xlsx, the same for everybody; `latest` is the last day of all."""
    head, on = issue.head, issue.now.date()
    title = "关于政务服务热线整合进度的通报"
    done, late = [line for line in lines if line.done_on], _open_late(lines, on)
    facts = issue.facts(title) | {
        "heading": balanced(title),
        "total": len(lines),
        "done": len(done),
        "done_rate": percent(len(done), len(lines)),
        "late_count": len(late),
        "ways": "，".join(_counted(lines)),
        "calls": sum(line.calls or 0 for line in lines),
        "rows": [_row(place, line, head, on) for place, line in enumerate(lines, 1)],
        "late_lines": _named(late, head),
        "unsettled": _named([line for line in lines if not line.way], head),
        "latest": day_words(latest) if on <= latest else "",
        "copies": "，".join(copies),
    }
    return (
        Enclosed("热线整合进度通报.docx", issue.shelf.docx("lines_notice", facts)),
        Enclosed("热线整合进度.xlsx", lines_sheet(lines, head=head, on=issue.now)),
    )


def lines_sheet(lines: Sequence[MergedLine], *, head: Letterhead, on: datetime) -> bytes:
    """Return the lines as .xlsx, in the order given."""
    day = on.date()
    sheet = Sheet(
        name="整合进度",
        title="政务服务热线整合进度表",
        note=f"{head.name}　　{day_words(on)}　　共{len(lines)}条热线，已完成{sum(bool(line.done_on) for line in lines)}条",
        columns=COLUMNS,
        rows=[
            (
                place,
                line.number,
                line.name,
                line.department,
                "" if line.calls is None else line.calls,
                WAYS.get(line.way, line.way),
                line.responsible,
                line.due_on,
                line.done_on,
                line.progress,
                _state(line, day),
            )
            for place, line in enumerate(lines, 1)
        ],
    )
    return workbook_of(sheet, office=head.name, on=on)


def draw_up_lines_notice(
    lines: Sequence[MergedLine],
    issue: Issue,
    department: Any,
    papers: Sequence[Enclosed],
    *,
    cc: Sequence[str] = (),
) -> Draft:
    """Return the mail that brings a department the notice: how its own lines stand, and what it has to do."""
    on = issue.now.date()
    own = [line for line in lines if line.department == department.name]
    facts = issue.facts("热线整合进度通报") | {
        "lines": [_row(place, line, issue.head, on) for place, line in enumerate(own, 1)],
        "tasks": _tasks(own, on, issue.demanded),
    }
    return notice_draft(
        issue,
        "lines_notice",
        on.isoformat(),
        department,
        papers,
        facts,
        subject="政务服务热线整合进度",
        because="热线整合进度通报",
        cc=cc,
    )


def _open_late(lines: Sequence[MergedLine], on: date) -> list[MergedLine]:
    return [line for line in lines if not line.done_on and line.is_late(on)]


def _named(lines: Sequence[MergedLine], head: Letterhead) -> str:
    return "、".join(f"{short_name(line.department, head)}（{line.number}）" for line in lines)


def _counted(lines: Sequence[MergedLine]) -> list[str]:
    counts = {way: sum(line.way == way for line in lines) for way in WAYS}
    return [f"{WAYS[way]}{count}条" for way, count in counts.items() if count]


def _row(place: int, line: MergedLine, head: Letterhead, on: date) -> dict[str, Any]:
    return {
        "place": str(place),
        "number": line.number,
        "name": line.name,
        "department": short_name(line.department, head),
        "calls": "" if line.calls is None else str(line.calls),
        "way": WAYS.get(line.way, line.way),
        "responsible": line.responsible,
        "due": day_words(line.due_on),
        "due_short": month_day_words(line.due_on) if line.due_on.year == on.year else day_words(line.due_on),
        "progress": line.progress,
        "state": _state(line, on),
        "late": not line.done_on and line.is_late(on),
    }


def _state(line: MergedLine, on: date) -> str:
    if line.done_on:
        return "逾期完成" if line.is_late(on) else "已完成"
    return f"逾期{(on - line.due_on).days}天" if line.is_late(on) else "进行中"


def _tasks(own: Sequence[MergedLine], on: date, demanded_by: str) -> list[str]:
    """Return what a department has to do, nothing where its lines are merged."""
    by = f"，于{demanded_by}书面说明原因和完成时间" if demanded_by else "，书面说明原因和完成时间"
    tasks = [f"{line.number}（{line.name}）已逾期：立即完成整合{by}" for line in _open_late(own, on)]
    tasks += [f"{line.number}（{line.name}）：确定整合方式并报我办" for line in own if not line.way]
    waiting = [line for line in own if line.way and not line.done_on and not line.is_late(on)]
    return tasks + [f"{line.number}（{line.name}）：于{day_words(line.due_on)}前完成整合" for line in waiting]
