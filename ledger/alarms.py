"""Alarms: what the person who keeps the machine running must see to. One is open for each kind and subject.

Every function that writes runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ledger.codes import AlarmKind
from ledger.models import Alarm


def open_alarms() -> list[Alarm]:
    """Those that last, oldest first."""
    return list(Alarm.select().where(Alarm.ended_at.is_null()).order_by(Alarm.since, Alarm.id))


def raise_alarm(kind: AlarmKind, subject: str, sentence: str, *, since: datetime) -> Alarm:
    """Open an alarm, or let the one that is open say what is true by now."""
    subject = subject[:255]
    here = (Alarm.kind == kind) & (Alarm.subject == subject) & Alarm.ended_at.is_null()
    row = Alarm.select().where(here).first()
    if row is None:
        return Alarm.create(kind=kind, subject=subject, sentence=sentence, since=since)
    if row.sentence != sentence:
        row.sentence = sentence
        row.save(only=[Alarm.sentence])
    return row


def end_alarm(alarm: Alarm, *, now: datetime) -> None:
    """What it was about is over."""
    alarm.ended_at = now
    alarm.save(only=[Alarm.ended_at])


def forget(alarm: Alarm) -> None:
    """It was nothing."""
    alarm.delete_instance()


def note_past(kind: AlarmKind, sentence: str, *, since: datetime, until: datetime) -> Alarm:
    """Write down what was over when it was found out."""
    return Alarm.create(kind=kind, sentence=sentence, since=since, ended_at=until)


def untold_ends() -> list[Alarm]:
    """Alarms whose end nobody has been told of yet, oldest first."""
    ended = Alarm.ended_at.is_null(False) & Alarm.end_told_at.is_null()
    return list(Alarm.select().where(ended).order_by(Alarm.since, Alarm.id))


def write_told(alarms: Iterable[Alarm], *, now: datetime) -> None:
    """The administrator has been written to: of those that last that they do, of the others that they are over."""
    for alarm in alarms:
        if alarm.ended_at is None:
            Alarm.update(told_at=now).where(Alarm.id == alarm.id).execute()
        else:
            Alarm.update(end_told_at=now).where(Alarm.id == alarm.id).execute()
