"""告知: a letter to a department that something has changed. Without a mailbox it gets it on paper (see `outbox.post`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from generators.letter import Draft
from ledger.models import Case, Department, Letter
from ledger.vocabulary import label
from mailroom import document_numbers, outbox, replies
from mailroom.desks.incoming import Incoming
from mailroom.office import Office


def post_numbered(
    office: Office,
    key: str,
    draw_up: Callable[[str], Draft],
    department: Department,
    *,
    now: datetime,
    case: Case,
    incoming: Incoming | None = None,
) -> Letter:
    """Post a paper that carries a number of its series (发文字号), which is handed to `draw_up`, inside the caller's transaction.

    `incoming` is the mail that it answers by itself, with nobody looking.
    """
    kind = key.partition("/")[0]
    title = f"{case.case_no}{label('letter_kind', kind)}（{department.name}）"
    number = document_numbers.number_for(office, kind, key, title=title, now=now)
    draft = draw_up(number.text if number else "")
    if incoming is not None:
        return replies.reply(
            office, draft, incoming, now=now, case=case, department=department, number=number
        )
    return outbox.post(office, draft, now=now, case=case, department=department, number=number)
