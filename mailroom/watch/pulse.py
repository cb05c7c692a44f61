"""What each round of the office tells of itself: that it went well, at most once a minute, or what went wrong.

Where the ledger itself is away there is nowhere to write it: the log has it, and /health.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from peewee import DatabaseError, InterfaceError

from ledger import watching
from ledger.opening import transaction
from mailroom.errors import Misconfigured
from mailroom.intake import Intake
from mailroom.undelivered import Delivery

log = logging.getLogger(__name__)


@dataclass
class Outcome:
    """How a step of a round ended; "": well."""

    sentence: str = ""  # Chinese
    lasting: bool = False  # trying again does not mend it

    def failed(self, error: Exception, sentence: str) -> None:
        """Note what went wrong."""
        self.sentence, self.lasting = sentence, isinstance(error, Misconfigured)


def note_round(name: str, outcome: Outcome, *, now: datetime) -> None:
    """Write down how a round went that is made all the time: "delivery", "duties", "mailbox …"."""
    with _where_there_is_a_ledger():
        if outcome.sentence:
            _went_wrong(name, outcome, now=now)
        elif watching.is_worth_writing(name, now=now):
            with transaction():
                watching.write_success(name, now=now)


def note_step(name: str, outcome: Outcome, *, now: datetime) -> None:
    """Write down what does not work of something that is done now and then: "duty …", "filing …", "courier"."""
    with _where_there_is_a_ledger():
        if outcome.sentence:
            _went_wrong(name, outcome, now=now)
        elif watching.trouble_of(name) is not None:
            with transaction():
                watching.end_trouble(name)


def note_look(mailbox: str, count: Intake, outcome: Outcome, *, now: datetime) -> None:
    """Write down how a look into a mailbox went, and whether mails could be filed away."""
    note_round(f"mailbox {mailbox}", outcome, now=now)
    if not outcome.sentence:
        note_step(f"filing {mailbox}", Outcome(count.unfiled), now=now)


def note_delivery(delivery: Delivery, outcome: Outcome, *, now: datetime) -> None:
    """Write down how a look into the outbox went, and whether the account let us in."""
    note_round("delivery", outcome, now=now)
    if not outcome.sentence:
        sentence = delivery.waits if delivery.locked_out else ""
        note_step("courier", Outcome(sentence, lasting=True), now=now)


def _went_wrong(name: str, outcome: Outcome, *, now: datetime) -> None:
    known = watching.trouble_of(name)
    if known is None or (known.sentence, known.lasting) != (outcome.sentence, outcome.lasting):
        with transaction():
            watching.write_trouble(name, outcome.sentence, lasting=outcome.lasting, now=now)


@contextlib.contextmanager
def _where_there_is_a_ledger() -> Iterator[None]:
    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        log.warning("the ledger took no note of a round: %s", error)
