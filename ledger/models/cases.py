"""Cases, who asked, who handles them, and what happened to them."""

from __future__ import annotations

from datetime import datetime

from peewee import BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField

from ledger.models.mails import Mail
from ledger.rows import JsonField, Row
from ledger.vocabulary import DispatchState, Role, Status


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
    hard_at = DateTimeField(null=True)  # since when it counts as hard (疑难、久拖不决)


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
    served_at = DateTimeField(null=True)  # when its letter came there, where that was on a later day (送达)

    @property
    def counts_from(self) -> datetime:
        """From when the department's time runs: nobody can begin with what he has not got."""
        return self.served_at or self.dispatched_at


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
