"""Move mails to another folder: MOVE, or COPY + \\Deleted + UID EXPUNGE where the server has no MOVE (NetEase).

A plain EXPUNGE is never sent: it would also remove what others have marked for deletion.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from functools import partial

from imapclient import IMAPClient

from mailroom.providers import netease
from mailroom.providers.base import Slot
from mailroom.providers.envelope import message_id_of
from mailroom.providers.imap_session import Declined, ImapSession
from mailroom.waypoints import reached

logger = logging.getLogger(__name__)
_MOVED_A_TIME = 200
_HEADER = b"BODY[HEADER.FIELDS (MESSAGE-ID)]"


class Filing:
    """Files mails away through one session; remembers for which connection it knows that no copy is left half done."""

    def __init__(self, session: ImapSession):
        self._session = session
        self._names: dict[str, str] = {}  # a folder as the office calls it → as the server does
        self._sure_of = 0  # the connection (generation) on which a whole move went through

    def file_away(self, slots: list[Slot], to: str) -> None:
        """Move the mails to `to`, made when absent. A mail that is gone, or of another UIDVALIDITY, is passed over."""
        places: dict[tuple[str, int], list[int]] = defaultdict(list)
        for slot in slots:
            if slot.folder != to:
                places[slot.folder, slot.uidvalidity].append(slot.uid)
        for (folder, uidvalidity), uids in places.items():
            for start in range(0, len(uids), _MOVED_A_TIME):
                block = sorted(uids)[start : start + _MOVED_A_TIME]
                move = partial(self._move, folder=folder, uidvalidity=uidvalidity, uids=block, to=to)
                try:
                    self._session.run(move)
                except Declined:  # `to` may have been removed since it was last used: make it again, once
                    self._session.known_folders.discard(self._names.pop(to, to))
                    self._session.run(move)

    def _move(self, client: IMAPClient, *, folder: str, uidvalidity: int, uids: list[int], to: str) -> None:
        if self._session.open(client, folder, readonly=False).uidvalidity != uidvalidity:
            logger.warning("%s has another UIDVALIDITY now; %d mails stay where they are", folder, len(uids))
            return
        to = self._made(client, to)
        if client.has_capability("MOVE"):
            client.move(uids, to)
        else:
            self._copy_and_remove(client, folder, uids, to)
        self._sure_of = self._session.generation

    def _copy_and_remove(self, client: IMAPClient, folder: str, uids: list[int], to: str) -> None:
        present = client.search(["UID", ",".join(map(str, uids))])
        copied: set[int] = set()
        if present and self._sure_of != self._session.generation:
            # A connection or process may have broken between COPY and the removal: don't copy a second time.
            copied = self._copied_before(client, folder, present, to)
        if missing := [uid for uid in present if uid not in copied]:
            client.copy(missing, to)
            reached("mail copied on server")
        if present:
            client.add_flags(present, [b"\\Deleted"], silent=True)
            if client.has_capability("UIDPLUS"):
                client.uid_expunge(present)

    def _copied_before(self, client: IMAPClient, folder: str, uids: list[int], to: str) -> set[int]:
        """Return those of `uids` that lie in `to` already, with the same Message-ID and the same size."""
        told = client.fetch(uids, ["BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]", "RFC822.SIZE"])
        mails = {uid: (message_id_of(item[_HEADER]), item[b"RFC822.SIZE"]) for uid, item in told.items()}
        self._session.open(client, to, readonly=True)
        copied = set()
        for uid, (message_id, size) in mails.items():
            twins = client.search(["HEADER", "Message-ID", message_id]) if message_id else []
            if twins and any(
                item[b"RFC822.SIZE"] == size for item in client.fetch(twins, ["RFC822.SIZE"]).values()
            ):
                copied.add(uid)
        self._session.open(client, folder, readonly=False)
        return copied

    def _made(self, client: IMAPClient, folder: str) -> str:
        """Make a folder where it is not there yet; returns its name on the server."""
        known, name = self._session.known_folders, self._names.get(folder, "")
        if name in known:
            return name
        existing = [each for _, _, each in client.list_folders()]
        name = netease.own_folder(folder, host=self._session.settings.host, existing=existing)
        if name not in existing:
            client.create_folder(name)
            client.subscribe_folder(name)
        known.add(name)
        self._names[folder] = name
        return name
