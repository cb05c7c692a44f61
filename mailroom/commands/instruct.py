"""`instruct`: a leader's word about a case, typed in; it goes to the departments and to the inspection bureau."""

from __future__ import annotations

from datetime import datetime

import click

from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import case_of, department_of, office_of
from mailroom.commands.printing import say
from mailroom.commands.words import MOMENT, NAME, Sentence, by_option, done_at_option
from mailroom.desks.instructions import Word
from mailroom.desks.instructions import instruct as pass_on


@click.command(cls=ChineseCommand)
@click.argument("case_no", metavar="编号")
@click.option("--leader", type=NAME, required=True, help="谁批示的，如“李明副市长”")
@click.option("--text", type=Sentence("批示"), required=True, help="批示原文")
@click.option("--due", type=MOMENT, help="批示要求何时以前办结或报告；不写则按 instruction_report_days 计算")
@click.option("--on", type=MOMENT, help="哪天批示的；不写则为今天")
@click.option("--department", type=Sentence("单位"), help="只转这个单位；不写则转所有在办的单位")
@by_option
@done_at_option
@click.pass_context
def instruct(
    ctx: click.Context,
    case_no: str,
    leader: str,
    text: str,
    due: datetime | None,
    on: datetime | None,
    department: str | None,
    by: str,
    at: datetime,
) -> None:
    """登记领导批示：转给承办单位，同时连同材料移交督查部门；以后的进展随时函告督查部门，直至办结。"""
    office = office_of(ctx)
    case = case_of(case_no)
    word = Word(leader, text, (on or at).date(), due)
    named = department_of(department) if department else None
    for each in pass_on(office, case, word, now=at, by=by, department=named):
        whose = each.dispatch.department.name if each.dispatch else ""
        say(f"{case.case_no} 的批示已转{whose}，{each.due_at:%Y-%m-%d %H:%M} 前报告")
    if not office.settings.supervision.bureau_address:
        say("督查移交函待打印送达，见 mailroom tasks")
