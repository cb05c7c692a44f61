"""Who asked before: cases of the same petitioner, for what may be a repeat (重复件). It reads and never writes."""

from __future__ import annotations

from datetime import datetime

from ledger.models import Case, Journal, Petitioner
from ledger.vocabulary import Act, Status

NOTED = "可能是重复件："  # how the journal's note begins
REFUSED = "不是重复件："  # and a person's word that it is none


def asked_before(case: Case, *, since: datetime) -> list[Case]:
    """Cases registered since then whose petitioner has the same telephone, or the same name and address, the latest first;
    none that was joined to another or withdrawn.
    """
    who = Petitioner.one(case=case)
    if who is None or not (who.phone or (who.name and who.address)):
        return []
    same = (Petitioner.phone == who.phone) & (Petitioner.phone != "")
    if who.name and who.address:
        same |= (Petitioner.name == who.name) & (Petitioner.address == who.address)
    lives = Case.status.not_in([Status.MERGED, Status.WITHDRAWN])
    here = (Case.registered_at >= since) & (Case.id < case.id) & lives & same
    return list(Case.select().join(Petitioner).where(here).order_by(Case.id.desc()))


def proposed() -> list[Journal]:
    """The notes of open cases that may be repeats, oldest first; with the case at hand. What a person said is none is
    left out.
    """
    still = Case.status.in_([Status.REGISTERED, Status.DISPATCHED])
    noted = (Journal.act == Act.NOTE) & Journal.because.startswith(NOTED)
    word = Journal.alias()
    refused = word.select(word.case).where((word.act == Act.NOTE) & word.because.startswith(REFUSED))
    found = Journal.select(Journal, Case).join(Case).where(still & noted & Journal.case.not_in(refused))
    return list(found.order_by(Journal.id))
