"""`repeats`: open cases that may repeat another one (重复件), with the command that joins each."""

from __future__ import annotations

import re

import click

from ledger import repeats as ledger_repeats
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import office_of
from mailroom.commands.printing import print_json, print_table, say
from mailroom.commands.words import json_option

JOINS = re.compile(r"mailroom merge (\S+) --into (\S+)")


@click.command(cls=ChineseCommand)
@json_option
@click.pass_context
def repeats(ctx: click.Context, as_json: bool) -> None:
    """可能的重复件：在办的工单中同一诉求人、内容相近的，附并单的命令；是不是重复由人决定。"""
    office_of(ctx)
    rows = []
    for note in ledger_repeats.proposed():
        if joins := JOINS.search(note.because):
            why = note.because[len(ledger_repeats.NOTED) : joins.start()].partition("。是重复的")[0]
            row = {"case_no": joins[1], "into": joins[2], "at": note.at, "because": why, "command": joins[0]}
            rows.append(row)
    if as_json:
        for row in rows:
            print_json(row)
        return
    print_table(
        ("工单", "可能重复", "是重复的"),
        [(row["case_no"], row["because"], row["command"]) for row in rows],
    )
    say(f"共 {len(rows)} 件可能是重复件")
