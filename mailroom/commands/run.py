"""`run`: the daemon. It ends within ten seconds of SIGTERM or Ctrl-C, and loses nothing however it ends."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import click

from mailroom import roster
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import demonstrated, office_of
from mailroom.commands.once import clock_from
from mailroom.commands.printing import complain, say
from mailroom.office import china_now
from mailroom.rounds import Report, office_lock

log = logging.getLogger(__name__)

# A server that is silent holds its thread for up to a minute. After this the process ends all the same: every step
# is on disk before the next, and what was under way is taken up at the next start.
PATIENCE_SECONDS = 8.0
# A problem that lasts is said again after this, not at every look.
REPEAT_AFTER = timedelta(minutes=10)


@click.command(cls=ChineseCommand)
@click.pass_context
def run(ctx: click.Context) -> None:
    """常驻运行：有信就收，到时就办，能发就发。Ctrl-C 或 SIGTERM 后 10 秒内结束，不丢不重。"""
    played_to = demonstrated(ctx)
    clock = clock_from(played_to) if played_to else china_now
    office = office_of(ctx, servers=True, works=True)
    stop = threading.Event()
    with office_lock(office), ending_on_signals(stop):
        say(f"{office.settings.office.name}开始工作，日志在 {office.settings.logging.file or '标准错误'}")
        log.info("the office begins to work")
        roster.run(office, clock=clock, stop=stop, tell=Teller())
        log.info("the office ends its work")
        say("已结束")


@contextlib.contextmanager
def ending_on_signals(stop: threading.Event) -> Iterator[None]:
    """Set `stop` at SIGTERM or SIGINT; a second signal, or patience at its end, ends the process on the spot."""

    def end(*_: object) -> None:
        if stop.is_set():
            _leave()
        stop.set()
        timer = threading.Timer(PATIENCE_SECONDS, _leave)
        timer.daemon = True
        timer.start()

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave() -> None:
    log.warning("the office ends at once; what was under way is taken up at the next start")
    logging.shutdown()
    sys.stdout.flush()
    os._exit(0)


class Teller:
    """Prints what a look brought; a problem that lasts is not repeated at every look."""

    def __init__(self, say_it: Callable[[str], None] = say, complain_it: Callable[[str], None] = complain):
        self._say, self._complain = say_it, complain_it
        self._told: dict[str, datetime] = {}
        self._lock = (
            threading.Lock()
        )  # each mailbox, the duties and the outbox tell from threads of their own

    def __call__(self, report: Report) -> None:
        """Tell a report of the roster."""
        took, sent = report.intake, report.delivery
        parts = [
            f"收件 {took.received}" if took.received else "",
            f"重复 {took.duplicates}" if took.duplicates else "",
            f"待人工 {took.held}" if took.held else "",
            f"发出 {sent.sent}" if sent.sent else "",
            f"发送失败 {sent.failed}" if sent.failed else "",
            f"去向不明 {sent.unknown}" if sent.unknown else "",
        ]
        with self._lock:
            if any(parts):
                self._say(f"{report.at:%m-%d %H:%M:%S} " + "，".join(part for part in parts if part))
            for problem in filter(None, [*report.problems, took.waits, sent.waits]):
                self._problem(problem, report.at)

    def _problem(self, problem: str, at: datetime) -> None:
        # The same trouble says another time or count at each look; what is left without digits is the same.
        kind = "".join(char for char in problem if not char.isdigit())
        if kind not in self._told or at - self._told[kind] >= REPEAT_AFTER:
            self._told[kind] = at
            self._complain(f"{at:%m-%d %H:%M:%S} {problem}")
