"""`departments`: the directory of those who handle cases; corrected in a spreadsheet, imported as a whole."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from generators.departments_sheet import departments_sheet
from ledger import addresses, worklists
from ledger.opening import transaction
from ledger.vocabulary import label
from mailroom.commands.chinese import ChineseGroup
from mailroom.commands.desk import NotThere, department_of, office_of
from mailroom.commands.pages import read_file, replace_file
from mailroom.commands.printing import complain, print_json, print_table, say
from mailroom.commands.rows import department_row
from mailroom.commands.words import BECAUSE, SheetFile, at_option, by_option, done_at_option, json_option
from mailroom.desks import dead_addresses
from mailroom.directory import read_directory
from mailroom.office import import_departments


@click.group(cls=ChineseGroup, invoke_without_command=True)
@json_option
@click.pass_context
def departments(ctx: click.Context, as_json: bool) -> None:
    """单位名录：承办单位的名称、简称、邮箱、职责关键词、启用和停用日期。不带子命令则列出。"""
    if ctx.invoked_subcommand is not None:
        return
    office_of(ctx)
    rows = [department_row(each) for each in worklists.departments()]
    if as_json:
        for row in rows:
            print_json(row)
        return
    print_table(
        ("单位名称", "简称", "类别", "邮箱", "启用", "停用"),
        [
            (
                row["name"],
                row["aliases"],
                label("department_kind", row["kind"]),
                row["addresses"],
                row["valid_from"],
                row["valid_to"],
            )
            for row in rows
        ],
    )
    without = sum(not row["addresses"] for row in rows)
    say(f"共 {len(rows)} 个单位" + (f"，其中 {without} 个没有登记邮箱" if without else ""))


@departments.command("import")
@click.argument("file", metavar="文件.xlsx", type=click.Path(path_type=Path))
@by_option
@done_at_option
@click.pass_context
def import_(ctx: click.Context, file: Path, by: str, at: datetime) -> None:
    """从 Excel 导入：按单位名称对应，新的加入，已有的按表更新，表中没有的不动。

    列：单位名称、简称、类别（镇街/部门/企业）、邮箱、职责关键词、上级单位、启用日期、停用日期、承接单位；表头在哪一行都可以。
    有一处填错则全部不导入，错处逐格列出。退过信的邮箱，表中改掉或删去的算已更正，照旧写着的仍不发。
    """
    office = office_of(ctx)
    rows = read_directory(file.name, read_file(file))
    _refuse_unknown_successors(rows)
    with transaction():
        mended = _mended(rows, now=at, by=by)
        new, changed = import_departments(rows)
    dead_addresses.settle_mended(office, now=at, by=by)
    named = {row["name"] for row in rows}
    others = sum(each.name not in named for each in worklists.departments())
    say(f"已导入 {len(rows)} 个单位：新增 {new}，变更 {changed}；名录中另有 {others} 个单位未在表中，未改动")
    if mended:
        say(f"退过信的邮箱已更正：{'、'.join(mended)}")
    without = [row["name"] for row in rows if not row.get("addresses", ["?"])]
    if without:
        shown = "、".join(without[:5]) + ("……" if len(without) > 5 else "")
        complain(f"注意：{len(without)} 个单位没有邮箱，给它们的信须打印送达：{shown}")


def _refuse_unknown_successors(rows: list[dict]) -> None:
    known = {each.name for each in worklists.departments()} | {row["name"] for row in rows}
    for row in rows:
        heir = row.get("successor")
        if heir and (heir not in known or heir == row["name"]):
            raise NotThere(f"{row['name']}的承接单位“{heir}”不是表中或名录中别的单位的全称，全部没有导入")


def _mended(rows: list[dict], *, now: datetime, by: str) -> list[str]:
    """What the sheet puts right of addresses that letters come back from; looked at before it is entered."""
    on_file = {each.name: each for each in worklists.departments()}
    return [
        address
        for row in rows
        if "addresses" in row and row["name"] in on_file
        for address in addresses.put_on_file(on_file[row["name"]], row["addresses"], now=now, by=by)
    ]


@departments.command()
@click.argument("name", metavar="单位")
@click.option("--works", metavar="邮箱", help="核实这个邮箱能用：以后的信照旧发往它")
@click.option("--dead", metavar="邮箱", help="这个邮箱不能用：以后的信发往名录中的下一个；须写 --because")
@click.option("--because", type=BECAUSE, help="怎样得知不能用")
@by_option
@done_at_option
@click.pass_context
def address(
    ctx: click.Context,
    name: str,
    works: str | None,
    dead: str | None,
    because: str | None,
    by: str,
    at: datetime,
) -> None:
    """一个单位的邮箱：列出哪些退过信；核实能用的恢复，不能用的停用。退信自动停用，名录本身不改。"""
    office = office_of(ctx)
    if (works and dead) or bool(dead) != bool(because):
        raise click.UsageError("--works 和 --dead 只能写一个；写 --dead 的须写 --because")
    department = department_of(name)
    changed = works or dead
    if changed and changed.lower() not in (each.lower() for each in department.addresses):
        raise NotThere(
            f"{department.name}的名录中没有 {changed}，先用 departments import 或 liaisons confirm 登记"
        )
    with transaction():
        if works and not addresses.mend_for_all(department, works, now=at, by=by):
            raise NotThere(f"{works} 没有停用，不必恢复")
        if dead and not addresses.bury(department, dead, because=f"{by}：{because}", now=at):
            raise NotThere(f"{dead} 已经停用")
    dead_addresses.settle_mended(office, now=at, by=by)
    told = {
        row.address: f"停用：{row.because}（{row.since:%Y-%m-%d}）" for row in addresses.dead_of(department)
    }
    print_table(
        ("邮箱", "状态"),
        [(each, told.get(each.lower(), "能用")) for each in department.addresses],
        title=department.name,
    )


@departments.command()
@click.argument("file", metavar="文件.xlsx", type=SheetFile(".xlsx"))
@at_option
@click.pass_context
def export(ctx: click.Context, file: Path, at: datetime) -> None:
    """导出为 Excel，改好后可以再导入；同名文件会被替换。"""
    office = office_of(ctx)
    found = worklists.departments()
    replace_file(file, departments_sheet(found, head=office.head, exported_on=at))
    say(f"已导出 {len(found)} 个单位到 {file}")
