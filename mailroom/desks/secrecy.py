"""转为保密: a case turns out to be secret when letters about it were drawn up already; what still waits does not go out."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime

from generators.amendment import draw_up_secrecy_notice
from ledger import amending, listings, postbook, worklists
from ledger.models import Case, Letter, Mail
from ledger.vocabulary import Act, LetterState
from mailroom import outbox
from mailroom.desks import advice, bureau
from mailroom.desks.accompanying import Accompanying
from mailroom.desks.dispatching import letter_about
from mailroom.desks.tracing import TELLS_WHO, knows_who_asked
from mailroom.office import Office

WAITING = (LetterState.QUEUED, LetterState.DRAFT, LetterState.ON_PAPER)


def turn_secret(
    office: Office, case: Case, *, mail: Mail | None, now: datetime, because: str
) -> list[Letter]:
    """Treat a case as secret from now on (保密), inside the caller's transaction; returns the letters that were stopped.

    A department whose letter was stopped gets the dispatch letter as it may be told: its deadline is the same. One that
    had it before is asked to keep to itself who asked, and to leave the answering to us.
    """
    amending.make_secret(case, mail=mail, now=now, because=because)
    stopped = [letter for letter in worklists.find_letters(case=case) if _is_stopped(letter)]
    unaware = {letter.department.id for letter in stopped if letter.department}
    for row in worklists.dispatches_at_work(case):
        row.case = case
        if row.department.id not in unaware:
            if knows_who_asked(row):
                nth = listings.times_done(case, Act.SECRET)
                notice = draw_up_secrecy_notice(
                    case, row, row.department, nth=nth, head=office.head, now=now, templates=office.templates
                )
                advice.post_or_hold(office, notice, row.department, now=now, case=case)
        else:
            draft = letter_about(office, row, Accompanying(), now=now)
            anew = dataclasses.replace(draft, key=f"{draft.key}/保密")
            outbox.post(office, anew, now=now, case=case, department=row.department)
    bureau.keep_secret(office, case, now=now)
    return stopped


def told_of_stopped(stopped: Sequence[Letter]) -> str:
    """Return the end of a sentence that tells of the letters that `turn_secret` stopped, "" for none."""
    return f"；未发出的 {len(stopped)} 封已停发，改发保密的转办函" if stopped else ""


def _is_stopped(letter: Letter) -> bool:
    """Stop a letter that has not gone out, where it may say who asked; whether it was stopped."""
    state = LetterState(letter.state)
    if letter.kind not in TELLS_WHO or letter.department is None or state not in WAITING:
        return False
    return postbook.move_letter(
        letter, state, LetterState.VOID, last_error="本件转为保密，这封信写有诉求人信息，停发"
    )
