"""`check`: is everything there that the office works with? Each line 正常, 注意 or 故障, with what to do."""

from __future__ import annotations

import os

import click

from config import settings as configuration
from mailroom.checks import look_round
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import now_of, office_of
from mailroom.commands.printing import console, print_json, shown
from mailroom.commands.words import json_option
from mailroom.finding import FAULT, FINE, MIND, Finding
from mailroom.office import Office
from mailroom.telling import sentence_about

COLOURS = {FINE: "green", MIND: "yellow", FAULT: "red"}


@click.command(cls=ChineseCommand)
@click.option("--try", "trying", is_flag=True, help="登录被拒绝过、已停止登录的账号，也再试一次")
@json_option
@click.pass_context
def check(ctx: click.Context, trying: bool, as_json: bool) -> None:
    """检查配置、信箱、发信、目录、台账、名录、告警、磁盘、时钟、日历、模板、字体、LibreOffice、解压、文字识别。

    每行为 正常、注意 或 故障，后两种附处理办法。有故障返回 1，配置有误返回 2。
    """
    settings = configuration.load(ctx.obj, os.environ)
    counts = {FINE: 0, MIND: 0, FAULT: 0}
    for finding in look_round(settings, lambda: _open(ctx), now=now_of(ctx), trying=trying):
        counts[finding.level] += 1
        _print(finding, as_json)
    if not as_json:
        click.echo("，".join(f"{level} {count} 项" for level, count in counts.items()))
    if counts[FAULT]:
        click.echo(f"有 {counts[FAULT]} 项故障，处理后再运行 mailroom check", err=True)
        ctx.exit(1)


def _open(ctx: click.Context) -> Office | str:
    """The office, or the sentence why it can't be opened: here a finding like any other."""
    try:
        return office_of(ctx, servers=True)
    except Exception as error:
        return sentence_about(error)


def _print(finding: Finding, as_json: bool) -> None:
    if as_json:
        print_json(vars(finding))
        return
    line = console()
    line.print(finding.level, style=COLOURS[finding.level], end=" ")
    advice = f" → {finding.advice}" if finding.advice else ""
    line.print(shown(f"{finding.subject}：{finding.sentence}{advice}"), markup=False, soft_wrap=True)
