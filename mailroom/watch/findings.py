"""What `check` tells of alarms: those that are open, and whether anybody is written to."""

from __future__ import annotations

from collections.abc import Iterator

from config.settings import Settings
from generators.wording import moment_words
from ledger import alarms
from mailroom.finding import FINE, MIND, Finding
from mailroom.watch.alarms import name_of


def check_alarms(settings: Settings) -> Iterator[Finding]:
    """Every alarm that is open, with its own advice; an open one ends by itself at the office's next look."""
    rows = alarms.open_alarms()
    for row in rows:
        yield Finding(MIND, "告警", f"{name_of(row)}（{moment_words(row.since)}起）：{row.sentence}")
    if not rows:
        yield Finding(FINE, "告警", "没有未解除的告警")
    if not settings.watch.administrator:
        advice = "在 [watch] administrator 写管理员的邮箱"
        yield Finding(MIND, "告警", "没有写管理员邮箱，系统自身出故障时不会有人收到信", advice)
