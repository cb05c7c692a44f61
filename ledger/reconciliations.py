"""What the post book (收发登记) knows of mails and letters, as it is compared with the servers; and how that ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from ledger import postbook
from ledger.models import Letter, Mail, Reconciliation
from ledger.rows import pieces_of
from ledger.vocabulary import LetterState

UNDER_WAY = (LetterState.QUEUED, LetterState.SENDING, LetterState.UNKNOWN)


def known_message_ids(ids: Iterable[str]) -> set[str]:
    """Those of these Message-IDs that a registered mail bears."""
    return {row.message_id for row in _in_blocks(Mail, Mail.message_id, ids)}


def our_letters(ids: Iterable[str]) -> set[str]:
    """Those of these Message-IDs that are of letters of ours."""
    return {row.message_id for row in _in_blocks(Letter, Letter.message_id, ids)}


def is_kept(sha256: str) -> bool:
    """Whether a mail of these bytes is registered."""
    return Mail.one(sha256=sha256) is not None


def letters_sent(since: datetime, until: datetime) -> list[Letter]:
    """The letters that went out in a span, oldest first; alarms by the second account are in no Sent folder of ours."""
    here = (Letter.state == LetterState.SENT) & (Letter.sent_at >= since) & (Letter.sent_at < until)
    elsewhere = Letter.evidence.startswith(postbook.BY_SECOND_ACCOUNT)
    return list(Letter.select().where(here & ~elsewhere).order_by(Letter.id))


def unknown_letters() -> list[Letter]:
    """The letters of which nobody knows whether they went."""
    return list(Letter.select().where(Letter.state == LetterState.UNKNOWN).order_by(Letter.id))


def late_letters(before: datetime) -> list[Letter]:
    """The letters that should have gone out by now and did not, oldest first."""
    here = Letter.state.in_(UNDER_WAY) & (Letter.posted_at < before)
    return list(Letter.select().where(here).order_by(Letter.id))


def last_reconciliation() -> Reconciliation | None:
    """The latest look; None: there was none."""
    return Reconciliation.select().order_by(Reconciliation.on.desc()).first()


def write_reconciliation(on: date, counts: dict[str, object], sentence: str, *, now: datetime) -> None:
    """Keep how a day's look ended, inside the caller's transaction; a second look of a day replaces the first."""
    if not Reconciliation.change({"on": on}, at=now, counts=counts, sentence=sentence):
        Reconciliation.create(on=on, at=now, counts=counts, sentence=sentence)


def _in_blocks(table, column, values: Iterable[str]):
    for piece in pieces_of(sorted(set(values))):
        yield from table.select(column).where(column.in_(piece))
