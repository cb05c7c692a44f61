"""A ledger with one case that a street office has on its desk, for the tests of single acts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from ledger import casework
from ledger.models import Department, Dispatch, database
from ledger.opening import open_ledger, transaction
from ledger.workdays import Calendar, add_workdays


def an_assignment(folder: Path, *, received: date, calendar: Calendar, now: datetime) -> Iterator[Dispatch]:
    """Yield the assignment, three working days long from `received`, in an open ledger and a transaction."""
    open_ledger(f"sqlite:///{folder / 'ledger.db'}")
    with transaction():
        case = casework.register(
            {
                "channel": "hotline",
                "level": "city",
                "kind": "service",
                "title": "路灯",
                "request_text": "不亮",
            },
            {"name": "", "phone": "", "address": ""},
            prefix="TZ",
            rule_set="2018",
            mail=None,
            now=now,
            because="来件",
        )
        town = Department.create(name="荆河街道", kind="town")
        due = add_workdays(received, 3, calendar)
        yield casework.dispatch(case, town, deadline=due, now=now, because="属地")
    database.close()
