"""Mailboxes, folders and items in memory, and what changed in them.

One condition variable guards all of it: whoever changes something holds it and wakes the waiting streams.
"""

from __future__ import annotations

import base64
import itertools
import secrets
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.servers.exchange.mime import Mime
from tests.servers.exchange.soap import EwsError

# distinguished name: (display name on a Chinese server, distinguished name of the parent)
_STANDARD_FOLDERS = {
    "root": ("", ""),
    "msgfolderroot": ("信息存储顶部", "root"),
    "inbox": ("收件箱", "msgfolderroot"),
    "sentitems": ("已发送邮件", "msgfolderroot"),
    "drafts": ("草稿", "msgfolderroot"),
    "outbox": ("发件箱", "msgfolderroot"),
    "junkemail": ("垃圾邮件", "msgfolderroot"),
    "deleteditems": ("已删除邮件", "msgfolderroot"),
}
_numbers = itertools.count(1)


@dataclass(eq=False)
class Folder:
    """A folder; `name` is what a person sees."""

    mailbox: Mailbox
    name: str
    parent: Folder | None
    distinguished: str = ""
    id: str = field(default_factory=lambda: _new_id("F"))
    items: list[Item] = field(default_factory=list)  # in the order in which they came here


@dataclass(eq=False)
class Item:
    """A mail in a folder. Moved to another folder it is another item, with the same content."""

    folder: Folder
    mime: Mime
    received_at: datetime  # aware
    is_read: bool = False
    is_draft: bool = False
    categories: tuple[str, ...] = ()
    conversion_error: str = ""  # the response code that asking for its MIME is answered with
    id: str = field(default_factory=lambda: _new_id("I"))
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    number: int = field(default_factory=lambda: next(_numbers))  # order of arrival, finer than seconds
    version: int = 1

    @property
    def change_key(self) -> str:
        return base64.b64encode(f"{self.id[-12:]}{self.version:06d}".encode()).decode()


@dataclass(frozen=True)
class Change:
    """Something that happened to an item in a folder: created, modified, read (the flag only), deleted, moved."""

    number: int  # over the whole server: later is larger
    kind: str
    folder: Folder
    item_id: str
    change_key: str
    at: datetime
    new_mail: bool = False  # created by a delivery
    came_from: tuple[Folder, str] | None = None  # folder and old id of what was moved here


@dataclass(eq=False)
class Mailbox:
    """The mailbox of one address."""

    address: str
    folders: list[Folder] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in _STANDARD_FOLDERS:
            display, parent = _STANDARD_FOLDERS[name]
            self.folders.append(
                Folder(self, display, self.standard(parent) if parent else None, distinguished=name)
            )

    def standard(self, name: str) -> Folder:
        """A folder by its distinguished name; `EwsError` where the mailbox has none of it."""
        for folder in self.folders:
            if folder.distinguished == name:
                return folder
        raise EwsError("ErrorFolderNotFound", f"The specified folder {name} could not be found in the store.")

    def named(self, name: str) -> Folder:
        """A folder by its distinguished name, its display name, or a path of display names (收件箱/旧件)."""
        for folder in self.folders:
            if name in (folder.distinguished, path_of(folder)):
                return folder
        for folder in self.folders:
            if name == folder.name:
                return folder
        raise EwsError("ErrorFolderNotFound", f"The specified folder {name} could not be found in the store.")


