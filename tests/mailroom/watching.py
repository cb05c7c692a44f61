"""An office that is watched over, played minute by minute, for the tests of alarms."""

from __future__ import annotations

from datetime import datetime, timedelta

from ledger.models import Alarm, Letter
from mailroom.intake import Intake
from mailroom.office import Office, open_office
from mailroom.undelivered import Delivery
from mailroom.watch import alarms, pulse
from mailroom.watch.pulse import Outcome
from tests.mailroom.command_line import CommandLine

ADMINISTRATOR = "admin@example.cn"
MORNING = datetime(2018, 3, 12, 8, 0)
WELL = Outcome()
MINUTE = timedelta(minutes=1)


def watched(office: CommandLine, more: str = "", *, administrator: bool = True) -> Office:
    """Open the office with an administrator to be written to; `more` are lines of [watch]."""
    with (office.folder / "office.toml").open("a", encoding="utf-8") as file:
        if administrator:
            file.write(f'administrator = ["{ADMINISTRATOR}"]\n')
        file.write(more)
    return open_office(office.folder)


def play(
    opened: Office,
    start: datetime,
    minutes: int,
    *,
    mailbox: Outcome | None = WELL,
    delivery: Outcome | None = WELL,
    duties: Outcome | None = WELL,
    courier: str = "",
) -> datetime:
    """Let the office be at work for so many minutes, each round going as told (None: it is not made); returns the end."""
    now = start
    for _ in range(minutes):
        for name, outcome in (("duties", duties),):
            if outcome is not None:
                pulse.note_round(name, outcome, now=now)
        if mailbox is not None:
            pulse.note_look("mailbox", Intake(), mailbox, now=now)
        if delivery is not None:
            pulse.note_delivery(Delivery(waits=courier, locked_out=bool(courier)), delivery, now=now)
        alarms.look(opened, now=now, resident=True)
        if not courier:
            Letter.update(state="sent").execute()  # what was written has gone out
        now += MINUTE
    return now


def told() -> list[str]:
    """The subjects of the letters to the administrator, oldest first."""
    return [letter.subject for letter in Letter.select().where(Letter.kind == "alarm").order_by(Letter.id)]


def open_kinds() -> list[str]:
    """What is wrong by the ledger."""
    return [row.kind for row in Alarm.select().where(Alarm.ended_at.is_null()).order_by(Alarm.id)]
