"""`letters numbers`: the register of the numbers that papers carry (发文登记簿)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ledger import listings, numbering
from ledger.models import DocumentNumber
from ledger.vocabulary import label
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import office_of
from mailroom.commands.pages import replace_file
from mailroom.commands.printing import complain, print_json, print_table, say
from mailroom.commands.words import SheetFile, at_option, json_option


@click.command(cls=ChineseCommand)
@click.option("--year", type=click.IntRange(2000, 2999), help="哪一年，默认今年")
@click.option("--save", "file", metavar="文件.xlsx", type=SheetFile(".xlsx"), help="另存为表格")
@at_option
@json_option
@click.pass_context
def numbers(ctx: click.Context, year: int | None, file: Path | None, at: datetime, as_json: bool) -> None:
    """发文登记簿：一年中编过的发文字号，作废的也在，写明原因；有缺号则报出。"""
    office = office_of(ctx)
    year = year or at.year
    given = numbering.numbers_given(year)
    rows = [_row(number) for number in given]
    if file is not None:
        from generators.numbers_sheet import numbers_sheet  # openpyxl takes 0.8 s to import

        replace_file(file, numbers_sheet(rows, year, head=office.head, exported_on=at.date()))
        say(f"已存 {file}，共 {len(rows)} 号")
    elif as_json:
        for row in rows:
            print_json(row)
    else:
        print_table(
            ("发文字号", "编号日期", "文书", "发往", "状态", "作废原因"),
            [
                tuple(row[name] for name in ("number", "given_at", "title", "to", "state", "void_because"))
                for row in rows
            ],
        )
        say(f"{year} 年共 {len(rows)} 号")
    if missing := numbering.numbers_missing(given):
        complain(f"缺号：{'、'.join(missing)}（台账被改动过，或恢复的备份不全）")
        ctx.exit(1)


def _row(number: DocumentNumber) -> dict[str, Any]:
    """A line of the register: void where the paper was not sent, else as far as its letters are."""
    letters = listings.letters_under(number.key)
    states = dict.fromkeys(label("letter_state", letter.state) for letter in letters)
    return {
        "number": number.text,
        "given_at": number.given_at,
        "kind": number.key.partition("/")[0],
        "key": number.key,
        "title": number.title,
        "to": list(dict.fromkeys(address for letter in letters for address in letter.to)),
        "state": "作废" if number.void_because else "、".join(states),
        "void_because": number.void_because,
    }
