"""A letter sent again (重发): a person's act, after a bounce or where nobody knows whether it went.

It is a new letter with a key and a Message-ID of its own, so that the rule "posted once" holds for each of them.
"""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote

from generators.case_paper import paper_key
from generators.dispatch import dispatch_key
from generators.letter import Draft, message_id_of
from generators.message import as_message, encoded
from ledger import addresses, arrivals, casework, listings, postbook, worklists
from ledger.feedback import CAME_BACK
from ledger.models import Dispatch, Held, Letter
from ledger.opening import transaction
from ledger.vocabulary import HeldState, LetterState, MailState, label
from mailroom.errors import MailroomError
from mailroom.office import CHINA_TIME, Office

log = logging.getLogger(__name__)

AGAIN = re.compile(r"/重发(\d+)$")
NEXT = re.compile(r"/to/(\d+)$")  # one that went to another address: see `passing_on`
# A letter still in the outbox goes out by itself; one that a person rejected is not to go out.
RESENDABLE = (LetterState.SENT, LetterState.FAILED, LetterState.UNKNOWN, LetterState.ON_PAPER)
UNDER_WAY = (LetterState.DRAFT, LetterState.QUEUED, LetterState.SENDING)
CAME_TO_NOTHING = (LetterState.FAILED, LetterState.VOID)
FIELD_END = re.compile(rb"\r\n(?![ \t])")


class CannotResend(MailroomError):
    """The letter can't be sent again as it is; the message says why, in Chinese."""


def resend(
    office: Office,
    letter: Letter,
    *,
    now: datetime,
    by: str,
    anew: Draft | None = None,
    subject: str = "",
) -> Letter:
    """Post `letter` again, to the address on file today, as it was or drawn up anew; returns the new letter. Raises
    `CannotResend`. `subject`: another one, for a server that takes the old one for spam.
    """
    first = AGAIN.sub("", letter.key)
    with transaction():  # looked at inside: two clerks at once must not send it twice
        if fault := _why_not(letter, first):
            raise CannotResend(fault)
        key = f"{first}/重发{_next_number(first)}"
        to = addressees(office, letter)
        if not to:
            raise CannotResend(f"{letter.key} 没有可发往的邮箱：登记了邮箱再重发，或打印送达")
        if letter.department is not None:
            addresses.mend_for_all(letter.department, to[0], now=now, by=by)  # no change where it is not dead
        address = office.settings.office.address
        subject = _with_case_no(subject, letter)
        message = _message_of(office, letter, anew, subject, key=key, to=to, now=now)
        [name] = office.archive.keep([message])
        fresh = Letter.create(
            key=key,
            kind=letter.kind,
            case=letter.case,
            department=letter.department,
            to=to,
            cc=letter.cc,
            subject=subject or (anew.subject if anew else letter.subject),
            documents=[each.name for each in anew.enclosed] if anew else letter.documents,
            message_id=message_id_of(key, address),
            sha256=name,
            posted_at=now,
            not_before=now,
            because=f"{by}重发 {letter.key}",
        )
        if letter.key in wanted_again() and letter.state == LetterState.SENT:
            postbook.add_evidence(letter, f"{CAME_BACK}：{key}")
        for paper in _to_be_printed(letter):
            evidence = f"没有打印送达，改发邮件：{key}"
            postbook.move_letter(paper, LetterState.ON_PAPER, LetterState.SENT, evidence=evidence)
        settle_asking(letter, because=f"已重发：{key}", by=by, now=now)
        if letter.case is not None:
            sentence = f"重发《{letter.subject}》至 {'、'.join(to)}（{key}）"
            casework.note(letter.case, sentence, now=now, by=by)
    log.info("letter %s sent again by %s as %s", letter.key, by, key)
    return fresh


