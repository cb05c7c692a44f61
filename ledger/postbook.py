"""The post book (收发登记): mails received, letters posted, and the holding pen's entries.

Every function here runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ledger.models import FolderMark, Held, Letter, Mail
from ledger.numbering import void_number
from ledger.vocabulary import HeldState, LetterState, MailState

# How the evidence of a letter begins that did not go out by the office's own account.
BY_SECOND_ACCOUNT = "经备用账号发出"


@dataclass(frozen=True)
class Registration:
    """What is known of a mail before it is read: where it lay, and the name of its bytes in the archive."""

    mailbox: str
    folder: str
    uidvalidity: int
    uid: int
    sha256: str
    size: int
    arrived_at: datetime | None = None


# --- mails --------------------------------------------------------------------------------------------------


def register_mail(registration: Registration, *, now: datetime) -> tuple[Mail, bool]:
    """Return the row of this slot and whether it is new."""
    slot = {
        "mailbox": registration.mailbox,
        "folder": registration.folder,
        "uidvalidity": str(registration.uidvalidity),
        "uid": str(registration.uid),
    }
    known = Mail.one(**slot)
    if known:
        return known, False
    mail = Mail.create(
        **slot,
        sha256=registration.sha256,
        size=registration.size,
        arrived_at=registration.arrived_at,
        kept_at=now,
        attempts=1,
    )
    return mail, True


def has_mail(mailbox: str, folder: str, uidvalidity: int, uid: int) -> bool:
    """Whether the mail of this slot is registered."""
    slot = {"mailbox": mailbox, "folder": folder, "uidvalidity": str(uidvalidity), "uid": str(uid)}
    return Mail.one(**slot) is not None


def highest_uid(mailbox: str, folder: str, uidvalidity: int) -> int:
    """Return how far a folder has been taken in; 0 where nothing was."""
    mark = _mark(mailbox, folder, uidvalidity)
    return int(mark.highest_uid) if mark else 0


def mark_taken_in(mailbox: str, folder: str, uidvalidity: int, uid: int) -> None:
    """Remember that a folder has been taken in up to `uid`."""
    mark = _mark(mailbox, folder, uidvalidity)
    if mark is None:
        FolderMark.create(mailbox=mailbox, folder=folder, uidvalidity=str(uidvalidity), highest_uid=str(uid))
    elif uid > int(mark.highest_uid):
        mark.highest_uid = str(uid)
        mark.save(only=[FolderMark.highest_uid])


def _mark(mailbox: str, folder: str, uidvalidity: int) -> FolderMark | None:
    return FolderMark.one(mailbox=mailbox, folder=folder, uidvalidity=str(uidvalidity))


def unread_mails(mailbox: str | None = None) -> list[Mail]:
    """Mails that were registered and not finished: the process ended in between. Of one mailbox, or of all."""
    query = Mail.select().where(Mail.state == MailState.KEPT).order_by(Mail.id)
    return list(query if mailbox is None else query.where(Mail.mailbox == mailbox))


def unfiled_mails(mailbox: str) -> list[Mail]:
    """Mails that are finished and not yet filed away on the server."""
    finished = (Mail.mailbox == mailbox) & (Mail.state != MailState.KEPT) & Mail.filed_at.is_null()
    return list(Mail.select().where(finished).order_by(Mail.id))


def earlier_twin(mail: Mail) -> Mail | None:
    """Return the mail that this one repeats: the same bytes; the same Message-ID from the same sender; or, where one
    of the two bears no Message-ID, the same content and Date from the same sender.

    One that was registered later is the earlier one where it was worked on first: what a mail says of itself is on its
    row only then, and another mailbox may be quicker.
    """
    earlier = (Mail.id < mail.id) | ((Mail.id > mail.id) & (Mail.state != MailState.KEPT))
    others = earlier & (Mail.state != MailState.DUPLICATE)
    alike = Mail.sha256 == mail.sha256
    sender = Mail.from_address == mail.from_address
    if mail.message_id:
        alike |= (Mail.message_id == mail.message_id) & sender
    if mail.content_print:
        same_date = Mail.sent_at.is_null() if mail.sent_at is None else Mail.sent_at == mail.sent_at
        nameless = Mail.message_id == "" if mail.message_id else Mail.id > 0
        alike |= (Mail.content_print == mail.content_print) & same_date & sender & nameless
    first = Mail.select(Mail.id).where(others & alike).order_by(Mail.id).first()
    return Mail.one(id=first.id) if first else None


def settle(mail: Mail, *, state: MailState, now: datetime) -> None:
    """Write down what became of a mail, with what it was read as."""
    mail.state, mail.settled_at = state, now
    mail.save(only=mail.dirty_fields)


def mark_filed(mails: list[Mail], *, now: datetime) -> None:
    """Remember that these mails were filed away on the server."""
    Mail.update(filed_at=now).where(Mail.id.in_([mail.id for mail in mails])).execute()


# --- the holding pen ----------------------------------------------------------------------------------------


def hold(
    *,
    what: str,
    because: str,
    suggestions: list[dict[str, str]],
    now: datetime,
    mail=None,
    case=None,
    letter=None,
) -> Held:
    """Put something before a person: what it was read as, why it waits, ranked suggestions."""
    return Held.create(
        mail=mail,
        case=case,
        letter=letter,
        since=now,
        what=what,
        because=because,
        suggestions=suggestions,
    )


def settle_held(held: Held, *, state: HeldState, by: str, because: str, now: datetime) -> bool:
    """Close an entry; False where somebody else has done so before."""
    changes: dict[Any, Any] = {
        Held.state: state,
        Held.settled_at: now,
        Held.settled_by: by,
        Held.settled_because: because,
    }
    here = (Held.id == held.id) & (Held.state == HeldState.OPEN)
    return bool(Held.update(changes).where(here).execute())


def say_instead(held: Held, because: str) -> None:
    """Let an entry that stays open say what is true by now."""
    held.because = because
    held.save(only=[Held.because])


def suggest_first(held: Held, suggestions: list[dict[str, str]]) -> None:
    """Lay more ways out on top of an entry's; one that stands there already is not repeated."""
    held.suggestions = [each for each in suggestions if each not in held.suggestions] + held.suggestions
    held.save(only=[Held.suggestions])


