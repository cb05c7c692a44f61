"""Printing: JSON lines for programs, tables for people. What a stranger wrote can't move the cursor or paint."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDE = 200  # columns where the output is no terminal: a file or a pipe has no edge to break lines at


def print_json(row: dict[str, Any]) -> None:
    """Print one object on one line; moments and days as ISO 8601."""
    click.echo(json.dumps(row, ensure_ascii=False, default=_plain))


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def shown(value: Any) -> str:
    """A value as a person reads it: moments to the minute, yes and no, nothing as a gap; no control characters."""
    if value is None or value is False:
        return ""
    if value is True:
        return "是"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, list | tuple):
        return "、".join(shown(each) for each in value)
    return "".join(char if char.isprintable() or char == "\n" else " " for char in str(value))


def print_table(
    headings: Sequence[str], rows: Iterable[Sequence[Any]], *, whole: int = 1, title: str = ""
) -> None:
    """Print a table; the first `whole` columns (numbers, keys) are never broken."""
    table = Table(title=Text(title) if title else None, title_justify="left", header_style="bold")
    for place, heading in enumerate(headings):
        table.add_column(heading, no_wrap=place < whole, overflow="fold")
    for row in rows:
        table.add_row(*(Text(shown(value).replace("\n", " ")) for value in row))
    console().print(table)


def print_fields(pairs: Iterable[tuple[str, Any]]) -> None:
    """Print name and value, a line each; what is empty is left out."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="bold")
    grid.add_column(overflow="fold")
    for name, value in pairs:
        if shown(value):
            grid.add_row(name, Text(shown(value)))
    console().print(grid)


def say(sentence: str) -> None:
    """Print a sentence."""
    click.echo(shown(sentence))


def complain(sentence: str) -> None:
    """Print a sentence on stderr: something needs a person."""
    click.echo(shown(sentence), err=True)


def console() -> Console:
    """The console as it is now: a terminal with its width, or a pipe without."""
    return Console(width=None if sys.stdout.isatty() else WIDE, highlight=False)
