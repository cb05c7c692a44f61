"""Open the ledger: SQLite beside the office, or PostgreSQL; bring its tables up to date."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from peewee import Database, OperationalError, PostgresqlDatabase, SqliteDatabase

from ledger.migrations import bring_up_to_date
from ledger.models import database
from ledger.outages import first_cause


def open_ledger(url: str) -> Database:
    """Open `sqlite:///path` (relative paths are the caller's to resolve) or `postgresql://user:pw@host:port/name`.

    Binds the tables to it and runs the migrations still to be done. Raises `ValueError` for another scheme and
    `peewee.OperationalError` where the database can't be reached.
    """
    database.initialize(_connect(url))
    database.connect(reuse_if_open=True)
    with transaction():
        bring_up_to_date(database.obj)
    return database.obj


def _connect(url: str) -> Database:
    if url.startswith("sqlite:///"):
        path = Path(unquote(url.removeprefix("sqlite:///")))
        path.parent.mkdir(parents=True, exist_ok=True)
        # FULL: a commit is on disk before the mail is filed away. WAL: the console reads while the office writes.
        pragmas = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}
        return SqliteDatabase(str(path), pragmas=pragmas)
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError(f"不认识的台账地址：{parts.scheme or url}（可用 sqlite:///… 或 postgresql://…）")
    names = {"host": parts.hostname, "port": parts.port, "user": parts.username, "password": parts.password}
    given: dict[str, Any] = {
        name: unquote(value) if isinstance(value, str) else value for name, value in names.items() if value
    }
    return PostgresqlDatabase(parts.path.lstrip("/"), prefer_psycopg3=True, **given)


@contextlib.contextmanager
def transaction() -> Iterator[None]:
    """One transaction, all or nothing. On SQLite it takes the write lock at once (IMMEDIATE).

    A deferred SQLite transaction that reads first and writes later fails at once with "database is locked" where
    another process wrote in between, whatever the busy timeout; an immediate one waits its turn.
    """
    database.connect(reuse_if_open=True)
    mode = ("IMMEDIATE",) if isinstance(database.obj, SqliteDatabase) else ()
    try:
        with database.atomic(*mode):
            yield
    except OperationalError as error:
        raise first_cause(error) from error.__cause__


def is_reachable() -> bool:
    """Whether the database answers."""
    try:
        database.connect(reuse_if_open=True)
        database.execute_sql("SELECT 1")
    except OperationalError:
        return False
    return True
