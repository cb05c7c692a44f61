"""`supervise`: what a person does about supervision, or what came of a task; `tasks`: what is still to be done."""

from __future__ import annotations

import shlex
from datetime import datetime

import click

from generators.privacy import is_secret
from ledger import listings, supervising
from ledger.models import Petitioner, Supervision
from ledger.tasks import PAPER
from ledger.vocabulary import LetterState, Way, label
from ledger.worklists import letter_by_key
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import case_of, department_of, office_of
from mailroom.commands.printing import print_json, print_table, say
from mailroom.commands.rows import Row, masked
from mailroom.commands.words import (
    NAME,
    Sentence,
    Word,
    at_option,
    done_at_option,
    json_option,
    who,
)
from mailroom.desks import by_hand


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
    """督办任务：要打的电话、要去的现场、要送的文书。"""
    office_of(ctx)
    named = department_of(department) if department else None
    found = supervising.open_tasks(Way(way) if way else None)
    found = [each for each in found if named is None or each.dispatch.department == named]
    asked = listings.petitioners_of(each.dispatch.case for each in found)
    rows = [_row(each, asked.get(each.dispatch.case.id), at) for each in found]
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
                label("way", row["way"]),
                row["because"],
                row["opened_at"],
                row["due_at"],
                "打印送达，命令见表后" if row["then"] else row["do"],
            )
            for row in rows
        ],
    )
    for row in rows:
        if row["then"]:  # a line of its own can be copied; one in a table is broken up
            say(f"  {row['case_no']} 打印：{row['do']}")
            say(f"  {row['case_no']} 送达以后：{row['then']}")
    say(f"共 {len(rows)} 项")


def _row(task: Supervision, petitioner: Petitioner | None, at: datetime) -> Row:
    row = task.dispatch
    case = row.case
    return {
        "id": task.id,
        "case_no": case.case_no,
        "department": row.department.name,
        "role": row.role,
        "way": task.way,
        "cause": task.cause.partition("/")[0],
        "because": masked(task.because, case, petitioner),
        "opened_at": task.opened_at,
        "due_at": task.due_at,
        "overdue": task.due_at is not None and task.due_at < at,
        "letter": task.letter_key,
        "secret": is_secret(case),
        "do": _how(task),
        "then": _what_then(task),
    }


def _what_then(task: Supervision) -> str:
    """The command after the first, where there are two: what was printed is brought to somebody, and that written down."""
    if not _is_on_paper(task):
        return ""
    return f"mailroom supervise {task.dispatch.case.case_no} --by instruction --note 已送达"


def _is_on_paper(task: Supervision) -> bool:
    letter = letter_by_key(task.letter_key or "")
    return letter is not None and letter.state == LetterState.ON_PAPER


def _how(task: Supervision) -> str:
    """The command that does it, or that writes down that it was done; of a paper that is printed, the first of two."""
    number, key = task.dispatch.case.case_no, task.letter_key or ""
    if _is_on_paper(task):
        return f"mailroom letters save {shlex.quote(key)} 打印 --pdf"
    if task.way == Way.INSTRUCTION and not task.cause.startswith(PAPER):
        return f"mailroom instruct {number} --leader 姓名 --text 批示"
    return f"mailroom supervise {number} --by {task.way} --department {task.dispatch.department.name} --note 情况"