def _message_of(
    office: Office,
    letter: Letter,
    anew: Draft | None,
    subject: str,
    *,
    key: str,
    to: list[str],
    now: datetime,
) -> bytes:
    if anew is not None:
        fresh = replace(anew, key=key, to=tuple(to), subject=subject or anew.subject)
        return as_message(fresh, head=office.head, sent_on=now)
    drawn_up = listings.letters_under(root_of(letter))[0]  # no word about where it went in between
    message = office.archive.fetch(drawn_up.sha256)
    address = office.settings.office.address
    return reissued(message, key=key, address=address, to=to, now=now, subject=subject)


def _with_case_no(subject: str, letter: Letter) -> str:
    """A new subject keeps the number by which an answer is known."""
    if not subject or letter.case is None or letter.case.case_no in subject:
        return subject
    return f"{subject}（{letter.case.case_no}）"


def why_secret(letter: Letter) -> str:
    """Why a letter must not go out again, or "": what was drawn up before its case turned secret says who asked."""
    if letter.case is None or letter.department is None:
        return ""
    turned, number = listings.became_secret_at(letter.case), letter.case.case_no
    if turned is None or letter.posted_at >= turned:
        return ""
    return (
        f"{number} 已转为保密件，{letter.key} 写有诉求人信息，不能重发；单位没有收到的，先同意退单"
        f"（mailroom send-back {number} --accept --because 转为保密），再重新分办（mailroom dispatch）"
    )


def _why_not(letter: Letter, first: str) -> str:
    """Return why the letter can't be sent again, in Chinese, or ""; `first`: the key of its first sending."""
    now = Letter.one(id=letter.id).state
    if now not in RESENDABLE:
        return f"{letter.key} 现为“{label('letter_state', now)}”，不能重发"
    if fault := why_secret(letter):
        return fault
    waiting = [each for each in _sent_again(first) if each.state in UNDER_WAY]
    if waiting:  # the command given twice must not send twice
        return f"{waiting[0].key} 现为“{label('letter_state', waiting[0].state)}”，不必再重发"
    return ""


COMMAND = "mailroom letters resend "


def command_for(letter: Letter) -> str:
    """What a person types to send a letter again."""
    return COMMAND + letter.key


def wanted_again() -> set[str]:
    """Keys of the letters that did not arrive, as long as the pen asks for them: refused, given up, or returned."""
    keys = set()
    for entry in listings.open_held_of_kinds("letter", "bounce"):
        if entry.letter is not None and entry.letter.state in (LetterState.FAILED, LetterState.ON_PAPER):
            keys.add(entry.letter.key)
        if entry.what == "bounce":
            keys |= {
                each["do"].removeprefix(COMMAND)
                for each in entry.suggestions
                if each["do"].startswith(COMMAND)
            }
    return keys


def reports_wanted_again() -> list[Letter]:
    """The reports to a platform that did not arrive (双向反馈), oldest first."""
    found = [worklists.letter_by_key(key) for key in wanted_again() if key.startswith("report/")]
    return sorted((each for each in found if each is not None), key=lambda letter: letter.id)


def is_undelivered(row: Dispatch, wanted: set[str]) -> bool:
    """Whether the letter of an assignment, or what was sent in its place, is among those that did not arrive; not where
    its department has written about it: a person's word proves more than a machine's notice.
    """
    lacking = any(lies_under(each, key) for each in wanted for key in keys_of(row))
    return lacking and not arrivals.has_reached(row)


def keys_of(row: Dispatch) -> tuple[str, str]:
    """Under which keys the letters lie that lay an assignment on its department's desk: the first ones, and those sent in
    their place.
    """
    return (
        dispatch_key(row.case, row, row.department),
        paper_key("redo", row.case, str(row.round), row.department.name),
    )


def assignments_of(letter: Letter) -> list[Dispatch]:
    """The assignment that a letter lays on its department's desk; [] for a letter of another kind."""
    rows = worklists.dispatches_of(letter.case) if letter.case is not None else []
    return [row for row in rows if any(lies_under(letter.key, key) for key in keys_of(row))]


def lies_under(key: str, first: str) -> bool:
    """Whether a letter's key is `first`, or that of what was sent in its place."""
    return key == first or key.startswith(f"{first}/")


