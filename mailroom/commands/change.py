"""`change`: what the upper platform has changed of a case, written in by a person; the departments at work are told."""

from __future__ import annotations

import contextlib
import dataclasses
from datetime import datetime
from typing import Any

import click

from generators.privacy import is_secret
from ledger import worklists
from ledger.models import Case, Petitioner
from ledger.opening import transaction
from ledger.rehearsal import rehearsal
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import case_of, office_of
from mailroom.commands.pages import text_of
from mailroom.commands.printing import complain, say
from mailroom.commands.words import MOMENT, NAME, Sentence, Word, by_option, done_at_option
from mailroom.desks.amendments import Amended, amend, settle_secrecy
from mailroom.desks.changes import close_of
from mailroom.discretion import as_listed
from mailroom.errors import MailroomError
from mailroom.office import Office
from mailroom.previewing import Scratch

COLUMNS = (
    "text",
    "title",
    "place",
    "kind",
    "urgency",
)  # options that are columns of the case, the text by another name
WHO = ("name", "phone", "address")


@click.command(cls=ChineseCommand)
@click.argument("case_no", metavar="编号")
@click.option("--due", type=MOMENT, help="上级办理时限，如 2018-03-16T17:00；只写日期为当日下班时")
@click.option("--text", type=Sentence("诉求内容", 20_000), help="诉求内容（全文）")
@click.option("--title", type=Sentence("标题", 200), help="诉求标题")
@click.option("--place", type=Sentence("地点", 200), help="事发地点")
@click.option("--kind", type=Word("kind"), help="诉求类型")
@click.option("--urgency", type=Word("urgency"), help="紧急程度")
@click.option("--name", type=NAME, help="诉求人姓名")
@click.option("--phone", type=Sentence("电话", 60), help="诉求人电话")
@click.option("--address", type=Sentence("地址", 200), help="诉求人地址")
@click.option("--secret", type=click.Choice(["是", "否"]), help="核实后写明诉求人是否要求保密；单独使用")
@click.option("--preview", is_flag=True, help="只看会怎样改、给单位的通知怎样写，不改动任何东西")
@by_option
@done_at_option
@click.pass_context
def change(
    ctx: click.Context,
    case_no: str,
    due: datetime | None,
    secret: str | None,
    preview: bool,
    by: str,
    at: datetime,
    **written: Any,
) -> None:
    """上级更正：把上级改了的时限、内容、诉求人信息写进工单；在办的单位收到变更通知。"""
    others = due is not None or any(written.values())
    if not others and not secret:
        raise click.UsageError("请写明改什么，如 --due 2018-03-16T17:00")
    if others and secret:
        raise click.UsageError("--secret 请单独使用：先写明是否保密，再改别的")
    office = office_of(ctx)
    _refuse_early(case_of(case_no), close_of(office, due), at)
    values = {"request_text" if name == "text" else name: written[name] for name in COLUMNS}
    values["upper_due_at"] = close_of(office, due)
    if preview:
        office = dataclasses.replace(office, archive=Scratch(office.archive))
    with rehearsal() if preview else contextlib.nullcontext():
        case = case_of(case_no)
        asked_before = worklists.petitioner_of(case)
        with transaction():
            if secret:
                done = settle_secrecy(office, case, secret == "是", now=at, by=by)
            else:
                done = amend(office, case, values, {name: written[name] or "" for name in WHO}, now=at, by=by)
        people = [each for each in (asked_before, worklists.petitioner_of(case)) if each]
        _tell(office, case, done, people, whole=preview)


class TooEarly(MailroomError):
    """No case can be due before it came."""


def _refuse_early(case: Case, due: datetime | None, now: datetime) -> None:
    """A deadline before the case came in is a slip of the pen; one that has passed may be what the platform wrote."""
    if due is None:
        return
    if due < case.registered_at:
        raise TooEarly(
            f"--due {due:%Y-%m-%d %H:%M} 早于 {case.case_no} 登记的时间 {case.registered_at:%Y-%m-%d %H:%M}，请核对"
        )
    if due <= now:
        complain(f"注意：--due {due:%Y-%m-%d %H:%M} 已经过去，请核对；写错的请再用 change 改正")


def _tell(office: Office, case: Case, done: Amended, people: list[Petitioner], *, whole: bool) -> None:
    """Say what was changed and who is told, without who asked (`people`: as before and as now); `whole`: with the
    letters as they would go out.
    """
    numbers = [case.upper_no or "", case.case_no]
    for sentence in done.sentences:
        say(f"{case.case_no} {as_listed(sentence, people, secret=is_secret(case), numbers=numbers)}")
    for row in done.rows:
        say(
            f"  {row.department.name}：办理时限 {row.due_at:%Y-%m-%d %H:%M}{'（暂定）' if row.provisional else ''}"
        )
    for letter in done.letters:
        say(f"  变更通知 {letter.key}，收件人 {'、'.join(letter.to)}")
        if whole:  # of a secret case it says nothing of who asked as it is
            text = f"\n{letter.subject}\n\n{text_of(office, letter)}"
            say(as_listed(text, people, secret=False, numbers=numbers))
    if not done.rows:
        say("  现在没有单位在办，没有发通知")
    if whole:
        say("以上均未真正执行。")
