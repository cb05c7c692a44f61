"""Move mails on Exchange, and show in Outlook by a category that they are registered. Nothing is marked as read."""

from __future__ import annotations

import logging
from collections import defaultdict
from functools import partial

from exchangelib import Account
from exchangelib.errors import ErrorFolderNotFound, ErrorToFolderNotFound, ResponseMessageError
from exchangelib.items import ALWAYS_OVERWRITE

from mailroom.providers.base import Slot
from mailroom.providers.ews_errors import GONE, MEANINGS
from mailroom.providers.ews_folders import Folders
from mailroom.providers.ews_listing import Listed, Listing
from mailroom.providers.ews_session import EwsSession

logger = logging.getLogger(__name__)
_A_TIME = 100


class Filing:
    """Files mails away through one session. `category` "": none is set."""

    def __init__(self, session: EwsSession, folders: Folders, listing: Listing, *, category: str):
        self._session, self._folders, self._listing = session, folders, listing
        self._category = category

    def file_away(self, slots: list[Slot], to: str) -> None:
        """Move the mails to `to`, made when absent; where `to` is "", only show the category.

        A mail that is no longer in the folder of its slot is passed over.
        """
        if not to and not self._category:
            return
        by_folder: dict[str, list[Slot]] = defaultdict(list)
        for slot in slots:
            if slot.folder != to:
                by_folder[slot.folder].append(slot)
        for folder, here in by_folder.items():
            missing = self._file(folder, here, to)
            if missing:
                # After a restart nothing is listed yet; one that was moved away and back has another id; and a server
                # may say of the mail that it is gone when it is the goal.
                self._folders.forget(to)
                self._listing.refresh(folder)
                self._file(folder, missing, to)

    def _file(self, folder: str, slots: list[Slot], to: str) -> list[Slot]:
        """File what is listed; return the slots whose mail is not listed, or not there any more under its id."""
        listing = self._listing.of(folder)
        mails = [mail for slot in slots if (mail := listing.at(slot))]
        missing = [slot for slot in slots if listing.at(slot) is None]
        for start in range(0, len(mails), _A_TIME):
            some = mails[start : start + _A_TIME]
            if self._category:  # first: done twice it does no harm, and after the move the ids are others
                self._session.run(partial(self._mark, mails=some))
            if to:
                moved = self._session.run(partial(self._move, mails=some, to=to))
                for item_id in moved:
                    listing.remove(item_id)
                missing += [mail.slot for mail in some if mail.item_id not in moved]
        return missing

    def _mark(self, account: Account, mails: list[Listed]) -> None:
        changes = []
        for mail in mails:
            if self._category not in mail.categories:
                item = mail.kind(id=mail.item_id, changekey=mail.change_key, account=account)
                item.categories = [*mail.categories, self._category]
                changes.append((item, ["categories"]))
        try:
            results = account.bulk_update(changes, conflict_resolution=ALWAYS_OVERWRITE)
        except ResponseMessageError as error:
            if type(error).__name__ in MEANINGS:
                raise
            results = [error]
        for result in results:  # it is for show: none keeps a mail from being filed
            if isinstance(result, Exception) and not isinstance(result, GONE):
                logger.warning("a category was not set: %s: %s", type(result).__name__, result)

    def _move(self, account: Account, mails: list[Listed], to: str) -> set[str]:
        """Move mails; return the ids (as they were) of those that were there."""
        ids = [(mail.item_id, mail.change_key) for mail in mails]
        try:
            results = account.bulk_move(ids, self._folders.make(account, to))
        except (ErrorFolderNotFound, ErrorToFolderNotFound):  # removed since it was last used: once more
            self._folders.forget(to)
            results = account.bulk_move(ids, self._folders.make(account, to))
        for result in results:
            if isinstance(result, Exception) and not isinstance(result, GONE):
                raise result
        return {
            mail.item_id
            for mail, result in zip(mails, results, strict=True)
            if not isinstance(result, Exception)
        }
