"""The folder of sent mail on Exchange: evidence of what went out."""

from __future__ import annotations

import logging
import time
from datetime import date
from typing import Any

from exchangelib import Account, ExtendedProperty, Message
from exchangelib.errors import ErrorAccessDenied, ErrorFolderNotFound
from exchangelib.folders import Folder
from exchangelib.items import SAVE_ONLY, SEND_TO_NONE
from exchangelib.services import CreateItem

from mailroom.errors import Temporary
from mailroom.providers.door import Door
from mailroom.providers.envelope import message_id_of
from mailroom.providers.ews_folders import Folders
from mailroom.providers.ews_listing import Listing
from mailroom.providers.ews_session import EwsSession, EwsSettings

logger = logging.getLogger(__name__)
_LOOKS = 3  # the copy is filed a moment after the letter was taken
_PAUSE_SECONDS = 1.0
_KEPT = ("MimeContent", "InternetMessageId", "IsRead", "ExtendedProperty")


class MessageFlags(ExtendedProperty):
    """PidTagMessageFlags ([MS-OXCMSG] 2.2.1.6): what is saved without it is a draft."""

    property_tag = 0x0E07
    property_type = "Integer"


_READ_AND_SENT = 0x1


class Finished(Message):
    """A mail that is handed over as it is: exchangelib's usual values for what the MIME already says are left out."""

    ELEMENT_NAME = "Message"

    def to_xml(self, version: Any) -> Any:
        """Return the element; see the class."""
        element = super().to_xml(version)
        for part in list(element):
            if part.tag.rpartition("}")[2] not in _KEPT:
                element.remove(part)
        return element


Finished.register("message_flags", MessageFlags)


class EwsSent:
    """Looks into the folder of sent mail, and puts letters there, over a kept connection."""

    def __init__(self, settings: EwsSettings, folder: str, door: Door | None = None):
        self.session = EwsSession(settings, door)
        self._folders = Folders(self.session)
        self._listing = Listing(self.session, self._folders)
        self._name = folder or "sentitems"

    def holds(self, message_id: str, *, patiently: bool) -> bool:
        """Tell whether a letter with this Message-ID lies there; `patiently` looks three times, a second apart.

        Raises `Temporary` where it still lies in the outbox: then it is neither out nor lost.
        """
        for look in range(_LOOKS if patiently else 1):
            if look:
                time.sleep(_PAUSE_SECONDS)
            if self.session.run(lambda account: _has(self.folder(account), message_id)):
                return True
        if self.session.run(lambda account: _waits(account, message_id)):
            raise Temporary(f"{self.session.place}：信件还在服务器的发件箱里，没有发出")
        return False

    def append(self, message: bytes) -> None:
        """Put a letter there, as read; raises as every connection does."""
        message_id = message_id_of(message)
        tried: list[bool] = []

        def put(account: Account) -> None:
            folder = self.folder(account)
            # the line may have broken after the server took the copy
            if tried and _has(folder, message_id):
                return
            tried.append(True)
            copy = Finished(mime_content=message, message_id=message_id or None, message_flags=_READ_AND_SENT)
            CreateItem(account=account).get(
                items=[copy],
                folder=folder,
                message_disposition=SAVE_ONLY,
                send_meeting_invitations=SEND_TO_NONE,
            )

        self.session.run(put)

    def since(self, day: date) -> list[str]:
        """List the Message-IDs of what lies there since a day."""
        return [mail.message_id for mail in self._listing.since(self._name, day)]

    def check(self) -> str:
        """Open the folder and return its name."""
        return self.session.run(lambda account: self.folder(account).name)

    def close(self) -> None:
        """Close the connection; never raises."""
        self.session.close()

    def folder(self, account: Account) -> Folder:
        """The folder itself."""
        return self._folders.find(account, self._name)


def _has(folder: Folder, message_id: str) -> bool:
    return folder.filter(message_id=message_id).count() > 0


def _waits(account: Account, message_id: str) -> bool:
    try:
        return _has(account.outbox, message_id)
    except (ErrorFolderNotFound, ErrorAccessDenied):  # a mailbox shared in part
        logger.debug("the outbox can't be looked into")
        return False
