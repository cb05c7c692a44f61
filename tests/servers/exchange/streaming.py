"""Subscribe, GetStreamingEvents, Unsubscribe: a connection kept open on which events come as they happen.

https://learn.microsoft.com/exchange/client-developer/exchange-web-services/notification-subscriptions-mailbox-events-and-ews-in-exchange
A subscription tells what happened since it was made, or since its events were last told on a connection.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.servers.exchange.faults import Faults
from tests.servers.exchange.references import folder_at
from tests.servers.exchange.shapes import moment
from tests.servers.exchange.soap import (
    NAMES,
    Call,
    Element,
    EwsError,
    M,
    T,
    failure,
    response,
    success,
    text_at,
)
from tests.servers.exchange.store import Change, Folder, Store

# https://learn.microsoft.com/exchange/client-developer/exchange-web-services/handling-notification-related-errors-in-ews-in-exchange
MOST_STREAMS = 3  # HangingConnectionLimit of an account on premises
_LOOK_SECONDS = 0.1  # how soon it is noticed that the client has hung up


@dataclass
class Subscription:
    """What a client wants to hear of, and up to where it has."""

    id: str
    folders: list[Folder] | None  # None: every folder of the mailbox
    mailbox: str
    kinds: set[str]
    position: int


class Streams:
    """The subscriptions and open streams of a server."""

    def __init__(self, store: Store, faults: Faults):
        self.minute = 60.0  # seconds: a test may shorten how long a stream stays open
        self.heartbeat: float | None = (
            45.0  # seconds between signs of life; None: none, as Exchange Online was seen
        )
        self.open: dict[str, int] = {}  # streams by account
        self._store, self._faults = store, faults
        self._subscriptions: dict[str, Subscription] = {}

    def forget(self) -> None:
        """Lose every subscription, as a server does that restarts."""
        with self._store.changed:
            self._subscriptions.clear()
            self._store.changed.notify_all()

    def subscribe(self, store: Store, call: Call) -> list[Element]:
        """Make a subscription; only the streaming kind is known here."""
        wanted = call.body.find("m:StreamingSubscriptionRequest", NAMES)
        if wanted is None:
            raise EwsError(
                "ErrorInvalidSubscriptionRequest", "This server knows streaming subscriptions only."
            )
        named = wanted.find("t:FolderIds", NAMES)
        folders = None if named is None else [folder_at(store, call, one) for one in named]
        kinds = {kind.text or "" for kind in wanted.iterfind("t:EventTypes/t:EventType", NAMES)}
        mailbox = folders[0].mailbox.address if folders else call.caller.acts_as
        subscription = Subscription(secrets.token_hex(16), folders, mailbox, kinds, len(store.changes))
        self._subscriptions[subscription.id] = subscription
        return [success(call.operation, M.SubscriptionId(subscription.id))]

    def unsubscribe(self, store: Store, call: Call) -> list[Element]:
        """End a subscription."""
        if self._subscriptions.pop(text_at(call.body, "m:SubscriptionId"), None) is None:
            raise EwsError("ErrorSubscriptionNotFound", "The subscription was not found.")
        store.changed.notify_all()
        return [success(call.operation)]

    def documents(self, call: Call, gone: Callable[[], bool]) -> Iterator[Element | None]:
        """The answers of one stream, as they come; None: the connection breaks. Ends once `gone()`."""
        account = call.caller.account
        if self.open.get(account, 0) >= MOST_STREAMS:
            yield _closed(
                "ErrorExceededConnectionCount", "You have exceeded the available concurrent connections."
            )
            return
        self.open[account] = self.open.get(account, 0) + 1
        try:
            yield from self._events(call, gone)
        finally:
            self.open[account] -= 1

    def _events(self, call: Call, gone: Callable[[], bool]) -> Iterator[Element | None]:
        ids = [one.text or "" for one in call.body.iterfind("m:SubscriptionIds/t:SubscriptionId", NAMES)]
        end = time.monotonic() + int(text_at(call.body, "m:ConnectionTimeout")) * self.minute
        drops = self._faults.drops
        quiet_since = -1e9  # the first sign of life comes at once
        while time.monotonic() < end and not gone():
            if self._faults.drops != drops:
                yield None
                return
            if self._faults.silent:
                time.sleep(_LOOK_SECONDS)
                continue
            lost = [one for one in ids if one not in self._subscriptions]
            if lost:
                yield _closed("ErrorSubscriptionNotFound", "The subscription was not found.", *lost)
                return
            told = [told for one in ids if (told := self._news(self._subscriptions[one])) is not None]
            if told:
                yield _answer(M.Notifications(*told))
            elif time.monotonic() - quiet_since >= (self.heartbeat or 1e9):
                yield _answer(M.ConnectionStatus("OK"))
            else:
                self._wait()
                continue
            quiet_since = time.monotonic()
        if not gone():
            yield _answer(M.ConnectionStatus("Closed"))

    def _wait(self) -> None:
        with self._store.changed:
            self._store.changed.wait(_LOOK_SECONDS)

    def _news(self, subscription: Subscription) -> Element | None:
        """The events since the last ones told, in one notification."""
        with self._store.changed:
            changes = self._store.changes[subscription.position :]
            subscription.position = len(self._store.changes)
        events = [
            event for change in changes if _concerns(subscription, change) for event in _events_of(change)
        ]
        wanted = [event for kind, event in events if kind in subscription.kinds]
        if not wanted:
            return None
        head = [T.SubscriptionId(subscription.id), T.PreviousWatermark(_watermark()), T.MoreEvents("false")]
        return M.Notification(*head, *wanted)


def _concerns(subscription: Subscription, change: Change) -> bool:
    if change.folder.mailbox.address != subscription.mailbox:
        return False
    if subscription.folders is None or change.folder in subscription.folders:
        return True
    return change.came_from is not None and change.came_from[0] in subscription.folders


def _events_of(change: Change) -> list[tuple[str, Element]]:
    """The events that tell of a change.

    A delivery makes three, the third that its folder has changed:
    https://learn.microsoft.com/exchange/client-developer/web-service-reference/getstreamingevents-operation
    """
    if change.kind == "moved":
        return []  # the change in the folder where it went tells
    if change.came_from is not None:
        return [("MovedEvent", _moved(change))]
    kinds = [{"created": "CreatedEvent", "deleted": "DeletedEvent"}.get(change.kind, "ModifiedEvent")]
    if change.new_mail:
        kinds.append("NewMailEvent")
    events = [(kind, T(kind, *_where(change))) for kind in kinds]
    return [*events, ("ModifiedEvent", _folder_changed(change))] if change.new_mail else events


def _folder_changed(change: Change) -> Element:
    folder = change.folder
    above = folder.parent or folder
    return T.ModifiedEvent(
        T.Watermark(_watermark()),
        T.TimeStamp(moment(change.at)),
        T.FolderId(Id=folder.id, ChangeKey="AQAAAA=="),
        T.ParentFolderId(Id=above.id, ChangeKey="AQAAAA=="),
    )


def _where(change: Change) -> list[Element]:
    return [
        T.Watermark(_watermark()),
        T.TimeStamp(moment(change.at)),
        T.ItemId(Id=change.item_id, ChangeKey=change.change_key),
        T.ParentFolderId(Id=change.folder.id, ChangeKey="AQAAAA=="),
    ]


def _moved(change: Change) -> Element:
    assert change.came_from is not None
    folder, old_id = change.came_from
    old = [T.OldItemId(Id=old_id), T.OldParentFolderId(Id=folder.id)]
    return T.MovedEvent(*_where(change), *old)


def _watermark() -> str:
    return secrets.token_urlsafe(12)


def _answer(*parts: Element) -> Element:
    return response("GetStreamingEvents", [success("GetStreamingEvents", *parts)])


def _closed(code: str, text: str, *lost: str) -> Element:
    parts = [M.ErrorSubscriptionIds(*(T.SubscriptionId(one) for one in lost))] if lost else []
    told = failure("GetStreamingEvents", EwsError(code, text), *parts, M.ConnectionStatus("Closed"))
    return response("GetStreamingEvents", [told])
