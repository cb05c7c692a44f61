"""`calendar`: working days by year; a new year's notice is imported, and open deadlines are counted again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from config import settings as configuration
from ledger.workdays import Calendar, calendar_of
from mailroom.commands.chinese import ChineseGroup
from mailroom.commands.desk import office_of
from mailroom.commands.pages import read_file, replace_file
from mailroom.commands.printing import print_json, print_table, say
from mailroom.commands.words import at_option, json_option
from mailroom.desks.deadlines import recount


@click.group(cls=ChineseGroup, invoke_without_command=True)
@at_option
@json_option
@click.pass_context
def calendar(ctx: click.Context, at: datetime, as_json: bool) -> None:
    """工作日历：各年放假安排的依据，哪些年份还是暂定。不带子命令则列出。"""
    if ctx.invoked_subcommand is not None:
        return
    known = office_of(ctx).calendar
    rows = [_row(year, known) for year in _years(known, at)]
    if as_json:
        for row in rows:
            print_json(row)
        return
    print_table(
        ("年份", "依据", "放假（天）", "调休上班（天）", "说明"),
        [
            (
                row["year"],
                row["source"] or "放假通知未公布或未导入",
                row["days_off"],
                row["makeup_days"],
                "暂定：按法定节日和周末推算" if row["provisional"] else "",
            )
            for row in rows
        ],
    )
    say("导入新一年的放假安排：mailroom calendar import 文件.toml")


def _years(known: Calendar, at: datetime) -> list[int]:
    """The known years, and the running and the next one, known or not."""
    return sorted({*known.years, at.year, at.year + 1})


def _row(year: int, known: Calendar) -> dict[str, Any]:
    notice = known.years.get(year)
    return {
        "year": year,
        "source": notice.source if notice else None,
        "days_off": len(notice.holidays) if notice else None,
        "makeup_days": len(notice.makeup) if notice else None,
        "provisional": notice is None,
    }


@calendar.command("import")
@click.argument("file", metavar="文件.toml", type=click.Path(path_type=Path))
@at_option
@click.pass_context
def import_(ctx: click.Context, file: Path, at: datetime) -> None:
    """导入一年的放假安排（格式见 docs/rules.md），在办工单的期限随之重新计算，记入办理过程，函告承办单位。"""
    office = office_of(ctx)
    data = read_file(file)
    notices = configuration.read_holidays([file])
    [(year, (source, _, _))] = notices.items()
    folder = office.settings.calendar_dir
    replace_file(folder / f"{year}.toml", data)
    fresh = calendar_of(configuration.load_holidays(folder))
    changed = recount(office, fresh, because=f"{year}年放假安排已导入", now=at)
    say(f"已导入 {year} 年放假安排：{source}")
    for row in changed:
        say(
            f"  {row.case.case_no} {row.department.name}：办理时限 {row.due_at:%Y-%m-%d %H:%M}{'（暂定）' if row.provisional else ''}"
        )
    say(f"重算了 {len(changed)} 个在办时限。正在运行的 mailroom run 须重新启动后才用新的日历。")
