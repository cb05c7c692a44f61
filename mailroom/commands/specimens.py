"""`letters preview`: a paper with made-up contents, drawn with the office's own templates."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from generators.letter import BrokenTemplate, Draft
from generators.message import as_message
from mailroom.chart_fonts import chart_font
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import office_of
from mailroom.commands.pages import write_into
from mailroom.commands.printing import say
from mailroom.commands.words import Word
from mailroom.errors import Misconfigured


class Paper(Word):
    """A kind of paper, by its code or its Chinese name. The papers take 0.2 s to import: only where one is drawn."""

    name = "paper"
    thing = "这种文书"

    def __init__(self) -> None:
        """Nothing to look up yet."""

    def words(self) -> dict[str, str]:
        """The codes of the papers with their names."""
        from generators.specimens import SPECIMENS

        return {kind: specimen.name for kind, specimen in SPECIMENS.items()}


@click.command("preview", cls=ChineseCommand)
@click.argument("kind", metavar="种类", type=Paper())
@click.argument("folder", metavar="[目录]", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--secret", is_flag=True, help="按保密件生成")
@click.pass_context
def preview_paper(ctx: click.Context, kind: str, folder: Path | None, secret: bool) -> None:
    """用虚构的一件生成一份文书样张：不写目录只看邮件，写目录则存下邮件和文书。改模板后用它看效果；不登记、不发出。"""
    from generators.specimens import SPECIMENS, scene_of

    office = office_of(ctx)
    scene = scene_of(office.head, office.templates, secret=secret, chart_font=chart_font())
    try:
        drawn = SPECIMENS[kind].draw_up(scene)
    except BrokenTemplate as error:
        raise Misconfigured(str(error)) from error
    documents = drawn.enclosed if isinstance(drawn, Draft) else drawn
    if isinstance(drawn, Draft):
        to = "、".join(drawn.to) or "（没有邮箱，打印送达）"
        say(f"主题：{drawn.subject}\n收件人：{to}\n\n{drawn.text}")
    if folder is None:
        say("附件：" + ("、".join(each.name for each in documents) or "无"))
        return
    if isinstance(drawn, Draft):
        kept = replace(drawn, to=drawn.to or (office.head.address,))  # as a paper lies in the archive
        message = as_message(kept, head=office.head, sent_on=scene.now)
        say(f"已存 {write_into(folder, f'{SPECIMENS[kind].name}样张.eml', message)}")
    for each in documents:
        say(f"已存 {write_into(folder, each.name, each.data)}")
