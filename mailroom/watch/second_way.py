"""The second way out, for alarms alone: where letters can't go out by the courier, another account sends the alarm.

It does not wait in the outbox. It is sent first and entered in the register of letters afterwards, so that a process
that ends in between tells twice at worst; a refused log-in is not tried again at every look.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from generators.letter import Draft
from generators.message import as_message
from ledger import postbook, watching
from ledger.codes import LetterState
from ledger.opening import transaction
from mailroom import outbox
from mailroom.errors import MailroomError
from mailroom.office import Office
from mailroom.providers import open_courier
from mailroom.providers.base import Receipt

log = logging.getLogger(__name__)

TRIED = "second way tried"
PAUSE = timedelta(minutes=15)


def is_open(now: datetime) -> bool:
    """Whether it may be tried now: the last failure is a while ago."""
    last = watching.last_success(TRIED)
    return last is None or not timedelta(0) <= now - last < PAUSE


def as_it_writes(office: Office) -> Office:
    """The office with the second account's address: servers take no letter from another one."""
    second = office.settings.watch.courier
    address = second.user if second is not None and "@" in second.user else office.settings.office.address
    settings = replace(office.settings, office=replace(office.settings.office, address=address))
    return replace(office, settings=settings, head=replace(office.head, address=address))


def send(office: Office, draft: Draft, *, now: datetime) -> bool:
    """Send an alarm by the second account; False where that does not work either."""
    second = office.settings.watch.courier
    if second is None:
        return False
    courier = open_courier(second, door=office.door)
    try:
        receipt = courier.send(
            as_message(draft, head=office.head, sent_on=now),
            sender=office.head.address,
            recipients=[*draft.to],
            handing_over=lambda: None,
        )
    except MailroomError as error:
        log.error("the alarm did not go out by the second account either: %s", error)
        with transaction():
            watching.write_success(TRIED, now=now, note=str(error))
        return False
    finally:
        courier.close()
    _register(office, draft, receipt, now=now)
    return True


def _register(office: Office, draft: Draft, receipt: Receipt, *, now: datetime) -> None:
    with transaction():
        letter = outbox.post(office, draft, now=now)
        evidence = f"{postbook.BY_SECOND_ACCOUNT}：{receipt.reply}"
        postbook.move_letter(letter, LetterState.QUEUED, LetterState.SENT, sent_at=now, evidence=evidence)
