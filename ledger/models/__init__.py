"""The tables of the ledger (台账).

Moments (`_at`) are naive datetimes in China time (UTC+8, no summer time), days (`_on`) are dates. Lists and
objects are kept as JSON text, alike on SQLite and PostgreSQL. A case's petitioner stands in a table of its own,
because who looks at it is recorded. What others wrote is TextField, of any length; CharField (255 on PostgreSQL) is for
words of ours and for what is cut before it comes here. Nothing outside of `ledger` writes these rows.
"""

from __future__ import annotations

from ledger.models.cases import (
    Answer,
    Case,
    CaseMail,
    Department,
    Dispatch,
    Journal,
    Petitioner,
    Reminder,
)
from ledger.models.letters import DocumentNumber, Held, Letter, ReturnedLetter, Series
from ledger.models.liaisons import DeadAddress, Liaison, LiaisonForm, Line, LineProgress
from ledger.models.mails import FolderMark, Mail
from ledger.models.notices import FrozenFigures
from ledger.models.procedure import Extension, FollowUp, FollowUpTry, Instruction, Supervision
from ledger.models.standing import (
    Alarm,
    Barred,
    Heartbeat,
    Reconciliation,
    Round,
    SchemaVersion,
    Trouble,
)
from ledger.rows import Row
from ledger.rows import database as database  # all of the office knows it by this name

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
    Supervision,
    Extension,
    Instruction,
    FollowUp,
    FollowUpTry,
    LiaisonForm,
    Liaison,
    DeadAddress,
    Line,
    LineProgress,
    FrozenFigures,
    ReturnedLetter,
    Trouble,
    Alarm,
    Heartbeat,
    Barred,
    Reconciliation,
]

__all__ = [*(table.__name__ for table in TABLES), "TABLES", "database"]
