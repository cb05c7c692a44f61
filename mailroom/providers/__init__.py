"""The ways mail comes and goes. A new one is one file with a class, and one line in a register here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mailroom.providers.base import Advice, Arrival, Courier, Mailbox, Receipt, Slot
from mailroom.providers.door import Door
from mailroom.providers.folder import FolderMailbox
from mailroom.providers.folder_courier import FolderCourier
from mailroom.providers.imap import ImapMailbox
from mailroom.providers.sent import KEEP_SENT
from mailroom.providers.smtp import SmtpCourier

if TYPE_CHECKING:
    from config.settings import CourierSettings, MailboxSettings

__all__ = [
    "COURIERS",
    "MAILBOXES",
    "Advice",
    "Arrival",
    "Courier",
    "Mailbox",
    "Receipt",
    "Slot",
    "open_courier",
    "open_mailbox",
]


def _ews_mailbox(settings: MailboxSettings, door: Door | None) -> Mailbox:
    from mailroom.providers.ews import EwsMailbox  # exchangelib: 1.6 s and 52 MB, for those who use it

    return EwsMailbox(settings, door)


def _ews_courier(settings: CourierSettings, door: Door | None) -> Courier:
    from mailroom.providers.ews_courier import EwsCourier

    return EwsCourier(settings, door)


MAILBOXES: dict[str, Callable[[Any, Door | None], Mailbox]] = {
    "imap": ImapMailbox,
    "ews": _ews_mailbox,
    "folder": lambda settings, door: FolderMailbox(settings),
}

# A courier also gets the mailbox whose Sent folder may tell what went out; Exchange knows by itself.
COURIERS: dict[str, Callable[[Any, Any, Door | None], Courier]] = {
    "smtp": SmtpCourier,
    "ews": lambda settings, mailbox, door: _ews_courier(settings, door),
    "folder": lambda settings, mailbox, door: FolderCourier(settings),
}


def open_mailbox(settings: MailboxSettings, door: Door | None = None) -> Mailbox:
    """Return the mailbox that the settings describe; it connects when first used.

    `door` remembers refused log-ins; without one nothing is remembered.
    """
    return MAILBOXES[settings.provider](settings, door)


def open_courier(
    settings: CourierSettings, mailbox: MailboxSettings | None = None, door: Door | None = None
) -> Courier:
    """Return the courier that the settings describe; it connects when first used.

    `mailbox` is the account whose Sent folder is evidence of what went out: the one with the courier's user.
    """
    if mailbox is not None and mailbox.provider not in KEEP_SENT:
        mailbox = None
    return COURIERS[settings.provider](settings, mailbox, door)
