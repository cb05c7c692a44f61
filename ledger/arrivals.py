"""送达: whether what we wrote has come to those it was for, as their own words prove it. These questions read and never write."""

from __future__ import annotations

from datetime import datetime

from ledger.models import Dispatch, Extension, Mail
from ledger.vocabulary import MailState

WORDS = (
    "acknowledgement",
    "answer",
    "send_back",
    "extension",
    "liaison_form",
)  # what people write, not machines


def has_reached(row: Dispatch) -> bool:
    """Whether a department has an assignment, by its own word: 签收, an answer or a send-back, which count as that, or a
    wish for more time.
    """
    if row.acknowledged_at is not None:
        return True
    wished = (Extension.dispatch == row) & Extension.mail.is_null(False)
    return Extension.select().where(wished).exists()


def wrote_since(address: str, moment: datetime) -> bool:
    """Whether somebody wrote to us from an address after `moment`, and was believed: there is a mailbox."""
    from_there = (Mail.from_address == address.lower()) & (Mail.kept_at > moment)
    believed = Mail.what.in_(WORDS) & (Mail.state == MailState.SETTLED)
    return Mail.select().where(from_there & believed).exists()
