"""Letters that did not go out at once: tried later, given up, or looked for in the server's Sent folder."""

from __future__ import annotations

import logging
import shlex
from dataclasses import dataclass
from datetime import datetime, timedelta

from generators.wording import month_day_words
from ledger import postbook
from ledger.models import Letter, Round
from ledger.opening import transaction
from ledger.vocabulary import LetterState
from mailroom import holding, resending
from mailroom.errors import KeptOut, LoginRefused, Misconfigured, Refused, Temporary, Unreachable
from mailroom.office import Office
from mailroom.providers.base import Courier

log = logging.getLogger(__name__)


@dataclass
class Delivery:
    """What a look into the outbox brought."""

    sent: int = 0
    failed: int = 0
    unknown: int = 0
    waits: str = ""  # Chinese sentence: why letters stay behind for now
    locked_out: bool = False  # the operator's turn: nothing goes out before he has acted
    kept_out: bool = False  # because the password was refused: looking whether it was mended costs nothing


def hold_letter(letter: Letter, because: str, *, now: datetime, as_spam: bool = False) -> None:
    """Put a letter before a person. `as_spam`: another subject is what may help."""
    command = resending.command_for(letter)
    if as_spam:
        words = shlex.quote(f"{letter.subject}，请查收")
        by_hand = holding.suggest(f"letters save {letter.key} 目录", "存下来，用网页邮箱手工发，再作废这一条")
        suggestions = [
            holding.suggest(f"{command} --subject {words}", "改主题再发，仍被拒的换别的说法"),
            by_hand,
        ]
    elif letter.state == LetterState.SENT:  # the department's other addresses took it
        done = holding.drop("其他地址已收到，名录中已改正或删去拒收的地址")
        suggestions = [done, holding.suggest(command, "改正名录以后重发，其他地址会再收到一次")]
    else:
        again = holding.suggest(command, "确认对方没有收到，重新发送")
        done = holding.drop("电话核实对方已收到")
        suggestions = [done, again] if letter.state == LetterState.UNKNOWN else [again]
    postbook.hold(
        what="letter",
        because=f"《{letter.subject}》{because}",
        suggestions=suggestions,
        now=now,
        letter=letter,
        case=letter.case,
    )


def try_later(office: Office, letter: Letter, count: Delivery, error: Temporary, *, now: datetime) -> None:
    """Nothing was delivered: put the letter back for the next try, or before a person after the last."""
    pauses = office.settings.outbox.retry_minutes
    tries = letter.attempts + 1
    start = LetterState(letter.state)
    if tries > len(pauses):
        with transaction():
            if not postbook.move_letter(
                letter, start, LetterState.FAILED, attempts=tries, last_error=str(error)
            ):
                return  # somebody else has dealt with it meanwhile
            hold_letter(letter, f"重试 {tries - 1} 次仍未发出：{error}", now=now)
        count.failed += 1
        return
    later = max(now + timedelta(minutes=pauses[tries - 1]), _wanted_by_server(error, now))
    with transaction():
        if not postbook.move_letter(
            letter, start, LetterState.QUEUED, attempts=tries, last_error=str(error), not_before=later
        ):
            return  # a person has made it void meanwhile
    count.waits = f"有信暂时发不出，{later:%H:%M} 再试：{error}"


def _wanted_by_server(error: Temporary, now: datetime) -> datetime:
    """The moment before which the server wants no further try."""
    if error.next_day:
        return datetime.combine(now.date() + timedelta(days=1), datetime.min.time())
    return now + timedelta(seconds=error.retry_after or 0)


def give_up(letter: Letter, count: Delivery, error: Refused, *, now: datetime) -> None:
    """The other side refused the letter for good: a person decides."""
    sentence = str(error)
    start = LetterState(letter.state)
    with transaction():
        if not postbook.move_letter(
            letter, start, LetterState.FAILED, attempts=letter.attempts + 1, last_error=sentence
        ):
            return  # somebody else has dealt with it meanwhile
        hold_letter(letter, f"对方服务器拒收：{sentence}", now=now, as_spam=error.as_spam)
    count.failed += 1


