"""`figures`: the numbers of a month, quarter or year, of all and of each department."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click

from generators.monthly_facts import short_name
from generators.monthly_figures import MonthlyFigures, UnitFigures
from generators.monthly_score import PARTS, score_of
from generators.rates import NOTHING, hundredths
from ledger import frozen
from ledger.figures import COUNTS
from ledger.spans import Span
from ledger.vocabulary import label
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import office_of
from mailroom.commands.printing import print_json, print_table, say
from mailroom.commands.spans import SPAN
from mailroom.commands.words import at_option, json_option
from mailroom.desks.reckoning import reckon
from mailroom.desks.stored_figures import from_stored
from mailroom.office import Office

# name: (what is counted, of what); the shares that the notice prints, and those that only the table below has
RATES = {
    f"{part}_rate": (count, whole) for part, (_, count, whole) in PARTS.items() if part != "sent_back"
} | {
    "late_rate": ("late", "due"),
    "sent_back_rate": ("sent_back", "dispatched"),
    "groundless_rate": ("groundless", "dispatched"),
    "redone_rate": ("redone", "answered"),
}
COLUMNS = {
    "派发": "dispatched",
    "应办结": "due",
    "按时": "on_time",
    "按时办结率": "on_time_rate",
    "办结率": "answered_rate",
    "超期": "late",
    "退单": "sent_back",
    "无理退单": "groundless",
    "重办": "redone",
    "一次办结率": "once_rate",
    "回访率": "followed_up_rate",
    "满意率": "satisfied_rate",
    "解决率": "solved_rate",
    "按时签收率": "acknowledged_rate",
    "得分": "score",
}


@click.command(cls=ChineseCommand)
@click.argument("span", metavar="统计期", type=SPAN)
@click.option("--fresh", is_flag=True, help="已冻结的也按现在的台账重算，不改动冻结的数")
@at_option
@json_option
@click.pass_context
def figures(ctx: click.Context, span: Span, fresh: bool, at: datetime, as_json: bool) -> None:
    """一个月、季度或年度的各项数字，合计和各单位的：统计期写作 2018-03、2018-Q1 或 2018。

    已冻结的显示冻结的数；没有冻结的按现在的台账算，截至现在已经到期的。
    """
    office = office_of(ctx)
    row = None if fresh else frozen.frozen(span)
    told = from_stored(row) if row else reckon(office, span, as_of=at)
    as_of = datetime.fromisoformat(row.figures["as_of"]) if row else at
    rows = [_row(unit, told.weights) for unit in (total_of(told), *told.units)]
    if as_json:
        for each in rows:
            print_json({"span": str(span), "as_of": as_of, "frozen": row is not None} | each)
        return
    _print(office, told, rows)
    say(
        f"{span.words}，{'冻结于' if row else '截至'} {as_of:%Y-%m-%d %H:%M}；受理 {told.received} 件；各项含义见通报的指标说明"
    )


def total_of(told: MonthlyFigures) -> UnitFigures:
    """All departments together, as one."""
    counts: dict[str, Any] = {name: told.total(name) for name in COUNTS}
    return UnitFigures("合计", "", **counts)


def _row(unit: UnitFigures, weights: Mapping[str, int]) -> dict[str, Any]:
    shares = {
        name: hundredths(getattr(unit, part), getattr(unit, whole)) for name, (part, whole) in RATES.items()
    }
    shares["score"] = score_of(unit, weights)
    counts = {name: getattr(unit, name) for name in (*COUNTS, "late", "dissatisfied")}
    rates = {name: None if share is None else share / 100 for name, share in shares.items()}
    return {"department": unit.name, "group": unit.group, **counts, **rates}


def _print(office: Office, told: MonthlyFigures, rows: list[dict[str, Any]]) -> None:
    busy = [each for each in rows if each["dispatched"] or not each["group"]]
    print_table(
        ("单位", "类别", *COLUMNS),
        [
            (
                short_name(each["department"], office.head),
                label("department_kind", each["group"]),
                *(_shown(name, each[name]) for name in COLUMNS.values()),
            )
            for each in busy
        ],
    )
    if idle := len(rows) - len(busy):
        say(f"另有 {idle} 个单位没有到期的件")
    topics = [f"{each.name} {each.now} 件" for each in told.topics[:8] if each.now]
    say("热点：" + ("、".join(topics) or "没有"))


def _shown(name: str, value: Any) -> str:
    if value is None:
        return NOTHING
    return (
        f"{value:.2f}" + ("%" if name.endswith("_rate") else "") if isinstance(value, float) else str(value)
    )
