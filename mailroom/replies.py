"""Letters that answer a mail: the one place where the office answers by itself what came in, so that no loop can arise.

No machine and no list is answered (RFC 3834 §2), and one correspondent gets only so many answers an hour. What is not
answered for such a reason is not lost: the letter waits for a person's approval (待审批), and the pen says why, once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from generators.letter import Draft
from ledger import listings, postbook, worklists
from ledger.models import Case, Department, DocumentNumber, Letter
from ledger.vocabulary import LetterState
from mailroom import holding, outbox
from mailroom.desks.incoming import Incoming
from mailroom.office import Office

KINDS = ("correction", "send_again", "extension_reply", "send_back_reply", "liaison_receipt")
HOUR = timedelta(hours=1)


def reply(
    office: Office,
    draft: Draft,
    incoming: Incoming,
    *,
    now: datetime,
    case: Case | None = None,
    department: Department | None = None,
    number: DocumentNumber | None = None,
) -> Letter:
    """Post a letter that answers `incoming`, inside the caller's transaction; it waits where a person must look first."""
    known = worklists.letter_by_key(draft.key)
    if known is not None:
        return known
    because = why_not_by_itself(office, draft, incoming, now=now)
    state = LetterState.DRAFT if because else LetterState.QUEUED
    letter = outbox.post(office, draft, now=now, case=case, department=department, state=state, number=number)
    if because:
        _put_before_a_person(draft, because, now=now)
    return letter


def why_not_by_itself(office: Office, draft: Draft, incoming: Incoming, *, now: datetime) -> str:
    """Return why this answer must not go out by itself, in Chinese, or ""."""
    envelope = incoming.reading.envelope
    if incoming.sender.ourselves or office.settings.office.address.lower() in draft.to:
        return "来件的发件人是本办自己"
    if envelope.automatic:
        return "来件写明由程序自动发出（RFC 3834），自动回信会来回循环"
    if envelope.bulk:
        return "来件是邮件列表或群发，自动回信会发给不相干的人"
    most = office.settings.outbox.replies_per_hour
    if most and listings.letters_to(draft.to, KINDS, since=now - HOUR) >= most:
        return f"一小时内已因对方来件发出、拟出 {most} 封，疑似来往循环"
    return ""


def _put_before_a_person(draft: Draft, because: str, *, now: datetime) -> None:
    """One entry for all letters to a correspondent that wait for the same reason."""
    sentence = f"给 {'、'.join(draft.to)} 的回信不自动发出，改为待审批：{because}"
    if worklists.open_held_about("letter", sentence):
        return
    ways = [
        holding.suggest(
            "mailroom letters --state 待审批", "列出待审批的信，逐封用 approve 批准或 reject 退回"
        ),
        holding.drop("已查明并处理完毕"),
    ]
    postbook.hold(what="letter", because=sentence, suggestions=ways, now=now)
