"""`preview`: what a round would post, to whom; nothing changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from ledger.vocabulary import LetterState, label
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import office_of
from mailroom.commands.printing import complain, print_json, print_table, say
from mailroom.commands.rows import letter_rows
from mailroom.commands.words import at_option, json_option
from mailroom.previewing import preview as rehearse


@click.command(cls=ChineseCommand)
@at_option
@json_option
@click.pass_context
def preview(ctx: click.Context, at: datetime, as_json: bool) -> None:
    """预览这个时间的一轮会拟发哪些信、发给谁（服务器上还没收的来件也算），不改动任何东西。"""
    office = office_of(ctx, servers=True)
    seen = rehearse(office, at=at)
    rows = letter_rows([*seen.waiting, *seen.letters], seen.asked)
    if as_json:
        for row in rows:
            print_json(row)
    else:
        fresh = {each.key for each in seen.letters}
        print_table(
            ("编号", "种类", "收件人", "主题", "附件", ""),
            [_line(row, _how_it_stands(row, fresh)) for row in rows],
        )
        took = seen.report.intake
        say(
            f"{at:%Y-%m-%d %H:%M} 的一轮：收件 {took.received}（重复 {took.duplicates}，待人工 {took.held}），"
            f"新拟 {len(seen.letters)} 封，已在待发、待打印 {len(seen.waiting)} 封。以上均未真正执行。"
        )
    for problem in seen.report.problems:
        complain(problem)
    if seen.report.problems:
        ctx.exit(1)


def _how_it_stands(row: dict[str, Any], fresh: set[str]) -> str:
    if row["state"] == LetterState.ON_PAPER:
        return "新拟，待打印送达" if row["key"] in fresh else "待打印送达"
    return "新拟" if row["key"] in fresh else "已在待发"


def _line(row: dict[str, Any], note: str) -> tuple[Any, ...]:
    return (
        row["key"],
        label("letter_kind", row["kind"]),
        [*row["to"], *row["cc"]],
        row["subject"],
        row["documents"],
        note,
    )
