"""How a case stands beside what its record says: taken up again, its letter not delivered, waiting for dispatch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ledger import listings
from ledger.models import Case, Dispatch
from ledger.vocabulary import Status
from ledger.workdays import workdays_between
from mailroom import resending
from mailroom.desks.dispatching import deadline_of
from mailroom.office import Office


@dataclass(frozen=True)
class Standing:
    """Of one case. `ought_at`, `waiting_days`: of a case that waits for dispatch, when it ought to be done and for how
    many working days it has waited, both counted from its registration; else None and 0.
    """

    redone: bool
    undelivered: bool
    ought_at: datetime | None = None
    waiting_days: int = 0


def standings(
    office: Office, found: list[tuple[Case, Dispatch | None]], *, at: datetime
) -> dict[int, Standing]:
    """Case id → how it stands at a moment."""
    redone, wanted = listings.redone_among(case for case, _ in found), resending.wanted_again()
    return {
        case.id: Standing(
            redone=case.id in redone,
            undelivered=lead is not None and resending.is_undelivered(lead, wanted),
            ought_at=_ought_at(office, case),
            waiting_days=_waiting_days(office, case, at=at),
        )
        for case, lead in found
    }


def _ought_at(office: Office, case: Case) -> datetime | None:
    """A department's time runs from dispatch, the citizen's and the platform's from the beginning."""
    if case.status != Status.REGISTERED:
        return None
    return deadline_of(office, case, None, now=case.registered_at).due_at


def _waiting_days(office: Office, case: Case, *, at: datetime) -> int:
    if case.status != Status.REGISTERED:
        return 0
    return max(workdays_between(case.registered_at.date(), at.date(), office.calendar), 0)
