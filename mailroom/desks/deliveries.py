"""送达: letters to somebody outside who may have no mailbox: then a paper is printed, and a task until it is delivered."""

from __future__ import annotations

from datetime import datetime

from generators.letter import Draft
from ledger import postbook, supervising, worklists
from ledger.models import Dispatch, DocumentNumber, Letter, Supervision
from ledger.tasks import PAPER
from ledger.vocabulary import LetterState, Way
from mailroom import outbox
from mailroom.office import Office


def post_or_print(
    office: Office,
    draft: Draft,
    row: Dispatch,
    *,
    recipient: str,
    now: datetime,
    number: DocumentNumber | None = None,
) -> Letter:
    """Post a letter about an assignment, inside the caller's transaction; without an address to write to, somebody prints
    it and takes it to `recipient`.
    """
    if draft.to:
        return outbox.post(office, draft, now=now, case=row.case, number=number)
    letter = outbox.post(office, draft, now=now, case=row.case, number=number, state=LetterState.ON_PAPER)
    supervising.open_supervision(
        row,
        Way.INSTRUCTION,
        f"{PAPER}{letter.key}",
        because=f"打印《{draft.subject}》，送{recipient}",
        now=now,
        letter_key=letter.key,
    )
    return letter


def deliver_by_hand(task: Supervision, note: str, *, now: datetime, by: str) -> bool:
    """Write down that the paper of a task has reached whom it is for; False where it went by mail, or was delivered."""
    letter = worklists.letter_by_key(task.letter_key or "")
    if letter is None:
        return False
    evidence = f"{by}打印送达：{note}"
    return postbook.move_letter(
        letter, LetterState.ON_PAPER, LetterState.SENT, sent_at=now, evidence=evidence
    )