class Store:
    """Every mailbox of the server."""

    def __init__(self) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.changes: list[Change] = []
        self.sync_age = 0  # states of synchronisation of an earlier age are no longer known
        self._mailboxes: dict[str, Mailbox] = {}
        self._items: dict[str, Item] = {}  # by id

    def add_mailbox(self, address: str) -> Mailbox:
        """Make the mailbox of an address."""
        with self.changed:
            return self._mailboxes.setdefault(address.lower(), Mailbox(address))

    def mailbox(self, address: str) -> Mailbox:
        """The mailbox of an address; `EwsError` where there is none."""
        found = self._mailboxes.get(address.lower())
        if found is None:
            raise EwsError(
                "ErrorNonExistentMailbox", f"The SMTP address {address} has no mailbox associated with it."
            )
        return found

    def has(self, address: str) -> bool:
        """Whether the address has a mailbox here."""
        return address.lower() in self._mailboxes

    def folder(self, folder_id: str) -> Folder:
        """A folder by its id; `EwsError` where there is none."""
        for mailbox in self._mailboxes.values():
            for folder in mailbox.folders:
                if folder.id == folder_id:
                    return folder
        if not _is_id(folder_id):
            raise EwsError("ErrorInvalidIdMalformed", "Id is malformed.")
        raise EwsError("ErrorItemNotFound", "The specified object was not found in the store.")

    def item(self, item_id: str) -> Item:
        """An item by its id; `EwsError` where it has left, or was moved: then its id is another one."""
        if item_id in self._items:
            return self._items[item_id]
        if not _is_id(item_id):
            raise EwsError("ErrorInvalidIdMalformed", "Id is malformed.")
        raise EwsError("ErrorItemNotFound", "The specified object was not found in the store.")

    def add_folder(self, parent: Folder, name: str) -> Folder:
        """Make a folder; `EwsError` where there is one of this name."""
        with self.changed:
            if any(other.parent is parent and other.name == name for other in parent.mailbox.folders):
                raise EwsError("ErrorFolderExists", "A folder with the specified name already exists.")
            folder = Folder(parent.mailbox, name, parent)
            parent.mailbox.folders.append(folder)
            return folder

    def remove_folder(self, folder: Folder) -> None:
        """Delete a folder with what is in it."""
        with self.changed:
            folder.mailbox.folders.remove(folder)
            for item in folder.items:
                del self._items[item.id]
            self.changed.notify_all()

    def add(self, item: Item, *, new_mail: bool = False) -> Item:
        """Put an item into its folder."""
        with self.changed:
            item.folder.items.append(item)
            self._items[item.id] = item
            self._note("created", item, new_mail=new_mail)
            return item

    def touch(self, item: Item, kind: str = "modified") -> None:
        """Let everyone know that an item was changed."""
        with self.changed:
            item.version += 1
            self._note(kind, item)

    def remove(self, item: Item) -> None:
        """Take an item out of its folder for good."""
        with self.changed:
            item.folder.items.remove(item)
            del self._items[item.id]
            self._note("deleted", item)

    def move(self, item: Item, to: Folder) -> Item:
        """Put an item into another folder, where it gets an id of its own; return that one."""
        with self.changed:
            item.folder.items.remove(item)
            del self._items[item.id]
            self._note("moved", item)
            moved = Item(to, item.mime, item.received_at, item.is_read, item.is_draft, item.categories)
            moved.conversion_error, moved.created_at = item.conversion_error, item.created_at
            moved.number = item.number
            to.items.append(moved)
            self._items[moved.id] = moved
            self._note("created", moved, came_from=(item.folder, item.id))
            return moved

    def _note(
        self, kind: str, item: Item, *, new_mail: bool = False, came_from: tuple[Folder, str] | None = None
    ) -> None:
        number, now = len(self.changes) + 1, datetime.now(UTC)
        self.changes.append(
            Change(number, kind, item.folder, item.id, item.change_key, now, new_mail, came_from)
        )
        self.changed.notify_all()


def path_of(folder: Folder) -> str:
    """The display names from under the top of the store down to `folder`, parted by slashes."""
    parts: list[str] = []
    while folder.parent is not None and folder.distinguished != "msgfolderroot":
        parts.insert(0, folder.name)
        folder = folder.parent
    return "/".join(parts)


def _new_id(kind: str) -> str:
    return base64.b64encode(b"AAMk" + kind.encode() + secrets.token_bytes(40)).decode()


def _is_id(text: str) -> bool:
    try:
        return base64.b64decode(text, validate=True).startswith(b"AAMk")
    except ValueError:
        return False
