"""The month's figures in words and rows, as the notice prints them: one plain dict for the paper and its annexes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from generators.letter import Letterhead
from generators.monthly_figures import (
    FEWEST,
    GROUPS,
    Count,
    ListedCase,
    MonthlyFigures,
    Period,
    Ranking,
    UnitFigures,
    ranking_of,
)
from generators.monthly_score import score_words
from generators.people import HIDDEN
from generators.privacy import is_secret, mask_text, redact
from generators.rates import NOTHING, change, hundredths, percent, points
from generators.wording import month_day_words, shortened

ALL_SHOWN, ENDS_SHOWN = 8, 3  # of a ranking the text shows all up to so many, else so many from both ends
HIDDEN_TITLE = "（保密件）"
TITLE_LENGTH = 30
MOST_UNITS = 10  # that a sentence names
MOST_TOPICS = 8  # of which the text tells
CITY = re.compile(r"^([一-鿿]{1,5}?)(?=[市县区])")


def month_facts(figures: MonthlyFigures, head: Letterhead, fewest: int = FEWEST) -> dict[str, Any]:
    """Return what the paper says of the month, without pictures, date and addressees."""
    groups = [_group(figures, ranking_of(figures, group, fewest), head) for group in GROUPS]
    return (
        {"month": figures.name, "fewest": fewest}
        | {name: getattr(figures.span, name) for name in ("this", "last", "unit", "compared")}
        | _intake(figures)
        | _handling(figures)
        | {
            "groups": groups,
            "ranked": any(group["count"] for group in groups),
            "topics": [_topic(each, figures) for each in figures.topics[:MOST_TOPICS] if each.now],
            "topic_moves": _moves(figures.topics),
            "towns": _moves(figures.towns),
            "late_units": per_unit(figures, "late", head),
            "dissatisfied_units": per_unit(figures, "dissatisfied", head),
            "groundless_units": per_unit(figures, "groundless", head),
            "named_units": _named(figures.named, head),
            "overdue_rows": [_late_row(*each, head) for each in enumerate(figures.overdue, 1)],
            "dissatisfied_rows": [_rated_row(*each, head) for each in enumerate(figures.dissatisfied, 1)],
            "supervisions": figures.supervisions,
            "unreasonable": figures.unreasonable,
        }
    )


def short_name(name: str, head: Letterhead) -> str:
    """Return 市教育局 for 滕州市教育局 where the office is 滕州市's own: columns are narrow."""
    city = CITY.match(head.name)
    return name.removeprefix(city[1]) if city and name.startswith(city[1] + head.name[city.end()]) else name


def unit_rates(unit: UnitFigures) -> dict[str, str]:
    """Return a unit's rates as printed."""
    return {
        "acknowledged_rate": percent(unit.acknowledged, unit.dispatched),
        "on_time_rate": percent(unit.on_time, unit.due),
        "answered_rate": percent(unit.answered, unit.due),
        "late_rate": percent(unit.late, unit.due),
        "satisfied_rate": percent(unit.satisfied, unit.rated),
        "solved_rate": percent(unit.solved, unit.rated),
    }


def masked_title(listed: ListedCase) -> str:
    """Return a case's title for eyes of all units: nothing of a secret one, and nowhere who asked or where he lives."""
    if is_secret(listed.case):
        return HIDDEN_TITLE
    text = mask_text(redact(listed.case.title, listed.petitioner), listed.petitioner)
    return shortened(text.replace(HIDDEN, "××"), TITLE_LENGTH)


def per_unit(figures: MonthlyFigures, field: str, head: Letterhead) -> str:
    """Return 甲镇3件、乙局1件: the units that have any, the most first, of more than `MOST_UNITS` no others by name."""
    found = [(getattr(unit, field), short_name(unit.name, head)) for unit in figures.units]
    told = [f"{name}{count}件" for count, name in sorted(found, key=lambda each: -each[0]) if count]
    more = f"等{len(told)}个单位" if len(told) > MOST_UNITS else ""
    return "、".join(told[:MOST_UNITS]) + more


def _intake(figures: MonthlyFigures) -> dict[str, Any]:
    return {
        "received": figures.received,
        "changes": _compared(
            *(
                (word, change(figures.received, each.received if each else None))
                for word, each in _earlier(figures)
            )
        ),
        "sources": _shares(figures.sources, figures.received),
        "kinds": _shares(figures.kinds, figures.received),
    }


def _handling(figures: MonthlyFigures) -> dict[str, Any]:
    counts = {
        name: figures.total(name)
        for name in (
            "dispatched",
            "acknowledged",
            "due",
            "on_time",
            "answered",
            "once",
            "late",
            "sent_back",
            "groundless",
            "redone",
            "to_follow_up",
            "followed_up",
            "rated",
            "satisfied",
            "dissatisfied",
            "solved",
        )
    }
    rate = hundredths(counts["on_time"], counts["due"])
    return {
        "counts": counts,
        "acknowledged_rate": percent(counts["acknowledged"], counts["dispatched"]),
        "on_time_rate": percent(counts["on_time"], counts["due"]),
        "on_time_change": _compared(
            *(
                (word, points(rate, hundredths(each.on_time, each.due) if each else None))
                for word, each in _earlier(figures)
            )
        ),
        "answered_rate": percent(counts["answered"], counts["due"]),
        "late_rate": percent(counts["late"], counts["due"]),
        "sent_back_rate": percent(counts["sent_back"], counts["dispatched"]),
        "once_rate": percent(counts["once"], counts["answered"]),
        "redone_rate": percent(counts["redone"], counts["answered"]),
        "followed_up_rate": percent(counts["followed_up"], counts["to_follow_up"]),
        "satisfied_rate": percent(counts["satisfied"], counts["rated"]),
        "solved_rate": percent(counts["solved"], counts["rated"]),
    }


