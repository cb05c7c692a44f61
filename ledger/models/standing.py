"""What the office remembers of itself."""

from __future__ import annotations

from peewee import CharField, DateTimeField, IntegerField, TextField

from ledger.rows import Row


class Round(Row):
    """When the office last did a duty, by name: what is due since then is found from here."""

    name = CharField(unique=True)
    at = DateTimeField()
    note = TextField(default="")


class SchemaVersion(Row):
    """The number of the last migration that ran; one row."""

    version = IntegerField()
