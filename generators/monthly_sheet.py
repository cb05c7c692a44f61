"""The month's figures as a workbook with charts: the annex of the notice that a unit can reckon with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from generators.letter import Letterhead
from generators.monthly_definitions import definitions_of
from generators.monthly_facts import MOST_TOPICS, masked_title, short_name
from generators.monthly_figures import (
    FEWEST,
    GROUPS,
    Count,
    ListedCase,
    MonthlyFigures,
    UnitFigures,
    ranking_of,
)
from generators.monthly_score import score_of
from generators.rates import NOTHING, hundredths
from generators.sheet_charts import RATE, Plot, add_chart
from generators.sheet_paper import Column, Sheet, finished, write_page
from generators.wording import day_words

SUMMARY = (Column("指标", 60, long=True), Column("件数", 30), Column("比率", 30, number_format=RATE))
PERIODS = (
    Column("统计期", 25),
    *(Column(name, 25) for name in ("受理量", "应办结", "按时办结")),
    Column("按时办结率", 25, number_format=RATE),
)
RANKING = (
    Column("排名", 5),
    Column("单位", 27, long=True),
    *(Column(name, 6) for name in ("派发", "应办结", "按时", "办结", "超期", "退单", "无理退单", "重办")),
    Column("按时办结率", 9, number_format=RATE),
    *(Column(name, 6) for name in ("评价", "满意", "不满意")),
    *(Column(name, 8.5, number_format=RATE) for name in ("满意率", "解决率", "按时签收率", "一次办结率")),
    Column("考评得分", 7, number_format="0.00"),
)
LISTED = (
    Column("序号", 6),
    Column("转办编号", 20),
    Column("事项", 44, long=True),
    Column("承办单位", 26, long=True),
    Column("办理时限", 13),
    Column("办结日期", 13),
)
OVERDUE = (*LISTED, Column("超期工作日", 12))
DISSATISFIED = (*LISTED, Column("办理情况", 18, long=True))


def monthly_sheet(
    figures: MonthlyFigures, *, head: Letterhead, on: date, fewest: int = FEWEST, number: str = ""
) -> bytes:
    """Return the workbook (.xlsx) of a month; cases are masked as in the notice itself."""
    month = figures.name
    note = f"{head.name}　　{day_words(on)}" + (f"　　{number}附件" if number else "")
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for sheet, plot in _sheets(figures, head, fewest, note):
        page = book.create_sheet()
        rows = write_page(page, sheet)
        if plot:
            add_chart(page, plot, rows)
    return finished(book, f"{month}办理情况数据", office=head.name, on=on)


def _sheets(
    figures: MonthlyFigures, head: Letterhead, fewest: int, note: str
) -> Iterable[tuple[Sheet, Plot | None]]:
    month, received = figures.name, figures.received
    yield Sheet("汇总", f"{month}办理情况汇总", note, SUMMARY, _summary(figures)), None
    months = _months(figures)
    colours = f"蓝色为{figures.span.this}，灰色为{figures.span.last}"
    span = f"近{len(months)}{'个' if figures.span.kind != 'year' else ''}{figures.span.unit}"
    trend = Plot(f"{span}受理量（件）", 1, (2,), "line")
    yield Sheet("走势", f"截至{month}{span}办理情况", note, PERIODS, months), trend
    kinds = Plot("各类诉求（件）", 1, (2,))
    yield (
        Sheet(
            "类型", f"{month}诉求类型", note, _named(figures), _counts(figures.kinds, received, places=False)
        ),
        kinds,
    )
    for group, name in GROUPS.items():
        placed = len(ranking_of(figures, group, fewest).placed)
        ranks = Plot(f"{name}按时办结率", 2, (11,), "across", rate=True, rows=placed)
        rows = _ranking(figures, group, fewest, head)
        told = f"{note}　　应办结不足{fewest}件的不参加排名，列在后面"
        yield Sheet(f"{name}排名", f"{month}{name}办理情况排名", told, RANKING, rows), ranks
    shown = min(len(figures.topics), MOST_TOPICS)
    hot = Plot(f"热点问题（件）：{colours}", 1, (2, 3), "across", rows=shown)
    yield (
        Sheet(
            "热点", f"{month}群众反映的热点问题", note, _placed(figures), _counts(figures.topics, received)
        ),
        hot,
    )
    moved = Plot(f"各镇街诉求量（件）：{colours}", 1, (2, 3), "across")
    yield (
        Sheet(
            "镇街升降",
            f"{month}各镇街诉求升降",
            note,
            _named(figures),
            _counts(figures.towns, received, places=False),
        ),
        moved,
    )
    yield Sheet("超期", f"{month}超期件清单", note, OVERDUE, _listed(figures.overdue, head, late=True)), None
    rated = _listed(figures.dissatisfied, head, late=False)
    yield Sheet("不满意", f"{month}不满意件清单", note, DISSATISFIED, rated), None
    definitions = figures.definitions or definitions_of(figures.span, figures.weights)
    meaning = (Column("指标", 16), Column("说明", 90, long=True))
    yield Sheet("指标说明", "指标说明", note, meaning, definitions), None


def _named(figures: MonthlyFigures) -> tuple[Column, ...]:
    """The columns of what is counted now and before."""
    span = figures.span
    return (
        Column("名称", 45, long=True),
        *(Column(name, 16) for name in (span.this, span.last, "增减")),
        *(Column(name, 16, number_format=RATE) for name in (span.compared, "占比")),
    )


def _placed(figures: MonthlyFigures) -> tuple[Column, ...]:
    """The same, with room for where it gathers."""
    span = figures.span
    return (
        Column("名称", 22, long=True),
        *(Column(name, 10) for name in (span.this, span.last, "增减")),
        *(Column(name, 12, number_format=RATE) for name in (span.compared, "占比")),
        Column("主要集中在", 48, long=True),
    )


def _summary(figures: MonthlyFigures) -> list[tuple[Any, ...]]:
    def line(name: str, part: str, whole: str = "") -> tuple[Any, ...]:
        count = figures.total(part)
        return name, count, _rate(count, figures.total(whole)) if whole else ""

    return [
        ("受理群众诉求", figures.received, ""),
        *((f"　其中：{each.name}", each.now, _rate(each.now, figures.received)) for each in figures.sources),
        line("派发", "dispatched"),
        line("按时签收、按时签收率", "acknowledged", "dispatched"),
        line("应办结", "due"),
        line("按时办结、按时办结率", "on_time", "due"),
        line("办结、办结率", "answered", "due"),
        line("一次办结、一次办结率", "once", "answered"),
        line("超期、超期率", "late", "due"),
        line("退单、退单率", "sent_back", "dispatched"),
        line("无理退单、无理退单率", "groundless", "dispatched"),
        line("重办、重办率", "redone", "answered"),
        line("已回访、回访率", "followed_up", "to_follow_up"),
        line("满意、满意率", "satisfied", "rated"),
        line("不满意", "dissatisfied"),
        line("已解决、解决率", "solved", "rated"),
        ("认定为不合理诉求（不计入比率）", figures.unreasonable, ""),
    ]


def _months(figures: MonthlyFigures) -> list[tuple[Any, ...]]:
    return [
        (each.span.words, each.received, each.due, each.on_time, _rate(each.on_time, each.due))
        for each in figures.months[-12:]
    ]


def _counts(counts: Sequence[Count], received: int, *, places: bool = True) -> list[tuple[Any, ...]]:
    """Return a row each; 占比 is of all that was received, as the paper says it."""
    rows = []
    for each in counts:
        before: int | str = NOTHING if each.before is None else each.before
        step = NOTHING if each.before is None else each.now - each.before
        row = (each.name, each.now, before, step, _growth(each.now, each.before), _rate(each.now, received))
        rows.append((*row, each.where) if places else row)
    return rows


def _ranking(figures: MonthlyFigures, group: str, fewest: int, head: Letterhead) -> list[tuple[Any, ...]]:
    ranking = ranking_of(figures, group, fewest)
    placed = [_unit(rank, unit, head, figures) for rank, unit in ranking.placed]
    return placed + [_unit(NOTHING, unit, head, figures) for unit in (*ranking.few, *ranking.idle)]


def _unit(rank: int | str, unit: UnitFigures, head: Letterhead, figures: MonthlyFigures) -> tuple[Any, ...]:
    score = score_of(unit, figures.weights)
    return (
        rank,
        short_name(unit.name, head),
        unit.dispatched,
        unit.due,
        unit.on_time,
        unit.answered,
        unit.late,
        unit.sent_back,
        unit.groundless,
        unit.redone,
        _rate(unit.on_time, unit.due),
        unit.rated,
        unit.satisfied,
        unit.dissatisfied,
        _rate(unit.satisfied, unit.rated),
        _rate(unit.solved, unit.rated),
        _rate(unit.acknowledged, unit.dispatched),
        _rate(unit.once, unit.answered),
        NOTHING if score is None else score / 100,
    )


def _listed(cases: Sequence[ListedCase], head: Letterhead, *, late: bool) -> list[tuple[Any, ...]]:
    return [
        (
            number,
            each.case.case_no,
            masked_title(each),
            short_name(each.unit, head),
            each.due_on,
            each.answered_on or (late and each.outcome) or "未办结",
            each.days_late if late else each.outcome or "督办重办中",
        )
        for number, each in enumerate(cases, 1)
    ]


def _rate(part: int, whole: int) -> float | str:
    """Return a share as a spreadsheet has it (0.9857), rounded as it is printed; — where there is nothing to divide by."""
    rate = hundredths(part, whole)
    return NOTHING if rate is None else rate / 10000


def _growth(now: int, before: int | None) -> float | str:
    if not before:
        return NOTHING
    size = _rate(abs(now - before), before)
    return -size if now < before and isinstance(size, float) else size
