"""Migrations: an ordered list of steps; the ledger remembers how many have run. A step is never changed afterwards.

A new ledger is made from the models and needs no step. Whatever changes in the models needs one here, for SQLite and
PostgreSQL, that leads an older ledger to the very same tables (`tests/house/test_migrations.py` compares them).
"""

from __future__ import annotations

from collections.abc import Callable

from peewee import Database, SqliteDatabase

from ledger.migrations.columns import add_columns, make_text
from ledger.models import (
    TABLES,
    Alarm,
    Barred,
    DeadAddress,
    DocumentNumber,
    Extension,
    FollowUp,
    FollowUpTry,
    FrozenFigures,
    Heartbeat,
    Instruction,
    Liaison,
    LiaisonForm,
    Line,
    LineProgress,
    Reconciliation,
    ReturnedLetter,
    SchemaVersion,
    Supervision,
    Trouble,
)


def _first(database: Database) -> None:
    """The ledger as it was first made; what is older than that does not exist."""


def _any_length(database: Database) -> None:
    """What others wrote is of any length, and the index of senders slowed every look for a twin."""
    for table, columns in {
        "petitioner": ("name", "phone"),
        "answer": ("informed_by", "handler", "approver", "phone"),
        "journal": ("by",),
    }.items():
        make_text(database, table, columns)
    database.execute_sql('DROP INDEX IF EXISTS "mail_from_address"')


def _ways_of_telling(database: Database) -> None:
    """An answer tells how the petitioner was told."""
    add_columns(database, "answer", {"informed_how": "VARCHAR(255)"})


def _document_numbers(database: Database) -> None:
    """Papers carry yearly numbers, kept in a register."""
    database.create_tables([DocumentNumber])


def _whole_procedure(database: Database) -> None:
    """Supervision, extensions, instructions, calls back, liaison forms, hotlines to be merged, frozen figures."""
    add_columns(database, "case", {"hard_at": _moment(database)})
    database.create_tables(
        [
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
        ]
    )


def _watchfulness(database: Database) -> None:
    """Bounces by recipient, when what came back was served after all, and what the office knows of its own health."""
    add_columns(database, "dispatch", {"served_at": _moment(database)})
    database.create_tables([ReturnedLetter, Trouble, Alarm, Heartbeat, Barred, Reconciliation])


def _moment(database: Database) -> str:
    return "DATETIME" if isinstance(database, SqliteDatabase) else "TIMESTAMP"


STEPS: list[Callable[[Database], None]] = [
    _first,  # 1
    _any_length,  # 2
    _ways_of_telling,  # 3
    _document_numbers,  # 4
    _whole_procedure,  # 5
    _watchfulness,  # 6
]


def bring_up_to_date(database: Database) -> None:
    """Make a new ledger's tables, or run the steps that an older one has not seen; the caller holds the transaction."""
    SchemaVersion.create_table(safe=True)
    row = SchemaVersion.get_or_none()
    if row is None:
        database.create_tables(TABLES)
        SchemaVersion.create(version=len(STEPS))
        return
    if row.version > len(STEPS):
        raise ValueError(f"台账版本 {row.version} 比程序新（程序认得 {len(STEPS)}），请升级程序后再打开")
    if row.version == len(STEPS):
        return
    for step in STEPS[row.version :]:
        step(database)
    SchemaVersion.update(version=len(STEPS)).execute()
