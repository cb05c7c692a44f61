"""Who answers for a department (联系表), which of its addresses are dead, and its own hotlines (整合台账)."""

from __future__ import annotations

from peewee import CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField

from ledger.models.cases import Department
from ledger.models.mails import Mail
from ledger.rows import JsonField, Row
from ledger.vocabulary import FormState


class LiaisonForm(Row):
    """A liaison form as it came in (联系表); it counts once a person has confirmed it."""

    department = ForeignKeyField(Department, backref="liaison_forms")
    mail = ForeignKeyField(Mail, null=True)
    arrived_at = DateTimeField()
    filled_on = DateField(null=True)
    covers = JsonField(default=list)  # hotline, mayors_mailbox
    section = TextField(default="")  # 负责科室
    people = JsonField(default=list)  # [{"role", "name", "title", "office_phone", "mobile", "note"}]
    email = TextField(default="")
    sender = TextField(default="")  # the address that it came from
    differences = JsonField(default=list)  # [{"what", "old", "new"}]
    state = CharField(default=FormState.PENDING, index=True)
    valid_from = DateField(null=True)
    decided_at = DateTimeField(null=True)
    decided_by = TextField(default="")
    because = TextField(default="")


class Liaison(Row):
    """One person who answers for a department, from a day to a day; history is kept."""

    department = ForeignKeyField(Department, backref="liaisons")
    form = ForeignKeyField(LiaisonForm, null=True)
    channel = CharField()  # hotline, mayors_mailbox
    role = CharField()  # leader section_head liaison
    place = IntegerField(default=1)  # the first, the second liaison
    section = TextField(default="")
    name = TextField()
    title = TextField(default="")
    office_phone = TextField(default="")
    mobile = TextField(default="")
    note = TextField(default="")
    valid_from = DateField()
    valid_to = DateField(null=True)


class DeadAddress(Row):
    """An address of a department that letters come back from; the next on file is written to until it is mended."""

    department = ForeignKeyField(Department, backref="dead_addresses")
    address = CharField()
    since = DateTimeField()
    because = TextField()
    mail = ForeignKeyField(Mail, null=True)
    mended_at = DateTimeField(null=True, index=True)
    mended_by = TextField(default="")


class Line(Row):
    """A hotline of a department's own (整合台账): how it is merged, by when, how far it is. `way`: see vocabulary."""

    number = CharField(unique=True)
    name = TextField()
    department = TextField()  # by name: it need not be one of ours
    way = CharField(default="")
    calls = IntegerField(null=True)  # a year
    responsible = TextField(default="")
    phone = TextField(default="")
    opened_on = DateField(null=True)  # since when it is there; no new ones after the plan
    due_on = DateField()
    done_on = DateField(null=True)
    progress = TextField(default="")
    changed_at = DateTimeField()


class LineProgress(Row):
    """What was reported of a hotline, and when."""

    line = ForeignKeyField(Line, backref="reports")
    at = DateTimeField()
    by = TextField()
    what = TextField()
    mail = ForeignKeyField(Mail, null=True)
