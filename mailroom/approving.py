"""What a person decides about a letter that is not out yet: it goes (批准), or it never does (作废)."""

from __future__ import annotations

from datetime import datetime

from ledger import casework, listings, postbook
from ledger.models import Letter
from ledger.opening import transaction
from ledger.vocabulary import HeldState, LetterState, label
from mailroom import resending
from mailroom.errors import MailroomError

# Not `sending`: its first byte may be out. Not `unknown`: it may have arrived.
REJECTABLE = (LetterState.DRAFT, LetterState.QUEUED, LetterState.FAILED, LetterState.ON_PAPER)


class NotWaiting(MailroomError):
    """The letter is not where it can be decided about; the message says where it is, in Chinese."""


def approve(letter: Letter, *, now: datetime, by: str) -> None:
    """Let a draft go out with the next round. Raises `NotWaiting`."""
    with transaction():
        if not postbook.move_letter(letter, LetterState.DRAFT, LetterState.QUEUED, not_before=now):
            raise NotWaiting(f"{letter.key} 现为“{_state_of(letter)}”，不在待审批中")
        if letter.case is not None:
            casework.note(letter.case, f"批准发出《{letter.subject}》", now=now, by=by)


def reject(letter: Letter, *, because: str, now: datetime, by: str) -> None:
    """Make a letter void that has not begun to be sent, with the number of its paper. Raises `NotWaiting`.

    Each guard and move is one UPDATE, so the outbox either has it before, and this is refused, or finds it gone.
    """
    sentence = f"不发出《{letter.subject}》：{because}"
    with transaction():
        if again := resending.goes_again_as(letter):
            raise NotWaiting(f"{letter.key} 已重发（{again.key}），请对重发的那一封办理")
        if not any(
            postbook.move_letter(letter, state, LetterState.VOID, last_error=f"{by}：{sentence}")
            for state in REJECTABLE
        ):
            raise NotWaiting(f"{letter.key} 现为“{_state_of(letter)}”，不能作废")
        for entry in listings.open_held_about_letter(letter):
            postbook.settle_held(entry, state=HeldState.DISCARDED, by=by, because=sentence, now=now)
        if letter.case is not None:
            casework.note(letter.case, sentence, now=now, by=by)


def _state_of(letter: Letter) -> str:
    return label("letter_state", Letter.one(id=letter.id).state)
