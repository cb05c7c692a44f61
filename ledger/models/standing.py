"""What the office remembers of itself."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, DateTimeField, IntegerField, TextField

from ledger.rows import JsonField, Row


class Round(Row):
    """When the office last did a duty, or something it does all the time, by name."""

    name = CharField(unique=True)
    at = DateTimeField()
    note = TextField(default="")


class Trouble(Row):
    """Something that does not work just now, as the last try told: gone when it works again."""

    name = CharField(unique=True)  # as in `ledger.watching`: "mailbox …", "courier", "duty …"
    since = DateTimeField()
    sentence = TextField()
    lasting = BooleanField()  # trying again does not mend it: a person must act


class Alarm(Row):
    """Something that the person who keeps the machine running must see to; open while `ended_at` is empty.

    One is open at a time for each `kind` and `subject` (which mailbox, which disk).
    """

    kind = CharField(index=True)  # the code of what is wrong: ledger/codes.py AlarmKind
    subject = CharField(default="")
    sentence = TextField()  # Chinese: what is wrong and what to do
    since = DateTimeField()
    told_at = DateTimeField(null=True)  # when the administrator was last written to
    ended_at = DateTimeField(null=True, index=True)
    end_told_at = DateTimeField(null=True)  # when he was written to that it is over


class Heartbeat(Row):
    """A mail that the office sends itself, to see that mail goes out and comes in."""

    token = CharField(unique=True)  # part of its Message-ID
    mailbox = CharField()  # in which it is awaited
    sent_at = DateTimeField(index=True)
    came_at = DateTimeField(null=True)


class Barred(Row):
    """An account that did not let us in: not tried again with the same secret, lest the provider lock it."""

    account = CharField(unique=True)  # "smtp user@host", "imap user@host"
    since = DateTimeField()
    # Salted hash of what was refused: another secret is tried at once. Empty: the provider lets in none for a while.
    secret_print = CharField()
    sentence = TextField()  # Chinese: what the provider said
    until = DateTimeField(null=True)  # when the same secret is tried once more
    tries = IntegerField(default=1)  # how often this secret was refused


class Reconciliation(Row):
    """The daily look whether server and post book agree."""

    on = DateField(unique=True)
    at = DateTimeField()
    counts = JsonField()
    sentence = TextField()  # the one line that is reported


class SchemaVersion(Row):
    """The number of the last migration that ran; one row."""

    version = IntegerField()
