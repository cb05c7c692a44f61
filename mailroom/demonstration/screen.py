"""The live table: one screen that shows the office at work, as wide and high as the terminal."""

from __future__ import annotations

from datetime import date

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from ledger.workdays import WEEKDAYS
from mailroom.demonstration.picture import Entry, Picture

WIDE = 130  # columns from which the panels stand side by side
STYLES = {"good": "green", "quiet": "bright_black", "look": "yellow", "bad": "bold red", "": ""}
COUNT_STYLES = {"待人工": "bold yellow", "逾期": "bold red", "上报": "bold green"}
HEAD_LINES, FRAME_LINES, FOOT_LINES = 2, 2, 1


def screen_of(picture: Picture, console: Console, *, office: str) -> RenderableType:
    """Return the whole screen, to be drawn on `console`."""
    size = console.size
    left = size.height - HEAD_LINES - FOOT_LINES - 1
    if size.width >= WIDE:
        upper = max((left - 2 * FRAME_LINES + 1) // 2, 3)
        lower = max(left - 2 * FRAME_LINES - upper, 3)
        heights = (upper, upper, lower, lower)
    else:
        rows = max(left - 4 * FRAME_LINES, 8)
        heights = _shares(rows, picture)
    panels = [
        _panel("收件：上级平台派单，承办单位回信", picture.mails, heights[0], "cyan"),
        _panel("发件：转办、催办、补正、上报", picture.letters, heights[1], "green", kind_first=True),
        _panel(f"待人工 {len(picture.waiting)} 条：拿不准的不擅自办", picture.waiting, heights[2], "yellow"),
        _panel(_due_title(picture.deadlines), picture.deadlines, heights[3], "red", when="%m-%d"),
    ]
    body: list[RenderableType] = list(panels)
    if size.width >= WIDE:
        body = [_side_by_side(*panels[:2]), _side_by_side(*panels[2:])]
    foot = Text(" Ctrl-C 结束；再次运行从此刻接着演。人名、电话、事情均为虚构。", style="bright_black")
    return Group(_head(picture, office), _counts(picture), *body, foot)


def _shares(rows: int, picture: Picture) -> tuple[int, int, int, int]:
    """How many rows each panel gets when they stand one below the other."""
    due = max(rows // 6, 2)
    waiting = max(rows // 4, 2)
    mails = (rows - due - waiting + 1) // 2
    return mails, rows - due - waiting - mails, waiting, due


def _head(picture: Picture, office: str) -> Table:
    line = Table.grid(expand=True)
    line.add_column(no_wrap=True)
    line.add_column(justify="right", no_wrap=True)
    now = picture.now
    line.add_row(
        Text(f" {office} · 演示", style="bold"),
        Text(f"{day_words(now.date())} {now:%H:%M} ", style="bold reverse"),
    )
    return line


def day_words(day: date) -> str:
    """2018年3月12日 周一."""
    return f"{day:%Y年%-m月%-d日} {WEEKDAYS[day.weekday()]}"


def _counts(picture: Picture) -> Text:
    line = Text(" ", no_wrap=True, overflow="ellipsis")
    for name, count in picture.counts.items():
        line.append(f"{name} ", style="bright_black")
        line.append(f"{count}", style=COUNT_STYLES.get(name, "bold") if count else "bright_black")
        line.append("   ")
    return line


def _due_title(deadlines: list[Entry]) -> str:
    late = sum(entry.tone == "bad" for entry in deadlines)
    return f"时限：逾期 {late} 件，即将到期 {len(deadlines) - late} 件"


def _panel(
    title: str,
    entries: list[Entry],
    rows: int,
    colour: str,
    *,
    kind_first: bool = False,
    when: str = "%m-%d %H:%M",
) -> Panel:
    """One framed list with exactly `rows` lines; `kind_first`: what it is stands before whom it goes to."""
    table = Table.grid(expand=True, padding=(0, 1))
    table.add_column(no_wrap=True, style="bright_black")
    plain = not any(entry.became for entry in entries)
    if kind_first:
        table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, max_width=24, overflow="ellipsis")
    table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
    if not kind_first and not plain:
        table.add_column(no_wrap=True, justify="right")
    for entry in entries[:rows]:
        style = STYLES[entry.tone]
        cells: list[str | Text] = [f"{entry.at:{when}}", entry.who, entry.about]
        if kind_first:
            cells.insert(1, Text(entry.became, style=style))
        elif not plain:
            cells.append(Text(entry.became, style=style))
        table.add_row(*cells)
    for _ in range(rows - len(entries)):
        table.add_row("")
    return Panel(table, title=title, title_align="left", border_style=colour, padding=(0, 1))


def _side_by_side(left: Panel, right: Panel) -> Table:
    pair = Table.grid(expand=True)
    pair.add_column(ratio=1)
    pair.add_column(ratio=1)
    pair.add_row(left, right)
    return pair
