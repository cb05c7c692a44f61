"""Folders of an Exchange mailbox by the names an office writes: the inbox and the junk folder in any language, others
by name or path anywhere under the mailbox.
"""

from __future__ import annotations

import contextlib
from typing import Any

from exchangelib import Account
from exchangelib.errors import ErrorFolderExists, ErrorFolderNotFound
from exchangelib.fields import FieldPath
from exchangelib.folders import DeletedItems, Folder, FolderCollection, Inbox, JunkEmail, SentItems
from exchangelib.folders.queryset import DEEP
from exchangelib.services import CreateFolder

from mailroom.errors import Misconfigured
from mailroom.providers.ews_session import EwsSession

# What servers call these depends on the mailbox's language; everywhere they are known by what they are for.
_WELL_KNOWN = {
    "inbox": Inbox,
    "junk": JunkEmail,
    "junkemail": JunkEmail,
    "sent": SentItems,
    "sentitems": SentItems,
}
_JUNK_NAMES = ("垃圾邮件", "junk email", "junk e-mail")
_FIELDS = ("parent_folder_id", "total_count")


class Folders:
    """The folders of one session's mailbox; what was found is kept as long as its connection."""

    def __init__(self, session: EwsSession):
        self._session = session
        self._generation = 0
        self._found: dict[str, Any] = {}

    def find(self, account: Account, name: str) -> Folder:
        """Return the folder with this name or path ("父/子"); `Misconfigured` where there is none, or several."""
        folder = self.look_for(account, name)
        if folder is None:
            names = "、".join(sorted(each.name for each in _all(account)))
            raise Misconfigured(f"{self._session.address} 中没有文件夹“{name}”，现有：{names}")
        return folder

    def look_for(self, account: Account, name: str) -> Folder | None:
        """Return the folder with this name or path; None where there is none."""
        if self._generation != self._session.generation:
            self._generation, self._found = self._session.generation, {}
        if name not in self._found:
            folder = _look_for(account, name)
            if folder is None:
                return None
            self._found[name] = folder
        return self._found[name]

    def make(self, account: Account, name: str) -> Folder:
        """Return the folder with this name or path, made (beside the inbox) where there is none."""
        folder = self.look_for(account, name)
        if folder is not None:
            return folder
        path, _, last = name.rpartition("/")
        parent = self.make(account, path) if path else account.msg_folder_root
        with contextlib.suppress(ErrorFolderExists):  # made by somebody else in this moment
            CreateFolder(account=account).get(
                parent_folder=parent, folders=[Folder(root=account.root, name=last)]
            )
        return self.find(account, name)

    def forget(self, name: str) -> None:
        """Look for this folder anew when it is next wanted."""
        self._found.pop(name, None)


def _look_for(account: Account, name: str) -> Folder | None:
    kind = _WELL_KNOWN.get(name.lower())
    if kind is not None:
        return _well_known(account, kind)
    folders = _all(account)
    found = _by_path(folders, _well_known_start(account, name), name)
    if len(found) > 1:
        raise Misconfigured(f"有 {len(found)} 个文件夹叫“{name}”，请写出路径，如“上级/{name}”")
    if not found and name.lower() in _JUNK_NAMES:
        return _well_known(account, JunkEmail)
    return found[0] if found else None


def _well_known(account: Account, kind: Any) -> Folder | None:
    try:
        return account.root.get_default_folder(kind)
    except ErrorFolderNotFound:
        return None


def _well_known_start(account: Account, name: str) -> Folder | None:
    """The folder that a path begins at by its purpose: "INBOX/市长信箱"."""
    first, slash, _ = name.partition("/")
    kind = _WELL_KNOWN.get(first.lower()) if slash else None
    return _well_known(account, kind) if kind else None


def _by_path(folders: list[Folder], start: Folder | None, name: str) -> list[Folder]:
    """The folders that a path names. The first part may lie anywhere; of several, those directly under the mailbox."""
    first, *rest = name.split("/")
    at = [start] if start is not None else _called(folders, first)
    for part in rest:
        above = {folder.id for folder in at}
        at = [each for each in _called(folders, part) if each.parent_folder_id.id in above]
    ids = {folder.id for folder in folders}
    top = [each for each in at if each.parent_folder_id.id not in ids]
    return top if len(at) > 1 and top else at


def _called(folders: list[Folder], name: str) -> list[Folder]:
    exactly = [each for each in folders if each.name == name]
    return exactly or [each for each in folders if each.name.lower() == name.lower()]


def _all(account: Account) -> list[Folder]:
    """Every folder of mail under the mailbox, but for what was thrown away."""
    fields = {FieldPath(field=Folder.get_field_by_fieldname(name)) for name in _FIELDS}
    top = FolderCollection(account=account, folders=[account.msg_folder_root])
    folders = [
        each for each in top.find_folders(depth=DEEP, additional_fields=fields) if isinstance(each, Folder)
    ]
    mail = [each for each in folders if (each.folder_class or "IPF.Note").startswith("IPF.Note")]
    return _without(mail, _well_known(account, DeletedItems))


def _without(folders: list[Folder], thrown_away: Folder | None) -> list[Folder]:
    """The folders that do not lie under `thrown_away`."""
    if thrown_away is None:
        return folders
    parents = {each.id: each.parent_folder_id.id for each in folders}

    def is_kept(place: str | None) -> bool:
        while place is not None:
            if place == thrown_away.id:
                return False
            place = parents.get(place)
        return True

    return [each for each in folders if each.id == thrown_away.id or is_kept(each.parent_folder_id.id)]