def doubt_about_address(letter: Letter, to: list[str]) -> str:
    """Why sending to these addresses may fail once more, or ""."""
    for address in to:
        bounced = listings.last_held_about("bounce", f"：{address}，")
        mended = addresses.last_mended(letter.department, address) if letter.department else None
        if bounced is not None and (mended is None or mended < bounced.since):
            return f"{address} 在 {bounced.since:%Y-%m-%d %H:%M} 退过信（待人工第 {bounced.id} 条）"
        if letter.state == LetterState.FAILED and address in letter.to:
            return f"{address} 上次没有发成：{letter.last_error}"
    return ""


def _bounces_answered(letter: Letter) -> list[Held]:
    """Bounces in the pen that ask for nothing any more, now that this letter goes out again."""
    asked = command_for(letter)
    answered = []
    for entry in listings.open_held_that_suggest(asked):
        postbook.suggest_no_more(entry, asked)
        if not any(each["do"].startswith(COMMAND) for each in entry.suggestions):
            answered.append(entry)
    return answered


def root_of(letter: Letter) -> str:
    """The key under which a letter was posted first, before it went again or elsewhere."""
    return NEXT.sub("", AGAIN.sub("", letter.key))


def _to_be_printed(letter: Letter) -> list[Letter]:
    return [each for each in listings.letters_under(root_of(letter)) if each.state == LetterState.ON_PAPER]


def settle_asking(letter: Letter, *, because: str, by: str, now: datetime) -> None:
    """Let the pen ask for a letter no more: it went again, or was delivered otherwise."""
    for entry in [*listings.open_held_about_letter(letter), *_bounces_answered(letter)]:
        _settle(entry, because=because, by=by, now=now)


def _settle(entry: Held, *, because: str, by: str, now: datetime) -> None:
    postbook.settle_held(entry, state=HeldState.RELEASED, by=by, because=because, now=now)
    if entry.mail is not None and not listings.open_held_of(entry.mail):
        postbook.settle(entry.mail, state=MailState.SETTLED, now=now)


def _next_number(first: str) -> int:
    """The next number after those given: the first resend is the letter's second sending."""
    numbers = [AGAIN.search(each.key) for each in _sent_again(first)]
    return max((int(found[1]) for found in numbers if found), default=1) + 1


def _sent_again(first: str) -> list[Letter]:
    return [each for each in listings.letters_under(first) if each.key != first == AGAIN.sub("", each.key)]


def goes_again_as(letter: Letter) -> Letter | None:
    """What was sent again in place of a letter and has not come to nothing, or None."""
    later = [each for each in _sent_again(AGAIN.sub("", letter.key)) if each.id > letter.id]
    return next((each for each in later if each.state not in CAME_TO_NOTHING), None)


def addressees(office: Office, letter: Letter) -> list[str]:
    """Who gets it now: the address may have been put right since it bounced. Where all are dead, a person who sends it
    all the same has found the first to work.
    """
    if letter.department is not None and letter.department.addresses:
        return (addresses.live(letter.department) or letter.department.addresses)[:1]
    upper = office.upper_named(letter.case.upper) if letter.kind == "report" and letter.case else None
    return [upper.report_to] if upper else letter.to


def reissued(
    message: bytes, *, key: str, address: str, to: list[str], now: datetime, subject: str = ""
) -> bytes:
    """Return a finished message under another key: new Message-ID, date, recipients and where given subject, all else as
    it was.
    """
    head, _, body = message.partition(b"\r\n\r\n")
    fresh = {
        b"to": ",\r\n ".join(to),
        b"date": format_datetime(now.replace(microsecond=0, tzinfo=CHINA_TIME)),
        b"message-id": message_id_of(key, address),
        b"x-mailroom-letter": quote(key, safe="/"),
    }
    if subject:
        fresh[b"subject"] = encoded(subject)
    fields = []
    for field in FIELD_END.split(head):
        name, _, _ = field.partition(b":")
        value = fresh.get(name.lower())
        fields.append(field if value is None else name + b": " + value.encode("ascii"))
    return b"\r\n".join(fields) + b"\r\n\r\n" + body
