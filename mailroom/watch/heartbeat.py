"""The heartbeat: a mail that the office sends itself every so often, and awaits in each of its mailboxes (自检信).

It goes out by the outbox like any letter, and counts in the account's daily quota. It is known by its Message-ID, which
holds a token that nobody can guess; a mail that only looks like it is laid on a desk like any other.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from config.settings import MailboxSettings
from generators.alarm import draw_up_heartbeat
from generators.wording import moment_words
from ledger import heartbeats, worklists
from ledger.codes import LetterState
from ledger.models import Heartbeat
from ledger.opening import transaction
from ledger.vocabulary import MailState
from mailroom import outbox
from mailroom.desks.incoming import Incoming
from mailroom.office import Office

KEY = "heartbeat/"
A_LITTLE_EARLY = timedelta(seconds=30)  # two looks an hour apart are never so to the second
KEPT_FOR = timedelta(days=30)
UNDER_WAY = (LetterState.QUEUED, LetterState.SENDING)


def awaited_in(office: Office) -> list[MailboxSettings]:
    """The mailboxes that a mail to ourselves comes to; a folder of files gets none."""
    return [each for each in office.settings.mailboxes if each.provider != "folder"]


def address_of(office: Office, mailbox: MailboxSettings) -> str:
    """The address whose mail comes into this mailbox."""
    own = getattr(mailbox, "address", "") or mailbox.user
    return own if "@" in own else office.settings.office.address


def send_due(office: Office, *, now: datetime) -> None:
    """Post the heartbeats that are due: one a mailbox, and none while the last one still waits to go out."""
    every = timedelta(minutes=office.settings.watch.heartbeat_minutes)
    for mailbox in awaited_in(office) if every else ():
        last = heartbeats.newest(mailbox.name)
        if last is not None and (now - last.sent_at < every - A_LITTLE_EARLY or _is_under_way(last)):
            continue
        token = secrets.token_hex(16)
        draft = draw_up_heartbeat(
            KEY + token,
            address_of(office, mailbox),
            mailbox.name,
            head=office.head,
            now=now,
            templates=office.templates,
        )
        with transaction():
            heartbeats.begin(token, mailbox.name, now=now)
            heartbeats.forget(before=now - KEPT_FOR)
            outbox.post(office, draft, now=now)


def _is_under_way(row: Heartbeat) -> bool:
    letter = worklists.letter_by_key(KEY + row.token)
    return letter is not None and letter.state in UNDER_WAY


def is_heartbeat(incoming: Incoming) -> bool:
    """Whether this is a mail that we sent ourselves: by the Message-ID of one, and by nothing else."""
    letter = worklists.letter_by_message_id(incoming.reading.envelope.message_id)
    return letter is not None and letter.key.startswith(KEY)


def take_heartbeat(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Note that it came; it counts in the mailbox that it was sent to, and lies on no desk."""
    letter = worklists.letter_by_message_id(incoming.reading.envelope.message_id)
    if letter is not None:
        heartbeats.note_arrival(letter.key.removeprefix(KEY), incoming.mail.mailbox, now=now)
    return MailState.SETTLED


def late(office: Office, *, now: datetime, silent: timedelta) -> Iterator[Heartbeat]:
    """For each mailbox the first heartbeat that should have come by now, where no later one has."""
    for mailbox in awaited_in(office) if office.settings.watch.heartbeat_minutes else ():
        row = heartbeats.first_missing(mailbox.name)
        if row is not None and now - row.sent_at >= silent:
            yield row


def what_is_known(row: Heartbeat) -> str:
    """One Chinese sentence: whether it went out, and that it did not come."""
    letter = worklists.letter_by_key(KEY + row.token)
    if letter is None or letter.state == LetterState.SENT:
        return f"{moment_words(row.sent_at)}给自己发的自检信已经发出，至今没有回到信箱"
    return f"{moment_words(row.sent_at)}给自己写的自检信至今没有发出去"
