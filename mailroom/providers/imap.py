"""The office's mailbox on an IMAP server (Dovecot, Coremail, QQ and the like)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from imapclient import IMAPClient

from config.mail_hosts import junk_folders_of
from mailroom.providers.base import Advice, Arrival, Found, Slot, bearable
from mailroom.providers.connecting import SECURITY_NAMES
from mailroom.providers.door import Door
from mailroom.providers.imap_fetch import bring, bring_one, in_batches
from mailroom.providers.imap_filing import Filing
from mailroom.providers.imap_inventory import inventory_of
from mailroom.providers.imap_listing import describe, new_uids
from mailroom.providers.imap_session import ImapSession, OpenFolder
from mailroom.providers.imap_watch import Watch

if TYPE_CHECKING:
    from config.settings import MailboxSettings


class ImapMailbox:
    """A mailbox read over one kept IMAP connection; see `mailroom.providers.base.Mailbox`.

    Nothing is asked of \\Seen: what was taken in is known by UID, and by the office's ledger.
    """

    def __init__(self, settings: MailboxSettings, door: Door | None = None):
        self.name = settings.name
        self.failed: list[tuple[Slot, str]] = []
        self._settings = settings
        self._suspects: set[Slot] = set()
        self._session = ImapSession(settings, door)
        self._filing = Filing(self._session)
        self._watch = Watch(self._session, poll_seconds=settings.poll_seconds)

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
        for folder in self._folders():
            place, uids = self._list(folder, known, since)
            for block in describe(self._session, place, uids, since=since):
                for mails in in_batches(bearable(block, self._settings.max_mail_mb, self.failed), batch):
                    yield from bring(self._session, mails, self.failed, self._suspects)

    def fetch(self, slot: Slot) -> Arrival:
        """Bring one mail again, whatever its size. See `Mailbox.fetch`."""
        return bring_one(self._session, slot)

    def inventory(self, since: date) -> list[Found]:
        """List what lies in the watched folders and the filing folder. See `Inventoried.inventory`."""
        filed = self._settings.filed_folder

        def filing_folder(client: IMAPClient) -> list[str]:
            return [filed] if filed and client.folder_exists(filed) else []

        watched = self._folders()
        found = [each for folder in watched for each in inventory_of(self._session, folder, since)]
        for folder in self._session.run(filing_folder):
            if folder not in watched:
                found += [replace(each, filed=True) for each in inventory_of(self._session, folder, since)]
        return found

    def file_away(self, slots: list[Slot], to: str) -> None:
        """Move mails on the server. See `Mailbox.file_away`."""
        if to:
            self._filing.file_away(slots, to)

    def watch(self, seconds: float, stop: Callable[[], bool]) -> bool:
        """Wait for mail: by IDLE, or by a look every `poll_seconds`. See `Mailbox.watch`."""
        return self._watch.wait(self._folders(), seconds, stop)

    def check(self) -> list[str]:
        """Log in anew, open each folder; say what was found."""
        self._session.close()
        return self._session.run(self._inspect)

    def close(self) -> None:
        """Log out; never raises."""
        self._session.close()

    def _folders(self) -> list[str]:
        """The folders to look into. A junk folder that the server has not made yet is left out until it has."""
        return self._session.run(lambda client: [*self._settings.folders, *self._junk_folders(client)])

    def _junk_folders(self, client: IMAPClient) -> list[str]:
        known = self._session.known_folders
        known.update(
            name for name in self._settings.junk_folders if name not in known and client.folder_exists(name)
        )
        return [name for name in self._settings.junk_folders if name in known]

    def _list(
        self, folder: str, known: Callable[[str, int], int], since: date | None
    ) -> tuple[OpenFolder, list[int]]:
        """Open the folder as it is now and return its new UIDs, rising."""
        place = self._session.run(lambda client: self._session.open(client, folder, readonly=True, anew=True))
        above = known(folder, place.uidvalidity)

        def search(client: IMAPClient) -> list[int]:
            now = self._session.open(client, folder, readonly=True)
            return new_uids(client, now, above, since=since) if now.uidvalidity == place.uidvalidity else []

        uids = self._session.run(search)
        next_uid = max(place.uidnext, above + 1, *(uid + 1 for uid in uids[-1:]))
        self._watch.listed(folder, place.uidvalidity, next_uid)
        return place, uids

    def _inspect(self, client: IMAPClient) -> list[str]:
        settings = self._settings
        security = SECURITY_NAMES[settings.security]
        found = [f"已登录 {settings.host}:{settings.port}（IMAP，{security}），账号 {settings.user}"]
        for folder in settings.folders:
            found.append(f"文件夹“{folder}”有信 {self._session.open(client, folder, readonly=True).count} 封")
        present = self._junk_folders(client)
        for folder in settings.junk_folders:
            if folder in present:
                found.append(
                    f"文件夹“{folder}”有信 {self._session.open(client, folder, readonly=True).count} 封"
                )
            elif folder not in junk_folders_of(settings.host):  # not every account has all that are known
                present_names = "、".join(name for _, _, name in client.list_folders())
                found.append(
                    Advice(f"没有文件夹“{folder}”，已略过，出现后会自动查看；服务器上有：{present_names}")
                )
        if client.has_capability("IDLE"):
            found.append("服务器支持即时通知（IDLE）")
        else:
            found.append(f"服务器不支持即时通知，每 {settings.poll_seconds:g} 秒查看一次")
        if not client.has_capability("MOVE") and not client.has_capability("UIDPLUS"):
            found.append("服务器既不支持 MOVE 也不支持 UIDPLUS：登记后的信只能标记删除，仍留在原文件夹")
        return found
