"""A rehearsal: work on the ledger as it is, and nothing of it stays."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from peewee import SqliteDatabase

from ledger.models import database


@contextlib.contextmanager
def rehearsal() -> Iterator[None]:
    """What is written inside is gone afterwards, whatever happens; only for the thread that opens it.

    SQLite: on a copy in memory, so that an office at work is not kept waiting for the write lock. PostgreSQL: in one
    transaction that is rolled back.
    """
    real = database.obj
    if not isinstance(real, SqliteDatabase):
        with real.atomic() as everything:
            try:
                yield
            finally:
                everything.rollback()
        return
    copy = SqliteDatabase(":memory:", pragmas={"foreign_keys": 1})
    copy.connect()
    real.connect(reuse_if_open=True)
    real.connection().backup(copy.connection())
    database.initialize(copy)
    try:
        yield
    finally:
        database.initialize(real)
        copy.close()
