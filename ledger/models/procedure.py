"""What an assignment goes through besides being answered: supervision, extensions, a leader's word, the calls back."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField

from ledger.models.cases import Case, Dispatch
from ledger.models.mails import Mail
from ledger.rows import Row
from ledger.vocabulary import ExtensionState


class Supervision(Row):
    """One act of supervising an assignment (督办), in one of four ways; open while somebody has still to do it.

    `cause` says what made it due: a stage of the ladder, "incomplete", "dissatisfied", "urged", "hard"; one that a
    person asked for has his words' own mark. The same way is taken once for the same cause.
    """

    dispatch = ForeignKeyField(Dispatch, backref="supervisions")
    way = CharField()  # phone written on_site instruction
    cause = CharField()
    because = TextField()
    opened_at = DateTimeField()
    due_at = DateTimeField(null=True)  # when it has to be done, or its report is due
    letter_key = CharField(null=True)
    done_at = DateTimeField(null=True, index=True)
    done_by = TextField(default="")
    result = TextField(default="")  # what was said on the telephone, found on site

    class Meta:
        indexes = ((("dispatch", "way", "cause"), True),)


class Extension(Row):
    """A department's wish for more time (延期申请) and what was decided."""

    dispatch = ForeignKeyField(Dispatch, backref="extensions")
    mail = ForeignKeyField(Mail, null=True)
    asked_at = DateTimeField()
    days = IntegerField(null=True)  # working days asked for
    until = DateTimeField(null=True)  # or the day asked for
    reason = TextField(default="")
    state = CharField(default=ExtensionState.ASKED, index=True)
    granted_days = IntegerField(null=True)  # working days
    exception = TextField(default="")  # why it was granted though the rules are against it, and who says so
    past_upper = TextField(default="")  # why the new deadline may lie past the upper platform's
    due_before = DateTimeField(null=True)
    due_after = DateTimeField(null=True)
    decided_at = DateTimeField(null=True)
    decided_by = TextField(default="")
    because = TextField(default="")


class Instruction(Row):
    """A leader's word about a case (领导批示), as it came by mail or was typed in."""

    case = ForeignKeyField(Case, backref="instructions")
    dispatch = ForeignKeyField(Dispatch, null=True)  # whom it went to
    mail = ForeignKeyField(Mail, null=True)
    leader = TextField()
    text = TextField()
    instructed_on = DateField()
    due_at = DateTimeField()  # when the department's report is due
    written_at = DateTimeField()
    written_by = TextField()
    handed_over_at = DateTimeField(null=True)  # to the inspection bureau


class FollowUp(Row):
    """The call back about one answered assignment (回访): what the petitioner says of it, and what follows."""

    case = ForeignKeyField(Case, backref="follow_ups")
    dispatch = ForeignKeyField(Dispatch, unique=True)
    opened_at = DateTimeField()
    due_at = DateTimeField()
    done_at = DateTimeField(
        null=True, index=True
    )  # when the petitioner was called; a day alone is its midnight
    recorded_at = DateTimeField(null=True)  # when it was written down
    reached = BooleanField(null=True)  # None while it isn't done, or where nobody was to be called
    satisfaction = CharField(null=True)  # satisfied basically dissatisfied
    solved = CharField(null=True)  # yes partly no
    attitude = TextField(default="")
    remark = TextField(default="")
    by = TextField(default="")
    verdict = CharField(null=True)  # of a dissatisfied one: redo unreasonable hard
    ground = IntegerField(null=True)  # 1 to 8, see vocabulary
    evidence = TextField(default="")
    approved_by = TextField(default="")
    judged_at = DateTimeField(null=True)
    judged_by = TextField(default="")


class FollowUpTry(Row):
    """One try to reach a petitioner; tries within one half-day count once."""

    follow_up = ForeignKeyField(FollowUp, backref="tries")
    at = DateTimeField()  # a day alone, without an hour, is its midnight
    reached = BooleanField()
    by = TextField(default="")
    remark = TextField(default="")
    mail = ForeignKeyField(Mail, null=True)
