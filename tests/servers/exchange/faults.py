"""What goes wrong on the server or on the way, when a test says so."""

from __future__ import annotations

from dataclasses import dataclass

from tests.servers.exchange.oauth import Tokens
from tests.servers.exchange.soap import SoapFault, T
from tests.servers.exchange.store import Store


@dataclass
class Fault:
    """One thing that goes wrong `times` times, with requests of one operation ("": of any)."""

    kind: str  # busy, unavailable, refused, status, slow, cut before, cut after, cut half, late copy
    operation: str = ""
    times: int = 1
    number: float = 0  # milliseconds of backing off, HTTP status, seconds of waiting
    code: str = ""  # the ResponseCode of a refusal


class Faults:
    """Told by a test, asked by the server. Each fault happens as often as told; then all is sound again."""

    def __init__(self, store: Store, tokens: Tokens):
        self.happened: list[str] = []
        self.drops = 0  # how often the open streams were broken
        self.silent = False  # streams stay open, and nothing comes on them
        self._waiting: list[Fault] = []
        self._moves: dict[str, str] = {}
        self._store, self._tokens = store, tokens

    def busy(self, times: int = 1, backoff_ms: int = 200, operation: str = "") -> None:
        """The server is throttling: the fault ErrorServerBusy, with how long to wait."""
        self._waiting.append(Fault("busy", operation, times, backoff_ms))

    def unavailable(self, times: int = 1, operation: str = "") -> None:
        """The store can't be reached: the fault ErrorMailboxStoreUnavailable."""
        self._waiting.append(Fault("unavailable", operation, times))

    def refuse(self, code: str, operation: str, times: int = 1) -> None:
        """The operation is not carried out: a response message with this ResponseCode."""
        self._waiting.append(Fault("refused", operation, times, code=code))

    def status(self, code: int, times: int = 1, operation: str = "") -> None:
        """The web server answers with a bare HTTP status: 401, 500, 503."""
        self._waiting.append(Fault("status", operation, times, code))

    def slow(self, seconds: float, times: int = 1, operation: str = "") -> None:
        """The answer takes its time."""
        self._waiting.append(Fault("slow", operation, times, seconds))

    def cut_before(self, times: int = 1, operation: str = "CreateItem") -> None:
        """The connection breaks before anything was done."""
        self._waiting.append(Fault("cut before", operation, times))

    def cut_after(self, times: int = 1, operation: str = "CreateItem") -> None:
        """What was asked is done, but the connection breaks before the answer."""
        self._waiting.append(Fault("cut after", operation, times))

    def cut_half(self, times: int = 1, operation: str = "") -> None:
        """What was asked is done, and the connection breaks in the middle of the answer."""
        self._waiting.append(Fault("cut half", operation, times))

    def copy_comes_late(self, seconds: float, times: int = 1) -> None:
        """The letter goes at once, its copy lies in the folder of sent mail only after a while."""
        self._waiting.append(Fault("late copy", "CreateItem", times, seconds))

    def mime_fails(self, item_id: str, code: str = "ErrorContentConversionFailed") -> None:
        """From now on the MIME of this item can't be made; its properties and attachments can be had."""
        self._store.item(item_id).conversion_error = code

    def move_in_between(self, item_id: str, folder: str) -> None:
        """Somebody moves the item (to a folder by name, "" deletes it) just before it is asked for by its id."""
        self._moves[item_id] = folder

    def token_expires(self) -> None:
        """Every access token given so far is no longer good: 401 until the client has a fresh one."""
        self._tokens.expire()

    def drop_stream(self) -> None:
        """The open streams break without a word."""
        with self._store.changed:
            self.drops += 1
            self._store.changed.notify_all()

    def silence_streams(self, on: bool = True) -> None:
        """The streams stay open, and nothing comes on them: no event, no sign of life."""
        self.silent = on

    def forget_sync_states(self) -> None:
        """No state of synchronisation is known any more, as after a mailbox was moved to another database."""
        self._store.sync_age += 1

    def clear(self) -> None:
        """All is sound again."""
        self._waiting.clear()
        self._moves.clear()
        self.silent = False

    # -- asked by the server -----------------------------------------------------------------------------------------

    def due(self, operation: str, *kinds: str) -> Fault | None:
        """The next fault of these kinds for this operation; it is used up by asking."""
        for fault in self._waiting:
            if fault.kind in kinds and fault.operation in ("", operation):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                self.happened.append(fault.kind)
                return fault
        return None

    def meddle(self, item_ids: list[str]) -> None:
        """Move the items that somebody is to move before they are got."""
        for item_id in item_ids:
            folder = self._moves.pop(item_id, None)
            if folder is not None:
                item = self._store.item(item_id)
                if folder:
                    self._store.move(item, item.folder.mailbox.named(folder))
                else:
                    self._store.remove(item)
                self.happened.append("moved in between")


def busy(backoff_ms: float) -> SoapFault:
    """https://learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-throttling-in-exchange"""
    wait = T.Value(str(int(backoff_ms)), Name="BackOffMilliseconds")
    return SoapFault(
        "ErrorServerBusy", "The server cannot service this request right now. Try again later.", wait
    )


def unavailable() -> SoapFault:
    """The database that holds the mailbox is not mounted, or is being moved."""
    return SoapFault("ErrorMailboxStoreUnavailable", "The mailbox database is temporarily unavailable.")
