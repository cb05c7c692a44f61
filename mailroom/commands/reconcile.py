"""`reconcile`: compare the servers with the post book now, by hand."""

from __future__ import annotations

from datetime import datetime

import click

from mailroom import reconciling
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import office_of
from mailroom.commands.printing import print_json, say
from mailroom.commands.words import at_option, json_option
from mailroom.rounds import office_lock


@click.command(cls=ChineseCommand)
@click.option("--days", type=click.IntRange(1, 3660), help="近多少天；不写则用 [outbox] reconcile_days")
@at_option
@json_option
@click.pass_context
def reconcile(ctx: click.Context, days: int | None, at: datetime, as_json: bool) -> None:
    """对账：服务器上的来件是否都已登记，已发的信是否都在“已发送”里。

    没有登记的来件当即补登；信只查对，不重发。有要看的返回 1。
    """
    office = office_of(ctx, servers=True, works=True)
    days = days or office.settings.outbox.reconcile_days or 30
    with office_lock(office):
        result = reconciling.reconcile_apart(office, now=at, days=days)
    if as_json:
        print_json({"at": at, "days": days, **vars(result)})
    else:
        say(result.sentence(days))
    ctx.exit(0 if result.agrees else 1)
