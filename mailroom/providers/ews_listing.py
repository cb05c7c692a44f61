"""What lies in a folder on Exchange, told without bringing any of it; after the first time, only what changed.

A mail has no number of its own on Exchange: its id changes when it is moved. What stays is its Message-ID and the moment
of its arrival, so the slot is made of these; where a mail has no Message-ID, or another one in the folder has both the
same, of its id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from exchangelib import Account
from exchangelib.errors import ErrorFolderNotFound, ErrorInvalidSyncStateData, ErrorSyncFolderNotFound

from mailroom.errors import Temporary
from mailroom.providers.base import Slot, china_time, number_of
from mailroom.providers.ews_folders import Folders
from mailroom.providers.ews_session import EwsSession

UIDVALIDITY = 1
_FIELDS = ("message_id", "datetime_received", "size", "categories")
_MOST_A_REQUEST = 512  # what the server gives at most
_LOST_TRACK = (ErrorInvalidSyncStateData, ErrorSyncFolderNotFound, ErrorFolderNotFound)


@dataclass(frozen=True)
class Listed:
    """A mail that lies in a folder, by what the server tells of it."""

    slot: Slot
    item_id: str
    change_key: str
    kind: type  # exchangelib's class of the item: Message, MeetingRequest, …
    size: int  # bytes as the server keeps it
    arrived_at: datetime | None
    categories: tuple[str, ...]
    message_id: str  # with its angle brackets; "" where the mail has none
    place: int  # in which it was told: keeps the order of mails of one second


@dataclass
class FolderListing:
    """One folder as it was last told. `pending` are the slots of which it is not known that the office has them."""

    name: str
    state: str | None = None
    items: dict[str, Listed] = field(default_factory=dict)  # by id
    ids: dict[Slot, str] = field(default_factory=dict)
    by_id: dict[Slot, str] = field(default_factory=dict)  # the slots made of ids, of every mail
    pending: set[Slot] = field(default_factory=set)
    places: int = 0

    def waiting(self) -> list[Listed]:
        """The mails that are not known to be the office's already, oldest first."""
        mails = [self.items[self.ids[slot]] for slot in self.pending]
        return sorted(mails, key=_in_order)

    def at(self, slot: Slot) -> Listed | None:
        """The mail in a slot. Of two alike the second lies where the first lay, once that has left: it is known by its id."""
        item_id = self.ids.get(slot) or self.by_id.get(slot)
        return self.items[item_id] if item_id else None

    def apply(self, changes: Iterable[tuple[str, Any]]) -> bool:
        """Take over what changed (exchangelib's pairs of what and item); tell whether a mail came."""
        last: dict[str, tuple[str, Any]] = {}
        for what, item in changes:
            if what in ("create", "update", "delete"):
                last[item.id] = (what, item)
        # what left first: a mail moved away and back is here with its new id, and wants its slot
        for item_id in [each for each, (what, _) in last.items() if what == "delete"]:
            self.remove(item_id)
        came = [self._add(item) for what, item in last.values() if what != "delete"]
        return any(came)

    def remove(self, item_id: str) -> None:
        """Forget a mail that is no longer here."""
        mail = self.items.pop(item_id, None)
        if mail is not None:
            del self.ids[mail.slot], self.by_id[_slot_of_id(self.name, item_id)]
            self.pending.discard(mail.slot)

    def _add(self, item: Any) -> bool:
        known = self.items.get(item.id)
        slot = known.slot if known else self._slot_for(item)
        self.places += known is None
        received = item.datetime_received
        self.items[item.id] = Listed(
            slot=slot,
            item_id=item.id,
            change_key=item.changekey or "",
            kind=type(item),
            size=item.size or 0,
            # exchangelib's own kind of moment knows no other kinds of time zone
            arrived_at=china_time(datetime.fromtimestamp(received.timestamp(), UTC)) if received else None,
            categories=tuple(item.categories or ()),
            message_id=(getattr(item, "message_id", None) or "").strip(),
            place=known.place if known else self.places,
        )
        self.ids[slot] = self.by_id[_slot_of_id(self.name, item.id)] = item.id
        if known is None:
            self.pending.add(slot)
        return known is None

    def _slot_for(self, item: Any) -> Slot:
        message_id = getattr(item, "message_id", None)
        if message_id and item.datetime_received:
            slot = _slot(self.name, f"{message_id.strip()}\0{int(item.datetime_received.timestamp())}")
            if slot not in self.ids:
                return slot
        return _slot_of_id(self.name, item.id)


class Listing:
    """The listings of all folders that one session looks into."""

    def __init__(self, session: EwsSession, folders: Folders):
        self._session, self._folders = session, folders
        self._listings: dict[str, FolderListing] = {}

    def of(self, name: str) -> FolderListing:
        """The listing of a folder as it was last told; empty before the first `refresh`."""
        return self._listings.setdefault(name, FolderListing(name))

    def since(self, name: str, day: date) -> list[Listed]:
        """The mails of a folder that arrived since a day, oldest first, as they are now."""
        self.refresh(name)
        mails = [
            mail
            for mail in self.of(name).items.values()
            if mail.arrived_at is None or mail.arrived_at.date() >= day
        ]
        return sorted(mails, key=_in_order)

    def refresh(self, name: str) -> bool:
        """Ask what changed in a folder; tell whether a mail came. After the first time this is one small request."""
        before = self.of(name)
        told = self._changes(name, before.state)
        if told is not None:
            before.state, changes = told
            return before.apply(changes)
        # the server lost our place: as if it were the first time, but for what is known
        self._folders.forget(name)
        told = self._changes(name, None)
        if told is None:
            raise Temporary(f"{self._session.place}：文件夹“{name}”一再列不出来")
        now = FolderListing(name, state=told[0])
        now.apply(told[1])
        now.pending -= before.ids.keys() - before.pending
        self._listings[name] = now
        return not now.ids.keys() <= before.ids.keys()

    def _changes(self, name: str, state: str | None) -> tuple[str, list[tuple[str, Any]]] | None:
        """What changed since `state`, and the state now; None where the server no longer knows the state."""

        def ask(account: Account) -> tuple[str, list[tuple[str, Any]]] | None:
            folder: Any = self._folders.find(account, name)
            folder.item_sync_state = state
            try:
                changes = list(folder.sync_items(only_fields=_FIELDS, max_changes_returned=_MOST_A_REQUEST))
            except _LOST_TRACK:
                return None
            return folder.item_sync_state, changes

        return self._session.run(ask)


def _in_order(mail: Listed) -> tuple[datetime, int]:
    return mail.arrived_at or datetime.min, mail.place


def _slot_of_id(folder: str, item_id: str) -> Slot:
    return _slot(folder, f"\0{item_id}")


def _slot(folder: str, mark: str) -> Slot:
    return Slot(folder, UIDVALIDITY, number_of(mark) or 1)
