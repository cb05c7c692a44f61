"""The monthly notice (每月通报): the paper with its annexes and workbook, made once, and the mail to each unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generators.charts import Font
from generators.letter import Draft, Enclosed
from generators.monthly_charts import month_charts
from generators.monthly_definitions import definition_lines, definitions_of
from generators.monthly_facts import month_facts, unit_rates
from generators.monthly_figures import FEWEST, GROUPS, MonthlyFigures, Ranking, UnitFigures, ranking_of
from generators.monthly_sheet import monthly_sheet
from generators.notice_issue import Issue, notice_draft
from generators.plain import draw_up_plain
from generators.rates import percent
from generators.wording import balanced


def monthly_papers(
    figures: MonthlyFigures,
    issue: Issue,
    *,
    copies: Sequence[str] = (),
    fewest: int = FEWEST,
    font: Font | None = None,
) -> tuple[Enclosed, ...]:
    """Return the notice as .docx and its figures as .xlsx, the same for everybody they go to.

    `font` letters the charts, None prints rows of squares instead; `fewest`: cases due below which a unit has no rank.
    """
    head, month = issue.head, figures.name
    title = f"关于{month}政务服务热线和市长信箱办理情况的通报"
    facts = issue.facts(title) | month_facts(figures, head, fewest) | month_charts(figures, head, font)
    facts |= {
        "heading": balanced(title),
        "copies": "，".join(copies),
        "definitions": definition_lines(figures.definitions or definitions_of(figures.span, figures.weights)),
    }
    sheet = monthly_sheet(figures, head=head, on=issue.now, fewest=fewest, number=issue.number)
    return (
        Enclosed(f"{month}通报.docx", issue.shelf.docx("monthly_notice", facts)),
        Enclosed(f"{month}通报数据.xlsx", sheet),
    )


def draw_up_monthly_notice(
    figures: MonthlyFigures,
    issue: Issue,
    department: Any,
    papers: Sequence[Enclosed],
    *,
    fewest: int = FEWEST,
    cc: Sequence[str] = (),
) -> Draft:
    """Return the mail that brings a unit the notice: its own place and figures at one look, and what it has to do."""
    month = figures.name
    unit = next((each for each in figures.units if each.name == department.name), None)
    facts = issue.facts(f"{month}通报") | {
        "month": month,
        "place": _place(figures, unit, fewest),
        "rows": _rows(figures, unit) if unit else [],
        "tasks": _tasks(unit, issue.demanded),
    }
    return notice_draft(
        issue,
        "monthly_notice",
        str(figures.span),
        department,
        papers,
        facts,
        subject=f"{month}政务服务热线办理情况",
        because=f"{month}办理情况通报",
        cc=cc,
    )


def draw_up_notice_copy(
    figures: MonthlyFigures, issue: Issue, address: str, papers: Sequence[Enclosed]
) -> Draft:
    """Return the mail that brings a leader or the inspection bureau a copy (抄送): a letter of their own."""
    month = figures.name
    rates = (
        f"应办结{figures.total('due')}件，按时办结率{percent(figures.total('on_time'), figures.total('due'))}"
    )
    return draw_up_plain(
        "monthly_notice",
        f"monthly_notice/{figures.span}/{address}",
        (address,),
        f"【通报】{month}政务服务热线办理情况" + (f"（{issue.number}）" if issue.number else ""),
        (
            f"现将{month}政务服务热线和市长信箱办理情况的通报抄送你处，请阅。",
            f"{month}共受理群众诉求{figures.received}件，{rates}，详见附件。",
        ),
        head=issue.head,
        now=issue.now,
        enclosed=papers,
        because=f"{month}办理情况通报（抄送）",
        templates=issue.shelf,
    )


def _place(figures: MonthlyFigures, unit: UnitFigures | None, fewest: int) -> str:
    if unit is None or unit.due == 0:
        return f"{figures.span.this}没有到期的转办件，不参加排名"
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
