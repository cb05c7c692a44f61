"""告知: a letter to a department that something has changed; where it can't be written to, a person telephones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from generators.letter import Draft
from ledger import postbook
from ledger.models import Case, Department, Letter
from ledger.vocabulary import label
from mailroom import document_numbers, holding, outbox, replies
from mailroom.desks.dispatching import why_unwritable
from mailroom.desks.incoming import Incoming
from mailroom.office import Office


def post_or_hold(
    office: Office, draft: Draft, department: Department, *, now: datetime, case: Case | None = None
) -> Letter | None:
    """Post a letter to a department, inside the caller's transaction; None: its addresses are dead, a person is told."""
    if fault := why_unwritable(department):
        ways = [holding.suggest("电话告知，并在单位名录中补上邮箱", draft.because)]
        because = f"{fault}，“{draft.subject}”发不出去"
        postbook.hold(what="letter", because=because, suggestions=ways, now=now, case=case)
        return None
    return outbox.post(office, draft, now=now, case=case, department=department)


def post_numbered(
    office: Office,
    key: str,
    draw_up: Callable[[str], Draft],
    department: Department,
    *,
    now: datetime,
    case: Case,
    incoming: Incoming | None = None,
) -> Letter | None:
    """Post a paper that carries a number of its series (发文字号), as `post_or_hold`; the number is handed to `draw_up`.

    A paper that can't be posted takes no number. `incoming` is the mail that it answers by itself, with nobody looking.
    """
    if why_unwritable(department):
        return post_or_hold(office, draw_up(""), department, now=now, case=case)
    kind = key.partition("/")[0]
    title = f"{case.case_no}{label('letter_kind', kind)}（{department.name}）"
    number = document_numbers.number_for(office, kind, key, title=title, now=now)
    draft = draw_up(number.text if number else "")
    if incoming is not None:
        return replies.reply(
            office, draft, incoming, now=now, case=case, department=department, number=number
        )
    return outbox.post(office, draft, now=now, case=case, department=department, number=number)
