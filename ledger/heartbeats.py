"""Mails of the office to itself: sent, awaited, come. Every function that writes runs inside the caller's transaction."""

from __future__ import annotations

from datetime import datetime

from ledger.models import Heartbeat


def newest(mailbox: str) -> Heartbeat | None:
    """The last one that was sent to a mailbox."""
    return Heartbeat.select().where(Heartbeat.mailbox == mailbox).order_by(Heartbeat.id.desc()).first()


def first_missing(mailbox: str) -> Heartbeat | None:
    """The first one that did not come since the last that did."""
    here = Heartbeat.mailbox == mailbox
    came = Heartbeat.select(Heartbeat.id).where(here & Heartbeat.came_at.is_null(False))
    last = came.order_by(Heartbeat.id.desc()).first()
    missing = here & Heartbeat.came_at.is_null() & (Heartbeat.id > (last.id if last else 0))
    return Heartbeat.select().where(missing).order_by(Heartbeat.id).first()


def begin(token: str, mailbox: str, *, now: datetime) -> Heartbeat:
    """Await one in a mailbox."""
    return Heartbeat.create(token=token, mailbox=mailbox, sent_at=now)


def note_arrival(token: str, mailbox: str, *, now: datetime) -> bool:
    """It came; False where none is awaited there by this token, or it came before."""
    here = (Heartbeat.token == token) & (Heartbeat.mailbox == mailbox) & Heartbeat.came_at.is_null()
    return bool(Heartbeat.update(came_at=now).where(here).execute())


def forget(*, before: datetime) -> None:
    """Leave out what is old."""
    Heartbeat.delete().where(Heartbeat.sent_at < before).execute()
