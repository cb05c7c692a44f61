"""对账: once a day, do the servers and the post book agree? What was missed is taken in; no letter is ever sent by it."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from ledger import casework, listings, postbook, reconciliations
from ledger.models import Letter, Mail
from ledger.opening import transaction
from ledger.vocabulary import LetterState
from mailroom import intake
from mailroom.desks import clearing
from mailroom.errors import Gone, MailroomError
from mailroom.office import Office
from mailroom.providers.base import Courier, Found, Inventoried, KeepsSent, Mailbox

log = logging.getLogger(__name__)

SETTLED = timedelta(minutes=10)  # by then a server has filed its copy of a letter
LATE = timedelta(days=1)


@dataclass
class Agreement:
    """What a look found; `notes` are Chinese sentences: what could not be looked at, and why."""

    mails: int = 0  # on the server
    taken_in: int = 0  # of them, that the post book did not have
    letters: int = 0  # sent by the office
    sent_kept: bool = True  # whether the server keeps what went out
    missing: list[str] = field(default_factory=list)  # keys of sent letters that are not in Sent
    found: list[str] = field(default_factory=list)  # keys of letters in doubt that turned up in Sent
    foreign: int = 0  # mails in Sent that the office did not write
    late: list[str] = field(default_factory=list)  # keys of letters that should have gone a day ago
    notes: list[str] = field(default_factory=list)

    def sentence(self, days: int) -> str:
        """The one line that is reported."""
        parts = [f"对账（近 {days} 天）：服务器上来件 {self.mails} 封，补登 {self.taken_in} 封"]
        unkept = "" if self.sent_kept else "（服务器不保存已发送的信，不能核对）"
        parts.append(f"已发 {self.letters} 封{unkept}" + _named("，“已发送”里没有的", self.missing))
        parts += filter(None, [_named("去向不明而在“已发送”中找到的", self.found)])
        parts += [f"不是本办程序发的 {self.foreign} 封"] if self.foreign else []
        parts += filter(None, [_named("一天以上没有发出的", self.late)])
        return "；".join([*parts, *self.notes])

    @property
    def agrees(self) -> bool:
        """Whether there is nothing that somebody should look at."""
        return not (self.taken_in or self.missing or self.found or self.late or self.notes)


def _named(what: str, keys: list[str]) -> str:
    if not keys:
        return ""
    return f"{what} {len(keys)} 封：{'、'.join(keys[:3])}" + ("等" if len(keys) > 3 else "")


def is_due(office: Office, *, now: datetime) -> bool:
    """Whether the day's look is still to be taken."""
    outbox = office.settings.outbox
    if not outbox.reconcile_days or now.time() < outbox.reconcile_at:
        return False
    last = reconciliations.last_reconciliation()
    return last is None or last.on < now.date()


def reconcile(
    office: Office, mailboxes: list[Mailbox], courier: Courier, *, now: datetime, days: int | None = None
) -> Agreement:
    """Compare mails and letters of the last days with what the servers have, and keep how it ended.

    A server that can't be asked is named; the other ones are asked all the same.
    """
    days = days or office.settings.outbox.reconcile_days
    since = now.date() - timedelta(days=days)
    result = Agreement()
    for mailbox in mailboxes:
        try:
            _compare_mails(office, mailbox, result, since=since, now=now)
        except MailroomError as error:
            result.notes.append(f"信箱 {mailbox.name} 没有对：{error}")
    try:
        _compare_letters(courier, result, since=since, now=now)
    except MailroomError as error:
        result.notes.append(f"“已发送”没有对：{error}")
    result.late = [each.key for each in reconciliations.late_letters(now - LATE)]
    sentence = result.sentence(days)
    with transaction():
        reconciliations.write_reconciliation(now.date(), vars(result), sentence, now=now)
    log.log(logging.INFO if result.agrees else logging.WARNING, "%s", sentence)
    return result


def reconcile_apart(office: Office, *, now: datetime, days: int | None = None) -> Agreement:
    """Reconcile over connections of its own: those of the office at work are in other hands."""
    mailboxes, courier = office.make_mailboxes(), office.make_courier()
    try:
        return reconcile(office, mailboxes, courier, now=now, days=days)
    finally:
        for mailbox in mailboxes:
            mailbox.close()
        courier.close()


def _compare_mails(
    office: Office, mailbox: Mailbox, result: Agreement, *, since: date, now: datetime
) -> None:
    if not isinstance(mailbox, Inventoried):
        result.notes.append(f"信箱 {mailbox.name} 不能列出来件")
        return
    settings = next(each for each in office.settings.mailboxes if each.name == mailbox.name)
    listed = mailbox.inventory(max(filter(None, [since, settings.since])))
    # asked after the listing: what was registered and filed meanwhile is known
    known = reconciliations.known_message_ids(each.message_id for each in listed if each.message_id)
    result.mails += len(listed)
    for each in listed:
        if each.message_id not in known and not _has_its_turn(mailbox, each):
            result.taken_in += _take_in(office, mailbox, each, now=now)


def _has_its_turn(mailbox: Mailbox, found: Found) -> bool:
    """Whether a mail is registered in this very slot, or comes with the next look into its folder."""
    slot = found.slot
    if postbook.has_mail(mailbox.name, slot.folder, slot.uidvalidity, slot.uid):
        return True
    mark = postbook.highest_uid(mailbox.name, slot.folder, slot.uidvalidity)
    return slot.uid > mark and not found.filed


def _take_in(office: Office, mailbox: Mailbox, found: Found, *, now: datetime) -> int:
    """Take in a mail that the post book does not have: how many that were (1 or 0)."""
    try:
        arrival = mailbox.fetch(found.slot)
    except Gone:
        return 0
    if reconciliations.is_kept(hashlib.sha256(arrival.raw).hexdigest()):
        return 0  # it bears no Message-ID, or another than its bytes begin with
    log.warning("mail %s of %s was not in the post book", found.message_id, found.slot.folder)
    taken = intake.keep(office, mailbox, [arrival], now=now)
    for mail, raw in taken:
        intake.receive(office, mail, raw, now=now)
        if found.filed:  # it lies where it is filed to
            with transaction():
                postbook.mark_filed([Mail.get_by_id(mail.id)], now=now)
    return len(taken)


def _compare_letters(courier: Courier, result: Agreement, *, since: date, now: datetime) -> None:
    begun = datetime.combine(since, datetime.min.time())
    letters = reconciliations.letters_sent(begun, now - SETTLED)
    result.letters = len(letters)
    ids = courier.sent_since(since - timedelta(days=1)) if isinstance(courier, KeepsSent) else None
    if ids is None:
        result.sent_kept = False
        return
    there = set(ids)
    result.missing = [each.key for each in letters if each.message_id not in there]
    result.foreign = len(there - reconciliations.our_letters(there))
    for letter in reconciliations.unknown_letters():
        if letter.message_id in there and _settle_unknown(letter, now=now):
            result.found.append(letter.key)


def _settle_unknown(letter: Letter, *, now: datetime) -> bool:
    """A letter of which nobody knew turns up in Sent: it went, and nobody has to decide about it any more."""
    with transaction():
        moved = postbook.move_letter(
            letter,
            LetterState.UNKNOWN,
            LetterState.SENT,
            sent_at=now,
            evidence="对账时在服务器“已发送”文件夹中找到",
            last_error="",
        )
        asking = [each for each in listings.open_held_of_kinds("letter") if each.letter == letter]
        if moved and asking:
            clearing.settle(asking, now=now, by=casework.SYSTEM, because="已在“已发送”中找到")
    return moved
