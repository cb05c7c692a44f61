"""Bring mails from Exchange one by one, so that one that can't be brought never stops the next."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from exchangelib import Account
from exchangelib.errors import ErrorMimeContentConversionFailed, ResponseMessageError

from mailroom.errors import Gone, Refused, Temporary, Unreachable
from mailroom.providers.base import Arrival, Slot
from mailroom.providers.ews_errors import CONVERSION_FAILED, GONE, MEANINGS, one_line
from mailroom.providers.ews_listing import Listed
from mailroom.providers.ews_rebuilt import rebuilt
from mailroom.providers.ews_session import EwsSession

logger = logging.getLogger(__name__)
_MOST_BYTES_A_BATCH = 32 * 1024 * 1024
_TOO_LARGE = "ErrorMessageSizeExceeded"


class Unreadable(Exception):
    """The server has this mail, and gives neither its MIME nor its parts. `sure`: it says that the mail is to blame."""

    def __init__(self, message: str, *, sure: bool):
        super().__init__(message)
        self.sure = sure


class Fetch:
    """Brings mails through one session; remembers at which of them the server once fell silent."""

    def __init__(self, session: EwsSession):
        self._session = session
        self._suspects: set[Slot] = set()

    def bring(
        self, mails: Iterable[Listed], most: int, failed: list[tuple[Slot, str]]
    ) -> Iterator[list[Arrival]]:
        """Yield mails in lists of at most `most` and about 32 MB. What can't be brought goes into `failed`, what
        vanished goes nowhere. Raises `Temporary` where it is the server or the line and not the mail.
        """
        pack: list[Arrival] = []
        weight = 0
        for mail in mails:
            if pack and (len(pack) == most or weight + mail.size > _MOST_BYTES_A_BATCH):
                yield pack
                pack, weight = [], 0
            raw = self._one(mail, failed)
            if raw:
                pack.append(Arrival(mail.slot, raw, mail.arrived_at))
                weight += len(raw)
        if pack:
            yield pack

    def alone(self, mail: Listed) -> Arrival:
        """Bring one mail, of any size. Raises `Gone`, or `Temporary` with the reason."""
        try:
            raw = self._session.run(lambda account: _raw(account, mail))
        except Unreadable as error:
            raise Temporary(f"服务器取不出这封信：{error}") from error
        if raw is None:
            raise Gone(f"文件夹“{mail.slot.folder}”中已没有这封信")
        return Arrival(mail.slot, raw, mail.arrived_at)

    def _one(self, mail: Listed, failed: list[tuple[Slot, str]]) -> bytes | None:
        try:
            return self._session.run(lambda account: _raw(account, mail))
        except Unreadable as error:
            if not error.sure:
                self._suspect(mail, Temporary(f"服务器取不出一封信：{error}"))
            failed.append((mail.slot, f"服务器取不出这封信：{error}"))
        except Unreachable as error:
            if error.retry_after:
                raise
            self._suspect(mail, error)
            failed.append((mail.slot, f"取这封信时服务器一再没有应答：{error}"))
        return None

    def _suspect(self, mail: Listed, error: Temporary) -> None:
        """The first time it may be the server or the line: raise. The second time at the same mail, it is the mail, and
        must not keep all behind it from coming in.
        """
        if mail.slot not in self._suspects:
            self._suspects.add(mail.slot)
            raise error


def _raw(account: Account, mail: Listed) -> bytes | None:
    """The mail's bytes; None where it has gone. Raises `Unreadable`, or what exchangelib raises."""
    try:
        return _mime(account, mail)
    except GONE:
        return None
    except ResponseMessageError as error:
        why = _if_about_the_mail(error)
        logger.info("no MIME of a mail: %s; its parts are asked for", why)
    try:
        return rebuilt(account, mail.item_id, mail.change_key)
    except GONE:
        return None
    except ResponseMessageError as error:
        then = _if_about_the_mail(error)
        sure = isinstance(error, CONVERSION_FAILED) or then.startswith(_TOO_LARGE)
        raise Unreadable(f"{why}；{then}", sure=sure) from error


def _mime(account: Account, mail: Listed) -> bytes:
    told: list[Any] = list(account.fetch(ids=[(mail.item_id, mail.change_key)], only_fields=["mime_content"]))
    [item] = told
    if isinstance(item, Exception):
        raise item
    if not item.mime_content:
        raise ErrorMimeContentConversionFailed("no MIME was given")
    return bytes(item.mime_content)


def _if_about_the_mail(error: ResponseMessageError) -> str:
    """Return what the server says of a mail; raise again what it says of itself or of the account."""
    name = type(error).__name__
    meaning = MEANINGS.get(name)
    if meaning is not None and meaning.turn is not Refused:
        raise error
    return f"{name} {one_line(str(error))}"
