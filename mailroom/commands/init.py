"""`init`: a new office in a folder. What is there already is never overwritten."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path

import click

from config import settings as configuration
from generators.departments_sheet import departments_sheet
from ledger import worklists
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.printing import say
from mailroom.commands.words import NAME, Sentence
from mailroom.errors import MailroomError, Misconfigured
from mailroom.office import china_now, open_office
from mailroom.providers.disk import reason_of

FOLDERS = ("mailbox/in", "mailbox/filed", "mailbox/out")  # of the folder provider
ALL = "全部"


class AlreadyThere(MailroomError):
    """The folder is an office already."""


class Day(click.ParamType):
    """A day: 2018-03-12."""

    name = "日期"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value).strip())
        except ValueError:
            return self.fail(f"看不懂日期“{value}”，请写作 2018-03-12", param, ctx)


@click.command(cls=ChineseCommand)
@click.argument("folder", metavar="目录", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--provider",
    type=click.Choice(["imap", "folder"]),
    metavar="imap|folder",
    help="收发方式：imap（用邮箱，默认）或 folder（用文件夹，供试用）",
)
@click.option("--since", type=Day(), help="此日以前的旧邮件不动，如 2018-03-12")
@click.option("--all", "take_all", is_flag=True, help="信箱里的旧邮件也全部登记")
@click.option("--name", type=NAME, help="本办全称，印在公文上")
@click.option("--address", type=Sentence("邮箱", 120), help="本办邮箱，所有信件由此发出")
@click.option("--prefix", type=Sentence("字母", 4), help="工单编号前缀，1 至 4 个大写字母")
def init(
    folder: Path,
    provider: str | None,
    since: date | None,
    take_all: bool,
    name: str | None,
    address: str | None,
    prefix: str | None,
) -> None:
    """新建一个办公目录：office.toml、单位名录、日历目录、台账。已有的文件一律不覆盖。

    在终端上运行时，没有写明的会逐项询问；否则用默认值，起始日期默认为今天（folder 方式为全部登记）。
    """
    if since and take_all:
        raise click.UsageError("--since 与 --all 只能写一个")
    config = folder / configuration.OFFICE_FILE
    if os.path.lexists(config):
        raise AlreadyThere(f"{config} 已存在，不覆盖；要改配置请直接编辑，然后运行 mailroom check")
    asking = _is_terminal()
    name = name or _ask("本办全称", "滕州市市长公开电话办公室", asking)
    address = address or _ask("本办邮箱", "tzsszxx@163.com", asking)
    prefix = prefix or _ask("工单编号前缀", "TZ", asking)
    provider = provider or "imap"
    start = since if since or take_all else _start(provider, china_now(), asking)
    text = configuration.default_office_toml(
        provider=provider, name=name, address=address, prefix=prefix, since=start
    )
    _found(folder, config, text, provider)
    _say_next_steps(folder, provider, start)


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _ask(question: str, default: str, asking: bool) -> str:
    return click.prompt(question, default=default, type=NAME) if asking else default


def _start(provider: str, now: datetime, asking: bool) -> date | None:
    """The day before which mails are left alone: a mailbox in use for years must not be answered all at once."""
    if asking:
        question = f"从哪一天的来信开始办理（以前的不动；写“{ALL}”则旧邮件也登记）"
        answer = click.prompt(question, default=now.date().isoformat())
        return None if answer.strip() == ALL else Day().convert(answer, None, None)
    return None if provider == "folder" else now.date()


def _found(folder: Path, config: Path, text: str, provider: str) -> None:
    """Lay out the office; a config that would not do is not left behind."""
    before = os.umask(0o077)  # citizens' names will lie here: nobody else on the machine reads them
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with config.open("x", encoding="utf-8") as file:
            file.write(text)
        try:
            _furnish(folder, provider)
        except BaseException:  # else the next `init` would find an office here
            config.unlink()
            raise
    except FileExistsError as error:
        raise AlreadyThere(f"{error.filename} 已存在，不覆盖") from error
    except OSError as error:
        raise Misconfigured(f"写不进 {folder}：{reason_of(error)}") from error
    finally:
        os.umask(before)


def _furnish(folder: Path, provider: str) -> None:
    """What an office needs besides its config: folders, ledger, directory."""
    configuration.load(folder, os.environ, secrets=False)
    for name in ("calendar", *(FOLDERS if provider == "folder" else ())):
        (folder / name).mkdir(parents=True, exist_ok=True)
    office = open_office(folder, secrets=False)
    directory = folder / "departments.xlsx"
    if not directory.exists():
        sheet = departments_sheet(worklists.departments(), head=office.head, exported_on=china_now())
        directory.write_bytes(sheet)
    office.close()


def _say_next_steps(folder: Path, provider: str, start: date | None) -> None:
    say(f"已在 {folder} 新建办公目录：office.toml、departments.xlsx、calendar/、ledger.db")
    say(f"来信起始日期：{start.isoformat() if start else '全部登记'}")
    say("接下来：")
    say(
        "  1. 编辑 office.toml：上级平台（[[upper]]）的来件地址和上报地址"
        + ("、收发服务器" if provider == "imap" else "")
    )
    say("  2. 在 departments.xlsx 中填写各单位邮箱，然后导入：")
    say(f"     mailroom -C {folder} departments import {folder / 'departments.xlsx'}")
    if provider == "imap":
        say("  3. 把邮箱密码（163 邮箱为授权码）放入环境变量 MAILROOM_PASSWORD")
    else:
        say("  3. 来件（.eml）改名移入 mailbox/in 即为收到，发出的信在 mailbox/out")
    say(f"  4. 检查：mailroom -C {folder} check；无故障后运行：mailroom -C {folder} run")
