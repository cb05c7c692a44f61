"""Mail as it came in (收件登记), and how far each folder is taken in."""

from __future__ import annotations

from datetime import datetime, timedelta

from peewee import CharField, DateTimeField, ForeignKeyField, IntegerField, TextField

from ledger.rows import Row
from ledger.vocabulary import MailState


class Mail(Row):
    """One mail in the post book (收件登记): one row for each slot on the server, duplicates too."""

    mailbox = CharField()
    folder = CharField()
    uidvalidity = CharField()  # text: PostgreSQL's integer is too small for 63-bit values
    uid = CharField()
    sha256 = CharField(index=True)  # of the raw bytes: their name in the archive
    size = IntegerField()
    message_id = CharField(default="", index=True)
    content_print = CharField(default="", index=True)
    from_address = CharField(default="")  # no index: SQLite would look for twins in all of a platform's mail
    from_name = CharField(default="")
    subject = TextField(default="")
    sent_at = DateTimeField(null=True)
    arrived_at = DateTimeField(null=True)  # as the server tells
    kept_at = DateTimeField(index=True)
    state = CharField(default=MailState.KEPT, index=True)
    what = CharField(default="")
    why = TextField(default="")
    attempts = IntegerField(default=0)  # times that reading it was begun
    duplicate_of = ForeignKeyField("self", null=True, backref="duplicates")
    settled_at = DateTimeField(null=True)
    filed_at = DateTimeField(null=True, index=True)

    class Meta:
        indexes = ((("mailbox", "folder", "uidvalidity", "uid"), True),)

    @property
    def came_at(self) -> datetime:
        """When it came, by which its sender kept a deadline or not: as the server tells, for the office may have stood
        still. A moment that can't be (after it was taken in, a day before it was written) is a clock's fault, or a
        file's that somebody copied: then it is the moment of being taken in.
        """
        taken_in: datetime = self.kept_at
        told: datetime | None = self.arrived_at
        if told is None or told > taken_in or (self.sent_at and told < self.sent_at - timedelta(days=1)):
            return taken_in
        return told


class FolderMark(Row):
    """How far a folder on the server has been taken in."""

    mailbox = CharField()
    folder = CharField()
    uidvalidity = CharField()
    highest_uid = CharField(default="0")

    class Meta:
        indexes = ((("mailbox", "folder", "uidvalidity"), True),)
