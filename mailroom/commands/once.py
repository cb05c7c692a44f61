"""`once`: one full round, for cron, for tests, for catching up."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import click

from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import demonstrated, office_of
from mailroom.commands.printing import complain, print_json, say
from mailroom.commands.words import MOMENT, json_option
from mailroom.office import china_now
from mailroom.rounds import Report, office_lock, one_round


@click.command(cls=ChineseCommand)
@click.option(
    "--at",
    type=MOMENT,
    help="当作现在是这个时间，如 2018-03-12T10:00；不写则为现在（演示的办公目录为演到的时间）",
)
@json_option
@click.pass_context
def once(ctx: click.Context, at: datetime | None, as_json: bool) -> None:
    """做一轮：收下全部来件，办完上一轮以来到时的事，把信发出去。

    有来件待人工不算失败（用 held 查看）；信箱、发信出了问题，或有信发送失败、去向不明，返回 1。
    """
    clock = clock_from(at or demonstrated(ctx))
    office = office_of(ctx, servers=True, works=True)
    with office_lock(office):
        mailboxes, courier = office.make_mailboxes(), office.make_courier()
        try:
            report = one_round(office, mailboxes, courier, clock=clock, pause=time.sleep)
        finally:
            for mailbox in mailboxes:
                mailbox.close()
            courier.close()
    row = report_row(report)
    if as_json:
        print_json(row)
    else:
        say(sentence_of(row))
    for problem in report.problems:
        complain(problem)
    for state, what in (("failed", "封信发送失败"), ("unknown", "封信去向不明")):
        if row[state]:
            complain(f"{row[state]} {what}，请看 mailroom held 和 mailroom letters --state {state}")
    if report.problems or row["failed"] or row["unknown"]:
        ctx.exit(1)


def clock_from(at: datetime | None) -> Callable[[], datetime]:
    """A clock that begins at `at` and goes on with the time that really passes; without `at`, the real one."""
    if at is None:
        return china_now
    begun = time.monotonic()
    return lambda: at + timedelta(seconds=time.monotonic() - begun)


def report_row(report: Report) -> dict:
    """A round as the object that `--json` prints."""
    return {
        "at": report.at,
        "received": report.intake.received,
        "duplicates": report.intake.duplicates,
        "held": report.intake.held,
        "filed": report.intake.filed,
        "posted": report.posted,
        "sent": report.delivery.sent,
        "failed": report.delivery.failed,
        "unknown": report.delivery.unknown,
    }


def sentence_of(row: dict) -> str:
    """A round in one line."""
    return (
        f"{row['at']:%Y-%m-%d %H:%M} 收件 {row['received']}（重复 {row['duplicates']}，待人工 {row['held']}），"
        f"归档 {row['filed']}，拟发 {row['posted']}，发出 {row['sent']}"
    )