def suggest_instead(held: Held, suggestions: list[dict[str, str]]) -> None:
    """Give an entry other ways out: those it had can't be gone any more."""
    held.suggestions = suggestions
    held.save(only=[Held.suggestions])


def rank_suggestions(held: Held, rank: Callable[[dict[str, str]], int]) -> None:
    """Lay an entry's ways out in another order, those of one rank as they were."""
    held.suggestions = sorted(held.suggestions, key=rank)
    held.save(only=[Held.suggestions])


def suggest_no_more(held: Held, do: str) -> None:
    """Take the way out `do`, which has been gone, off an entry's."""
    held.suggestions = [each for each in held.suggestions if each["do"] != do]
    held.save(only=[Held.suggestions])


# --- letters ------------------------------------------------------------------------------------------------


def letters_due(now: datetime) -> list[int]:
    """Ids of the letters to be sent now, oldest first. Each is read when its turn comes: 10,000 would be 25 MB."""
    due = (Letter.state == LetterState.QUEUED) & (Letter.not_before <= now)
    return [row.id for row in Letter.select(Letter.id).where(due).order_by(Letter.not_before, Letter.id)]


def put_off_letters() -> list[Letter]:
    """Letters that wait because sending them failed, the longest waiting first."""
    waits = (Letter.state == LetterState.QUEUED) & (Letter.last_error != "")
    return list(Letter.select().where(waits).order_by(Letter.posted_at))


def interrupted_letters() -> list[Letter]:
    """Letters whose sending was begun and not finished."""
    return list(Letter.select().where(Letter.state == LetterState.SENDING).order_by(Letter.id))


def doubt_queued(*, now: datetime) -> int:
    """After a restore nobody knows whether what was queued in the backup went out since: treat it as interrupted.

    The outbox then looks for each in the server's Sent folder before it sends any.
    """
    here = Letter.state == LetterState.QUEUED
    return Letter.update(state=LetterState.SENDING, sending_at=now).where(here).execute()


def move_letter(letter: Letter, start: LetterState, end: LetterState, **changes: Any) -> bool:
    """Move a letter from one state to another; False where it is no longer there (another process has it).

    Guard and move are one UPDATE, so two processes can't both send.
    """
    done = Letter.change({"id": letter.id, "state": start}, state=end, **changes)
    if done:
        if end == LetterState.VOID:
            void_number(letter.key, changes.get("last_error", ""))
        letter.state = end
        for name, value in changes.items():
            setattr(letter, name, value)
    return bool(done)


def add_evidence(letter: Letter, sentence: str) -> None:
    """Add to what is known of a letter's way."""
    letter.evidence = with_evidence(letter, sentence)
    letter.save(only=[Letter.evidence])


def with_evidence(letter: Letter, sentence: str) -> str:
    """What is known of a letter's way, and `sentence`."""
    return "；".join(filter(None, [letter.evidence, sentence]))


def sent_since(moment: datetime, until: datetime) -> int:
    """How many letters went out after `moment`, up to `until`: what pace limits are measured on."""
    return Letter.select().where((Letter.sent_at > moment) & (Letter.sent_at <= until)).count()


def oldest_sent_within(span: timedelta, now: datetime) -> datetime | None:
    """When the oldest letter of the last `span` went out."""
    row = Letter.select(Letter.sent_at).where(Letter.sent_at > now - span).order_by(Letter.sent_at).first()
    return row.sent_at if row else None
