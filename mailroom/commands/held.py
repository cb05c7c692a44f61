"""`held`: the holding pen. What waits for a person, why, and the person's decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ledger import worklists
from ledger.models import Held
from ledger.vocabulary import MailState, label
from mailroom import releasing
from mailroom.commands.chinese import ChineseGroup
from mailroom.commands.desk import (
    case_of,
    department_of,
    held_of,
    office_of,
    office_with_servers_if_known,
)
from mailroom.commands.pages import reading_fields, save_original
from mailroom.commands.printing import complain, print_fields, print_json, print_table, say
from mailroom.commands.rows import held_row
from mailroom.commands.words import (
    BECAUSE,
    Sentence,
    at_option,
    because_option,
    by_option,
    done_at_option,
    json_option,
    not_against_option,
)
from mailroom.errors import Temporary
from mailroom.office import Office


@click.group(cls=ChineseGroup, invoke_without_command=True)
@json_option
@click.pass_context
def held(ctx: click.Context, as_json: bool) -> None:
    """待人工：系统拿不准的来件、工单和信件，附原因和建议。不带子命令则列出全部待处理的。"""
    if ctx.invoked_subcommand is not None:
        return
    office_of(ctx)
    rows = [held_row(each) for each in worklists.open_held()]
    if as_json:
        for row in rows:
            print_json(row)
        return
    print_table(
        ("号", "时间", "读作", "原因", "建议", "来自"),
        [
            (row["id"], row["since"], _what(row), row["because"], _first(row), row["from"] or row["case_no"])
            for row in rows
        ],
    )
    say(f"共 {len(rows)} 条。查看：mailroom held show 号；放行：mailroom held release 号")


def _what(row: dict[str, Any]) -> str:
    return {
        "dispatch": "待分办",
        "letter": "信件",
        "report": "待上报",
        "verdict": "待研判",
        "liaison": "联系表催报",
        "notice": "通报待审批",
        "dissolved": "单位撤并",
    }.get(row["what"]) or label("what", row["what"])


def _first(row: dict[str, Any]) -> str:
    """The first way out, with what is to be looked at before it is taken."""
    return "{do}（{why}）".format(**row["suggestions"][0]) if row["suggestions"] else ""


@held.command()
@click.argument("number", metavar="号", type=int)
@click.option(
    "--save",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="目录",
    help="把来件原件存到这个目录，供核对；取件人记入办理过程或日志",
)
@by_option
@at_option
@click.pass_context
def show(ctx: click.Context, number: int, save: Path | None, by: str, at: datetime) -> None:
    """查看一条：原因、全部建议、已读出的内容（姓名、电话已隐去）。"""
    office = office_of(ctx)
    entry = held_of(number)
    row = held_row(entry)
    print_fields(
        [
            ("号", row["id"]),
            ("状态", label("held_state", entry.state)),
            ("时间", row["since"]),
            ("读作", _what(row)),
            ("原因", row["because"]),
            ("工单", row["case_no"]),
            ("信件", row["letter"]),
            ("发件人", row["from"]),
            ("主题", row["subject"]),
            ("邮件号", row["message_id"]),
            ("处理", entry.settled_because and f"{entry.settled_by}：{entry.settled_because}"),
        ]
    )
    for place, each in enumerate(row["suggestions"], 1):
        say(f"  建议{place}：{each['do']}（{each['why']}）")
    _print_reading(office, entry)
    if save is not None:
        for path in save_original(office, entry, save, by=by, now=at):
            say(f"已存 {path}")


def _print_reading(office: Office, entry: Held) -> None:
    """What was read so far; a mail that was never fetched has nothing to show."""
    if entry.mail is None or not entry.mail.sha256:
        return
    try:
        reading = releasing.read_again(office, entry.mail)
    except Temporary as error:
        complain(str(error))
        return
    if entry.what == "other" != reading.what:  # a desk knew better: what decided the reading does not hold
        reading = replace(reading, why="")
    print_fields(reading_fields(reading, entry.case))


@held.command()
@click.argument("number", metavar="号", type=int)
@click.option(
    "--as", "what", type=click.Choice(releasing.RELEASABLE), metavar="读作", help="当作什么来件：" + "、".join(
        f"{each}（{label('what', each)}）" for each in releasing.RELEASABLE
    )
)  # fmt: skip
@click.option(
    "--case", "numbers", multiple=True, type=Sentence("编号"), help="是哪一件工单的来件；几件的，可写几个"
)
@click.option("--department", type=Sentence("单位"), help="转给哪个单位，或来自哪个单位（全称或简称）")
@not_against_option
@click.option("--not-secret", type=BECAUSE, help="保密存疑、看过原件并没有人要求保密的：理由，记入办理过程")
@by_option
@done_at_option
@click.pass_context
def release(
    ctx: click.Context,
    number: int,
    what: str | None,
    numbers: tuple[str, ...],
    department: str | None,
    not_against: str | None,
    not_secret: str | None,
    by: str,
    at: datetime,
) -> None:
    """放行一条：来件按原来的路重走一遍，加上人的决定。"""
    office = office_with_servers_if_known(ctx)
    entry = held_of(number)
    state = releasing.release(
        office,
        entry,
        now=at,
        by=by,
        what=what or "",
        case_nos=list(dict.fromkeys(case_of(each).case_no for each in numbers)),
        department=department_of(department).name if department else "",
        not_against=not_against or "",
        not_secret=not_secret or "",
    )
    if state == MailState.HELD and entry.mail is not None:
        again = worklists.newest_held(entry.mail)
        complain(f"第 {number} 条已放行，但又须人工处理（第 {again.id} 条）：{held_row(again)['because']}")
        ctx.exit(1)
    if state == MailState.DUPLICATE and entry.mail is not None:
        say(f"第 {number} 条已放行：与第 {entry.mail.duplicate_of.id} 号来件是同一封，记为重复，不另办理")
        return
    say(f"第 {number} 条已放行")


@held.command()
@click.argument("number", metavar="号", type=int)
@because_option
@by_option
@done_at_option
@click.pass_context
def discard(ctx: click.Context, number: int, because: str, by: str, at: datetime) -> None:
    """作废一条：不再处理；来件仍留在登记簿和存档里。"""
    office_of(ctx)
    entry = held_of(number)
    releasing.discard(entry, now=at, by=by, because=because)
    say(f"第 {number} 条已作废")
