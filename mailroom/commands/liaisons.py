"""`liaisons`: who answers for a department (联系表): the directory, the forms that wait, what is decided on them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from ledger import liaisons as directory
from ledger.models import LiaisonForm
from ledger.vocabulary import label
from mailroom.commands.chinese import ChineseGroup
from mailroom.commands.desk import NotThere, department_of, office_of
from mailroom.commands.liaison_by_hand import day_of, leave, set_
from mailroom.commands.liaison_rows import (
    directory_rows,
    form_row,
    liaison_row,
    missing_row,
    print_form,
)
from mailroom.commands.pages import replace_file
from mailroom.commands.printing import print_json, print_table, say
from mailroom.commands.words import (
    MOMENT,
    Sentence,
    SheetFile,
    at_option,
    because_option,
    by_option,
    done_at_option,
    json_option,
)
from mailroom.desks import dead_addresses, liaison_chase, liaison_decisions


@click.group(cls=ChineseGroup, invoke_without_command=True)
@click.option("--department", type=Sentence("单位"), help="只看一个单位（全称或简称）")
@click.option("--history", is_flag=True, help="连同以前的人员，写明起止日期")
@click.option("--on", type=MOMENT, help="哪一天的名录，如 2018-05-01；不写则为今天")
@at_option
@json_option
@click.pass_context
def liaisons(
    ctx: click.Context,
    department: str | None,
    history: bool,
    on: datetime | None,
    at: datetime,
    as_json: bool,
) -> None:
    """联系人名录：各单位的分管负责人、负责科室、科室负责人和联系人。不带子命令则列出。"""
    if ctx.invoked_subcommand is not None:
        return
    office_of(ctx)
    which = department_of(department) if department else None
    day = (on or at).date()
    rows = directory.history(which) if history else directory.in_force(day, which)
    if as_json:
        for row in rows:
            print_json(liaison_row(row))
        return
    print_table(
        ("单位", "事项", "类别", "姓名", "职务", "科室", "工作电话", "移动电话", "备注", "起", "止"),
        [
            (
                row.department.name,
                label("channel", row.channel),
                label("liaison_role", row.role),
                row.name,
                row.title,
                row.section,
                row.office_phone,
                row.mobile,
                row.note,
                row.valid_from,
                row.valid_to,
            )
            for row in rows
        ],
    )
    say(
        f"共 {len({row.department.id for row in rows})} 个单位、{len(rows)} 条；待确认的联系表：{len(directory.pending_forms())} 份"
    )


@liaisons.command()
@json_option
@click.pass_context
def pending(ctx: click.Context, as_json: bool) -> None:
    """待确认的联系表：哪个单位报来的，改动在哪里，由谁发来。"""
    office = office_of(ctx)
    forms = directory.pending_forms()
    for form in forms:
        if as_json:
            print_json(form_row(office, form))
        else:
            print_form(office, form)
    if not as_json:
        say(
            f"共 {len(forms)} 份。确认：mailroom liaisons confirm 号；不采用：mailroom liaisons refuse 号 --because 理由"
        )


@liaisons.command()
@click.argument("number", metavar="号", type=int)
@click.option("--address", type=Sentence("邮箱"), help="同时把这个邮箱登记为该单位的来件地址；须先向单位核实")
@click.option(
    "--from", "from_on", type=MOMENT, help="从哪一天起生效；不写则为来件写明的那天，没有写明的为确认之日"
)
@by_option
@done_at_option
@click.pass_context
def confirm(
    ctx: click.Context, number: int, address: str | None, from_on: datetime | None, by: str, at: datetime
) -> None:
    """确认一份联系表：原来的人员到前一天为止，新的从生效之日起；历史保留。"""
    office = office_of(ctx)
    form = _form(number)
    day = day_of(from_on) or liaison_decisions.day_of(form, today=at.date())
    liaison_decisions.confirm(office, form, now=at, by=by, from_on=day, address=address or "")
    dead_addresses.settle_mended(office, now=at, by=by)
    registered = f"，已登记来件地址 {address}" if address else ""
    say(f"第 {number} 号联系表（{form.department.name}）已确认，自 {day} 起生效{registered}")


@liaisons.command()
@click.argument("number", metavar="号", type=int)
@because_option
@by_option
@done_at_option
@click.pass_context
def refuse(ctx: click.Context, number: int, because: str, by: str, at: datetime) -> None:
    """不采用一份联系表：名录不变；没有别的联系表的，照旧催报。"""
    office_of(ctx)
    form = _form(number)
    liaison_decisions.refuse(form, because=because, now=at, by=by)
    say(f"第 {number} 号联系表（{form.department.name}）不采用")


@liaisons.command()
@click.option(
    "--chase", is_flag=True, help="现在就催报一次：每个单位一封，附空白联系表；今天已去过信的不再去"
)
@by_option
@at_option
@json_option
@click.pass_context
def missing(ctx: click.Context, chase: bool, by: str, at: datetime, as_json: bool) -> None:
    """还没有报联系表的单位：缺哪一项、应何时报、已去信几次。"""
    office = office_of(ctx)
    found = liaison_chase.missing(office, on=at.date())
    letters = [liaison_chase.chase_by_hand(office, each, now=at, by=by) if chase else None for each in found]
    if as_json:
        for each, letter in zip(found, letters, strict=True):
            print_json(missing_row(each, letter))
        return
    print_table(
        ("单位", "缺报事项", "应报日期", "去信", "电话催报"),
        [
            (
                each.department.name,
                directory.channel_names(each.channels),
                each.due_on,
                len(each.letters),
                each.by_phone,
            )
            for each in found
        ],
    )
    say(
        f"共 {len(found)} 个单位"
        + (f"，已拟催报信 {sum(map(bool, letters))} 封，上班时间发出" if chase else "")
    )


@liaisons.command()
@click.argument("file", metavar="文件.xlsx", type=SheetFile(".xlsx"))
@click.option("--on", type=MOMENT, help="哪一天的名录；不写则为今天")
@at_option
@click.pass_context
def export(ctx: click.Context, file: Path, on: datetime | None, at: datetime) -> None:
    """联系人名录另存为 Excel：一个单位一行，热线和市长信箱分别填报的两行。"""
    office = office_of(ctx)
    from generators.liaison_sheet import liaison_sheet  # openpyxl takes 0.8 s to import

    day = (on or at).date()
    rows = directory_rows(directory.in_force(day))
    replace_file(file, liaison_sheet(rows, on=day, head=office.head))
    say(f"已导出 {len({row['department'] for row in rows})} 个单位到 {file}")


def _form(number: int) -> LiaisonForm:
    form = directory.form_by_id(number)
    if form is None:
        raise NotThere(f"没有第 {number} 号联系表")
    return form


liaisons.add_command(set_)
liaisons.add_command(leave)
