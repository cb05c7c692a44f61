"""转为保密: a case turns out to be secret when letters about it were drawn up already; what still waits does not go out."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime

from generators.amendment import draw_up_secrecy_notice
from ledger import amending, arrivals, listings, postbook, worklists
from ledger.models import Case, Dispatch, Letter, Mail
from ledger.vocabulary import Act, LetterState
from mailroom import outbox, resending
from mailroom.desks import bureau, serving
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
                outbox.post(office, notice, now=now, case=case, department=row.department)
        else:
            _post_anew(office, row, now=now)
    bureau.keep_secret(office, case, now=now)
    return stopped


def send_instead(office: Office, letter: Letter, *, now: datetime) -> Letter | None:
    """Post the dispatch letter of a secret case in place of one that came back and was drawn up before it was secret, inside
    the caller's transaction; None where that one is no such letter, or was replaced before.
    """
    if letter.kind != "dispatch" or letter.case is None or not resending.why_secret(letter):
        return None
    rows = [row for row in worklists.dispatches_at_work(letter.case) if row.department == letter.department]
    row = next((row for row in rows if resending.lies_under(letter.key, resending.keys_of(row)[0])), None)
    if row is None or arrivals.has_reached(row) or worklists.letter_by_key(_anew(resending.keys_of(row)[0])):
        return None
    serving.serve(office, row, now=now, tell=False)  # before the letter is drawn up, which says until when
    return _post_anew(office, row, now=now)


def told_of(anew: Letter) -> str:
    """Return the sentence that tells of a letter that `send_instead` posted."""
    whither = f"发往 {'、'.join(anew.to)}" if anew.to else "打印送达"
    return f"本件已转为保密，另拟了不含诉求人信息的转办函，{whither}"


def _post_anew(office: Office, row: Dispatch, *, now: datetime) -> Letter:
    draft = letter_about(office, row, Accompanying(), now=now)
    draft = dataclasses.replace(draft, key=_anew(draft.key))
    return outbox.post(office, draft, now=now, case=row.case, department=row.department)


def _anew(key: str) -> str:
    return f"{key}/保密"


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
