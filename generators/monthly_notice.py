"""The monthly notice (每月通报): the paper with its annexes and workbook, made once, and the mail to each unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from generators.charts import Font
from generators.facts import letter_facts
from generators.letter import Draft, Enclosed, Letterhead
from generators.monthly_charts import month_charts
from generators.monthly_definitions import definition_lines
from generators.monthly_facts import month_facts, unit_rates
from generators.monthly_figures import FEWEST, GROUPS, MonthlyFigures, Ranking, UnitFigures, ranking_of
from generators.monthly_sheet import monthly_sheet
from generators.rates import percent
from generators.shelf import Templates, packaged
from generators.wording import balanced, deadline_words


def monthly_papers(
    figures: MonthlyFigures,
    *,
    head: Letterhead,
    now: datetime,
    number: str = "",
    copies: Sequence[str] = (),
    demanded_by: datetime | None = None,
    fewest: int = FEWEST,
    font: Font | None = None,
    templates: Templates | None = None,
) -> tuple[Enclosed, ...]:
    """Return the notice as .docx and its figures as .xlsx, the same for everybody they go to.

    `demanded_by`: when units report on what is late; `font` letters the charts, None prints rows of squares instead.
    """
    title = f"关于{figures.year}年{figures.month}月政务服务热线和市长信箱办理情况的通报"
    facts = letter_facts(head, now, title) | month_facts(figures, head, fewest)
    facts |= month_charts(figures, head, font) | {
        "number": number,
        "heading": balanced(title),
        "copies": "，".join(copies),
        "demanded_by": deadline_words(demanded_by) if demanded_by else "",
        "definitions": definition_lines(),
    }
    name = f"{figures.year}年{figures.month}月通报"
    return (
        Enclosed(f"{name}.docx", (templates or packaged()).docx("monthly_notice", facts)),
        Enclosed(f"{name}数据.xlsx", monthly_sheet(figures, head=head, on=now, fewest=fewest, number=number)),
    )


def draw_up_monthly_notice(
    figures: MonthlyFigures,
    department: Any,
    papers: Sequence[Enclosed],
    *,
    head: Letterhead,
    now: datetime,
    number: str = "",
    demanded_by: datetime | None = None,
    fewest: int = FEWEST,
    cc: Sequence[str] = (),
    templates: Templates | None = None,
) -> Draft:
    """Return the mail that brings a unit the notice: its own place and figures at one look, and what it has to do."""
    shelf = templates or packaged()
    month = f"{figures.year}年{figures.month}月"
    unit = next((each for each in figures.units if each.name == department.name), None)
    facts = letter_facts(head, now, f"{month}通报") | {
        "department": department.name,
        "month": month,
        "number": number,
        "place": _place(figures, unit, fewest),
        "rows": _rows(figures, unit) if unit else [],
        "tasks": _tasks(unit, deadline_words(demanded_by) if demanded_by else ""),
        "attachments": [each.name for each in papers],
    }
    return Draft(
        key=f"monthly_notice/{figures.year}-{figures.month:02d}/{department.name}",
        kind="monthly_notice",
        to=tuple(department.addresses[:1]),
        subject=f"【通报】{month}政务服务热线办理情况" + (f"（{number}）" if number else ""),
        text=shelf.text("monthly_notice", facts),
        html=shelf.html("monthly_notice", facts),
        cc=tuple(cc),
        enclosed=tuple(papers),
        department=department.name,
        because=f"{month}办理情况通报",
    )


def _place(figures: MonthlyFigures, unit: UnitFigures | None, fewest: int) -> str:
    if unit is None or unit.due == 0:
        return "本月没有到期的转办件，不参加排名"
    ranking: Ranking = ranking_of(figures, unit.group, fewest)
    for rank, each in ranking.placed:
        if each is unit:
            tied = sum(other == rank for other, _ in ranking.placed) > 1
            return f"{GROUPS[unit.group]}第{rank}名{'（并列）' if tied else ''}，共{len(ranking.placed)}个单位参加排名"
    return f"应办结不足{fewest}件，不参加排名"


def _rows(figures: MonthlyFigures, unit: UnitFigures) -> list[dict[str, Any]]:
    """Return name, the unit's own figure, that of its whole group; `late` are printed red."""
    group = [each for each in figures.units if each.group == unit.group]
    rates = unit_rates(unit)

    def of_all(part: str, whole: str) -> str:
        return percent(
            sum(getattr(each, part) for each in group), sum(getattr(each, whole) for each in group)
        )

    return [
        {"name": "应办结", "own": f"{unit.due}件", "all": "", "late": False},
        {
            "name": "按时办结率",
            "own": rates["on_time_rate"],
            "all": of_all("on_time", "due"),
            "late": unit.late > 0,
        },
        {"name": "超期", "own": f"{unit.late}件", "all": "", "late": unit.late > 0},
        {
            "name": "满意率",
            "own": rates["satisfied_rate"],
            "all": of_all("satisfied", "rated"),
            "late": False,
        },
        {"name": "不满意", "own": f"{unit.dissatisfied}件", "all": "", "late": unit.dissatisfied > 0},
        {"name": "无理退单", "own": f"{unit.groundless}件", "all": "", "late": unit.groundless > 0},
    ]


def _tasks(unit: UnitFigures | None, demanded_by: str) -> list[str]:
    """Return what the unit has to do, nothing where all is well."""
    tasks = []
    if unit and unit.late:
        by = f"，于{demanded_by}报我办" if demanded_by else ""
        tasks.append(f"超期{unit.late}件（附件2）：尚未办结的立即办结，逐件说明超期原因{by}")
    if unit and unit.dissatisfied:
        tasks.append(f"不满意{unit.dissatisfied}件（附件3）：按重办通知重新调查处理")
    if unit and unit.groundless:
        tasks.append(f"无理退单{unit.groundless}件：对照职责核实，今后先行办理、不得推诿")
    return tasks
