"""A Reading printed for a clerk: kind and reason, each value with where it stood, what is doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ledger.vocabulary import label
from parsers.as_json import as_json
from parsers.field_names import name_of, told
from parsers.reading import Reading


def print_reading(name: str, reading: Reading, console: Console | None = None) -> None:
    """Print what was read out of the file `name`."""
    console = console or Console(highlight=False, soft_wrap=False)
    record = as_json(reading)
    console.print(f"[bold]{escape(name)}[/bold]")
    console.print(f"类别：[bold cyan]{label('what', reading.what)}[/bold cyan]")
    console.print(f"依据：{escape(reading.why)}")
    found = record.pop("found", {})
    doubts = record.pop("doubts", [])
    table = Table(show_header=True, header_style="bold", expand=False)
    for heading in ("项目", "内容", "出处"):
        table.add_column(heading, overflow="fold")
    for path, value in _leaves({key: member for key, member in record.items() if key not in ("what", "why")}):
        where = found.get(path, "") if isinstance(found, Mapping) else ""
        table.add_row(name_of(path), escape(str(value)), escape(str(where)))
    if table.row_count:
        console.print(table)
    if isinstance(doubts, list) and doubts:
        console.print(f"[yellow]拿不准的地方（{len(doubts)} 处）：[/yellow]")
        for doubt in doubts:
            place = f"（{doubt['where']}）" if doubt.get("where") else ""
            console.print(
                f"  · {name_of(doubt['field'])}：{escape(doubt['because'])}{escape(place)}", soft_wrap=True
            )
    console.print()


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, member in value.items():
            yield from _leaves(member, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and any(isinstance(member, Mapping) for member in value):
        for i, member in enumerate(value):
            yield from _leaves(member, f"{path}.{i}")
    elif isinstance(value, list):
        yield path, "、".join(told(path, member) for member in value)
    else:
        yield path, told(path, value)
