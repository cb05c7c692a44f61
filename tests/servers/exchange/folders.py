"""GetFolder, FindFolder, CreateFolder, DeleteFolder."""

from __future__ import annotations

from collections.abc import Callable

from tests.servers.exchange.paging import page_of
from tests.servers.exchange.references import folder_at
from tests.servers.exchange.soap import NAMES, Call, Element, EwsError, M, T, each, local, text_at
from tests.servers.exchange.store import Folder, Store


def get_folder(store: Store, call: Call) -> list[Element]:
    """Folders by their ids."""
    shape = call.body.find("m:FolderShape", NAMES)
    assert shape is not None

    def act(named: Element) -> list[Element]:
        return [M.Folders(element_of(folder_at(store, call, named), shape))]

    return each(call, "m:FolderIds", act, "Folders")


def find_folder(store: Store, call: Call) -> list[Element]:
    """The folders in a folder: its children (Shallow) or all below it (Deep)."""
    shape = call.body.find("m:FolderShape", NAMES)
    restriction = call.body.find("m:Restriction", NAMES)
    deep = call.body.get("Traversal") == "Deep"
    assert shape is not None

    def act(named: Element) -> list[Element]:
        top = folder_at(store, call, named)
        below = [folder for folder in top.mailbox.folders if _lies_in(folder, top, deep)]
        below = [folder for folder in below if _fits(folder, restriction)]
        shown, paging = page_of(below, call.body.find("m:IndexedPageFolderView", NAMES))
        folders = T.Folders(*(element_of(folder, shape) for folder in shown))
        return [M.RootFolder(folders, **paging)]

    return each(call, "m:ParentFolderIds", act)


def create_folder(store: Store, call: Call) -> list[Element]:
    """New folders in a folder."""
    parent = call.body.find("m:ParentFolderId", NAMES)
    assert parent is not None

    def act(wanted: Element) -> list[Element]:
        above = folder_at(store, call, parent[0], absent="ErrorParentFolderNotFound")
        folder = store.add_folder(above, text_at(wanted, "t:DisplayName"))
        return [M.Folders(T.Folder(_folder_id(folder)))]

    return each(call, "m:Folders", act, "Folders")


def delete_folder(store: Store, call: Call) -> list[Element]:
    """Folders taken away; standard ones can't be."""

    def act(named: Element) -> list[Element]:
        folder = folder_at(store, call, named)
        if folder.distinguished:
            raise EwsError("ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted.")
        store.remove_folder(folder)
        return []

    return each(call, "m:FolderIds", act)


def element_of(folder: Folder, shape: Element) -> Element:
    """A folder with the properties that `shape` (m:FolderShape) asks for."""
    wanted = {"folder:FolderId"}
    if text_at(shape, "t:BaseShape") != "IdOnly":
        wanted |= {"folder:DisplayName", "folder:TotalCount", "folder:ChildFolderCount", "folder:UnreadCount"}
    if text_at(shape, "t:BaseShape") == "AllProperties":
        wanted |= set(_PROPERTIES)
    for uri in shape.iterfind("t:AdditionalProperties/t:FieldURI", NAMES):
        wanted.add(uri.get("FieldURI", ""))
    parts = [_PROPERTIES[uri](folder) for uri in _PROPERTIES if uri in wanted]
    return T.Folder(*(part for part in parts if part is not None))


def _lies_in(folder: Folder, top: Folder, deep: bool) -> bool:
    if folder.parent is top:
        return True
    return deep and folder.parent is not None and _lies_in(folder.parent, top, deep)


def _fits(folder: Folder, restriction: Element | None) -> bool:
    """Folders are looked for by name only."""
    if restriction is None:
        return True
    part = restriction[0]
    uri, given = part.find("t:FieldURI", NAMES), part.find("t:FieldURIOrConstant/t:Constant", NAMES)
    if local(part) != "IsEqualTo" or uri is None or uri.get("FieldURI") != "folder:DisplayName":
        raise EwsError("ErrorUnsupportedPathForQuery", "This server looks for folders by DisplayName only.")
    return given is not None and folder.name.lower() == given.get("Value", "").lower()


def _folder_id(folder: Folder) -> Element:
    return T.FolderId(Id=folder.id, ChangeKey="AQAAAA==")


def _parent_id(folder: Folder) -> Element | None:
    return None if folder.parent is None else T.ParentFolderId(Id=folder.parent.id, ChangeKey="AQAAAA==")


def _children(folder: Folder) -> Element:
    return T.ChildFolderCount(str(sum(other.parent is folder for other in folder.mailbox.folders)))


def _rights(folder: Folder) -> Element:
    rights = ["CreateAssociated", "CreateContents", "CreateHierarchy", "Delete", "Modify", "Read"]
    return T.EffectiveRights(*(T(right, "true") for right in rights))


def _distinguished(folder: Folder) -> Element | None:
    return T.DistinguishedFolderId(folder.distinguished) if folder.distinguished else None


# In the order in which the schema wants them.
_PROPERTIES: dict[str, Callable[[Folder], Element | None]] = {
    "folder:FolderId": _folder_id,
    "folder:ParentFolderId": _parent_id,
    "folder:FolderClass": lambda folder: T.FolderClass("IPF.Note") if folder.name else None,
    "folder:DisplayName": lambda folder: T.DisplayName(folder.name),
    "folder:TotalCount": lambda folder: T.TotalCount(str(len(folder.items))),
    "folder:ChildFolderCount": _children,
    "folder:EffectiveRights": _rights,
    "folder:DistinguishedFolderId": _distinguished,
    "folder:UnreadCount": lambda folder: T.UnreadCount(str(sum(not item.is_read for item in folder.items))),
}
