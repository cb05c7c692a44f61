"""`supervise`: what a person does about supervision, or what came of a task; `tasks`: what is still to be done."""

from __future__ import annotations

from datetime import datetime

import click

from ledger import listings, supervising
from ledger.vocabulary import Way
from mailroom import resending
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import case_of, department_of, office_of
from mailroom.commands.printing import print_json, print_table, say
from mailroom.commands.rows import Row
from mailroom.commands.task_rows import paper_row, repeat_row, report_row, task_row
from mailroom.commands.words import (
    NAME,
    Sentence,
    Word,
    at_option,
    done_at_option,
    json_option,
    who,
)
from mailroom.desks import by_hand, repeats


@click.command(cls=ChineseCommand)
@click.argument("case_no", metavar="编号")
@click.option("--by", "way", type=Word("way"), required=True, help="怎样督办")
@click.option("--note", type=Sentence("情况"), required=True, help="对方怎样答复、现场怎样、为什么督办")
@click.option("--department", type=Sentence("单位"), help="哪个单位；不写则为主办单位")
@click.option("--who", type=NAME, default=who, help="谁办的；不写则取环境变量 MAILROOM_BY，再没有取登录账号")
@done_at_option
@click.pass_context
def supervise(
    ctx: click.Context, case_no: str, way: str, note: str, department: str | None, who: str, at: datetime
) -> None:
    """督办：记下电话、现场督办的结果；发督办通知书；报领导批示。"""
    office = office_of(ctx)
    named = department_of(department) if department else None
    say(by_hand.supervise(office, case_of(case_no), Way(way), note, now=at, by=who, department=named))


@click.command(cls=ChineseCommand)
@click.option("--way", type=Word("way"), help="只列这一种")
@click.option("--department", type=Sentence("单位"), help="只列这个单位的")
@at_option
@json_option
@click.pass_context
def tasks(ctx: click.Context, way: str | None, department: str | None, at: datetime, as_json: bool) -> None:
    """督办任务：要打的电话、要去的现场、要送的文书，待确认的重复件。"""
    office = office_of(ctx)
    named = department_of(department) if department else None
    found = supervising.open_tasks(Way(way) if way else None)
    found = [each for each in found if named is None or each.dispatch.department == named]
    asked = listings.petitioners_of(each.dispatch.case for each in found)
    rows = [task_row(each, asked.get(each.dispatch.case.id), at) for each in found]
    if way is None:
        papers = [each for each in listings.papers_to_deliver() if named in (None, each.department)]
        rows += [paper_row(each) for each in papers]
    if way is None and named is None:
        rows += [report_row(each) for each in resending.reports_wanted_again()]
        rows += [repeat_row(each) for each in repeats.proposals(office, now=at)]
    if as_json:
        for row in rows:
            print_json(row)
        return
    print_table(
        ("工单", "单位", "督办方式", "事由", "开始", "限办", "怎样办"),
        [
            (
                row["case_no"],
                row["department"],
                row["what"],
                row["because"],
                row["opened_at"],
                row["due_at"],
                _how(row),
            )
            for row in rows
        ],
    )
    for row in rows:
        if row["then"]:  # a line of its own can be copied; one in a table is broken up
            about = row["case_no"] or row["department"]
            say(f"  {about} 打印：{row['do']}")
            say(f"  {about} 送达以后：{row['then']}")
        if row["otherwise"]:
            say(f"  {row['case_no']} 是重复的：{row['do']}")
            say(f"  {row['case_no']} 不是的：{row['otherwise']}")
    say(f"共 {len(rows)} 项")


def _how(row: Row) -> str:
    if row["otherwise"]:
        return "由人确认，命令见表后"
    return "打印送达，命令见表后" if row["then"] else str(row["do"])
