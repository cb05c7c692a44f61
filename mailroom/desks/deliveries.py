"""送达: letters to somebody outside who may have no mailbox: then a paper is printed, and a task until it is delivered."""

from __future__ import annotations

from datetime import datetime

from generators.letter import Draft
from ledger import casework, listings, postbook, supervising, worklists
from ledger.models import Dispatch, DocumentNumber, Letter, Supervision
from ledger.opening import transaction
from ledger.tasks import PAPER
from ledger.vocabulary import LetterState, Way, label
from mailroom import outbox, resending
from mailroom.desks import serving
from mailroom.errors import MailroomError
from mailroom.office import Office


class NotOnPaper(MailroomError):
    """The letter does not wait to be printed and delivered; the message says where it is, in Chinese."""


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
    return letter is not None and _mark_delivered(letter, note, now=now, by=by)


def deliver_letter(office: Office, letter: Letter, note: str, *, now: datetime, by: str) -> None:
    """Write down that a paper has reached whom it is for, also in the journals of its cases; `NotOnPaper` otherwise.

    Of one to the bureau the task ends, and no other.
    """
    with transaction():
        task = supervising.paper_task(letter.key)
        if task is not None and _mark_delivered(letter, note, now=now, by=by):
            supervising.finish(task, f"《{letter.subject}》已送达：{note}", now=now, by=by)
            return
        late = serving.not_arrived(letter)
        if letter.department is None or not _mark_delivered(letter, note, now=now, by=by):
            state = label("letter_state", Letter.get_by_id(letter.id).state)
            raise NotOnPaper(f"{letter.key} 现为“{state}”，不是待打印送达单位的信")
        resending.settle_asking(letter, because=f"已打印送达：{note}", by=by, now=now)
        for case in listings.cases_of_letter(letter):
            sentence = f"《{letter.subject}》已打印送达{letter.department.name}：{note}"
            casework.note(case, sentence, now=now, by=by, letter_key=letter.key)
        for row in late:
            serving.serve(office, row, now=now)


def _mark_delivered(letter: Letter, note: str, *, now: datetime, by: str) -> bool:
    evidence = postbook.with_evidence(letter, f"{by}{listings.DELIVERED}{note}")
    return postbook.move_letter(
        letter, LetterState.ON_PAPER, LetterState.SENT, sent_at=now, evidence=evidence
    )
