"""What the office can't help: a full disk, a ledger out of reach. One Chinese sentence: where, what, and what to do."""

from __future__ import annotations

from peewee import DatabaseError, InterfaceError

from ledger import outages
from mailroom.providers import disk


def outage_of(error: BaseException) -> str:
    """Return the sentence; "" where the error is none of these, and so a bug of ours."""
    if isinstance(error, DatabaseError | InterfaceError):
        return outages.outage_of(error)
    if isinstance(error, OSError) and error.errno in disk.REASONS:
        where = f" {error.filename} " if error.filename else ""
        return f"读写{where}失败：{disk.reason_of(error)}"
    return ""


def is_passing(error: BaseException) -> bool:
    """Whether something failed only because a disk is full, or the ledger busy or away: it is tried again."""
    return outages.is_passing(error) or disk.is_full(error)