def wait_for_operator(letter: Letter, count: Delivery, error: Misconfigured, *, now: datetime) -> None:
    """The account is wrong, not the letter: it stays queued until the operator has mended it."""
    sentence = str(error)
    if (letter.state, letter.last_error) != (LetterState.QUEUED, sentence):
        with transaction():
            postbook.move_letter(letter, LetterState(letter.state), LetterState.QUEUED, last_error=sentence)
        log.error("letters wait: %s", sentence)
    _lock_out(count, error)


def _lock_out(count: Delivery, error: Misconfigured) -> None:
    count.waits, count.locked_out = str(error), True
    count.kept_out = isinstance(error, LoginRefused | KeptOut)


# --- the server can't be reached ------------------------------------------------------------------------------

SINCE = "courier unreachable since"
NEXT = "courier unreachable, next try"


def resting_until(*, now: datetime) -> datetime | None:
    """When the server, found out of reach, is to be tried again; None: now."""
    row = Round.get_or_none(name=NEXT)
    return row.at if row and row.at > now else None


def unreachable_since() -> datetime | None:
    """Since when the server has been out of reach; None: it is not known to be."""
    row = Round.get_or_none(name=SINCE)
    return row.at if row else None


def rest(office: Office, letter: Letter, count: Delivery, error: Unreachable, *, now: datetime) -> None:
    """No letter's fault: all stay queued, the pauses grow as for a letter, and after the last a person is told, once.

    Letters are not given up for it: an outage overnight would else leave every one of them to be sent by hand.
    """
    pauses, sentence = office.settings.outbox.retry_minutes or (1,), str(error)
    with transaction():
        since, _ = Round.get_or_create(name=SINCE, defaults={"at": now})
        tries = int(since.note or 0)
        pause = timedelta(minutes=pauses[min(tries, len(pauses) - 1)])
        later = max(now + pause, _wanted_by_server(error, now))
        Round.update(note=str(tries + 1)).where(Round.id == since.id).execute()
        row, new = Round.get_or_create(name=NEXT, defaults={"at": later})
        if not new:
            Round.update(at=later).where(Round.id == row.id).execute()
        start = LetterState(letter.state)
        postbook.move_letter(letter, start, LetterState.QUEUED, last_error=sentence)
        if tries == len(pauses):
            because = (
                f"发信服务器自{month_day_words(since.at)} {since.at:%H:%M} 起连不上，信件积压：{sentence}"
            )
            ways = [holding.suggest("检查网络和发信账号（mailroom check）", "恢复后积压的信会自动发出")]
            postbook.hold(what="letter", because=because, suggestions=ways, now=now)
    count.waits = f"发信服务器连不上，{later:%H:%M} 再试：{sentence}"


def forget_rest() -> None:
    """The server is back."""
    if (
        Round.one(name=SINCE) is None
    ):  # as before nearly every letter: asking takes a tenth of deleting nothing
        return
    Round.delete().where(Round.name.in_([SINCE, NEXT])).execute()


# --- letters of which nobody knows ------------------------------------------------------------------------------


def settle_uncertain(courier: Courier, letter: Letter, count: Delivery, *, now: datetime) -> None:
    """Find out about a letter whose sending was begun by a process that ended, or whose reply never came.

    In the server's Sent folder → sent, not there → queued again, can't be told → a person.
    """
    sentence = letter.last_error or "发送中断，不知是否已发出"
    try:
        found = courier.find_sent(letter.message_id)
    except (Temporary, Misconfigured) as error:
        count.waits = str(error)
        if isinstance(error, Misconfigured):
            _lock_out(count, error)
        return  # it stays `sending`; the next round asks again
    begun = letter.sending_at or letter.posted_at
    if found is False and now - begun < timedelta(seconds=courier.settle_seconds):
        return  # the server may still be busy taking it
    tries = letter.attempts + 1
    with transaction():
        if found:
            evidence = "已在服务器“已发送”文件夹中找到"
            postbook.move_letter(
                letter, LetterState.SENDING, LetterState.SENT, sent_at=now, attempts=tries, evidence=evidence
            )
            count.sent += 1
        elif found is False:
            postbook.move_letter(
                letter, LetterState.SENDING, LetterState.QUEUED, attempts=tries, last_error=sentence
            )
        else:
            postbook.move_letter(letter, LetterState.SENDING, LetterState.UNKNOWN, last_error=sentence)
            hold_letter(letter, f"{sentence}；服务器上没有可查的凭据", now=now)
            count.unknown += 1