def _earlier(figures: MonthlyFigures) -> list[tuple[str, Period | None]]:
    """What the figures are compared with; a year has one before it, which is the same as a year ago."""
    before = (figures.span.compared, figures.one_before)
    return [before] if figures.span.kind == "year" else [before, ("同比", figures.last_year)]


def _compared(*changes: tuple[str, str]) -> str:
    """Return ，环比上升1.00%，同比下降2.00%, leaving out what there is nothing to compare with."""
    return "".join(f"，{word}{text}" for word, text in changes if text != NOTHING)


def _shares(counts: Iterable[Count], whole: int) -> str:
    told = (f"{each.name}{each.now}件，占{percent(each.now, whole)}" for each in counts if each.now)
    return "；".join(told)


def _named(units: Sequence[str], head: Letterhead) -> str:
    more = f"等{len(units)}个单位" if len(units) > MOST_UNITS else ""
    return "、".join(short_name(each, head) for each in units[:MOST_UNITS]) + more


def _group(figures: MonthlyFigures, ranking: Ranking, head: Letterhead) -> dict[str, Any]:
    rows = [_ranked_row(rank, unit, head, figures) for rank, unit in ranking.placed]
    best = [row["name"] for (_, unit), row in zip(ranking.placed, rows, strict=True) if not unit.late]
    shown = rows if len(rows) <= ALL_SHOWN else [*rows[:ENDS_SHOWN], _gap(), *rows[-ENDS_SHOWN:]]
    units = [*(unit for _, unit in ranking.placed), *ranking.few]
    due = sum(unit.due for unit in units)
    return {
        "name": GROUPS[ranking.group],
        "count": len(rows),
        "due": due,
        "rate": percent(sum(unit.on_time for unit in units), due),
        "best": "、".join(best[:ENDS_SHOWN]) + (f"等{len(best)}个单位" if len(best) > ENDS_SHOWN else ""),
        "rows": rows,
        "shown": shown,
        "few": [_ranked_row("", unit, head, figures) for unit in ranking.few],
        "idle": "、".join(short_name(unit.name, head) for unit in ranking.idle),
    }


def _ranked_row(
    rank: int | str, unit: UnitFigures, head: Letterhead, figures: MonthlyFigures
) -> dict[str, Any]:
    return {
        "rank": str(rank),
        "name": short_name(unit.name, head),
        "due": str(unit.due),
        "on_time": str(unit.on_time),
        "late": str(unit.late),
        "score": score_words(unit, figures.weights),
        **unit_rates(unit),
    }


def _gap() -> dict[str, Any]:
    return dict.fromkeys(("rank", "name", "due", "on_time", "late", "on_time_rate", "satisfied_rate"), "…")


def _topic(topic: Count, figures: MonthlyFigures) -> str:
    where = f"，主要集中在{topic.where}" if topic.where else ""
    changes = _compared((figures.span.compared, change(topic.now, topic.before)))
    return f"{topic.name}{topic.now}件，占{percent(topic.now, figures.received)}{changes}{where}"


def _moves(counts: Sequence[Count]) -> dict[str, str]:
    """Return which towns or topics have the most, and which rise and fall the most, in words."""
    most = sorted(counts, key=lambda each: -each.now)[:ENDS_SHOWN]
    moved = [(each.now - each.before, each) for each in counts if each.before is not None]
    rising = sorted((each for each in moved if each[0] > 0), key=lambda each: -each[0])[:ENDS_SHOWN]
    falling = sorted((each for each in moved if each[0] < 0), key=lambda each: each[0])[:ENDS_SHOWN]
    return {
        "most": "、".join(f"{each.name}{each.now}件" for each in most if each.now),
        "rising": "、".join(f"{each.name}增加{step}件" for step, each in rising),
        "falling": "、".join(f"{each.name}减少{-step}件" for step, each in falling),
    }


def _late_row(number: int, listed: ListedCase, head: Letterhead) -> dict[str, str]:
    done = f"{month_day_words(listed.answered_on)}办结" if listed.answered_on else listed.outcome or "未办结"
    return {
        "number": str(number),
        "case_no": listed.case.case_no,
        "title": masked_title(listed),
        "unit": short_name(listed.unit, head),
        "due": month_day_words(listed.due_on),
        "late": f"{listed.days_late}个工作日\n{done}",
    }


def _rated_row(number: int, listed: ListedCase, head: Letterhead) -> dict[str, str]:
    return {
        "number": str(number),
        "case_no": listed.case.case_no,
        "title": masked_title(listed),
        "unit": short_name(listed.unit, head),
        "outcome": listed.outcome or "督办重办中",
    }
