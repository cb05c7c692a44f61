"""The tables of the ledger (台账).

Moments (`_at`) are naive datetimes in China time (UTC+8, no summer time), days (`_on`) are dates. Lists and
objects are kept as JSON text, alike on SQLite and PostgreSQL. A case's petitioner stands in a table of its own,
because who looks at it is recorded. What others wrote is TextField, of any length; CharField (255 on PostgreSQL) is for
words of ours and for what is cut before it comes here. Nothing outside of `ledger` writes these rows.
"""

from __future__ import annotations

from peewee import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from ledger.rows import JsonField, Row
from ledger.rows import database as database  # all of the office knows it by this name
from ledger.vocabulary import DispatchState, HeldState, LetterState, MailState, Role, Status


class Department(Row):
    """An organisation that handles cases (承办单位). `kind`: town, department, enterprise."""

    name = CharField(unique=True)
    kind = CharField()
    aliases = JsonField(default=list)  # 简称 and former names
    addresses = JsonField(default=list)  # mail addresses on file; the first is written to
    keywords = JsonField(default=list)  # duty keywords (职责关键词)
    parent = CharField(null=True)  # 上级单位, by name
    successor = CharField(null=True)  # who took over the duties
    valid_from = DateField(null=True)
    valid_to = DateField(null=True)


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


class Case(Row):
    """A citizen's case (案件、工单)."""

    case_no = CharField(unique=True)
    upper_no = CharField(null=True, unique=True)
    upper = CharField(default="")  # name of the upper platform that sent it
    channel = CharField()
    level = CharField()
    kind = CharField()
    title = TextField()
    request_text = TextField()
    secret = BooleanField(default=False)
    called_at = DateTimeField(null=True)
    place = TextField(default="")
    department_named = TextField(default="")  # 承办单位 as the sheet writes it
    upper_due_at = DateTimeField(null=True)
    urgency = CharField(default="normal")
    return_form = BooleanField(default=False)  # the fixed reply format is demanded
    rule_set = CharField()  # id of the rules under which it was registered
    status = CharField(default=Status.REGISTERED, index=True)
    registered_at = DateTimeField(index=True)
    merged_into = ForeignKeyField("self", null=True)


class Petitioner(Row):
    """Who asked (诉求人). Kept apart from the case; see rules.md, Privacy."""

    case = ForeignKeyField(Case, unique=True, backref="petitioners")
    name = TextField(default="")
    phone = TextField(default="")
    address = TextField(default="")


class Dispatch(Row):
    """One assignment of a case to a department, with its own deadline and state (转办)."""

    case = ForeignKeyField(Case, backref="dispatches")
    department = ForeignKeyField(Department, backref="dispatches")
    role = CharField(default=Role.LEAD)
    round = IntegerField(default=1)  # 1 the first dispatch, 2 after a send-back …
    dispatched_at = DateTimeField()
    due_at = DateTimeField(index=True)
    provisional = BooleanField(default=False)
    due_trace = JsonField(default=list)  # sentences, a line a day
    acknowledged_at = DateTimeField(null=True)
    answered_at = DateTimeField(null=True)
    state = CharField(default=DispatchState.OPEN, index=True)
    because = TextField(default="")  # why this department


class Reminder(Row):
    """A stage that an assignment has been reminded of; UNIQUE, so each is sent once."""

    dispatch = ForeignKeyField(Dispatch, backref="reminders")
    stage = CharField()
    at = DateTimeField()
    letter_key = CharField()

    class Meta:
        indexes = ((("dispatch", "stage"), True),)


class Answer(Row):
    """A department's answer, complete or not (反馈)."""

    dispatch = ForeignKeyField(Dispatch, backref="answers")
    mail = ForeignKeyField(Mail, null=True)
    at = DateTimeField()
    complete = BooleanField()
    missing = JsonField(default=list)
    substantiated = CharField(null=True)
    facts = TextField(default="")
    measures = TextField(default="")
    petitioner_informed = BooleanField(null=True)
    informed_on = DateTimeField(null=True)
    informed_by = TextField(default="")
    petitioner_opinion = CharField(null=True)
    handler = TextField(default="")
    approver = TextField(default="")
    phone = TextField(default="")
    answered_on = DateTimeField(null=True)
    informed_how = CharField(null=True)


class Journal(Row):
    """What happened to a case: one row an act, never changed (办理过程)."""

    case = ForeignKeyField(Case, backref="journal")
    dispatch = ForeignKeyField(Dispatch, null=True)
    act = CharField()
    at = DateTimeField()
    by = TextField()  # "系统", a clerk, a department
    because = TextField(default="")
    mail = ForeignKeyField(Mail, null=True)
    letter_key = CharField(null=True)


class CaseMail(Row):
    """Which mails belong to which case."""

    case = ForeignKeyField(Case, backref="case_mails")
    mail = ForeignKeyField(Mail, backref="case_mails")

    class Meta:
        indexes = ((("case", "mail"), True),)


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


class FolderMark(Row):
    """How far a folder on the server has been taken in."""

    mailbox = CharField()
    folder = CharField()
    uidvalidity = CharField()
    highest_uid = CharField(default="0")

    class Meta:
        indexes = ((("mailbox", "folder", "uidvalidity"), True),)


class Round(Row):
    """When the office last did a duty, by name: what is due since then is found from here."""

    name = CharField(unique=True)
    at = DateTimeField()
    note = TextField(default="")


class SchemaVersion(Row):
    """The number of the last migration that ran; one row."""

    version = IntegerField()


TABLES: list[type[Row]] = [
    Department,
    Mail,
    Case,
    Petitioner,
    Dispatch,
    Reminder,
    Answer,
    Journal,
    CaseMail,
    Letter,
    Held,
    Series,
    DocumentNumber,
    FolderMark,
    Round,
    SchemaVersion,
]
