"""The office's mailbox on Microsoft Exchange, on the office's own servers or in Microsoft 365, over EWS (exchangelib)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from exchangelib import Account

from mailroom.errors import Gone
from mailroom.providers.base import Advice, Arrival, Found, Slot, bearable
from mailroom.providers.door import Door
from mailroom.providers.ews_fetch import Fetch
from mailroom.providers.ews_filing import Filing
from mailroom.providers.ews_folders import Folders
from mailroom.providers.ews_listing import FolderListing, Listed, Listing
from mailroom.providers.ews_notifications import Notifications
from mailroom.providers.ews_session import EwsSession

if TYPE_CHECKING:
    from config.settings import MailboxSettings

_FRESH = 1.0  # seconds: who has just looked need not look again
_SLICE = 0.5  # seconds: how soon `stop` is noticed


class EwsMailbox:
    """A mailbox read over EWS; see `mailroom.providers.base.Mailbox`.

    What was taken in is known by `taken`, not by the highest UID: UIDs here do not rise with time.
    """

    def __init__(self, settings: MailboxSettings, door: Door | None = None):
        self.name = settings.name
        self.failed: list[tuple[Slot, str]] = []
        self._settings = settings
        self._door = door
        self._session = EwsSession(settings, door)
        self._folders = Folders(self._session)
        self._listing = Listing(self._session, self._folders)
        self._fetch = Fetch(self._session)
        self._filing = Filing(self._session, self._folders, self._listing, category=settings.category)
        self._notifications: Notifications | None = None
        self._looked_at = -1e9

    def arrivals(
        self,
        known: Callable[[str, int], int],
        *,
        since: date | None,
        batch: int = 50,
        taken: Callable[[Slot], bool] | None = None,
    ) -> Iterator[list[Arrival]]:
        """Yield what is new in each folder, junk folders last. See `Mailbox.arrivals`."""
        self.failed = []
        self._looked_at = time.monotonic()
        for folder in self._names():
            self._listing.refresh(folder)
            mails = self._wanted(self._listing.of(folder), since, taken)
            small = bearable(mails, self._settings.max_mail_mb, self.failed)
            yield from self._fetch.bring(small, batch, self.failed)

    def fetch(self, slot: Slot) -> Arrival:
        """Bring one mail again, whatever its size. See `Mailbox.fetch`."""
        self._listing.refresh(slot.folder)
        mail = self._listing.of(slot.folder).at(slot)
        if mail is None:
            raise Gone(f"文件夹“{slot.folder}”中已没有这封信")
        return self._fetch.alone(mail)

    def inventory(self, since: date) -> list[Found]:
        """List what lies in the watched folders and the filing folder. See `Inventoried.inventory`."""
        watched, filed = self._names(), self._settings.filed_folder
        places = [(name, False) for name in watched]
        if (
            filed
            and filed not in watched
            and self._session.run(lambda one: self._folders.look_for(one, filed))
        ):
            places.append((filed, True))
        return [
            Found(mail.slot, mail.message_id, mail.arrived_at, is_filed)
            for name, is_filed in places
            for mail in self._listing.since(name, since)
        ]

    def file_away(self, slots: list[Slot], to: str) -> None:
        """Move mails on the server, and show their category. See `Mailbox.file_away`."""
        self._filing.file_away(slots, to)

    def watch(self, seconds: float, stop: Callable[[], bool]) -> bool:
        """Wait for mail: a look every `poll_seconds`, at once where the server tells of some. See `Mailbox.watch`."""
        deadline = time.monotonic() + seconds
        while not stop():
            told = self._notifications is not None and self._notifications.came.is_set()
            if (told or time.monotonic() - self._looked_at >= _FRESH) and self._has_news():
                return True
            came = self._listen()
            rest = min(deadline, time.monotonic() + self._settings.poll_seconds)
            while not stop() and (left := rest - time.monotonic()) > 0:
                if came is None:
                    time.sleep(min(left, _SLICE))
                elif came.wait(min(left, _SLICE)):
                    break
            if time.monotonic() >= deadline:
                return False
        return False

    def check(self) -> list[str]:
        """Log in anew, open each folder; say what was found."""
        self._session.close()
        return self._session.run(self._inspect)

    def close(self) -> None:
        """Close the connections; never raises."""
        notifications, self._notifications = self._notifications, None
        if notifications is not None:
            notifications.stop()
        self._session.close()

    def _has_news(self) -> bool:
        if self._notifications is not None:
            self._notifications.came.clear()
        self._looked_at = time.monotonic()
        news = [self._listing.refresh(folder) for folder in self._names()]
        return any(news)

    def _names(self) -> list[str]:
        """The folders to look into. A junk folder that is not there yet is left out until it is."""
        settings = self._settings

        def present(account: Account) -> list[str]:
            return [name for name in settings.junk_folders if self._folders.look_for(account, name)]

        return [*settings.folders, *(self._session.run(present) if settings.junk_folders else ())]

    def _wanted(
        self, listing: FolderListing, since: date | None, taken: Callable[[Slot], bool] | None
    ) -> Iterator[Listed]:
        """The mails that the office has not got, one by one: it may take in some while the others are brought."""
        for mail in listing.waiting():
            if since is not None and mail.arrived_at is not None and mail.arrived_at.date() < since:
                continue
            if taken is not None and taken(mail.slot):
                listing.pending.discard(mail.slot)
                continue
            yield mail

    def _listen(self) -> threading.Event | None:
        """The event that the notifications set; None where they are not wanted."""
        if not self._settings.streaming:
            return None
        if self._notifications is None:
            known = replace(self._session.known)
            self._notifications = Notifications(
                lambda: EwsSession(self._settings, self._door, known=known),
                [*self._settings.folders, *self._settings.junk_folders],
            )
            self._notifications.start()
        return self._notifications.came

    def _inspect(self, account: Account) -> list[str]:
        settings, session = self._settings, self._session
        found = [f"已登录 {session.place}（{account.version.fullname}），信箱 {session.address}"]
        for name in (*settings.folders, *settings.junk_folders):
            folder = self._folders.look_for(account, name)
            if folder is None and name in settings.junk_folders:
                found.append(Advice(f"没有文件夹“{name}”，已略过，出现后会自动查看"))
                continue
            folder = folder or self._folders.find(account, name)
            folder.refresh()
            found.append(f"文件夹“{name}”有信 {folder.total_count} 封")
        how = "服务器来信即时通知，另" if settings.streaming else ""
        found.append(f"{how}每 {settings.poll_seconds:g} 秒查看一次")
        return found
