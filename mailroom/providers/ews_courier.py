"""Letters out through Exchange: each in one request that sends it and keeps a copy, and an exact answer to "did it go?".

A letter goes as the MIME that it is. Exchange keeps no MIME; it takes it apart and writes it anew. What stays is named by
Microsoft ([MS-OXCMAIL] 2.1.3: Message-ID, subject, dates, addresses, fields that begin with X-, body and attachments); the
Message-ID is said as a property besides, as Thunderbird does, so that it does not hang on how the MIME is read.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from typing import TYPE_CHECKING

from exchangelib import Account
from exchangelib.errors import ErrorServerBusy, EWSError, ResponseMessageError
from exchangelib.folders import Folder
from exchangelib.items import SEND_AND_SAVE_COPY, SEND_TO_NONE
from exchangelib.services import CreateItem

from mailroom.errors import Temporary, Uncertain
from mailroom.providers.base import Receipt
from mailroom.providers.door import Door
from mailroom.providers.envelope import check_addresses, message_id_of, with_crlf
from mailroom.providers.ews_errors import MEANINGS, HttpStatus, code_of, never_reached
from mailroom.providers.ews_sent import EwsSent, Finished
from mailroom.waypoints import reached

if TYPE_CHECKING:
    from config.settings import CourierSettings

# The copy is filed when the letter leaves the server's outbox, which is looked into as well. What may still be on its way
# is a request that reached the server when the line broke: it works on it for some seconds, under load for a minute.
SETTLE_SECONDS = 120.0
# A connection idle for longer may have been closed by the server: found out by a question, not by a letter.
_TRUSTED_SECONDS = 20.0
# Said by a server whose inner parts did not answer: one of them may have sent the letter all the same.
_UNCERTAIN_CODES = (
    "ErrorTimeoutExpired",
    "ErrorInternalServerError",
    "ErrorInternalServerTransientError",
    "ErrorConnectionFailed",
    "ErrorConnectionFailedTransientError",
    "ErrorProxyRequestProcessingFailed",
    "ErrorMailboxFailover",
    "ErrorItemSave",
)
# Said by the web server before Exchange had the letter.
_NOT_TAKEN = (401, 403, 404, 405, 413, 429, 503)
_RECIPIENT_FIELDS = re.compile(rb"(?im)^(?:To|Cc|Bcc):[^\n]*\n(?:[ \t][^\n]*\n)*")
_TAKEN = "Exchange 已受理，副本存于“{}”"


class EwsCourier:
    """Delivers letters over EWS; see `mailroom.providers.base.Courier`."""

    def __init__(self, settings: CourierSettings, door: Door | None = None):
        self.settle_seconds = SETTLE_SECONDS
        self._sent = EwsSent(settings, settings.sent_folder, door)
        self._session = self._sent.session
        self._used_at = -1e9
        self._witness = ""  # the Message-ID of a letter that surely went out

    def send(
        self, message: bytes, *, sender: str, recipients: list[str], handing_over: Callable[[], None]
    ) -> Receipt:
        """Deliver one letter. See `Courier.send`."""
        message = with_crlf(message)
        check_addresses(sender, recipients)
        folder = self._session.run(self._ready)
        handing_over()
        try:
            self._session.run_once(lambda account: _create(account, folder, message, recipients))
        except Exception as error:
            raise self._outcome(error) from error
        self._used_at = time.monotonic()
        reached("letter given")
        self._witness = message_id_of(message) or self._witness
        return Receipt(_TAKEN.format(folder.name))

    def find_sent(self, message_id: str) -> bool | None:
        """Look into the folder of sent mail. See `Courier.find_sent`.

        Where a letter that surely went can't be found there either (copies are cleared away, or get another
        Message-ID), its silence proves nothing.
        """
        if self._sent.holds(message_id, patiently=False):
            return True
        witness = self._witness
        if witness and (witness == message_id or not self._sent.holds(witness, patiently=True)):
            return None
        return False

    def sent_since(self, since: date) -> list[str] | None:
        """List the folder of sent mail. See `KeepsSent.sent_since`."""
        return self._sent.since(since)

    def check(self) -> list[str]:
        """Log in anew, open the folder of sent mail; say what was found."""
        self.close()
        session = self._session
        version = session.run(lambda account: account.version.fullname)
        found = [f"已登录 {session.place}（{version}），以信箱 {session.address} 发信"]
        return [*found, f"已发送的信保存在“{self._sent.check()}”"]

    def close(self) -> None:
        """Close the connection; never raises."""
        self._used_at = -1e9
        self._sent.close()

    def _ready(self, account: Account) -> Folder:
        """Make sure of the log-in and the line before a letter is handed over; return the folder of the copy."""
        folder = self._sent.folder(account)
        if time.monotonic() - self._used_at > _TRUSTED_SECONDS:
            folder.refresh()
            self._used_at = time.monotonic()
        return folder

    def _outcome(self, error: Exception) -> Exception:
        """Whether the letter did not go, or may have gone."""
        told = self._session.told(error)
        self.close()  # begin anew: also the folder for the copy may be another
        if told is error:  # a bug; or there was no token to go with the letter
            return error
        if isinstance(error, HttpStatus) and error.status == 401:
            # let in a moment ago: the next look will tell
            return Temporary(f"{self._session.place} 在交信时要求重新登录")
        if _did_not_go(error):
            return told
        return Uncertain(f"信件已交给 {self._session.place}，未得到确定的答复，是否发出须查对（{told}）")


def _create(account: Account, folder: Folder, message: bytes, recipients: list[str]) -> None:
    letter = Finished(
        mime_content=_addressed(message, recipients), message_id=message_id_of(message) or None, is_read=True
    )
    CreateItem(account=account).get(
        items=[letter],
        folder=folder,
        message_disposition=SEND_AND_SAVE_COPY,
        send_meeting_invitations=SEND_TO_NONE,
    )


def _addressed(message: bytes, recipients: list[str]) -> bytes:
    """The letter as it is, where it names all its recipients and no others. Exchange sends to whom it names: where
    others are meant (again to one of several), they are named instead, and nobody is in Bcc.
    """
    head, end, body = message.partition(b"\r\n\r\n")
    header = BytesHeaderParser().parsebytes(head)
    to, copies, hidden = (_addresses(header, field) for field in ("To", "Cc", "Bcc"))
    wanted = {address.lower() for address in recipients}
    if wanted == to | copies and not hidden:
        return message
    in_copy = [address for address in recipients if address.lower() in copies - to]
    direct = [address for address in recipients if address not in in_copy]
    named = {"To": direct, "Cc": in_copy}
    lines = [f"{field}: {', '.join(people)}\r\n".encode() for field, people in named.items() if people]
    return b"".join(lines) + _RECIPIENT_FIELDS.sub(b"", head + b"\r\n") + end[2:] + body


def _addresses(header: Message, field: str) -> set[str]:
    told = getaddresses([str(each) for each in header.get_all(field, [])])
    return {address.lower() for _, address in told if address}


def _did_not_go(error: Exception) -> bool:
    if isinstance(error, HttpStatus):
        return error.status in _NOT_TAKEN
    if isinstance(error, ErrorServerBusy) and "Reraised" in str(error):  # exchangelib's word for other faults
        return False
    code = code_of(error)
    if code not in _UNCERTAIN_CODES and (code in MEANINGS or isinstance(error, ResponseMessageError)):
        return True
    return isinstance(error, EWSError | OSError) and never_reached(error)
