"""What a person does to a case by command: dispatch, send-back, close, withdraw, merge. Each takes --by and --at."""

from __future__ import annotations

from datetime import datetime

import click

from ledger.vocabulary import Role
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import case_of, department_of, office_of
from mailroom.commands.printing import say
from mailroom.commands.words import (
    BECAUSE,
    Sentence,
    because_option,
    by_option,
    done_at_option,
    not_against_option,
)
from mailroom.desks import decisions


@click.command(cls=ChineseCommand)
@click.argument("case_no", metavar="编号")
@click.option("--to", "lead", type=Sentence("单位"), required=True, help="主办单位（全称或简称）")
@click.option("--assist", multiple=True, type=Sentence("单位"), help="协办单位，可写几个 --assist")
@click.option("--redo", type=BECAUSE, help="已反馈或已办结的退回重办：原因，写进给单位的转办函")
@not_against_option
@by_option
@done_at_option
@click.pass_context
def dispatch(
    ctx: click.Context,
    case_no: str,
    lead: str,
    assist: tuple[str, ...],
    redo: str | None,
    not_against: str | None,
    by: str,
    at: datetime,
) -> None:
    """人工分办：把待分办的工单转给主办单位（和协办单位），转办函下一轮发出。"""
    office = office_of(ctx)
    case = case_of(case_no)
    names = [department_of(name).name for name in assist]
    rows = decisions.dispatch(
        office,
        case,
        department_of(lead).name,
        names,
        now=at,
        by=by,
        not_against=not_against or "",
        redo=redo or "",
    )
    for row in rows:
        role = "主办" if row.role == "lead" else "协办"
        provisional = "（暂定）" if row.provisional else ""
        say(
            f"{case.case_no} 已转{row.department.name}（{role}），{row.due_at:%Y-%m-%d %H:%M} 前反馈{provisional}"
        )


@click.command("send-back", cls=ChineseCommand)
@click.argument("case_no", metavar="编号")
@click.option("--accept", is_flag=True, help="同意退单")
@click.option("--refuse", is_flag=True, help="不同意退单")
@because_option
@by_option
@done_at_option
@click.pass_context
def send_back(
    ctx: click.Context, case_no: str, accept: bool, refuse: bool, because: str, by: str, at: datetime
) -> None:
    """退单的决定：同意则等待重新分办；不同意则原时限不变，书面告知承办单位理由。"""
    if accept == refuse:
        raise click.UsageError("--accept（同意）和 --refuse（不同意）须写一个，且只能写一个")
    office = office_of(ctx)
    case = case_of(case_no)
    if accept:
        row = decisions.grant_send_back(office, case, now=at, by=by, because=because)
        lead = row.role == Role.LEAD
        again = f"请重新分办：mailroom dispatch {case.case_no} --to 单位" if lead else "主办单位继续办理"
        say(f"{case.case_no} 已同意{row.department.name}退单，{again}")
    else:
        row = decisions.refuse_send_back(office, case, now=at, by=by, because=because)
        say(f"{case.case_no} 不同意退单，原时限 {row.due_at:%Y-%m-%d %H:%M} 不变")


@click.command(cls=ChineseCommand)
@click.argument("case_no", metavar="编号")
@click.option("--because", type=BECAUSE, help="没有回访记录时必填：为什么可以办结")
@by_option
@done_at_option
@click.pass_context
def close(ctx: click.Context, case_no: str, because: str | None, by: str, at: datetime) -> None:
    """办结一件已反馈的工单；没有回访记录的须写明理由。"""
    office = office_of(ctx)
    case = case_of(case_no)
    decisions.close(office, case, now=at, by=by, because=because or "")
    say(f"{case.case_no} 已办结")


@click.command(cls=ChineseCommand)
@click.argument("case_no", metavar="编号")
@because_option
@by_option
@done_at_option
@click.pass_context
def withdraw(ctx: click.Context, case_no: str, because: str, by: str, at: datetime) -> None:
    """撤回一件工单（上级撤回，或退回上级）；在办的单位会收到停止办理的通知。"""
    office = office_of(ctx)
    case = case_of(case_no)
    decisions.withdraw(office, case, now=at, by=by, because=because)
    say(f"{case.case_no} 已撤回")


@click.command(cls=ChineseCommand)
@click.argument("case_no", metavar="编号")
@click.option("--into", type=Sentence("编号"), required=True, help="并入哪一件")
@click.option("--because", type=BECAUSE, help="理由，不写则为“重复反映”；原件反馈以后才反映的须写")
@by_option
@done_at_option
@click.pass_context
def merge(ctx: click.Context, case_no: str, into: str, because: str | None, by: str, at: datetime) -> None:
    """并单：把重复件并入原件；在办的单位会收到通知。原件反馈以后又反映的，一般是新情况，照常办理。"""
    office = office_of(ctx)
    case, target = case_of(case_no), case_of(into)
    decisions.merge(
        office, case, target, now=at, by=by, because=because or "重复反映", insisted=bool(because)
    )
    say(f"{case.case_no} 已并入 {target.case_no}")
