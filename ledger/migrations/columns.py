"""Columns changed in a ledger that holds rows: in place on PostgreSQL, by a new table on SQLite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from peewee import Database, SqliteDatabase


def make_text(database: Database, table: str, columns: Sequence[str]) -> None:
    """Make columns of at most 255 characters as long as one likes; changes nothing where they are already."""
    if isinstance(database, SqliteDatabase):
        _rebuild(database, table, {f'"{name}" VARCHAR(255)': f'"{name}" TEXT' for name in columns})
        return
    changes = ", ".join(f'ALTER COLUMN "{name}" TYPE TEXT' for name in columns)
    database.execute_sql(f'ALTER TABLE "{table}" {changes}')


def add_columns(database: Database, table: str, columns: Mapping[str, str]) -> None:
    """Add columns (name → type of SQL), empty in the rows there are; changes nothing where they are already."""
    known = {column.name for column in database.get_columns(table)}
    for name, kind in columns.items():
        if name not in known:
            database.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{name}" {kind}')


def _rebuild(database: Database, table: str, changes: dict[str, str]) -> None:
    """Make the table anew with other words in its definition. Only for one that no other refers to: SQLite can't
    change a column, and dropping a table that is referred to breaks the references.
    """
    find = "SELECT sql FROM sqlite_master WHERE type = ? AND tbl_name = ? AND sql IS NOT NULL"
    ((old,),) = database.execute_sql(find, ("table", table)).fetchall()
    indexes = [sql for (sql,) in database.execute_sql(find, ("index", table)).fetchall()]
    new = old
    for before, after in changes.items():
        new = new.replace(before, after)
    if new == old:
        return
    database.execute_sql(new.replace(f'"{table}"', f'"{table}_new"', 1))
    database.execute_sql(f'INSERT INTO "{table}_new" SELECT * FROM "{table}"')
    database.execute_sql(f'DROP TABLE "{table}"')
    database.execute_sql(f'ALTER TABLE "{table}_new" RENAME TO "{table}"')
    for index in indexes:
        database.execute_sql(index)
