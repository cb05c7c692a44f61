"""The Sent folder of an IMAP account: evidence of what went out."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

from imapclient import IMAPClient

from mailroom.errors import Misconfigured
from mailroom.providers.door import Door
from mailroom.providers.envelope import message_id_of
from mailroom.providers.imap_inventory import inventory_of
from mailroom.providers.imap_session import ImapSession

if TYPE_CHECKING:
    from config.settings import MailboxSettings

_USUAL_NAMES = ("Sent Messages", "已发送", "已发送邮件", "Sent", "Sent Items")  # QQ and others mark none
_LOOKS = 3  # a server files its copy a moment after its OK
_PAUSE_SECONDS = 1.0


class SentFolder:
    """Looks into one Sent folder, and puts letters there, over its own kept connection."""

    def __init__(self, settings: MailboxSettings, folder: str, door: Door | None = None):
        self._session = ImapSession(settings, door)
        self._folder = folder  # empty: the one that the server marks \Sent

    def holds(self, message_id: str, *, patiently: bool) -> bool:
        """Tell whether a letter with this Message-ID lies there; `patiently` looks three times, a second apart."""
        for look in range(_LOOKS if patiently else 1):
            if look:
                time.sleep(_PAUSE_SECONDS)
            if self._session.run(lambda client: self._search(client, message_id)):
                return True
        return False

    def append(self, message: bytes) -> None:
        """Put a letter there, as read; raises as every connection does."""
        message_id = message_id_of(message)
        tried: list[bool] = []

        def put(client: IMAPClient) -> None:
            # the line may have broken after the server took the copy
            if not (tried and self._search(client, message_id)):
                tried.append(True)
                client.append(self._name(client), message, flags=[b"\\Seen"])

        self._session.run(put)

    def since(self, day: date) -> list[str]:
        """List the Message-IDs of what lies there since a day."""
        name = self._session.run(self._name)
        return [each.message_id for each in inventory_of(self._session, name, day)]

    def check(self) -> str:
        """Open the folder and return its name."""
        return self._session.run(
            lambda client: self._session.open(client, self._name(client), readonly=True).name
        )

    def close(self) -> None:
        """Log out; never raises."""
        self._session.close()

    def _search(self, client: IMAPClient, message_id: str) -> bool:
        self._session.open(client, self._name(client), readonly=True, anew=True)
        return bool(client.search(["HEADER", "Message-ID", message_id]))

    def _name(self, client: IMAPClient) -> str:
        if not self._folder:
            listed = client.list_folders()
            marked = [name for flags, _, name in listed if b"\\Sent" in flags]
            marked += [name for name in _USUAL_NAMES if name in {each for _, _, each in listed}]
            if not marked:
                raise Misconfigured(
                    f"{self._session.settings.host} 没有标明哪个是已发送文件夹，请填写 courier.sent_folder"
                )
            self._folder = marked[0]
        return self._folder
