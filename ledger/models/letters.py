"""Letters of the office (发件登记), what waits for a person, and the numbers of papers."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateTimeField, ForeignKeyField, IntegerField, TextField

from ledger.models.cases import Case, Department
from ledger.models.mails import Mail
from ledger.rows import JsonField, Row
from ledger.vocabulary import HeldState, LetterState


class Letter(Row):
    """A letter of the office (发件登记). Its key is UNIQUE: it is posted once."""

    key = CharField(unique=True)
    kind = CharField(index=True)
    case = ForeignKeyField(Case, null=True, backref="letters")
    department = ForeignKeyField(Department, null=True)
    to = JsonField()
    cc = JsonField(default=list)
    subject = TextField()
    documents = JsonField(default=list)  # file names
    message_id = CharField(unique=True)
    sha256 = CharField()  # of the finished message: its name in the archive
    state = CharField(default=LetterState.QUEUED, index=True)
    posted_at = DateTimeField()
    not_before = DateTimeField(index=True)  # the next try
    sending_at = DateTimeField(null=True)
    sent_at = DateTimeField(null=True, index=True)
    attempts = IntegerField(default=0)
    last_error = TextField(default="")
    evidence = TextField(default="")  # what the server said
    because = TextField(default="")


class ReturnedLetter(Row):
    """A bounce (退信): which letter came back from which recipient, and why."""

    letter = ForeignKeyField(Letter, backref="returns")
    recipient = CharField(index=True)  # lower case; "" where the notice names none
    mail = ForeignKeyField(Mail, null=True)  # the notice
    at = DateTimeField()
    permanent = BooleanField(null=True)  # None: the notice does not tell
    reason = TextField(default="")


class Held(Row):
    """An entry of the holding pen (待人工): what a person must decide, why, with ranked suggestions."""

    mail = ForeignKeyField(Mail, null=True, backref="held")
    case = ForeignKeyField(Case, null=True)
    letter = ForeignKeyField(Letter, null=True)
    since = DateTimeField()
    what = CharField()  # what the mail was read as, or "letter", "dispatch", "report"
    because = TextField()
    suggestions = JsonField(default=list)  # [{"do": …, "why": …}]
    state = CharField(default=HeldState.OPEN, index=True)
    settled_at = DateTimeField(null=True)
    settled_by = CharField(default="")
    settled_because = TextField(default="")


class Series(Row):
    """Yearly numbers without gaps, one row a kind and year; the row is locked while a number is taken."""

    kind = CharField()
    year = IntegerField()
    last = IntegerField(default=0)

    class Meta:
        indexes = ((("kind", "year"), True),)


class DocumentNumber(Row):
    """A number given to a paper (发文字号), once and for all: a paper that was not sent keeps it, with the reason.

    `key` is the letter's, or the beginning of the keys of one paper that goes to many.
    """

    key = CharField(unique=True)
    series = CharField()  # 滕热督
    year = IntegerField()
    serial = IntegerField()
    title = TextField()
    given_at = DateTimeField()
    void_because = TextField(default="")

    class Meta:
        indexes = ((("series", "year", "serial"), True),)

    @property
    def text(self) -> str:
        """The number as it is printed, 滕热督〔2018〕3号 (GB/T 9704-2012 7.2.5: hexagonal brackets, no leading zeros)."""
        return f"{self.series}〔{self.year}〕{self.serial}号"
