"""Alarms: what is wrong is opened, told to the administrator once it lasts, told again each day, and ended.

All that is to be told at one moment goes in one letter, by the outbox like any other; where it is the courier that
does not work, by the second account of [watch.courier], and where there is none it stands in `check`, log and /health.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from generators.alarm import AlarmLine, draw_up_alarm
from generators.letter import BrokenTemplate, Draft
from generators.privacy import mask_text
from generators.shelf import packaged
from generators.wording import moment_words
from ledger import alarms, gauges, watching
from ledger.codes import AlarmKind
from ledger.models import Alarm
from ledger.opening import transaction
from ledger.vocabulary import label
from mailroom import outbox
from mailroom.office import Office
from mailroom.watch import heartbeat, premises, second_way
from mailroom.watch.conditions import found
from mailroom.watch.view import Condition, View

log = logging.getLogger(__name__)

HICCUP = timedelta(minutes=5)  # what is over sooner is nobody's business
AGAIN_AFTER = timedelta(days=1)
LOOKED = "watch"  # the name of the round
# Where one of these is open, an alarm would wait in the outbox with all the other letters.
NOTHING_GOES_OUT = (AlarmKind.COURIER, AlarmKind.DELIVERY)


def look(office: Office, *, now: datetime, resident: bool = False) -> None:
    """Look whether all is well, and tell. `resident`: the office is at work all the time, so that silence tells too."""
    began = _begun(office, now) if resident else None
    heartbeat.send_due(office, now=now)
    conditions = found(View(office, now, began))
    just_opened: set[int] = set()
    if conditions or alarms.open_alarms():
        with transaction():
            just_opened = _write_down(conditions, now=now)
    _tell(office, just_opened, now=now)


def begun_at() -> datetime | None:
    """Since when the office has been at work without a gap, as far as it was written down."""
    row = watching.round_named(LOOKED)
    return datetime.fromisoformat(row.note) if row and row.note else None


def _begun(office: Office, now: datetime) -> datetime:
    """Write down that the office is at work; after a gap, that it stood still from when to when."""
    last, began = watching.last_success(LOOKED), begun_at()
    gap = timedelta(minutes=office.settings.watch.silent_minutes)
    readers = premises.new_readers()
    with transaction():
        if last is None or began is None or not timedelta(0) <= now - last < gap:
            began = now
        if last is not None and now - last >= gap:
            sentence = f"系统自{moment_words(last)}至{moment_words(now)}没有在工作（停机、断电、时钟变动或服务没有启动），其间到时的事已补办"
            alarms.note_past(AlarmKind.STOOD_STILL, sentence, since=last, until=now)
            log.warning("the office stood still from %s", last)
        watching.write_success(LOOKED, now=now, note=began.isoformat())
        for name in readers:
            watching.write_success(name, now=now)
    return began


def _write_down(conditions: list[Condition], *, now: datetime) -> set[int]:
    """Open an alarm for each condition, and end those whose condition is over; returns the ids of those just opened.

    A hiccup leaves no trace but in the log.
    """
    known = {row.id: row for row in alarms.open_alarms()}
    still = set()
    for each in conditions:
        row = alarms.raise_alarm(each.kind, each.subject, mask_text(each.sentence), since=each.since)
        still.add(row.id)
        if row.id not in known:
            log.error("alarm: %s: %s", name_of(row), row.sentence)
    for number, row in known.items():
        if number in still:
            continue
        log.warning("alarm over: %s", name_of(row))
        if row.told_at is None and now - row.since < HICCUP:
            alarms.forget(row)
        else:
            alarms.end_alarm(row, now=now)
    return still - set(known)


def name_of(alarm: Alarm) -> str:
    """What an alarm is called: 收不了信：信箱 office@example.cn."""
    return "：".join(filter(None, [label("alarm_kind", alarm.kind), alarm.subject]))


@dataclass(frozen=True)
class Telling:
    """What is to be told at one moment."""

    fresh: list[Alarm]
    lasting: list[Alarm]
    ended: list[Alarm]

    @property
    def all(self) -> list[Alarm]:
        return [*self.fresh, *self.lasting, *self.ended]


def _to_be_told(just_opened: set[int], *, now: datetime) -> Telling | None:
    """What a letter now would tell; None: there is no reason for one. What has just been opened waits for the next look,
    or for a letter that goes anyway: one fault makes several alarms within a minute.
    """
    ripe = [row for row in alarms.open_alarms() if now - row.since >= HICCUP]
    fresh = [row for row in ripe if row.told_at is None]
    lasting = [row for row in ripe if row.told_at is not None]
    ended = alarms.untold_ends()
    again = any(row.told_at is not None and now - row.told_at >= AGAIN_AFTER for row in lasting)
    waited = any(row.id not in just_opened for row in fresh)
    return Telling(fresh, lasting, ended) if waited or ended or again else None


def _tell(office: Office, just_opened: set[int], *, now: datetime) -> None:
    """Write to the administrator, at most so many letters a day; where there is none, what is over is done with."""
    telling = _to_be_told(just_opened, now=now)
    if telling is None:
        return
    if not office.settings.watch.administrator:
        _told(telling.ended, now=now)
        return
    written = gauges.letters_of_kind_since("alarm", now.replace(hour=0, minute=0, second=0, microsecond=0))
    if written >= office.settings.watch.letters_a_day:
        return
    if not any(row.kind in NOTHING_GOES_OUT for row in alarms.open_alarms()):
        draft = _draw_up(office, telling, written + 1, now=now)
        with transaction():
            outbox.post(office, draft, now=now)
            alarms.write_told(telling.all, now=now)
    elif office.settings.watch.courier is not None and second_way.is_open(now):
        sender = second_way.as_it_writes(office)
        if second_way.send(sender, _draw_up(sender, telling, written + 1, now=now), now=now):
            _told(telling.all, now=now)


def _told(rows: list[Alarm], *, now: datetime) -> None:
    if rows:
        with transaction():
            alarms.write_told(rows, now=now)


def _draw_up(office: Office, telling: Telling, number: int, *, now: datetime) -> Draft:
    """Draw the letter up with the office's own template; one that is broken keeps no alarm back."""
    try:
        return _drawn(office, telling, number, now=now)
    except BrokenTemplate as error:
        log.error("the office's template of alarms is not used: %s", error)
        return _drawn(replace(office, templates=packaged()), telling, number, now=now)


def _drawn(office: Office, telling: Telling, number: int, *, now: datetime) -> Draft:
    watch = office.settings.watch
    return draw_up_alarm(
        f"alarm/{now:%Y-%m-%d}/{number}",
        watch.administrator,
        fresh=_lines(telling.fresh),
        lasting=_lines(telling.lasting),
        ended=_lines(telling.ended),
        last_today=number >= watch.letters_a_day,
        head=office.head,
        now=now,
        templates=office.templates,
    )


def _lines(rows: list[Alarm]) -> list[AlarmLine]:
    return [AlarmLine(name_of(row), row.sentence, row.since, row.ended_at) for row in rows]
