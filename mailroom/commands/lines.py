"""`lines`: the integration ledger (整合台账) of the departments' own hotlines."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from ledger import hotlines
from ledger.models import Line
from ledger.opening import transaction
from ledger.vocabulary import label
from mailroom.commands.chinese import ChineseGroup
from mailroom.commands.desk import NotThere, office_of
from mailroom.commands.pages import read_file, replace_file, write_into
from mailroom.commands.printing import complain, print_json, print_table, say
from mailroom.commands.words import (
    BECAUSE,
    MOMENT,
    Sentence,
    SheetFile,
    Word,
    at_option,
    by_option,
    done_at_option,
    json_option,
)
from mailroom.errors import MailroomError
from parsers.numbers import wide_to_narrow


@click.group(cls=ChineseGroup, invoke_without_command=True)
@click.option("--open", "open_only", is_flag=True, help="只列没有完成整合的")
@click.option("--late", is_flag=True, help="只列已过完成时限还没有完成的")
@at_option
@json_option
@click.pass_context
def lines(ctx: click.Context, open_only: bool, late: bool, at: datetime, as_json: bool) -> None:
    """热线整合台账：各单位自设热线的整合方式、完成时限和进度。不带子命令则列出。"""
    if ctx.invoked_subcommand is not None:
        return
    office_of(ctx)
    found = hotlines.lines(open_only=open_only or late)
    if late:
        found = [line for line in found if hotlines.is_late(line, at.date())]
    if as_json:
        for line in found:
            print_json(_row(line, at.date()))
        return
    print_table(
        ("热线号码", "热线名称", "主管单位", "整合方式", "负责人", "完成时限", "情况", "进度"),
        [
            (
                line.number,
                line.name,
                line.department,
                label("line_way", line.way) or "未定",
                line.responsible,
                line.due_on,
                state_words(line, at.date()),
                line.progress,
            )
            for line in found
        ],
    )
    done = sum(line.done_on is not None for line in found)
    overdue = sum(hotlines.is_late(line, at.date()) for line in found)
    say(f"共 {len(found)} 条热线，已完成 {done} 条，逾期未完成 {overdue} 条")


@lines.command("import")
@click.argument("file", metavar="文件.xlsx", type=click.Path(path_type=Path))
@click.option(
    "--allow-new",
    type=BECAUSE,
    help="表中有方案印发以后开通的热线，确经批准的：批准依据，记入台账",
)
@by_option
@done_at_option
@click.pass_context
def import_(ctx: click.Context, file: Path, allow_new: str | None, by: str, at: datetime) -> None:
    """从 Excel 导入：按热线号码对应，新的登记，已有的按表更新、逐项记下变化，表中没有的不动。

    列：热线号码、热线名称、主管单位、年话务量、整合方式、负责人、联系电话、开通日期、完成时限、完成日期、进度；
    表头在哪一行、各列次序都可以，没有的列不动，空格清空原值。有一处填错则全部不导入，错处逐格列出。
    """
    from mailroom.hotlines import import_sheet

    office = office_of(ctx)
    entered = import_sheet(office, file.name, read_file(file), now=at, by=by, allowed_new=allow_new or "")
    for number, what in entered.changed.items():
        say(f"{number}：{what}")
    say(f"新登记 {len(entered.new)} 条，变更 {len(entered.changed)} 条，没有变化 {len(entered.same)} 条")
    for doubt in entered.doubts:
        complain(f"注意：{doubt}")


@lines.command()
@click.argument("file", metavar="文件.xlsx", type=SheetFile(".xlsx"))
@at_option
@click.pass_context
def export(ctx: click.Context, file: Path, at: datetime) -> None:
    """导出为 Excel，改好后可以再导入；同名文件会被替换。"""
    from generators.hotlines_sheet import hotlines_sheet

    office = office_of(ctx)
    found = hotlines.lines()
    replace_file(file, hotlines_sheet(found, head=office.head, on=at))
    say(f"已导出 {len(found)} 条热线到 {file}")


@lines.command()
@click.argument("number", metavar="热线号码")
@click.option("--what", type=Sentence("进展"), required=True, help="进展到哪一步")
@click.option("--way", type=Word("line_way"), help="整合方式")
@click.option("--done", type=MOMENT, help="完成日期，如 2018-06-20")
@by_option
@done_at_option
@click.pass_context
def progress(
    ctx: click.Context, number: str, what: str, way: str | None, done: datetime | None, by: str, at: datetime
) -> None:
    """登记一条热线的进展；完成的用 --done 写明日期。"""
    office_of(ctx)
    line, day = line_of(number), done.date() if done else None
    if day and day > at.date():
        raise MailroomError(f"完成日期 {day} 还没有到")
    if day and not (way or line.way):
        raise MailroomError(f"热线 {line.number} 还没有定整合方式，完成的请用 --way 写明")
    with transaction():
        hotlines.report(line, what, now=at, by=by, way=way or "", done_on=day)
    say(f"已登记 {line.number}（{line.name}）：{state_words(line_of(number), at.date())}，{what}")


@lines.command()
@click.option(
    "--save", "folder", metavar="目录", type=click.Path(path_type=Path, file_okay=False), help="存下通报和表"
)
@click.option(
    "--send", is_flag=True, help="编号并发给有自设热线的各单位，抄送 [notice] cc；每天一次，上班时间发出"
)
@by_option
@at_option
@click.pass_context
def notice(ctx: click.Context, folder: Path | None, send: bool, by: str, at: datetime) -> None:
    """热线整合进度通报：不加选项只说会发给谁，--save 存下来看，--send 发出。"""
    from mailroom.desks import integration

    office = office_of(ctx)
    sent = integration.post_notice(office, now=at, by=by) if send else None
    if folder is not None:
        for each in integration.notice_papers(office, now=at, number=sent.number if sent else ""):
            say(f"已存 {write_into(folder, each.name, each.data)}")
    if sent is None:
        to, unreachable = integration.recipients(at)
        say(f"尚未发出。加 --send 发给 {len(to)} 个单位：{'、'.join(each.name for each in to)}")
    else:
        say(f"已编 {sent.number}，" * bool(sent.number) + f"待发 {sent.posted} 封")
        unreachable = list(sent.unreachable)
    if unreachable:
        complain(f"注意：不在名录中或没有能用的邮箱，发不到：{'、'.join(unreachable)}")


@lines.command()
@click.argument("file", metavar="[文件.xlsx]", required=False, type=SheetFile(".xlsx"))
@at_option
@json_option
@click.pass_context
def inspection(ctx: click.Context, file: Path | None, at: datetime, as_json: bool) -> None:
    """专项督导清单：逐个单位列出逾期、未定方式、没有负责人、没有报过进度的热线，以及没有报联系表的；写文件名则存为表格。"""
    from generators.inspection_sheet import inspection_sheet
    from mailroom.hotlines import inspection as to_look_at

    office = office_of(ctx)
    found = to_look_at(office, at.date())
    if file is not None:
        held_on = office.settings.lines.inspection_on
        replace_file(file, inspection_sheet(found, head=office.head, on=at, held_on=held_on))
        say(f"已存 {file}，共 {len(found)} 个单位")
        return
    if as_json:
        for each in found:
            print_json(dataclasses.asdict(each))
        return
    print_table(
        ("单位名称", "自设热线", "未完成", "逾期", "要查的事"),
        [(each.department, each.lines, each.unfinished, each.late, "；".join(each.points)) for each in found],
    )
    say(f"共 {len(found)} 个单位")


def line_of(number: str) -> Line:
    """The hotline with this number."""
    line = hotlines.line_numbered(wide_to_narrow(number).strip())
    if line is None:
        raise NotThere(f"整合台账中没有热线 {number}")
    return line


def state_words(line: Line, on: date) -> str:
    """How a hotline stands on a day, in Chinese."""
    if line.done_on is not None:
        return "逾期完成" if line.done_on > line.due_on else "已完成"
    return f"逾期{(on - line.due_on).days}天" if hotlines.is_late(line, on) else "进行中"


def _row(line: Line, on: date) -> dict[str, Any]:
    return {
        "number": line.number,
        "name": line.name,
        "department": line.department,
        "calls": line.calls,
        "way": line.way,
        "responsible": line.responsible,
        "phone": line.phone,
        "opened_on": line.opened_on,
        "due_on": line.due_on,
        "done_on": line.done_on,
        "progress": line.progress,
        "late": hotlines.is_late(line, on),
        "reports": [{"at": each.at, "by": each.by, "what": each.what} for each in hotlines.reports_of(line)],
    }
