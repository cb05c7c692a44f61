"""What a request names — folders, items — found in the store, as far as the caller may see it."""

from __future__ import annotations

from tests.servers.exchange.soap import Call, Element, EwsError, local, text_at
from tests.servers.exchange.store import Folder, Item, Mailbox, Store


def folder_at(store: Store, call: Call, named: Element, *, absent: str = "") -> Folder:
    """The folder that a FolderId or DistinguishedFolderId names; `EwsError` where it can't be reached.

    `absent` is the code that some operations have of their own for that.
    https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode
    """
    try:
        return _folder_at(store, call, named)
    except EwsError as error:
        if absent and error.code in ("ErrorItemNotFound", "ErrorFolderNotFound"):
            raise EwsError(absent, str(error)) from None
        raise


def _folder_at(store: Store, call: Call, named: Element) -> Folder:
    if local(named) == "DistinguishedFolderId":
        return _mailbox_at(store, call, named).standard(named.get("Id", ""))
    folder = store.folder(named.get("Id", ""))
    if not call.caller.may_open(folder.mailbox.address):
        raise EwsError("ErrorItemNotFound", "The specified object was not found in the store.")
    return folder


def item_at(store: Store, call: Call, named: Element) -> Item:
    """The item that an ItemId names; `EwsError` where it can't be reached."""
    item = store.item(named.get("Id", ""))
    if not call.caller.may_open(item.folder.mailbox.address):
        raise EwsError("ErrorItemNotFound", "The specified object was not found in the store.")
    return item


def _mailbox_at(store: Store, call: Call, named: Element) -> Mailbox:
    """The mailbox that a DistinguishedFolderId names, or else the caller's own.

    Where there is no access, Exchange says that it does not find:
    https://learn.microsoft.com/exchange/client-developer/exchange-web-services/handling-delegation-related-errors-in-ews-in-exchange
    """
    mailbox = store.mailbox(text_at(named, "t:Mailbox/t:EmailAddress") or call.caller.acts_as)
    if not call.caller.may_open(mailbox.address):
        raise EwsError("ErrorFolderNotFound", "The specified folder could not be found in the store.")
    return mailbox
