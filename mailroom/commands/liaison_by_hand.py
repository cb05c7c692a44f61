"""`liaisons set` and `liaisons leave`: changes that a department told by telephone."""

from __future__ import annotations

from datetime import date, datetime

import click

from ledger import liaisons as directory
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import department_of, office_of
from mailroom.commands.printing import say
from mailroom.commands.words import (
    MOMENT,
    NAME,
    Sentence,
    Word,
    because_option,
    by_option,
    done_at_option,
)
from mailroom.desks import liaison_decisions


@click.command("set", cls=ChineseCommand)
@click.argument("department", metavar="单位")
@click.option("--role", type=Word("liaison_role"), required=True, help="类别：分管负责人、科室负责人、联系人")
@click.option("--name", type=NAME, required=True, help="姓名；已在册的则更改所写的各项，没有写的不变")
@click.option("--title", type=NAME, help="职务")
@click.option("--section", type=NAME, help="科室")
@click.option("--office-phone", type=NAME, help="工作电话")
@click.option("--mobile", type=NAME, help="移动电话")
@click.option("--note", type=Sentence("备注"), help="备注")
@click.option("--instead-of", type=NAME, help="接替谁；不写则联系人为增加，负责人为接替原负责人")
@click.option("--channel", type=Word("channel"), multiple=True, help="哪一项，可写两个；不写则两项都是")
@click.option("--from", "from_on", type=MOMENT, help="从哪一天起生效；不写则为今天")
@because_option
@by_option
@done_at_option
@click.pass_context
def set_(
    ctx: click.Context,
    department: str,
    channel: tuple[str, ...],
    instead_of: str | None,
    from_on: datetime | None,
    because: str,
    by: str,
    at: datetime,
    **told: str | None,
) -> None:
    """电话告知的变动：登记或更改一名负责人、联系人，历史保留。"""
    office = office_of(ctx)
    unit = department_of(department)
    form = liaison_decisions.enter_person(
        office,
        unit,
        _channels(channel),
        {name: value or "" for name, value in told.items()},
        instead_of=instead_of or "",
        from_on=day_of(from_on) or at.date(),
        now=at,
        by=by,
        because=because,
    )
    for each in form.differences:
        say(f"{unit.name} {each['what']}：{each['old'] or '无'} → {each['new'] or '无'}")


@click.command(cls=ChineseCommand)
@click.argument("department", metavar="单位")
@click.option("--name", type=NAME, required=True, help="姓名")
@click.option("--channel", type=Word("channel"), multiple=True, help="哪一项，可写两个；不写则两项都是")
@click.option("--from", "from_on", type=MOMENT, help="从哪一天起不再担任；不写则为今天")
@because_option
@by_option
@done_at_option
@click.pass_context
def leave(
    ctx: click.Context,
    department: str,
    name: str,
    channel: tuple[str, ...],
    from_on: datetime | None,
    because: str,
    by: str,
    at: datetime,
) -> None:
    """电话告知某人不再担任、没有人接替：记到前一天为止，历史保留。"""
    office_of(ctx)
    unit = department_of(department)
    form = liaison_decisions.end_person(
        unit,
        _channels(channel),
        name,
        from_on=day_of(from_on) or at.date(),
        now=at,
        by=by,
        because=because,
    )
    say(f"{unit.name}的{name}自 {form.valid_from} 起不再担任（{directory.channel_names(form.covers)}）")


def _channels(named: tuple[str, ...]) -> list[str]:
    return [each for each in directory.CHANNELS if not named or each in named]


def day_of(moment: datetime | None) -> date | None:
    """The day of what was typed, or None."""
    return moment.date() if moment else None
