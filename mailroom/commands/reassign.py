"""`reassign`: the office takes a case from one department and gives it to another."""

from __future__ import annotations

from datetime import datetime

import click

from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import case_of, department_of, office_of
from mailroom.commands.printing import say
from mailroom.commands.words import Sentence, because_option, by_option, done_at_option, not_against_option
from mailroom.desks import reassignment


@click.command(cls=ChineseCommand)
@click.argument("case_no", metavar="编号")
@click.option("--to", type=Sentence("单位"), required=True, help="改由哪个单位办（全称或简称）")
@because_option
@click.option("--department", type=Sentence("单位"), help="改派哪个单位的；不写则为主办单位")
@not_against_option
@by_option
@done_at_option
@click.pass_context
def reassign(
    ctx: click.Context,
    case_no: str,
    to: str,
    because: str,
    department: str | None,
    not_against: str | None,
    by: str,
    at: datetime,
) -> None:
    """改派：把在办的工单收回来，改由别的单位办；原单位收到改派通知，新单位收到转办函。单位自己要退的用 send-back。"""
    office, case = office_of(ctx), case_of(case_no)
    old, new = reassignment.reassign(
        office,
        case,
        department_of(to).name,
        now=at,
        by=by,
        because=because,
        department=department_of(department).name if department else "",
        not_against=not_against or "",
    )
    provisional = "（暂定）" if new.provisional else ""
    say(
        f"{case.case_no} 已由{old.department.name}改派{new.department.name}，"
        f"{new.due_at:%Y-%m-%d %H:%M} 前反馈{provisional}"
    )
