"""The outbox: a letter is posted once, inside the transaction that causes it, and delivered afterwards.

`queued → sending → sent | failed | unknown`. `sending` is written in the moment before the first byte of the letter
is handed over; whatever goes wrong before is nobody's harm and tried again, whatever goes wrong after is looked up in
the server's Sent folder, and where that can't tell, a person decides. Nothing is sent twice.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from generators.letter import Draft, message_id_of
from generators.message import as_message
from ledger import addresses, postbook, worklists
from ledger.models import Case, Department, DocumentNumber, Letter
from ledger.opening import transaction
from ledger.vocabulary import LetterState
from ledger.workdays import in_office_hours
from mailroom import document_numbers, undelivered
from mailroom.errors import Misconfigured, Refused, Temporary, Uncertain, Unreachable
from mailroom.office import Office
from mailroom.outages import outage_of
from mailroom.providers.base import Courier, Receipt
from mailroom.undelivered import Delivery
from mailroom.waypoints import reached

log = logging.getLogger(__name__)


# Kinds that go out in office hours only (rules.md), also where they were put off: a line that was down all day.
IN_OFFICE_HOURS = (
    "reminder",
    "urging",
    "follow_up",
    "redo",
    "supervision",
    "proposal",
    "instruction",
    "handover",
    "progress",
    "lines_reminder",
    "lines_notice",
    "monthly_notice",
    "liaison_chase",
)


def post(
    office: Office,
    draft: Draft,
    *,
    now: datetime,
    case: Case | None = None,
    department: Department | None = None,
    state: LetterState = LetterState.QUEUED,
    number: DocumentNumber | None = None,
) -> Letter:
    """Post a letter, inside the caller's transaction. A key that was posted before gives the letter of then.

    `number` is the one that its paper carries: the message says so, that a register set back to a backup finds it.
    A letter that goes `on_paper` needs no recipient: nobody sends it, it is kept to be printed. So is one to a
    department without any mailbox: when it gets one later, nothing goes twice.
    """
    known = worklists.letter_by_key(draft.key)
    if known is not None:
        return known
    if department is not None:
        draft = replace(draft, to=tuple(addresses.instead(department, draft.to)))
        if _has_no_mailbox(department, draft):
            draft, state = replace(draft, to=()), LetterState.ON_PAPER
    extra = document_numbers.header_of(number) if number else ()
    message = as_message(_addressed(office, draft, state), head=office.head, sent_on=now, extra=extra)
    [name] = office.archive.keep([message])
    reached("letter archived")
    letter = Letter.create(
        key=draft.key,
        kind=draft.kind,
        case=case,
        department=department,
        to=list(draft.to),
        cc=list(draft.cc),
        subject=draft.subject,
        documents=[each.name for each in draft.enclosed],
        message_id=message_id_of(draft.key, office.settings.office.address),
        sha256=name,
        state=state,
        posted_at=now,
        not_before=now,
        because=draft.because,
    )
    reached("letter posted")
    return letter


def _has_no_mailbox(department: Department, draft: Draft) -> bool:
    """Whether a letter is meant for the mailbox of a department that has none; an answer to somebody's mail is not."""
    meant = not draft.to or list(draft.to) == department.addresses[:1]
    return meant and addresses.goes_on_paper(department)


def _addressed(office: Office, draft: Draft, state: LetterState) -> Draft:
    """A paper to be delivered by hand stands in the archive as a letter to the office itself."""
    on_paper = state == LetterState.ON_PAPER and not draft.to
    return dataclasses.replace(draft, to=(office.settings.office.address,)) if on_paper else draft


