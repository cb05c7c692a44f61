"""送达之日: an assignment whose letter came to its department on a later day than it was dispatched is counted from that day
(时限自送达之日重新计算), and the department is told.
"""

from __future__ import annotations

from datetime import datetime

from generators.plain import draw_up_plain
from generators.wording import deadline_words, moment_words, month_day_words
from ledger import amending, arrivals, casework
from ledger.models import Dispatch, Letter
from ledger.opening import transaction
from ledger.vocabulary import DispatchState, LetterState
from mailroom import outbox, resending
from mailroom.desks.accompanying import accompanying
from mailroom.desks.dispatching import letter_about
from mailroom.desks.prolonging import deadline_of_assignment
from mailroom.office import Office


def resend(office: Office, letter: Letter, *, now: datetime, by: str, subject: str = "") -> Letter:
    """Post a letter again (see `resending.resend`); what did not arrive before counts from now, and its dispatch letter is
    drawn up anew where that moves its deadline.
    """
    with transaction():
        draft = None
        for row in not_arrived(letter):
            moved = serve(office, row, now=now, tell=letter.kind != "dispatch")
            if moved and letter.kind == "dispatch":
                draft = letter_about(office, row, accompanying(office, row.case), now=now)
        return resending.resend(office, letter, now=now, by=by, anew=draft, subject=subject)


def not_arrived(letter: Letter) -> list[Dispatch]:
    """The assignment that a letter lays on a desk, where it has not come there so far; else []."""
    wanted = resending.wanted_again()
    on_paper = letter.state == LetterState.ON_PAPER
    return [row for row in not_reached(letter) if on_paper or resending.is_undelivered(row, wanted)]


def not_reached(letter: Letter) -> list[Dispatch]:
    """The open assignment that a letter lays on a desk, as long as its department has not written about it; else []."""
    rows = resending.assignments_of(letter)
    return [row for row in rows if row.state == DispatchState.OPEN and not arrivals.has_reached(row)]


def serve(office: Office, row: Dispatch, *, now: datetime, tell: bool = True) -> bool:
    """Let an assignment's time run from `now`, when its letter comes to the department, where that is a later day than so
    far, inside the caller's transaction; returns whether its deadline moved. The platform's own deadline stands.
    """
    if now.date() <= row.counts_from.date():
        return False
    row.served_at = now
    row.save(only=[Dispatch.served_at])
    deadline, before = deadline_of_assignment(office, row), row.due_at
    why = f"转办函{month_day_words(now)}送达{row.department.name}，时限自送达之日重新计算"
    if not amending.recount(row, deadline, now=now, because=why):
        return False
    if tell:
        _tell(office, row, before, why, now=now)
    return True


def _tell(office: Office, row: Dispatch, before: datetime, why: str, *, now: datetime) -> None:
    case, department = row.case, row.department
    moved = f"{moment_words(before)}前 → {deadline_words(row.due_at)}"
    draft = draw_up_plain(
        "notice",
        f"notice/served/{case.case_no}/{row.round}/{row.role}/{department.name}/{row.due_at:%Y-%m-%d}",
        department.addresses[:1],
        f"【时限调整】{case.case_no} 的办理时限自送达之日重新计算",
        [f"{case.case_no} 的{why}：{moved}。转办函所印的时限以本函为准。"],
        head=office.head,
        now=now,
        department=department.name,
        because=why,
        templates=office.templates,
    )
    letter = outbox.post(office, draft, now=now, case=case, department=department)
    casework.note(case, f"时限调整已函告{department.name}", now=now, letter_key=letter.key)
