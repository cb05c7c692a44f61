"""`extend`: more time for an assignment, or none."""

from __future__ import annotations

from datetime import datetime

import click

from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import case_of, department_of, office_of
from mailroom.commands.printing import say
from mailroom.commands.words import BECAUSE, Sentence, because_option, by_option, done_at_option
from mailroom.desks import extensions


@click.command(cls=ChineseCommand)
@click.argument("case_no", metavar="编号")
@click.option(
    "--grant", "days", type=click.IntRange(1, 250), metavar="天数", help="同意，延长几个工作日，从原时限起算"
)
@click.option("--refuse", is_flag=True, help="不同意，原时限不变")
@because_option
@click.option("--department", type=Sentence("单位"), help="哪个单位的延期；有几个单位在办而看不出的须写明")
@click.option(
    "--exception", type=BECAUSE, help="不合规定（已过期、再次申请、超过最长天数）而仍同意的：谁批准、为什么"
)
@click.option(
    "--past-upper", type=BECAUSE, help="新时限可以晚于上级时限的：理由；不写则至多延到上级时限前半个工作日"
)
@by_option
@done_at_option
@click.pass_context
def extend(
    ctx: click.Context,
    case_no: str,
    days: int | None,
    refuse: bool,
    because: str,
    department: str | None,
    exception: str | None,
    past_upper: str | None,
    by: str,
    at: datetime,
) -> None:
    """延期的决定：同意则从原时限起加几个工作日，不同意则原时限不变；都书面批复承办单位。电话里提出的也用它。"""
    if (days is None) != refuse:
        raise click.UsageError("--grant 天数（同意）和 --refuse（不同意）须写一个，且只能写一个")
    office, case = office_of(ctx), case_of(case_no)
    name = department_of(department).name if department else ""
    if days is None:
        wish = extensions.refuse(office, case, now=at, by=by, because=because, department=name)
        due = wish.dispatch.due_at
        say(f"{case.case_no} 不同意{wish.dispatch.department.name}延期，原时限 {due:%Y-%m-%d %H:%M} 不变")
        return
    wish = extensions.grant(
        office,
        case,
        days,
        now=at,
        by=by,
        because=because,
        department=name,
        exception=exception or "",
        past_upper=past_upper or "",
    )
    row = wish.dispatch
    provisional = "（暂定）" if row.provisional else ""
    say(
        f"{case.case_no} 已同意{row.department.name}延期 {days} 个工作日："
        f"{wish.due_before:%Y-%m-%d %H:%M} → {row.due_at:%Y-%m-%d %H:%M}{provisional}"
    )
