"""The office time of a demonstration: how far it was played. It stands in the ledger, so it goes where the cases go."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from ledger.models import Round
from ledger.opening import transaction

MARKER = "demonstration.json"
CLOCK = "demonstration"  # name of the row of the ledger that keeps the office's time


def is_demonstration(folder: Path) -> bool:
    """Whether the office in `folder` is one to play with."""
    return (folder / MARKER).exists()


def office_time() -> datetime | None:
    """How far the demonstration has come; None before its first hour."""
    row = Round.get_or_none(name=CLOCK)
    return row.at if row else None


def keep_office_time(now: datetime) -> None:
    """Write the office's time into the ledger, so that the next run goes on from there."""
    with transaction():
        row, new = Round.get_or_create(name=CLOCK, defaults={"at": now})
        if not new:
            Round.update(at=now).where(Round.id == row.id).execute()
