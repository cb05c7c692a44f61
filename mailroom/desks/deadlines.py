"""重算时限: a new year's notice came in; deadlines that were counted without it are counted again."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from ledger import casework, worklists
from ledger.models import Dispatch
from ledger.opening import transaction
from ledger.workdays import Calendar
from mailroom.desks.dispatching import deadline_of
from mailroom.office import Office


def recount(office: Office, fresh: Calendar, *, because: str, now: datetime) -> list[Dispatch]:
    """Count every open deadline again by the calendar `fresh`; returns those that changed, each journalled.

    Provisional ones are settled; of the others only those that differ between the two calendars change, so that
    nothing but the calendar moves a deadline.
    """
    renewed = dataclasses.replace(office, calendar=fresh)
    changed = []
    with transaction():
        for row in worklists.open_dispatches():
            old, new = (
                deadline_of(each, row.case, row.department, now=row.dispatched_at)
                for each in (office, renewed)
            )
            moved = (old.due_at, old.provisional) != (new.due_at, new.provisional)
            if (moved or row.provisional) and casework.recount(row, new, now=now, because=because):
                changed.append(row)
    return changed
