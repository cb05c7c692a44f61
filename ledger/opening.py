"""Open the ledger: SQLite beside the office, or PostgreSQL; bring its tables up to date."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from peewee import Database, OperationalError, PostgresqlDatabase, SqliteDatabase

from ledger.migrations import bring_up_to_date
from ledger.models import database
from ledger.outages import first_cause

# How long a transaction waits for another one before it gives up.
PATIENCE_SECONDS = 30
# The name of the lock that PostgreSQL gives to one transaction at a time; any number that no other program uses there.
_ONE_AT_A_TIME = 123452018


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
        pragmas = {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "busy_timeout": int(PATIENCE_SECONDS * 1000),
        }
        return SqliteDatabase(str(path), pragmas=pragmas)
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError(f"不认识的台账地址：{parts.scheme or url}（可用 sqlite:///… 或 postgresql://…）")
    names = {"host": parts.hostname, "port": parts.port, "user": parts.username, "password": parts.password}
    given: dict[str, Any] = {
        name: unquote(value) if isinstance(value, str) else value for name, value in names.items() if value
    }
    given |= dict(parse_qsl(parts.query))  # ?sslmode=verify-full&sslrootcert=… as libpq writes them
    return PostgresqlDatabase(unquote(parts.path.lstrip("/")), prefer_psycopg3=True, **given)


@contextlib.contextmanager
def transaction() -> Iterator[None]:
    """One transaction, all or nothing, and one at a time: what it looked at stays so until it has written.

    Else two mailboxes that bring the same mail at the same moment would make two cases of it. On PostgreSQL it takes a
    lock of our own, on SQLite the write lock at once (IMMEDIATE): a deferred SQLite transaction that reads first and
    writes later fails at once with "database is locked" where another process wrote in between, whatever the busy
    timeout; an immediate one waits its turn.
    """
    database.connect(reuse_if_open=True)
    sqlite = isinstance(database.obj, SqliteDatabase)
    outermost = not database.in_transaction()  # a rehearsal is one already, and keeps nobody waiting
    try:
        with database.atomic(*(("IMMEDIATE",) if sqlite else ())):
            if outermost and not sqlite:
                patience = f"{int(PATIENCE_SECONDS * 1000)}ms"
                database.execute_sql(
                    "SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock(%s)",
                    (patience, _ONE_AT_A_TIME),
                )
            yield
    except OperationalError as error:
        raise first_cause(error) from error.__cause__
