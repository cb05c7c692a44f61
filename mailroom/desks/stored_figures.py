"""Figures as they are frozen: plain JSON, and back to what the notice is drawn from, the same to the last figure."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from generators.monthly_figures import (
    Count,
    ListedCase,
    MonthlyFigures,
    Period,
    Supervisions,
    UnitFigures,
)
from ledger.models import FrozenFigures
from ledger.spans import span_written

COUNTED = ("sources", "kinds", "topics", "towns")
LISTED = ("overdue", "dissatisfied")


def as_stored(figures: MonthlyFigures, *, as_of: datetime) -> dict[str, Any]:
    """Return the figures as JSON takes them, `as_of` told; their definitions stand in a column of their own."""
    return {
        "as_of": f"{as_of}",
        "units": [asdict(unit) for unit in figures.units],
        "months": [_stored_period(each) for each in figures.months],
        "last_year": _stored_period(figures.last_year) if figures.last_year else None,
        "unreasonable": figures.unreasonable,
        "supervisions": asdict(figures.supervisions),
        "named": list(figures.named),
        "weights": dict(figures.weights),
        **{name: [asdict(each) for each in getattr(figures, name)] for name in COUNTED},
        **{name: [_stored_case(each) for each in getattr(figures, name)] for name in LISTED},
    }


def from_stored(row: FrozenFigures) -> MonthlyFigures:
    """Return the figures that were frozen."""
    stored = row.figures
    counted: dict[str, Any] = {name: tuple(Count(**each) for each in stored[name]) for name in COUNTED}
    listed: dict[str, Any] = {name: tuple(map(_case, stored[name])) for name in LISTED}
    return MonthlyFigures(
        span_written(row.span),
        tuple(UnitFigures(**each) for each in stored["units"]),
        months=tuple(_period(each) for each in stored["months"]),
        last_year=_period(stored["last_year"]) if stored["last_year"] else None,
        unreasonable=stored["unreasonable"],
        supervisions=Supervisions(**stored["supervisions"]),
        named=tuple(stored["named"]),
        weights=stored["weights"],
        definitions=tuple((name, meaning) for name, meaning in row.definitions),
        **counted,
        **listed,
    )


def _stored_period(period: Period) -> dict[str, Any]:
    return asdict(period) | {"span": str(period.span)}


def _period(stored: dict[str, Any]) -> Period:
    return Period(**(stored | {"span": span_written(stored["span"])}))


def _stored_case(listed: ListedCase) -> dict[str, Any]:
    return {
        "case_no": listed.case.case_no,
        "title": listed.case.title,
        "secret": listed.case.secret,
        "unit": listed.unit,
        "due_on": f"{listed.due_on}",
        "answered_on": f"{listed.answered_on}" if listed.answered_on else None,
        "days_late": listed.days_late,
        "outcome": listed.outcome,
    }


def _case(stored: dict[str, Any]) -> ListedCase:
    case = SimpleNamespace(**{name: stored[name] for name in ("case_no", "title", "secret")}, kind="")
    answered = stored["answered_on"]
    return ListedCase(
        case,
        None,
        stored["unit"],
        date.fromisoformat(stored["due_on"]),
        date.fromisoformat(answered) if answered else None,
        stored["days_late"],
        stored["outcome"],
    )
