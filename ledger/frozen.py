"""Frozen figures (统计数的冻结): kept when a notice is drafted, so that it can be drawn again as it was.

Every function that writes runs inside the caller's transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ledger.models import FrozenFigures
from ledger.spans import Span, span_written
from ledger.vocabulary import NoticeState


def frozen(span: Span) -> FrozenFigures | None:
    """The frozen figures of a span; None where they are not frozen yet."""
    return FrozenFigures.one(span=str(span))


def all_frozen() -> list[FrozenFigures]:
    """All that is frozen, by span."""
    rows = list(FrozenFigures.select())
    return sorted(rows, key=lambda row: (span_written(row.span).end, row.span))


def frozen_spans(kind: str) -> set[Span]:
    """The months, quarters or years that are frozen."""
    # every round asks, and the figures of a month are a megabyte
    spans = (span_written(row.span) for row in FrozenFigures.select(FrozenFigures.span))
    return {span for span in spans if span.kind == kind}


def freeze(
    span: Span, figures: dict[str, Any], definitions: list[list[str]], *, now: datetime
) -> FrozenFigures:
    """Keep a span's figures; nothing of them may name a petitioner."""
    return FrozenFigures.create(
        span=str(span), frozen_at=now, definitions=definitions, figures=figures, state=NoticeState.FROZEN
    )


def freeze_again(
    row: FrozenFigures,
    figures: dict[str, Any],
    definitions: list[list[str]],
    *,
    now: datetime,
    by: str,
    because: str,
) -> bool:
    """Put corrected figures in the place of those not approved yet; False where they are approved by now.

    The former ones stay in `figures["former"]`, with who corrected them, when and why.
    """
    former = row.figures.pop("former", [])
    former.append(
        {"frozen_at": f"{row.frozen_at}", "until": f"{now}", "by": by, "because": because} | row.figures
    )
    changes = {"frozen_at": now, "definitions": definitions, "figures": figures | {"former": former}}
    here = (FrozenFigures.id == row.id) & (FrozenFigures.state == NoticeState.FROZEN)
    return bool(FrozenFigures.update(changes).where(here).execute())


def approve(
    row: FrozenFigures,
    figures: dict[str, Any],
    *,
    number: str,
    documents: list[dict[str, str]],
    now: datetime,
    by: str,
) -> bool:
    """Write down that the notice goes out, under which number and with which documents; False where it went before."""
    changes = {
        "state": NoticeState.APPROVED,
        "figures": figures,
        "number": number,
        "documents": documents,
        "approved_at": now,
        "approved_by": by,
    }
    here = (FrozenFigures.id == row.id) & (FrozenFigures.state == NoticeState.FROZEN)
    return bool(FrozenFigures.update(changes).where(here).execute())
