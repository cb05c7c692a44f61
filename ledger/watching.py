"""What the office knows of its own work: when each of its rounds last succeeded, and what does not work just now.

A round is named "mailbox NAME", "delivery", "duties"; a trouble besides "filing NAME", "courier", "duty NAME". Every
function that writes runs inside the caller's transaction.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ledger.models import Round, Trouble

# A round that succeeds every two seconds is written down once a minute.
WRITTEN_EVERY = timedelta(minutes=1)
LONGEST_NAME = 255


def round_named(name: str) -> Round | None:
    """What was written down of a round."""
    return Round.one(name=name[:LONGEST_NAME])


def last_success(name: str) -> datetime | None:
    """When a round last succeeded, to the minute; None: never."""
    row = round_named(name)
    return row.at if row else None


def is_worth_writing(name: str, *, now: datetime) -> bool:
    """Whether a success has to be written down: the last one is a minute old, or there was trouble since."""
    last = last_success(name)
    return last is None or abs(now - last) >= WRITTEN_EVERY or trouble_of(name) is not None


def write_success(name: str, *, now: datetime, note: str = "") -> None:
    """A round succeeded: there is no trouble with it any more."""
    name = name[:LONGEST_NAME]
    if not Round.change({"name": name}, at=now, note=note):
        Round.create(name=name, at=now, note=note)
    end_trouble(name)


def write_trouble(name: str, sentence: str, *, lasting: bool, now: datetime) -> None:
    """Something does not work: since when, is kept from the first time on."""
    name = name[:LONGEST_NAME]
    if not Trouble.change({"name": name}, sentence=sentence, lasting=lasting):
        Trouble.create(name=name, since=now, sentence=sentence, lasting=lasting)


def end_trouble(name: str) -> None:
    """It works again."""
    Trouble.delete().where(Trouble.name == name[:LONGEST_NAME]).execute()


def trouble_of(name: str) -> Trouble | None:
    """What does not work about something; None where nothing is known to be wrong."""
    return Trouble.one(name=name[:LONGEST_NAME])


def troubles(beginning: str = "") -> list[Trouble]:
    """All that does not work, of those whose names begin so."""
    rows = Trouble.select().order_by(Trouble.id)
    return [row for row in rows if row.name.startswith(beginning)]
