"""What a notice of a letter that came back (退信) is worth, and what the ledger keeps of it: which letter, from whom."""

from __future__ import annotations

import re
from datetime import datetime

from ledger import postbook, returned
from ledger.models import Letter, Mail
from ledger.vocabulary import LetterState
from mailroom.desks.incoming import Incoming
from parsers.reading import Bounce

# Names under which mail systems write; RFC 5321 and RFC 2142 have two of them.
MAIL_SYSTEM = re.compile(
    r"mailer[-_.]?daemon|post-?master|mail[-_.]?(?:admin|system)|bounce|no-?reply|notif", re.I
)
# A letter of which we do not know yet that it went: a notice that it came back proves it.
GOING_OUT = (LetterState.SENDING, LetterState.UNKNOWN)


def doubt_about(incoming: Incoming, letter: Letter | None, bounce: Bounce) -> str:
    """Why a notice about a letter of ours may be false, a Chinese sentence; "": nothing speaks against it.

    The Message-IDs of our letters derive from their keys, and who got one letter knows its form.
    """
    sender = incoming.sender
    if sender.failed:
        return sender.failed
    local, _, host = sender.address.partition("@")
    if sender.departments or sender.upper or sender.leader:
        if not MAIL_SYSTEM.search(local):
            return f"却是从{sender.name}的邮箱 {sender.address} 发来的，不像邮件系统的通知"
    elif letter is not None and local and not MAIL_SYSTEM.search(local) and host not in _hosts(letter):
        return f"却是从 {sender.address} 发来的，既不像邮件系统，也不是收件人的服务器"
    original = bounce.original_message_id
    if letter is not None and original and original != letter.message_id:
        return f"所附原信的邮件号 {original} 不是本办发出的"
    return ""


def _hosts(letter: Letter) -> set[str]:
    return {address.lower().rpartition("@")[2] for address in [*letter.to, *letter.cc]}


def note(letter: Letter, bounce: Bounce, mail: Mail, *, now: datetime) -> bool:
    """Write down from whom a letter came back, inside the caller's transaction; False where all of it is known already.

    It proves that the letter went out: one that was still on its way is sent.
    """
    if letter.state in GOING_OUT:
        evidence = postbook.with_evidence(letter, "收到对方服务器的退信，可见已经发出")
        start = LetterState(letter.state)
        postbook.move_letter(letter, start, LetterState.SENT, sent_at=now, evidence=evidence, last_error="")
    told = [
        (_recipient(letter, bounce), bounce.permanent, bounce.reason),
        *((each.recipient, each.permanent, each.reason) for each in bounce.others if not each.trying),
    ]
    news = [
        returned.note_returned(
            letter, recipient, permanent=permanent, reason=reason or "", mail=mail, now=now
        )
        for recipient, permanent, reason in told
    ]
    return any(news)


def _recipient(letter: Letter, bounce: Bounce) -> str:
    """Whom the notice names, else the only one whom the letter went to."""
    every = [*letter.to, *letter.cc]
    return bounce.recipient or (every[0] if len(every) == 1 else "")


def about_others(bounce: Bounce) -> str:
    """A sentence about the recipients besides the first whom a notice names; "" where there are none."""
    gone = [each for each in bounce.others if not each.trying]
    named = "；".join(f"{each.recipient}，{each.reason or '原因未写明'}" for each in gone)
    return f"同时退回的还有：{named}" if named else ""
