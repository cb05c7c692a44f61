"""What may be written after an option: moments, months, words of the trade, names, sentences."""

from __future__ import annotations

import getpass
import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ledger.vocabulary import LABELS
from mailroom.commands.desk import now_of
from mailroom.office import CHINA_TIME

FIRST_YEAR, LAST_YEAR = 2000, 2199  # outside of these a year is a slip of the pen


class Moment(click.ParamType):
    """A moment in China time: 2018-03-12T10:00, "2018-03-12 10:00"; a day alone is its midnight."""

    name = "时间"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return a naive datetime."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            self.fail(f'看不懂时间“{value}”，请写作 2018-03-12T10:00 或 "2018-03-12 10:00"', param, ctx)
        if moment.tzinfo is not None:
            moment = moment.astimezone(CHINA_TIME).replace(tzinfo=None)
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            self.fail(f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间，现为“{value}”", param, ctx)
        return moment


class Month(click.ParamType):
    """A month: 2018-03."""

    name = "年-月"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the month as written."""
        found = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})", value.strip())
        if not found or not (FIRST_YEAR <= int(found[1]) <= LAST_YEAR and 1 <= int(found[2]) <= 12):
            self.fail(f"看不懂月份“{value}”，请写作 2018-03", param, ctx)
        return f"{found[1]}-{int(found[2]):02d}"


class Word(click.ParamType):
    """A word of the ledger's vocabulary, by its code or its Chinese label."""

    thing = ""  # what a word names, for the sentence where it names none

    def __init__(self, group: str):
        self.group = group
        self.name = "|".join(self.words())

    def words(self) -> dict[str, str]:
        """The codes with their Chinese labels."""
        return {str(code): text for code, text in LABELS[self.group].items()}

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """How help shows it: the codes, as they are typed."""
        return self.name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the code."""
        words = self.words()
        for code, text in words.items():
            if value in (code, text):
                return code
        known = "、".join(f"{code}（{text}）" for code, text in words.items())
        return self.fail(f"没有“{value}”{self.thing}，可用：{known}", param, ctx)


class SheetFile(click.Path):
    """A spreadsheet to write; its ending says in which form."""

    def __init__(self, *endings: str):
        super().__init__(path_type=Path, dir_okay=False)
        self.endings = endings

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path."""
        path = Path(super().convert(value, param, ctx))  # type: ignore[arg-type]
        if path.suffix.lower() not in self.endings:
            self.fail(f"文件名须以 {' 或 '.join(self.endings)} 结尾，现为“{path.name}”", param, ctx)
        return path


PLACEHOLDERS = ("理由", "原因")  # as suggested commands have it, for somebody to put in his own words


class Sentence(click.ParamType):
    """A text that goes into the ledger: not blank, not longer than `longest`."""

    def __init__(self, name: str = "文字", longest: int = 2000):
        self.name, self.longest = name, longest

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text without white space around it."""
        text = str(value).strip()
        if not text:
            self.fail("不能为空", param, ctx)
        if text in (self.name, *PLACEHOLDERS):
            self.fail(f"“{text}”要换成实际的内容", param, ctx)
        if len(text) > self.longest:
            self.fail(f"不能超过 {self.longest} 个字", param, ctx)
        if not text.isprintable() and not text.replace("\n", "").isprintable():
            self.fail("含有不能显示的字符", param, ctx)
        return text


MOMENT, MONTH = Moment(), Month()
BECAUSE, NAME = Sentence("理由"), Sentence("姓名", 60)


def who() -> str:
    """Who acts, where `--by` does not say: MAILROOM_BY, else the account one is logged in with."""
    try:
        return os.environ.get("MAILROOM_BY", "").strip() or getpass.getuser()
    except (KeyError, OSError):  # a container's user without an entry
        return "值班员"


def _at(ctx: click.Context, param: click.Parameter, value: datetime | None) -> datetime | None:
    return value or (None if ctx.resilient_parsing else now_of(ctx))


def _at_latest_now(ctx: click.Context, param: click.Parameter, value: datetime | None) -> datetime | None:
    """What is done can't be done in the future."""
    if value is not None and not ctx.resilient_parsing and value > now_of(ctx):
        raise click.BadParameter(f"{value:%Y-%m-%d %H:%M} 还没有到", ctx, param)
    return _at(ctx, param, value)


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
by_option: Decorator = click.option(
    "--by", type=NAME, default=who, help="谁办的；不写则取环境变量 MAILROOM_BY，再没有取登录账号"
)
at_option: Decorator = click.option(
    "--at",
    type=MOMENT,
    callback=_at,
    help="何时，如 2018-03-12T10:00；不写则为现在（演示的办公目录为演到的时间）",
)
done_at_option: Decorator = click.option(
    "--at",
    type=MOMENT,
    callback=_at_latest_now,
    help="何时，如 2018-03-12T10:00，不能是将来；不写则为现在（演示的办公目录为演到的时间）",
)
because_option: Decorator = click.option("--because", type=BECAUSE, required=True, help="理由，记入办理过程")
not_against_option: Decorator = click.option(
    "--not-against",
    type=BECAUSE,
    help="诉求看似反映所转单位自身、查明并非如此的：理由，记入办理过程",
)
json_option: Decorator = click.option(
    "--json", "as_json", is_flag=True, help="输出 JSON，每行一个对象，供程序读取"
)
