"""`ledger`: the ledger as a sheet to print; kept twice, restored, verified."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click

from config import settings as configuration
from generators.ledger_sheet import LedgerLine, ledger_csv, ledger_sheet
from ledger import call_backs, listings, postbook
from ledger.following_up import outcome_words
from ledger.opening import transaction
from mailroom import backups, given_numbers
from mailroom.commands.chinese import ChineseGroup
from mailroom.commands.desk import now_of, office_of
from mailroom.commands.pages import replace_file
from mailroom.commands.printing import complain, say
from mailroom.commands.words import MONTH, SheetFile, at_option
from mailroom.demonstration.clock import office_time
from mailroom.office import china_now
from mailroom.rounds import folder_lock
from mailroom.watch import pulse

FOLDER = click.Path(path_type=Path, file_okay=False)
WRITERS = {".xlsx": ledger_sheet, ".csv": ledger_csv}


@click.group(cls=ChineseGroup)
def ledger() -> None:
    """台账：导出、备份、恢复、核验。"""


@ledger.command()
@click.argument("file", metavar="文件.xlsx", type=SheetFile(*WRITERS))
@click.option("--month", type=MONTH, help="只导出这个月登记的，如 2018-03")
@at_option
@click.pass_context
def export(ctx: click.Context, file: Path, month: str | None, at: datetime) -> None:
    """导出为 Excel（.xlsx），可直接打印，或 CSV（.csv）：每次转办一行，电话已隐去；同名文件会被替换。"""
    office = office_of(ctx)
    lines = _lines(month)
    period = f"{int(month[:4])}年{int(month[5:])}月" if month else ""
    write = WRITERS[file.suffix.lower()]
    replace_file(file, write(lines, head=office.head, exported_on=at, period=period))
    say(f"已导出 {len(lines)} 行到 {file}")


def _lines(month: str | None) -> list[LedgerLine]:
    """A line an assignment, with what came of the call back about it."""
    calls = call_backs.by_assignment()
    found = (LedgerLine(*each) for each in listings.ledger_lines(month))
    return [
        each._replace(followed_up=outcome_words(calls[each.dispatch.id]))
        if each.dispatch is not None and each.dispatch.id in calls
        else each
        for each in found
    ]


@ledger.command()
@click.argument("folder", metavar="目录", type=FOLDER)
@click.pass_context
def backup(ctx: click.Context, folder: Path) -> None:
    """备份台账、存档和配置到目录（不停工也可以）；再次备份到同一目录只补新增的存档。"""
    office = office_of(ctx)
    copied = backups.back_up(office, folder)
    pulse.note_round("backup", pulse.Outcome(), now=now_of(ctx))
    counts = listings.totals()
    say(
        f"已备份到 {folder}：来件 {counts['mails']}、工单 {counts['cases']}、发件 {counts['letters']}，新增存档 {copied} 份"
    )
    say("密码不在备份里，请另行保管")


@ledger.command()
@click.argument("folder", metavar="目录", type=FOLDER)
@click.pass_context
def restore(ctx: click.Context, folder: Path) -> None:
    """从备份目录恢复；先核验备份，原台账另存一份，存档只补缺的。须先停下 mailroom run。"""
    now, here = china_now(), ctx.obj
    found = backups.sound_backup(folder)
    if found.faults:
        raise backups.CannotBackUp("\n".join(["备份不完好，没有恢复：", *found.faults[:20]]))
    for name in backups.restore_files(folder, here):
        say(f"已恢复 {name}")
    with folder_lock(here):
        settings = configuration.load(here, os.environ, secrets=False)
        aside = backups.restore_ledger(settings.ledger_url, folder, now=now)
        copied = backups.copy_missing(folder / backups.ARCHIVE, settings.archive_dir)
        heads = given_numbers.heads_of_letters(office_of(ctx))
        skipped = given_numbers.leap(heads, now=now)
        papers = given_numbers.enter_papers(heads, now=now)
        with transaction():
            doubtful = postbook.doubt_queued(now=office_time() or now)
    say(f"已恢复台账，补回存档 {copied} 份" + (f"；原台账另存为 {aside}" if aside else ""))
    say(f"新工单的编号从 {skipped + 1:06d} 起，不与备份之后编过的相同")
    if papers:
        say(f"备份之后用过的发文字号已由发件存档补登：{'、'.join(papers)}")
    say("备份之后收到的来件在服务器的“已登记”文件夹里：请移回收件箱，下一轮会重新登记。")
    if doubtful:
        complain(
            f"注意：{doubtful} 封信在备份时待发，之后可能已经发出；下一轮先到“已发送”中核对：没有的照发，无处可查的转待人工"
        )


@ledger.command()
@click.pass_context
def verify(ctx: click.Context) -> None:
    """核验：台账文件是否完好，每封来件、发件在存档中是否还在、内容是否未变。"""
    office = office_of(ctx)
    found = backups.verify(office)
    for fault in found.faults:
        complain(fault)
    if found.faults:
        complain(
            f"共核验 {found.looked_at} 份，有问题 {len(found.faults)} 处。存档文件：从备份的 archive 中拷回同名的一个；"
            "台账文件：mailroom ledger restore 备份目录（会回到备份那一刻）"
        )
        ctx.exit(1)
    say(f"共核验 {found.looked_at} 份，全部完好")
