"""`repeats`: open cases that may repeat another one (重复件), with the command that joins each; or one that is none."""

from __future__ import annotations

from datetime import datetime

import click

from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import case_of, office_of
from mailroom.commands.printing import print_json, print_table, say
from mailroom.commands.words import BECAUSE, at_option, by_option, json_option
from mailroom.desks import repeats as proposed_repeats


@click.command(cls=ChineseCommand)
@click.option("--refuse", metavar="编号", help="这一件不是重复件，不再提示，须写明 --because")
@click.option("--because", type=BECAUSE, help="为什么不是重复件，记入办理过程")
@by_option
@at_option
@json_option
@click.pass_context
def repeats(
    ctx: click.Context, refuse: str | None, because: str | None, by: str, at: datetime, as_json: bool
) -> None:
    """可能的重复件：在办的工单中同一诉求人、内容相近的，附并单的命令；是不是重复由人决定。"""
    office = office_of(ctx)
    if refuse and not because:
        raise click.UsageError("--refuse 须写明 --because 理由", ctx)
    if refuse and because:
        case = case_of(refuse)
        proposed_repeats.refuse(case, because, now=at, by=by)
        say(f"{case.case_no} 不是重复件，已记入办理过程，不再提示")
        return
    rows = [
        {
            "case_no": each.case.case_no,
            "into": each.into,
            "at": each.at,
            "because": each.because,
            "command": each.command,
        }
        for each in proposed_repeats.proposals(office, now=at)
    ]
    if as_json:
        for row in rows:
            print_json(row)
        return
    print_table(
        ("工单", "可能重复", "是重复的"), [(row["case_no"], row["because"], row["command"]) for row in rows]
    )
    say(f"共 {len(rows)} 件可能是重复件")
