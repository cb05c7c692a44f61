"""Migrations: an ordered list of steps; the ledger remembers how many have run. A step is never changed afterwards."""

from __future__ import annotations

from collections.abc import Callable

from peewee import Database

from ledger.models import TABLES, SchemaVersion


def _create_tables(database: Database) -> None:
    database.create_tables(TABLES)


STEPS: list[Callable[[Database], None]] = [
    _create_tables,  # 1: the first ledger
]


def bring_up_to_date(database: Database) -> None:
    """Run the steps that this ledger has not seen; the caller holds the transaction."""
    SchemaVersion.create_table(safe=True)
    row = SchemaVersion.get_or_none() or SchemaVersion.create(version=0)
    if row.version > len(STEPS):
        raise ValueError(f"台账版本 {row.version} 比程序新（程序认得 {len(STEPS)}），请升级程序后再打开")
    for step in STEPS[row.version :]:
        step(database)
    if row.version != len(STEPS):
        SchemaVersion.update(version=len(STEPS)).execute()
