"""`attach`: documents that a person lays to a case go to the departments at work on it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from ledger.opening import transaction
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import case_of, office_of
from mailroom.commands.pages import read_file
from mailroom.commands.printing import say
from mailroom.commands.words import at_option, by_option
from mailroom.desks.amendments import attach as lay_to


@click.command(cls=ChineseCommand)
@click.argument("case_no", metavar="编号")
@click.argument("files", metavar="文件...", nargs=-1, required=True, type=click.Path(path_type=Path))
@by_option
@at_option
@click.pass_context
def attach(ctx: click.Context, case_no: str, files: tuple[Path, ...], by: str, at: datetime) -> None:
    """补发材料：把照片、文件发给在办的单位（如一封来件有几件工单，由人分清的照片）；保密件不可。"""
    office = office_of(ctx)
    case = case_of(case_no)
    documents = [(file.name, read_file(file)) for file in files]
    with transaction():
        done = lay_to(office, case, documents, now=at, by=by)
    for letter in done.letters:
        say(f"{case.case_no} 补发 {'、'.join(letter.documents)}，收件人 {'、'.join(letter.to)}")
