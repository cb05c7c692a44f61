"""Deadlines as they were known at a moment (时限): what moved them later is undone. It reads and never writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ledger.models import Extension, Journal
from ledger.vocabulary import Act, ExtensionState

MOVED = "办理时限 "  # begins the journal's entry of a deadline that was counted again; then the old one, an arrow, the new
_BEFORE = re.compile(rf"{MOVED}(\d{{4}}-\d\d-\d\d \d\d:\d\d) → ")


def due_before_later_moves(as_of: datetime) -> dict[int, datetime]:
    """Dispatch id → its deadline as it was known at `as_of`, of those that were moved since: by an extension, another
    deadline of the platform's, or a calendar that came in.
    """
    found: dict[int, datetime] = {}
    for _, number, due in sorted([*_extended(as_of), *_counted_again(as_of)]):
        found.setdefault(number, due)
    return found


def _extended(as_of: datetime) -> Iterator[tuple[datetime, int, datetime]]:
    """(moment, dispatch, deadline before) of what was granted later."""
    columns = (Extension.decided_at, Extension.dispatch, Extension.due_before)
    granted = (Extension.state == ExtensionState.GRANTED) & Extension.due_before.is_null(False)
    query: Any = Extension.select(*columns).where(granted & (Extension.decided_at > as_of))
    return iter(query.tuples())


def _counted_again(as_of: datetime) -> Iterator[tuple[datetime, int, datetime]]:
    """The same of what was counted again later, as the journal tells it."""
    columns = (Journal.at, Journal.dispatch, Journal.because)
    here = (Journal.act == Act.RECOUNT) & (Journal.at > as_of) & Journal.dispatch.is_null(False)
    query: Any = Journal.select(*columns).where(here)
    for at, number, because in query.tuples():
        if before := _BEFORE.match(because):
            yield at, number, datetime.strptime(before[1], "%Y-%m-%d %H:%M")
