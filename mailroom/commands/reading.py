"""`mailroom read`: what the office makes of a mail or document, without a ledger and without sending anything."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailroom.commands.chinese import ChineseCommand

if TYPE_CHECKING:
    from parsers.reading import Reading


@click.command(cls=ChineseCommand)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="文件...",
)
@click.option("--json", "as_lines", is_flag=True, help="每个文件输出一行 JSON")
def read(files: tuple[Path, ...], as_lines: bool) -> None:
    """读一封邮件（.eml、.msg）或一份材料（.docx、.xlsx……），说明读出了什么、依据在哪里、哪里拿不准。不需要建办公室，也不会发出任何东西。"""
    from parsers import read_document, read_mail

    for path in files:
        data = path.read_bytes()
        reading = read_mail(data) if path.suffix.lower() == ".eml" else read_document(path.name, data)
        if as_lines:
            from parsers.as_json import as_json

            sys.stdout.write(json.dumps(as_json(reading, str(path)), ensure_ascii=False) + "\n")
        else:
            _print(path.name, reading)
    sys.stdout.flush()


def _print(name: str, reading: Reading) -> None:
    from mailroom.commands.reading_table import print_reading

    print_reading(name, reading)
