"""What a request names — folders, items — found in the store, as far as the caller may see it."""

from __future__ import annotations

from tests.servers.exchange.soap import Call, Element, EwsError, local, text_at
from tests.servers.exchange.store import Folder, Item, Mailbox, Store


def mailbox_at(store: Store, call: Call, named: Element) -> Mailbox:
    """The mailbox that a DistinguishedFolderId names, or else the caller's own."""
    address = text_at(named, "t:Mailbox/t:EmailAddress") or call.caller.acts_as
    if not address:
        raise EwsError("ErrorNonExistentMailbox", "The application names no mailbox to act for.")
    return opened(call, store.mailbox(address))


def folder_at(store: Store, call: Call, named: Element) -> Folder:
    """The folder that a FolderId or DistinguishedFolderId names; `EwsError` where it can't be reached."""
    if local(named) == "DistinguishedFolderId":
        return mailbox_at(store, call, named).standard(named.get("Id", ""))
    folder = store.folder(named.get("Id", ""))
    opened(call, folder.mailbox)
    return folder


def item_at(store: Store, call: Call, named: Element) -> Item:
    """The item that an ItemId names; `EwsError` where it can't be reached."""
    item = store.item(named.get("Id", ""))
    opened(call, item.folder.mailbox)
    return item


def opened(call: Call, mailbox: Mailbox) -> Mailbox:
    """The mailbox, where the caller may open it."""
    if not call.caller.may_open(mailbox.address):
        raise EwsError("ErrorAccessDenied", "Access is denied. Check credentials and try again.")
    return mailbox
