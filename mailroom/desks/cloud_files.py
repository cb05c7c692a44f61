"""Files that a mail only links to (超大附件): a sender on file is asked for the files themselves; a stranger is not answered."""

from __future__ import annotations

from datetime import datetime

from config.tables import ADDRESS
from generators.send_again import draw_up_send_again
from ledger import casework, listings, postbook, worklists
from ledger.vocabulary import LetterState
from mailroom import holding, replies
from mailroom.desks.incoming import Incoming
from mailroom.office import Office

MACHINES = ("auto_reply", "bounce", "receipt")


def ask_again(office: Office, incoming: Incoming, *, now: datetime) -> None:
    """Ask for the files, once a mail, after the mail was laid on its desk; its journal and its entries in the pen tell."""
    if not _is_to_be_asked(incoming):
        return
    mail, envelope = incoming.mail, incoming.reading.envelope
    departments = incoming.sender.departments
    draft = draw_up_send_again(
        incoming.sender.address,
        incoming.reading.cloud_files,
        mail=mail.id,
        subject=envelope.subject,
        sent_at=envelope.sent_at or now,
        attachments_mb=_attachments_mb(office, incoming),
        head=office.head,
        now=now,
        in_reply_to=envelope.message_id,
        greeting=incoming.sender.name,
        templates=office.templates,
    )
    department = departments[0] if len(departments) == 1 else None
    letter = replies.reply(office, draft, incoming, now=now, department=department)
    done = "已去信" if letter.state == LetterState.QUEUED else "已拟信（待审批）"
    for case in worklists.cases_of_mail(mail):
        casework.note(case, f"{done}请{incoming.sender.name}用普通附件重寄：{letter.key}", now=now, mail=mail)
    for entry in listings.open_held_of(mail):
        postbook.suggest_first(
            entry, [holding.suggest("等对方重寄后作废本条", f"{done}请对方用普通附件重寄")]
        )


def _is_to_be_asked(incoming: Incoming) -> bool:
    """A mail that a person has let go on was asked about when it came."""
    reading, sender = incoming.reading, incoming.sender
    known = bool(sender.departments or sender.upper) and not (
        sender.ourselves or sender.failed or incoming.imitates
    )
    asked = incoming.confirmed or reading.what in MACHINES or not reading.cloud_files
    return known and not asked and bool(ADDRESS.fullmatch(sender.address))


def _attachments_mb(office: Office, incoming: Incoming) -> int:
    """What the mailbox takes that the mail came to; the first one's where that is no longer in the config."""
    boxes = office.settings.mailboxes
    return next((box for box in boxes if box.name == incoming.mail.mailbox), boxes[0]).attachments_mb
