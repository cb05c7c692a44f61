"""FindItem, GetItem, MoveItem, UpdateItem, DeleteItem, GetAttachment."""

from __future__ import annotations

import base64

from tests.servers.exchange.paging import page_of
from tests.servers.exchange.references import folder_at, item_at
from tests.servers.exchange.restrictions import fits, in_order
from tests.servers.exchange.shapes import element_of, item_id, moment
from tests.servers.exchange.soap import NAMES, Call, Element, EwsError, M, T, each, local
from tests.servers.exchange.store import Item, Store


def find_item(store: Store, call: Call) -> list[Element]:
    """The items of folders that fit, a page of them; in each folder on its own."""
    shape = call.body.find("m:ItemShape", NAMES)
    assert shape is not None

    def act(named: Element) -> list[Element]:
        folder = folder_at(store, call, named)
        items = [item for item in folder.items if fits(item, call.body.find("m:Restriction", NAMES))]
        items = in_order(items, call.body.find("m:SortOrder", NAMES))
        shown, paging = page_of(items, call.body.find("m:IndexedPageItemView", NAMES))
        return [M.RootFolder(T.Items(*(element_of(item, shape, "FindItem") for item in shown)), **paging)]

    return each(call, "m:ParentFolderIds", act)


def get_item(store: Store, call: Call) -> list[Element]:
    """Items by their ids."""
    shape = call.body.find("m:ItemShape", NAMES)
    assert shape is not None

    def act(named: Element) -> list[Element]:
        return [M.Items(element_of(item_at(store, call, named), shape))]

    return each(call, "m:ItemIds", act, "Items")


def move_item(store: Store, call: Call) -> list[Element]:
    """Items put into another folder. Each gets a new id, which is told.

    https://learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-identifiers-in-exchange
    """
    goal = call.body.find("m:ToFolderId", NAMES)
    assert goal is not None

    def act(named: Element) -> list[Element]:
        to = folder_at(store, call, goal[0], absent="ErrorToFolderNotFound")
        return [M.Items(T.Message(item_id(store.move(item_at(store, call, named), to))))]

    return each(call, "m:ItemIds", act, "Items")


def update_item(store: Store, call: Call) -> list[Element]:
    """Whether items are read, and their categories; this server changes nothing else."""

    def act(change: Element) -> list[Element]:
        item = item_at(store, call, change[0])
        key = change[0].get("ChangeKey")
        if key and key != item.change_key and call.body.get("ConflictResolution") == "NeverOverwrite":
            raise EwsError(
                "ErrorIrresolvableConflict", "The send or update operation could not be performed."
            )
        for update in change.iterfind("t:Updates/*", NAMES):
            _update(store, item, update)
        return [M.Items(T.Message(item_id(item))), M.ConflictResults(T.Count("0"))]

    return each(call, "m:ItemChanges", act, "Items")


def delete_item(store: Store, call: Call) -> list[Element]:
    """Items taken away: for good (HardDelete, SoftDelete) or into the folder of deleted ones."""

    def act(named: Element) -> list[Element]:
        item = item_at(store, call, named)
        if call.body.get("DeleteType") == "MoveToDeletedItems":
            store.move(item, item.folder.mailbox.standard("deleteditems"))
        else:
            store.remove(item)
        return []

    return each(call, "m:ItemIds", act)


def get_attachment(store: Store, call: Call) -> list[Element]:
    """Attachments by their ids, each with its content."""

    def act(named: Element) -> list[Element]:
        mail, _, place = named.get("Id", "").rpartition(".")
        item = item_at(store, call, T.ItemId(Id=mail))
        if not place.isdigit() or int(place) >= len(item.mime.enclosures):
            raise EwsError("ErrorInvalidAttachmentId", "The attachment id is invalid.")
        return [M.Attachments(_attachment(item, int(place)))]

    return each(call, "m:AttachmentIds", act, "Attachments")


def _attachment(item: Item, place: int) -> Element:
    enclosure = item.mime.enclosures[place]
    head = [T.AttachmentId(Id=f"{item.id}.{place}"), T.Name(enclosure.name or "未命名")]
    head += [T.ContentType(enclosure.content_type), T.LastModifiedTime(moment(item.created_at))]
    content = base64.b64encode(enclosure.content).decode()
    if enclosure.mail:
        mail = T.Message(T.MimeContent(content, CharacterSet="UTF-8"), T.Subject(enclosure.name))
        return T.ItemAttachment(*head, mail)
    return T.FileAttachment(*head, T.Content(content))


def _update(store: Store, item: Item, update: Element) -> None:
    field = update.find("t:FieldURI", NAMES)
    uri = "" if field is None else field.get("FieldURI", "")
    setting = local(update) == "SetItemField"
    if uri == "message:IsRead" and setting:
        told = update.findtext("t:Message/t:IsRead", "", NAMES)
        item.is_read = told in ("true", "1")
        store.touch(item, "read")
    elif uri == "item:Categories":
        names = update.iterfind("t:Message/t:Categories/t:String", NAMES) if setting else []
        item.categories = tuple(name.text or "" for name in names)
        store.touch(item)
    else:
        raise EwsError("ErrorInvalidPropertySet", f"This server does not change {uri}.")
