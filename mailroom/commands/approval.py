"""`approve` and `reject`: letters that wait for a person, or for the outbox."""

from __future__ import annotations

from datetime import datetime

import click

from mailroom import approving
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import letter_of, office_of
from mailroom.commands.printing import complain, say
from mailroom.commands.words import at_option, because_option, by_option

# What a letter told stays as it is in the ledger; who rejects one of these kinds has more to do.
NOT_UNDONE = {
    "dispatch": (
        "{0} 的分办没有撤销，时限、催办照算：另行送达单位；要改派的先 mailroom send-back {0} --accept --because 理由，"
        "再 mailroom dispatch {0} --to 单位"
    ),
    "report": "{0} 仍记为已反馈，上级不会收到回复：须由人另行上报",
}


@click.command(cls=ChineseCommand)
@click.argument("key", metavar="信件编号")
@by_option
@at_option
@click.pass_context
def approve(ctx: click.Context, key: str, by: str, at: datetime) -> None:
    """批准一封待审批的信，下一轮发出。"""
    office_of(ctx)
    approving.approve(letter_of(key), now=at, by=by)
    say(f"已批准：{key}")


@click.command(cls=ChineseCommand)
@click.argument("key", metavar="信件编号")
@because_option
@by_option
@at_option
@click.pass_context
def reject(ctx: click.Context, key: str, because: str, by: str, at: datetime) -> None:
    """作废一封没有发出的信（待审批、待发、发送失败）：不再发，编号和字号保留。"""
    office_of(ctx)
    letter = letter_of(key)
    approving.reject(letter, because=because, now=at, by=by)
    say(f"已作废，不再发出：{key}")
    if letter.kind in NOT_UNDONE and letter.case is not None:
        complain(f"注意：{NOT_UNDONE[letter.kind].format(letter.case.case_no)}")
