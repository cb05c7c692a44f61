"""SyncFolderItems: what changed in a folder since a state that the client was given.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/syncfolderitems-operation
The state is the number of the last change told, and of the folder. What happened to one item since is told once, as it
stands now: created, or changed, or only its read flag, or deleted.
"""

from __future__ import annotations

import base64
from dataclasses import replace

from tests.servers.exchange.references import folder_at
from tests.servers.exchange.shapes import element_of, item_id
from tests.servers.exchange.soap import NAMES, Call, Element, EwsError, M, T, failure, success, text_at
from tests.servers.exchange.store import Change, Folder, Item, Store


def sync_folder_items(store: Store, call: Call) -> list[Element]:
    """A list of changes, at most as many as asked for, and the state to ask with next time."""
    try:
        return [success(call.operation, *_told(store, call))]
    except EwsError as error:  # the state and its end stand in errors too, empty: clients count on it
        return [failure(call.operation, error, M.SyncState(""), M.IncludesLastItemInRange("true"))]


def _told(store: Store, call: Call) -> list[Element]:
    named = call.body.find("m:SyncFolderId", NAMES)
    shape = call.body.find("m:ItemShape", NAMES)
    assert named is not None
    assert shape is not None
    folder = folder_at(store, call, named[0], absent="ErrorSyncFolderNotFound")
    start = _position(store, folder, text_at(call.body, "m:SyncState"))
    told, end, last = _changes(store, folder, start, int(text_at(call.body, "m:MaxChangesReturned")))
    changes = M.Changes(*(_element(change, item, shape) for change, item in told))
    state = M.SyncState(_state(store, folder, end))
    return [state, M.IncludesLastItemInRange("true" if last else "false"), changes]


def _changes(
    store: Store, folder: Folder, start: int, most: int
) -> tuple[list[tuple[Change, Item | None]], int, bool]:
    """The changes to tell, the number of the last one looked at, and whether it is the last of all."""
    here = {item.id: item for item in folder.items}
    told: dict[str, Change] = {}
    for change in store.changes[start:]:
        if change.folder is not folder:
            continue
        if change.item_id not in told and len(told) == most:
            return _standing(told, here), change.number - 1, False
        told[change.item_id] = _joined(told.get(change.item_id), change)
    return _standing(told, here), len(store.changes), True


def _joined(first: Change | None, then: Change) -> Change:
    """Of two changes to one item the one to tell: that it came, rather than that it changed after."""
    if first is None:
        return then
    if then.kind in ("deleted", "moved"):
        return replace(then, kind="came and went") if first.kind == "created" else then
    return then if first.kind == "read" else first


def _standing(told: dict[str, Change], here: dict[str, Item]) -> list[tuple[Change, Item | None]]:
    """The changes with their items as they are now. What left since is told by a later change of its own."""
    return [
        (change, here.get(change.item_id))
        for change in told.values()
        if change.item_id in here or change.kind in ("deleted", "moved")
    ]


def _element(change: Change, item: Item | None, shape: Element) -> Element:
    if item is None:
        return T.Delete(T.ItemId(Id=change.item_id, ChangeKey=change.change_key))
    if change.kind == "read":
        return T.ReadFlagChange(item_id(item), T.IsRead("true" if item.is_read else "false"))
    tag = "Create" if change.kind == "created" else "Update"
    return T(tag, element_of(item, shape, "SyncFolderItems"))


def _state(store: Store, folder: Folder, position: int) -> str:
    return base64.b64encode(f"{store.sync_age}:{position}:{folder.id}".encode()).decode()


def _position(store: Store, folder: Folder, state: str) -> int:
    """Where to go on; `EwsError` where the state is none, of another folder, or of before the mailbox was moved."""
    if not state:
        return 0
    try:
        age, position, of = base64.b64decode(state).decode().split(":")
    except ValueError:
        age, position, of = "", "", ""
    if age != str(store.sync_age) or of != folder.id:
        raise EwsError(
            "ErrorInvalidSyncStateData", "Synchronization state data is corrupt or otherwise invalid."
        )
    return int(position)
