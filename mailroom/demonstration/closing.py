"""What the demonstration says when it ends: where everything lies, and which commands to try next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from rich.cells import cell_len

from ledger import worklists
from mailroom.demonstration.picture import counts
from mailroom.demonstration.screen import day_words
from mailroom.demonstration.upper_platform import story_ends_at
from mailroom.office import Office


def closing_words(office: Office, folder: Path, now: datetime, *, program: str) -> Iterator[str]:
    """Lines to print; each command can be copied as it stands. `program`: how mailroom was called."""
    over = now >= story_ends_at(office.calendar)
    more = "预定的内容已演完；在终端上再运行，则每天接着来新件。" if over else "再次运行，从这里接着演。"
    yield ""
    yield f"演示停在 {day_words(now.date())} {now:%H:%M}。{more}"
    yield "  ".join(f"{name} {count}" for name, count in counts(now).items())
    yield ""
    yield "东西都在这里："
    yield from _columns(
        [
            ("发出的信", f"{folder / 'mailbox' / 'out'}（.eml，可用邮件软件打开）"),
            ("收到的信", f"{folder / 'mailbox' / 'filed'}"),
            ("原件存档", f"{folder / office.settings.archive_dir.name}"),
            ("台账", f"{folder / 'ledger.db'}"),
        ]
    )
    yield ""
    yield "接着可以试试："
    yield from _columns([(f"{program} -C {folder} {command}", why) for command, why in _commands()])
    yield f"重新来过：删除 {folder} 目录后再运行。"


def _commands() -> Iterator[tuple[str, str]]:
    yield "held", "看哪些事等人决定，为什么"
    for held in worklists.open_held():
        way = held.suggestions[0]["do"] if held.suggestions else ""
        if held.what == "dispatch" and way.startswith("held release "):
            yield way.replace("held release", f"held release {held.id}"), "替办公室分办一件，再运行演示看下文"
            break
    yield "cases --overdue", "看逾期的工单"
    yield "follow-ups", "看该回访哪些，哪些待研判"
    for row in worklists.open_dispatches()[:1]:
        yield f"case {row.case.case_no}", "看一件工单的全部卷宗"
    yield "ledger export 台账.xlsx", "导出台账"


def _columns(rows: list[tuple[str, str]]) -> Iterator[str]:
    """Two columns, the second aligned; Chinese characters are two cells wide."""
    width = max(cell_len(left) for left, _ in rows)
    for left, right in rows:
        yield f"  {left}{' ' * (width - cell_len(left))}  {right}"