def deliver(
    office: Office,
    courier: Courier,
    *,
    clock: Callable[[], datetime],
    pause: Callable[[float], None] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Delivery:
    """Deliver what is due, at the pace that the config allows; then look for the letters of which nobody knows.

    `clock` tells the time; `pause` sleeps so many seconds. Without `pause` the rest stays queued when the pace is
    used up. `stop()` ends the round between two letters. A fault of the connection or the config ends the round; one
    letter's fault does not stop the next. A look for a letter in doubt may take seconds: it keeps no other waiting.
    """
    count = Delivery()
    _deliver_due(office, courier, count, clock=clock, pause=pause, stop=stop)
    # One process at a time delivers (the office's lock), so a letter found in `sending` is in nobody's hands.
    for letter in postbook.interrupted_letters():
        if stop() or count.locked_out:
            return count
        undelivered.settle_uncertain(courier, letter, count, now=clock())
        if not count.locked_out:  # what was posted meanwhile, or was found not to have gone
            _deliver_due(office, courier, count, clock=clock, pause=pause, stop=stop)
    return count


def _deliver_due(
    office: Office,
    courier: Courier,
    count: Delivery,
    *,
    clock: Callable[[], datetime],
    pause: Callable[[float], None] | None,
    stop: Callable[[], bool],
) -> None:
    """Deliver the letters that wait, until one can't go that holds up the others."""
    due = postbook.letters_due(clock())
    if due and (until := undelivered.resting_until(now=clock())):
        count.waits = f"发信服务器连不上，{until:%H:%M} 再试"
        return
    for number in due:
        if stop():
            return
        letter = Letter.one(id=number)
        if letter.state != LetterState.QUEUED:  # a person has dealt with it meanwhile
            continue
        if _waits_for_office_hours(office, letter, now=clock()):
            continue
        wait = pace_wait(office, clock())
        while wait and pause is not None and wait <= LONGEST_PAUSE:
            pause(wait)
            wait = pace_wait(office, clock())
        if wait > office.settings.courier.pause_seconds:  # a mere pause between two letters is no news
            count.waits = f"发信限速，约 {wait:.0f} 秒后继续"
        if wait:
            return
        if _waits_for_office_hours(
            office, letter, now=clock()
        ):  # the pause was longer than the office is open
            continue
        if not _send(office, courier, letter, count, clock=clock):
            return


def _waits_for_office_hours(office: Office, letter: Letter, *, now: datetime) -> bool:
    return letter.kind in IN_OFFICE_HOURS and not in_office_hours(now, office.calendar, office.hours)


# A pause within one round; what must wait longer (the day's limit) waits for another round.
LONGEST_PAUSE = 61.0


def pace_wait(office: Office, now: datetime) -> float:
    """Seconds until the config's limits allow the next letter; 0: now."""
    courier = office.settings.courier
    if courier.per_day and postbook.sent_since(_midnight(now), now) >= courier.per_day:
        return (_midnight(now) + timedelta(days=1) - now).total_seconds()
    pause, minute = timedelta(seconds=courier.pause_seconds), timedelta(minutes=1)
    if pause and (last := postbook.oldest_sent_within(pause, now)):
        return (last + pause - now).total_seconds()
    if courier.per_minute and postbook.sent_since(now - minute, now) >= courier.per_minute:
        oldest = postbook.oldest_sent_within(minute, now)
        return max((oldest + minute - now).total_seconds(), 0.1) if oldest else 0.0
    return 0.0


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _send(
    office: Office, courier: Courier, letter: Letter, count: Delivery, *, clock: Callable[[], datetime]
) -> bool:
    """Send one letter; returns whether the next may follow."""
    try:
        receipt = _hand_to(courier, office, letter, clock=clock)
    except Uncertain as error:
        log.warning("letter %s: %s", letter.key, error)
        _leave_in_doubt(letter, str(error), now=clock())
        return True
    except Refused as error:
        undelivered.give_up(letter, count, error, now=clock())
        return True
    except Unreachable as error:
        undelivered.rest(office, letter, count, error, now=clock())
        return False
    except Temporary as error:
        undelivered.try_later(office, letter, count, error, now=clock())
        return True
    except Misconfigured as error:
        undelivered.wait_for_operator(letter, count, error, now=clock())
        return False
    except Exception as error:  # a bug of ours: the letters behind it still go out
        if outage_of(error):
            raise
        log.exception("letter %s could not be sent", letter.key)
        sentence = f"程序发信时出错（{type(error).__name__}），详见日志"
        if letter.state == LetterState.SENDING:
            _leave_in_doubt(letter, sentence, now=clock())
        else:
            undelivered.try_later(office, letter, count, Temporary(sentence), now=clock())
        return True
    reached("letter handed over")
    _mark_sent(letter, receipt, count, now=clock())
    reached("letter marked sent")
    return True


def _hand_to(courier: Courier, office: Office, letter: Letter, *, clock: Callable[[], datetime]) -> Receipt:
    def handing_over() -> None:
        with transaction():
            if not postbook.move_letter(
                letter, LetterState.QUEUED, LetterState.SENDING, sending_at=clock(), last_error=""
            ):
                raise Temporary("这封信已作废，或另一个进程正在发送")
        reached("letter marked sending")

    return courier.send(
        office.archive.fetch(letter.sha256),
        sender=office.settings.office.address,
        recipients=[*letter.to, *letter.cc],
        handing_over=handing_over,
    )


def _leave_in_doubt(letter: Letter, sentence: str, *, now: datetime) -> None:
    """It stays `sending`, and is looked for when the others are out; the server's time to file a copy begins now."""
    with transaction():
        postbook.move_letter(
            letter, LetterState.SENDING, LetterState.SENDING, sending_at=now, last_error=sentence
        )


def _mark_sent(letter: Letter, receipt: Receipt, count: Delivery, *, now: datetime) -> None:
    if receipt.remark:
        log.warning("letter %s: %s", letter.key, receipt.remark)
    with transaction():
        undelivered.forget_rest()
        postbook.move_letter(
            letter,
            LetterState.SENDING,
            LetterState.SENT,
            sent_at=now,
            attempts=letter.attempts + 1,
            evidence="；".join(filter(None, [receipt.reply, receipt.remark])),
            last_error="",
        )
        if receipt.refused:
            named = "；".join(f"{address}：{reply}" for address, reply in receipt.refused)
            undelivered.hold_letter(letter, f"部分收件人被对方服务器拒收：{named}", now=now)
    count.sent += 1
