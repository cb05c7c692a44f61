"""Counts of the whole ledger for those who watch it: figures of no case and no person. They read and never write."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import fn

from ledger.codes import DispatchState, HeldState, LetterState
from ledger.models import Alarm, Case, Dispatch, Held, Letter, Mail
from ledger.rows import Row

Counts = dict[tuple[str, ...], int]


def mails_by_mailbox() -> Counts:
    """(mailbox, state) → mails taken in."""
    return _counted(Mail, Mail.mailbox, Mail.state)


def letters_by_kind() -> Counts:
    """(kind, state) → letters."""
    return _counted(Letter, Letter.kind, Letter.state)


def cases_by_status() -> Counts:
    """(status,) → cases."""
    return _counted(Case, Case.status)


def alarms_by_kind() -> Counts:
    """(kind,) → open alarms."""
    return _counted(Alarm, Alarm.kind, where=Alarm.ended_at.is_null())


def overdue_cases(now: datetime) -> int:
    """How many cases have an assignment that is late."""
    late = (Dispatch.state == DispatchState.OPEN) & (Dispatch.due_at < now)
    return Dispatch.select(fn.COUNT(Dispatch.case.distinct())).where(late).scalar() or 0


def held_entries() -> tuple[int, datetime | None]:
    """How many entries wait in the holding pen, and since when the oldest does."""
    waits = Held.state == HeldState.OPEN
    oldest = Held.select(Held.since).where(waits).order_by(Held.since).first()
    return Held.select().where(waits).count(), oldest.since if oldest else None


def waiting_letters(since_before: datetime) -> list[tuple[str, datetime]]:
    """(kind, when posted) of the letters that were posted before a moment and have not gone out, oldest first."""
    waits = Letter.state.in_([LetterState.QUEUED, LetterState.SENDING]) & (Letter.posted_at < since_before)
    rows = Letter.select(Letter.kind, Letter.posted_at).where(waits).order_by(Letter.posted_at)
    return [(row.kind, row.posted_at) for row in rows]


def letters_of_kind_since(kind: str, moment: datetime) -> int:
    """How many letters of a kind were posted since a moment."""
    return Letter.select().where((Letter.kind == kind) & (Letter.posted_at >= moment)).count()


def last_kept_at(mailbox: str) -> datetime | None:
    """When the last mail of a mailbox was taken in."""
    row = Mail.select(Mail.kept_at).where(Mail.mailbox == mailbox).order_by(Mail.id.desc()).first()
    return row.kept_at if row else None


def last_sent_at() -> datetime | None:
    """When the last letter went out."""
    row = Letter.select(Letter.sent_at).where(Letter.sent_at.is_null(False)).order_by(Letter.sent_at.desc())
    first = row.first()
    return first.sent_at if first else None


def first_mail_at() -> datetime | None:
    """When the first mail was taken in."""
    row = Mail.select(Mail.kept_at).order_by(Mail.id).first()
    return row.kept_at if row else None


def newest_moment() -> datetime | None:
    """The latest moment at which the last mails and letters say that they were written down: what clocks are held to.

    The last of each by number, so that it costs the same however large the ledger is.
    """
    moments = [*_last(Mail, Mail.kept_at), *_last(Letter, Letter.posted_at)]
    return max(moments, default=None)


def _last(table: type[Row], moment: Any, many: int = 50) -> list[datetime]:
    rows: Any = table.select(moment).order_by(table.id.desc()).limit(many).tuples()
    return [row[0] for row in rows]


def _counted(table: type[Row], *columns: Any, where: Any = None) -> Counts:
    query = table.select(*columns, fn.COUNT(table.id)).group_by(*columns)
    rows: Any = (query if where is None else query.where(where)).tuples()
    return {tuple(str(word) for word in row[:-1]): row[-1] for row in rows}
