"""The live table: one screen that shows the office at work, as wide and high as the terminal."""

from __future__ import annotations

import re
from datetime import date

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from ledger.workdays import WEEKDAYS
from mailroom.demonstration.picture import Entry, Picture

WIDE = 180  # columns from which the panels stand side by side
STYLES = {"good": "green", "quiet": "bright_black", "look": "yellow", "bad": "bold red", "": ""}
COUNT_STYLES = {"待人工": "bold yellow", "逾期": "bold red", "上报": "bold green"}
OTHER_LINES = 4  # title, counters, foot, and one to spare: a screen written to its last line scrolls
FRAME_LINES = 2
# Room is short: a matter's title tells more than its number, which the commands show.
NUMBERS = re.compile(
    r"(?:[A-Z]{1,4}-\d{4}-\d{6}-[0-9A-Z]|\b(?:SD)?\d{18}\b)\s*|（[A-Z]{1,4}-\d{4}-\d{6}-[0-9A-Z]）"
)


def screen_of(picture: Picture, console: Console, *, office: str) -> RenderableType:
    """Return the whole screen, to be drawn on `console`."""
    wide = console.size.width >= WIDE
    mails, letters, waiting, due = _heights(console.size.height - OTHER_LINES, wide)
    panels = (
        _mails(picture, mails),
        _letters(picture, letters),
        _waiting(picture, waiting),
        _deadlines(picture.deadlines, due),
    )
    body = [_side_by_side(*panels[:2]), _side_by_side(*panels[2:])] if wide else panels
    foot = Text(" Ctrl-C 结束；再次运行从此刻接着演。人名、电话、事情均为虚构。", style="bright_black")
    return Group(_head(picture, office), _counts(picture), *body, foot)


def _heights(lines: int, wide: bool) -> tuple[int, int, int, int]:
    """How many rows each panel gets: two beside two, or all four one below the other."""
    if wide:
        rows = max(lines - 2 * FRAME_LINES, 6)
        upper = (rows + 1) // 2
        return upper, upper, rows - upper, rows - upper
    rows = max(lines - 4 * FRAME_LINES, 8)
    due, waiting = max(rows // 6, 2), max(rows // 4, 2)
    mails = (rows - due - waiting + 1) // 2
    return mails, rows - due - waiting - mails, waiting, due


def _head(picture: Picture, office: str) -> Table:
    line = Table.grid(expand=True)
    line.add_column(no_wrap=True)
    line.add_column(justify="right", no_wrap=True)
    now = picture.now
    line.add_row(
        Text(f" {office} · 演示", style="bold"),
        Text.assemble((f" {day_words(now.date())} {now:%H:%M} ", "bold reverse")),
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


# --- the four panels ----------------------------------------------------------------------------------------------


def _mails(picture: Picture, rows: int) -> Panel:
    cells = [[_moment(each, picture), _who(each), _matter(each), _became(each)] for each in picture.mails]
    return _panel("收件：上级平台派单，承办单位回信", "cyan", cells, rows, last_right=True)


def _letters(picture: Picture, rows: int) -> Panel:
    cells = [[_moment(each, picture), _became(each), _who(each), _matter(each)] for each in picture.letters]
    return _panel("发件：转办、催办、补正、上报", "green", cells, rows)


def _waiting(picture: Picture, rows: int) -> Panel:
    cells = [[_moment(each, picture), _who(each), Text(each.about)] for each in picture.waiting]
    return _panel(f"待人工 {len(cells)} 条：拿不准的不擅自办", "yellow", cells, rows)


def _deadlines(entries: list[Entry], rows: int) -> Panel:
    late = sum(entry.tone == "bad" for entry in entries)
    title = f"时限：逾期 {late} 件，即将到期 {len(entries) - late} 件"
    cells = [[_became(each), _who(each), Text(each.about)] for each in entries]
    return _panel(title, "red", cells, rows)


def _moment(entry: Entry, picture: Picture) -> Text:
    """When; what happened just now stands out."""
    return Text(f"{entry.at:%m-%d %H:%M}", style="reverse" if entry.at == picture.now else "bright_black")


def _who(entry: Entry) -> Text:
    return Text(entry.who)


def _matter(entry: Entry) -> Text:
    return Text(NUMBERS.sub("", entry.about))


def _became(entry: Entry) -> Text:
    return Text(NUMBERS.sub("", entry.became), style=STYLES[entry.tone])


def _panel(title: str, colour: str, cells: list[list[Text]], rows: int, *, last_right: bool = False) -> Panel:
    """A framed list with exactly `rows` lines, so that nothing jumps. The matter's column gives way, the others do not."""
    table = Table.grid(expand=True, padding=(0, 1))
    width = len(cells[0]) if cells else 1
    matter = width - 2 if last_right else width - 1
    for place in range(width):
        right = last_right and place == width - 1
        table.add_column(
            no_wrap=True,
            overflow="ellipsis",
            ratio=1 if place == matter else None,
            max_width=None if place == matter or right else 24,
            justify="right" if right else "left",
        )
    for line in cells[:rows]:
        table.add_row(*line)
    for _ in range(rows - len(cells)):
        table.add_row("")
    return Panel(table, title=title, title_align="left", border_style=colour, padding=(0, 1))


def _side_by_side(left: Panel, right: Panel) -> Table:
    pair = Table.grid(expand=True)
    pair.add_column(ratio=1)
    pair.add_column(ratio=1)
    pair.add_row(left, right)
    return pair
