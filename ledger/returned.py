"""Bounces by letter and recipient (退信): a letter to several people may come back from one of them.

Every function that writes runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ledger.models import Letter, Mail, ReturnedLetter
from ledger.rows import pieces_of


def note_returned(
    letter: Letter, recipient: str, *, permanent: bool | None, reason: str, mail: Mail | None, now: datetime
) -> bool:
    """Write down that a letter came back from a recipient ("": the notice names none).

    False where that is known from another notice already; one that says only now that it is for good is news. The same
    notice read again is what it was.
    """
    known = ReturnedLetter.one(letter=letter, recipient=recipient.lower())
    if known is None:
        ReturnedLetter.create(
            letter=letter,
            recipient=recipient.lower(),
            mail=mail,
            at=now,
            permanent=permanent,
            reason=reason,
        )
        return True
    if permanent and not known.permanent:
        ReturnedLetter.change({"id": known.id}, permanent=True, reason=reason, mail=mail)
        return True
    return mail is not None and known.mail == mail


def returned_of(letters: Iterable[Letter]) -> dict[int, list[ReturnedLetter]]:
    """What came back of these letters: letter id → its bounces, oldest first."""
    found: dict[int, list[ReturnedLetter]] = {}
    for piece in pieces_of(letter.id for letter in letters):
        some = ReturnedLetter.letter.in_(piece)
        for row in ReturnedLetter.select().where(some).order_by(ReturnedLetter.id):
            found.setdefault(row.__data__["letter"], []).append(row)
    return found
