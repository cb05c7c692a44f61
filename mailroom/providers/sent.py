"""The folder of sent mail, by which a courier tells what went out, on whatever server the mailbox is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

from mailroom.providers.door import Door
from mailroom.providers.imap_sent import SentFolder

if TYPE_CHECKING:
    from config.settings import MailboxSettings

KEEP_SENT = ("imap", "ews")  # the providers whose mailboxes have one


class Sent(Protocol):
    """One folder of sent mail; raises as every connection does."""

    def holds(self, message_id: str, *, patiently: bool) -> bool:
        """Tell whether a letter with this Message-ID lies there; `patiently` looks several times."""
        ...

    def append(self, message: bytes) -> None:
        """Put a letter there, as read; not twice where the line breaks meanwhile."""
        ...

    def since(self, day: date) -> list[str]:
        """List the Message-IDs of what lies there since a day."""
        ...

    def check(self) -> str:
        """Open the folder and return its name."""
        ...

    def close(self) -> None:
        """Close the connection; never raises."""
        ...


def open_sent(mailbox: MailboxSettings, folder: str, door: Door | None = None) -> Sent:
    """Return the folder of sent mail of a mailbox; `folder` "": as the server marks it."""
    if mailbox.provider == "ews":
        from mailroom.providers.ews_sent import EwsSent

        return EwsSent(mailbox, folder, door)
    return SentFolder(mailbox, folder, door)
