"""The straight line: a mail is kept, registered, read, laid on one desk, and only then filed away on the server."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from peewee import DatabaseError

from generators.letter import BrokenTemplate
from generators.message import BadAddress
from ledger import listings, postbook
from ledger.casework import NotAllowed
from ledger.models import Mail
from ledger.opening import transaction
from ledger.postbook import Registration
from ledger.vocabulary import MailState
from mailroom import holding, sorting
from mailroom.errors import MailroomError, Misconfigured, Temporary
from mailroom.office import Office
from mailroom.outages import is_passing, outage_of
from mailroom.providers.base import Arrival, Mailbox, Slot
from mailroom.waypoints import reached
from parsers import read_mail
from parsers.reading import Reading

log = logging.getLogger(__name__)

# A mail at which the process died this often is not read again by itself: it would take the office down each time.
TRIES = 3


@dataclass
class Intake:
    """What a look into the mailboxes brought."""

    received: int = 0
    duplicates: int = 0
    held: int = 0  # entries of the holding pen that the mails made
    filed: int = 0
    faults: int = 0
    waits: str = ""  # Chinese sentence: why mails that are kept could not be worked on yet
    unfiled: str = ""  # Chinese sentence: why finished mails could not be filed away on the server

    def add(self, other: Intake) -> None:
        """Count another look in."""
        for name, value in vars(other).items():
            mine = getattr(self, name)
            setattr(self, name, (mine or value) if isinstance(value, str) else mine + value)


def check_mail(office: Office, mailbox: Mailbox, *, now: datetime, count: Intake | None = None) -> Intake:
    """Take in all waiting mail of one mailbox. `Temporary` or `Misconfigured` where the server does not play along.

    `count` grows with the work, so that it is right also where a fault ends the look. Where mails can't be filed away
    (a full account, a folder that can't be made), that is told in `count.unfiled` and tried again at the next look: it
    keeps no new one from coming in.
    """
    count = Intake() if count is None else count
    for arrivals in mailbox.arrivals(
        _highest_uid(mailbox), since=_since(office, mailbox), taken=_taken(mailbox)
    ):
        # before `keep` moves the folder's mark past them: the look may break off, and they are not listed again
        count.held += _hold_unfetched(mailbox, now=now)
        mails = keep(office, mailbox, arrivals, now=now)
        for mail, raw in mails:
            count.received += 1
            try:
                state = receive(office, mail, raw, now=now)
            except Temporary as error:  # it is kept, and read again at the next look
                count.waits = _waits(mail, error)
                continue
            _count_state(count, mail, state)
        _file_if_it_can_be(office, mailbox, count, now=now)
    count.held += _hold_unfetched(mailbox, now=now)
    _pass_over_unfetched(mailbox)
    _file_if_it_can_be(office, mailbox, count, now=now)
    return count


def _file_if_it_can_be(office: Office, mailbox: Mailbox, count: Intake, *, now: datetime) -> None:
    """File away what is finished, also from before; after a fault not again in the same look."""
    if count.unfiled:
        return
    try:
        count.add(file_finished(office, mailbox, now=now))
    except (Temporary, Misconfigured) as error:
        log.warning("mailbox %s: nothing filed away: %s", mailbox.name, error)
        count.unfiled = f"来件归档不成，来件照收，下次再归档：{error}"


def resume(office: Office, *, now: datetime, mailbox: str | None = None) -> Intake:
    """Go on with mails that were registered when the process ended; they are in the archive.

    Where several mailboxes are watched at once, each goes on with its own (`mailbox`): what another one has just
    registered is in its hands.
    """
    count = Intake()
    for mail in postbook.unread_mails(mailbox):
        with (
            transaction()
        ):  # counted one by one: those behind it are not to blame where this one kills the process
            mail.attempts += 1
            mail.save(only=[Mail.attempts])
        if mail.attempts > TRIES:
            state = _hold_unreadable(mail, f"读取时程序中断了 {TRIES} 次，不再自动读取", now=now)
        else:
            try:
                state = receive(office, mail, office.archive.fetch(mail.sha256), now=now)
            except Temporary as error:
                count.waits = _waits(mail, error)
                with transaction():  # nothing was wrong with the mail: the try does not count
                    Mail.update(attempts=Mail.attempts - 1).where(Mail.id == mail.id).execute()
                continue
        _count_state(count, mail, state)
    return count


def _waits(mail: Mail, error: Temporary) -> str:
    log.warning("mail %s waits: %s", mail.id, error)
    return f"有来件已存档，尚未办理：{error}"


def keep(
    office: Office, mailbox: Mailbox, arrivals: list[Arrival], *, now: datetime
) -> list[tuple[Mail, bytes]]:
    """Archive a batch and register it; returns the mails not seen in these slots before."""
    names = office.archive.keep(arrival.raw for arrival in arrivals)
    reached("mail archived")
    fresh = []
    with transaction():
        for arrival, name in zip(arrivals, names, strict=True):
            mail, new = postbook.register_mail(_registration(mailbox, arrival, name), now=now)
            if new:
                fresh.append((mail, arrival.raw))
        highest: dict[tuple[str, int], int] = {}
        for slot in (arrival.slot for arrival in arrivals):
            highest[slot.folder, slot.uidvalidity] = max(
                highest.get((slot.folder, slot.uidvalidity), 0), slot.uid
            )
        for (folder, uidvalidity), uid in highest.items():
            postbook.mark_taken_in(mailbox.name, folder, uidvalidity, uid)
    reached("mail registered")
    return fresh


def receive(office: Office, mail: Mail, raw: bytes, *, now: datetime) -> MailState:
    """Read one mail and lay it on its desk; returns what became of it. Nothing that it holds can stop the next mail.

    `Temporary` where the mail is not to blame: the disk is full, the ledger busy or away. It stays kept, and is read again.
    """
    reading: Reading | None = None
    try:
        reading = read_mail(raw, labels=office.labels, prefix=office.settings.office.prefix)
        reached("mail read")
        with transaction():
            describe(mail, reading)
            state = _settle(office, mail, reading, now=now)
    except Temporary:
        raise
    except Exception as error:  # a bug of ours: the mail is shown to a person, the next one goes on
        if is_passing(error):
            raise Temporary(outage_of(error)) from error
        log.exception("mail %s could not be worked on", mail.id)
        told = isinstance(error, MailroomError | BrokenTemplate | BadAddress | NotAllowed)
        sentence = str(error) if told else f"程序处理时出错（{type(error).__name__}），请管理员查看日志"
        # What the ledger itself refused is not offered to it a second time.
        shown = None if isinstance(error, DatabaseError) else reading
        return _hold_unreadable(mail, sentence, now=now, reading=shown)
    reached("mail settled")
    return state


def _settle(office: Office, mail: Mail, reading: Reading, *, now: datetime) -> MailState:
    twin = postbook.earlier_twin(mail)
    if twin is not None:
        mail.duplicate_of = twin
        state = MailState.DUPLICATE
        if twin.content_print != mail.content_print and twin.sha256 != mail.sha256:
            sentence = f"与第 {twin.id} 号来件的邮件号（Message-ID）相同而内容不同，未作为新件处理，请核对"
            ways = [
                holding.let_go("是另一件事，作为新件办理"),
                holding.drop(f"与第 {twin.id} 号来件是一回事"),
            ]
            holding.hold_mail(mail, reading, because=sentence, now=now, suggestions=ways)
    else:
        state = sorting.lay_on_desk(office, mail, reading, now=now)
    reached("mail laid on desk")
    postbook.settle(mail, state=state, now=now)
    return state


def describe(mail: Mail, reading: Reading) -> None:
    """Write on the register row what the mail says of itself; a cache, all of it can be read again."""
    envelope = reading.envelope
    mail.message_id = envelope.message_id[:255]
    mail.content_print = reading.content_print
    mail.from_address = envelope.sender.mail[:255]
    mail.from_name = envelope.sender.name[:255]
    mail.subject = envelope.subject
    mail.sent_at = envelope.sent_at
    mail.what, mail.why = reading.what, reading.why


def file_finished(office: Office, mailbox: Mailbox, *, now: datetime) -> Intake:
    """File away on the server what is finished in the ledger, also from before a crash."""
    mails = postbook.unfiled_mails(mailbox.name)
    target = _settings_of(office, mailbox).filed_folder
    if not mails:
        return Intake()
    mailbox.file_away([Slot(mail.folder, int(mail.uidvalidity), int(mail.uid)) for mail in mails], target)
    reached("mail filed on server")
    with transaction():
        postbook.mark_filed(mails, now=now)
    reached("mail marked filed")
    return Intake(filed=len(mails))


def _hold_unreadable(mail: Mail, because: str, *, now: datetime, reading: Reading | None = None) -> MailState:
    """Put a mail into the pen as it came; with its sender and subject, where it was read that far."""
    mail = Mail.get_by_id(mail.id)
    if reading is not None:
        describe(mail, reading)
    with transaction():
        ways = [holding.let_go("排除原因以后：来件从头再办一遍")]
        postbook.hold(what="other", because=because, suggestions=ways, mail=mail, now=now)
        postbook.settle(mail, state=MailState.HELD, now=now)
    return MailState.HELD


def _hold_unfetched(mailbox: Mailbox, *, now: datetime) -> int:
    """Tell a person, once, of mails that the server lists and does not give; they stay where they are on the server."""
    held = 0
    for slot, sentence in mailbox.failed:
        with transaction():
            mail, new = postbook.register_mail(
                Registration(mailbox.name, slot.folder, slot.uidvalidity, slot.uid, sha256="", size=0),
                now=now,
            )
            if new:
                ways = [holding.let_go("再向服务器取一次，不限大小")]
                postbook.hold(what="other", because=sentence, suggestions=ways, mail=mail, now=now)
                mail.filed_at = now
                postbook.settle(mail, state=MailState.HELD, now=now)
                held += 1
    return held


def _pass_over_unfetched(mailbox: Mailbox) -> None:
    """Move the marks past them; only when all mails before them are kept."""
    if not mailbox.failed:
        return
    with transaction():
        for slot, _ in mailbox.failed:
            postbook.mark_taken_in(mailbox.name, slot.folder, slot.uidvalidity, slot.uid)


def _count_state(count: Intake, mail: Mail, state: MailState) -> None:
    """Count what became of a mail; a settled mail may still have put something before a person: whose case it is."""
    count.duplicates += state == MailState.DUPLICATE
    count.held += len(listings.open_held_of(mail))


def _registration(mailbox: Mailbox, arrival: Arrival, name: str) -> Registration:
    slot = arrival.slot
    return Registration(
        mailbox.name, slot.folder, slot.uidvalidity, slot.uid, name, len(arrival.raw), arrival.arrived_at
    )


def _highest_uid(mailbox: Mailbox):
    return lambda folder, uidvalidity: postbook.highest_uid(mailbox.name, folder, uidvalidity)


def _taken(mailbox: Mailbox):
    return lambda slot: postbook.has_mail(mailbox.name, slot.folder, slot.uidvalidity, slot.uid)


def _settings_of(office: Office, mailbox: Mailbox):
    return next(each for each in office.settings.mailboxes if each.name == mailbox.name)


def _since(office: Office, mailbox: Mailbox):
    return _settings_of(office, mailbox).since
