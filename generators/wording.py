"""How the office writes dates, lists and titles. Official papers write 2018年3月12日, no leading zeros (GB/T 9704 7.3.5.4)."""

from __future__ import annotations

import re
from datetime import date, datetime

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
NEVER_FIRST = "”》）】、，。；：！？的"
NEVER_LAST = "“《（【"


def day_words(day: date) -> str:
    """Return 2018年3月12日."""
    return f"{day.year}年{day.month}月{day.day}日"


def month_day_words(day: date) -> str:
    """Return 3月12日, where the year goes without saying."""
    return f"{day.month}月{day.day}日"


def moment_words(moment: datetime) -> str:
    """Return 2018年3月15日17:00."""
    return f"{day_words(moment)}{moment:%H:%M}"


def deadline_words(due_at: datetime) -> str:
    """Return 2018年3月15日（星期四）17:00前."""
    return f"{day_words(due_at)}（{WEEKDAYS[due_at.weekday()]}）{due_at:%H:%M}前"


def short_deadline(due_at: datetime, now: date) -> str:
    """Return 3月15日17:00前, with the year where it is not this one: short enough for a subject."""
    year = "" if due_at.year == now.year else f"{due_at.year}年"
    return f"{year}{month_day_words(due_at)}{due_at:%H:%M}前"


def shortened(text: str, length: int) -> str:
    """Return `text` on one line, cut to `length` characters, the last being … where something was cut."""
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def lines_of(text: str) -> list[str]:
    """Return the paragraphs of a text that a citizen or a department wrote, without the empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def balanced(title: str, width: int = 20) -> str:
    """Break a title of more than `width` characters into lines of about equal length (GB/T 9704 7.3.1).

    No line begins with a closing mark or 的, and none ends with an opening one.
    """
    count = -(-len(title) // width)
    lines = []
    for left in range(count, 1, -1):
        cut = -(-len(title) // left)
        while cut < len(title) and title[cut] in NEVER_FIRST:
            cut += 1
        if cut > 1 and title[:cut].endswith(tuple(NEVER_LAST)):
            cut -= 1
        lines.append(title[:cut])
        title = title[cut:]
    return "\n".join(line for line in [*lines, title] if line)
