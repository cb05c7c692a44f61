"""`routing`: what was learned from past dispatches (从以往分办中学习), and how far it can be trusted."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from ledger import history
from mailroom.commands.chinese import ChineseGroup
from mailroom.commands.desk import office_of
from mailroom.commands.printing import print_fields, print_json, say
from mailroom.commands.words import at_option, json_option
from mailroom.errors import MailroomError
from mailroom.office import Office


@click.group(cls=ChineseGroup, invoke_without_command=True)
@json_option
@click.pass_context
def routing(ctx: click.Context, as_json: bool) -> None:
    """从以往分办中学习：学了多少件、实测对了多少、把握线在哪里。不带子命令则列出。"""
    if ctx.invoked_subcommand is not None:
        return
    row = _state(office_of(ctx))
    if as_json:
        print_json(row)
        return
    print_fields(_told(row))


@routing.command()
@at_option
@click.pass_context
def train(ctx: click.Context, at: datetime) -> None:
    """马上学一次，不等夜里。件数不足的不学。"""
    from mailroom.routing.training import train as learn

    office = office_of(ctx)
    count, least = history.answered_count(), office.settings.routing.least_cases
    if count < least:
        raise MailroomError(f"已反馈的工单只有 {count} 件，满 {least} 件才学（[routing] least_cases）")
    learn(office, now=at)
    print_fields(_told(_state(office)))
    if not office.settings.routing.learn:
        say("[routing] learn 是关闭的，学到的不会用")


def _state(office: Office) -> dict[str, Any]:
    from mailroom.routing.model import FILE, load

    rules, model = office.settings.routing, load(office.settings.dir, history.ledger_print())
    row: dict[str, Any] = {
        "learn": rules.learn,
        "answered": history.answered_count(),
        "least_cases": rules.least_cases,
        "least_right": rules.least_right,
        "used": False,
        "departments": len(model.departments) if model else 0,
        "unusable": model is None and (office.settings.dir / FILE).exists(),
    }
    if model is None:
        return row | dict.fromkeys(("learned_at", "cases", "right", "bar", "right_above", "above"))
    row |= asdict(model.measure)
    return row | {"used": rules.learn and model.measure.above > 0 and row["right_above"] >= rules.least_right}


def _told(row: dict[str, Any]) -> list[tuple[str, Any]]:
    told: list[tuple[str, Any]] = [
        ("学习", "开" if row["learn"] else "关（[routing] learn）"),
        ("已反馈", f"{row['answered']} 件，满 {row['least_cases']} 件开始学"),
    ]
    if row["unusable"]:
        return [
            *told,
            ("上次学习", "办公目录里的 routing.npz 读不出，或不是从本办的台账学的，不用；满件数的夜里重新学"),
        ]
    if row["learned_at"] is None:
        return [*told, ("上次学习", "还没有学过")]
    above = (
        f"{row['above']:.1%}的工单在线上，其中{row['right_above']:.1%}是对的（要求{row['least_right']:.1%}）"
    )
    return [
        *told,
        (
            "上次学习",
            f"{row['learned_at'].replace('T', ' ')}，{row['cases']} 件，{row['departments']} 个单位",
        ),
        ("实测", f"留出的工单中{row['right']:.1%}是对的"),
        (
            "把握线",
            f"{row['bar']:.1%}：{above}" if row["above"] else "达不到要求，学到的只作参考，不自动转办",
        ),
        ("使用", "线上的自动转办，线下的列入待人工的建议" if row["used"] else "只作参考"),
    ]
