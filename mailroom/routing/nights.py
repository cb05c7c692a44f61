"""When learning is due: once a night, where the ledger has grown enough since the last time."""

from __future__ import annotations

from datetime import datetime

from ledger import history
from ledger.models import Round
from ledger.opening import transaction
from mailroom.office import Office

LOOKED = "routing"  # the duty's name in the ledger
GROWN = 0.2  # it is learned anew when there are so many more cases, as a share


def learn_at_night(office: Office, *, now: datetime) -> None:
    """Look once a day, from the configured hour on, whether there is enough to learn, and learn it.

    A fault is told once a day and not with every round.
    """
    rules = office.settings.routing
    due = datetime.combine(now.date(), rules.learn_at)
    if not rules.learn or now < due or _looked_since(due, now=now):
        return
    count = history.answered_count()
    if count < rules.least_cases:
        return
    from mailroom.routing import (
        training,
    )  # numpy takes 0.1 s to import: not before there is something to learn

    if min(count, training.MOST_CASES) > training.cases_learned(office) * (1 + GROWN):
        training.train(office, now=now)


def _looked_since(due: datetime, *, now: datetime) -> bool:
    """Whether somebody has looked since `due`; else it is noted that we do."""
    with transaction():
        row, new = Round.get_or_create(name=LOOKED, defaults={"at": now})
        if not new and row.at >= due:
            return True
        Round.update(at=now).where(Round.id == row.id).execute()
    return False
