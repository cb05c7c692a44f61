"""`approve` and `reject`: letters that wait for a person."""

from __future__ import annotations

from datetime import datetime

import click

from ledger import casework, postbook
from ledger.models import Letter
from ledger.opening import transaction
from ledger.vocabulary import LetterState, label
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import letter_of, office_of
from mailroom.commands.printing import say
from mailroom.commands.words import at_option, because_option, by_option
from mailroom.errors import MailroomError


class NotWaiting(MailroomError):
    """The letter does not wait for an approval."""


@click.command(cls=ChineseCommand)
@click.argument("key", metavar="信件编号")
@by_option
@at_option
@click.pass_context
def approve(ctx: click.Context, key: str, by: str, at: datetime) -> None:
    """批准一封待审批的信，下一轮发出。"""
    office_of(ctx)
    letter = letter_of(key)
    _decide(letter, LetterState.QUEUED, f"批准发出《{letter.subject}》", by=by, at=at)
    say(f"已批准：{key}")


@click.command(cls=ChineseCommand)
@click.argument("key", metavar="信件编号")
@because_option
@by_option
@at_option
@click.pass_context
def reject(ctx: click.Context, key: str, because: str, by: str, at: datetime) -> None:
    """退回一封待审批的信：不发出，编号保留。"""
    office_of(ctx)
    letter = letter_of(key)
    _decide(letter, LetterState.VOID, f"不发出《{letter.subject}》：{because}", by=by, at=at)
    say(f"已退回：{key}")


def _decide(letter: Letter, end: LetterState, sentence: str, *, by: str, at: datetime) -> None:
    with transaction():
        changes = {"not_before": at} if end == LetterState.QUEUED else {"last_error": f"{by}：{sentence}"}
        if not postbook.move_letter(letter, LetterState.DRAFT, end, **changes):
            state = label("letter_state", letter_of(letter.key).state)
            raise NotWaiting(f"{letter.key} 现为“{state}”，不在待审批中")
        if letter.case is not None:
            casework.note(letter.case, sentence, now=at, by=by)
