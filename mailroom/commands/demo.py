"""`demo`: a demonstration office with a simulated platform and departments, office time running fast."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime, timedelta

import click
from rich.console import Console
from rich.live import Live

from ledger.workdays import add_workdays
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import office_of
from mailroom.commands.printing import complain, say
from mailroom.demonstration.clock import office_time
from mailroom.demonstration.closing import closing_words
from mailroom.demonstration.performance import STEP, perform
from mailroom.demonstration.picture import picture_of
from mailroom.demonstration.plain_lines import Chronicle
from mailroom.demonstration.premises import furnish, prepare
from mailroom.demonstration.screen import screen_of
from mailroom.demonstration.upper_platform import BEGINS, story_ends_at
from mailroom.office import Office
from mailroom.rounds import Report, office_lock

SECONDS_AN_HOUR = 2.0  # of real time for an hour of the office's, at speed 1


@click.command(cls=ChineseCommand)
@click.option(
    "--speed",
    type=click.FloatRange(min=0),
    metavar="倍数",
    help="快慢：1 为每个工作小时约 2 秒，2 快一倍，0 不停顿；终端上默认 1，否则默认 0",
)
@click.option(
    "--days", type=click.IntRange(min=1), metavar="天数", help="从现在的演示时间起，演这么多个工作日就结束"
)
@click.option(
    "--until-done",
    is_flag=True,
    help="演完预定的 15 个工作日就结束（不在终端上运行、又没有写 --days 时也是如此）",
)
@click.option("--plain", is_flag=True, help="不用动态表格，逐行显示")
@click.pass_context
def demo(ctx: click.Context, speed: float | None, days: int | None, until_done: bool, plain: bool) -> None:
    """开一个演示用的办公室：模拟的上级平台派单，模拟的承办单位签收、反馈、退单、拖延，时间走得飞快。

    收发都在办公目录的 mailbox 文件夹里，不连任何服务器。Ctrl-C 结束；再次运行，从停下的时刻接着演。
    """
    live = sys.stdout.isatty() and not plain
    prepare(ctx.obj)
    office = office_of(ctx, works=True)
    furnish(office)
    if speed is None:
        speed = 1.0 if sys.stdout.isatty() else 0.0
    until = _until(office, days, until_done or (days is None and not sys.stdout.isatty()))
    stop = threading.Event()
    with _ending_on_signals(stop):
        # A second Ctrl-C breaks the step off; the next run does it again.
        with suppress(KeyboardInterrupt), office_lock(office):
            _play(office, until=until, seconds=_seconds_a_step(speed), live=live, stop=stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the last words are said whole
        for line in closing_words(office, ctx.obj, office_time() or BEGINS, program=sys.argv[0]):
            say(line)


@contextmanager
def _ending_on_signals(stop: threading.Event) -> Iterator[None]:
    """Set `stop` at Ctrl-C or SIGTERM, so that the step under way is finished; a second one is a KeyboardInterrupt."""

    def end(*_: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _until(office: Office, days: int | None, until_done: bool) -> datetime | None:
    """The office time at which to end; None: when somebody presses Ctrl-C."""
    ends = story_ends_at(office.calendar) if until_done else None
    if days is None:
        return ends
    start = office_time() or BEGINS
    begun = start.time() < office.hours.afternoon_end
    counted = add_workdays(start.date(), days - 1 if begun else days, office.calendar).due_at
    return min(counted, ends) if ends else counted


def _seconds_a_step(speed: float) -> float:
    return STEP / timedelta(hours=1) * SECONDS_AN_HOUR / speed if speed else 0.0


def _play(
    office: Office, *, until: datetime | None, seconds: float, live: bool, stop: threading.Event
) -> None:
    """Perform on a live table or line by line."""
    console = Console()
    table = Live(console=console, screen=True, auto_refresh=False) if live else None
    show = _on_table(office, console, table) if table else _in_lines(office)
    with table or nullcontext():
        perform(
            office,
            until=until,
            show=show,
            pause=lambda: stop.wait(seconds) if seconds else None,
            stop=stop.is_set,
        )


def _on_table(office: Office, console: Console, table: Live) -> Callable[[datetime, Report], None]:
    def show(now: datetime, report: Report) -> None:
        picture = picture_of(office, now, rows=console.size.height)
        table.update(screen_of(picture, console, office=office.settings.office.name), refresh=True)

    return show


def _in_lines(office: Office) -> Callable[[datetime, Report], None]:
    chronicle = Chronicle(office, say)

    def show(now: datetime, report: Report) -> None:
        chronicle.tell(now)
        for problem in report.problems:
            complain(problem)

    return show
