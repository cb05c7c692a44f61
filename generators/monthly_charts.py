"""The three charts of the monthly notice: as pictures, or as rows of squares where the machine has no font to letter them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generators.charts import Bar, Font, bars_across, columns_up
from generators.letter import Letterhead
from generators.monthly_facts import short_name
from generators.monthly_figures import MonthlyFigures
from generators.rates import NOTHING, change, hundredths, percent
from generators.wording import shortened
from ledger.spans import Span

MOST_BARS = 8
NAME_LENGTH = 14  # characters before a bar
SQUARES = 9  # of the longest bar of a table


def month_charts(figures: MonthlyFigures, head: Letterhead, font: Font | None) -> dict[str, Any]:
    """Return `months_chart`, `units_chart` and `topics_chart`: `picture`, or None and `rows` of squares instead.

    `number` is what its caption calls it: 图1, 图2 … of those that have anything to show.
    """
    charts = {
        "months_chart": _chart(_months(figures), font, "近期受理量", upright=True),
        "units_chart": _chart(_units(figures, head), font, "超期较多的单位"),
        "topics_chart": _chart(_topics(figures), font, "群众反映较多的问题"),
    }
    shown = [chart for chart in charts.values() if chart["picture"] or chart["rows"]]
    for number, chart in enumerate(shown, 1):
        chart["number"] = number
    return charts


def _chart(bars: Sequence[Bar], font: Font | None, called: str, *, upright: bool = False) -> dict[str, Any]:
    alt = f"{called}：" + "；".join(f"{bar.name}{bar.label}" for bar in bars)
    picture = None
    if bars and font is not None:
        picture = columns_up(bars, font, alt=alt) if upright else bars_across(bars, font, alt=alt)
    longest = max((bar.value for bar in bars), default=0) or 1
    rows = [
        {"name": bar.name, "squares": "■" * round(SQUARES * bar.value / longest), "label": bar.label}
        for bar in bars
    ]
    return {"picture": picture, "rows": [] if picture else rows}


def _months(figures: MonthlyFigures) -> list[Bar]:
    """The year stands with the first of it alone: twelve columns have little room."""
    bars = []
    for number, each in enumerate(figures.months[-12:]):
        bars.append(Bar(_short_span(each.span, first=number == 0), each.received, str(each.received)))
    return bars


def _short_span(span: Span, *, first: bool) -> str:
    if span.kind == "year":
        return span.words
    year = f"{span.year % 100:02d}年" if first or span.number == 1 else ""
    return f"{year}{span.number}月" if span.kind == "month" else f"{year}{span.number}季度"


def _units(figures: MonthlyFigures, head: Letterhead) -> list[Bar]:
    late = [unit for unit in figures.units if unit.late]
    late.sort(key=lambda unit: (-unit.late, hundredths(unit.on_time, unit.due) or 0))
    return [
        Bar(
            shortened(short_name(unit.name, head), NAME_LENGTH),
            unit.late,
            f"超期{unit.late}件，按时办结率{percent(unit.on_time, unit.due)}",
            late=True,
        )
        for unit in late[:MOST_BARS]
    ]


def _topics(figures: MonthlyFigures) -> list[Bar]:
    bars = []
    for topic in filter(lambda each: each.now, figures.topics[:MOST_BARS]):
        changed = change(topic.now, topic.before)
        label = f"{topic.now}件" + (f"，{changed}" if changed != NOTHING else "")
        bars.append(Bar(shortened(topic.name, NAME_LENGTH), topic.now, label, topic.before))
    return bars
