"""Streaming notifications: a hint that mail came, on a thread and a connection of its own.

Polling stays the base: whatever happens here, a hang, a server that tells nothing, a subscription that was lost, only
makes mail be noticed at the next look instead of at once.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from exchangelib import Account
from exchangelib.folders import FolderCollection
from exchangelib.services import GetStreamingEvents

from mailroom.errors import MailroomError
from mailroom.providers.ews_folders import Folders
from mailroom.providers.ews_session import EwsSession

logger = logging.getLogger(__name__)
_EVENTS = ("NewMailEvent", "CreatedEvent", "MovedEvent")
# Exchange gives back an open stream after so many minutes at the latest (1 to 30). A line that died without a word is
# noticed a minute after that; routers forget a silent connection sooner than half an hour.
_MINUTES = 5
_PAUSES = (5.0, 15.0, 60.0, 300.0)


class Notifications:
    """Sets `came` when the server tells of mail. `new_session` gives a session that nobody else uses."""

    def __init__(self, new_session: Callable[[], EwsSession], folders: list[str]):
        self.came = threading.Event()
        self._new_session = new_session
        self._names = folders
        self._over = threading.Event()
        self._reader: GetStreamingEvents | None = None
        self._thread = threading.Thread(target=self._run, name="exchange notifications", daemon=True)

    def start(self) -> None:
        """Listen from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Listen no more; does not wait for a server that is silent."""
        self._over.set()
        response: Any = getattr(self._reader, "_streaming_response", None)
        if response is not None:
            with contextlib.suppress(Exception):  # it may be ending by itself at this moment
                response.raw.shutdown()
        if self._thread.is_alive():
            self._thread.join(1.0)

    def _run(self) -> None:
        faults = 0
        while not self._over.is_set():
            session, begun = self._new_session(), time.monotonic()
            try:
                self._listen(session.account(), Folders(session))
            except Exception as error:  # a hint that does not come is no fault of the office
                if self._over.is_set():
                    break
                told = session.told(error)
                if time.monotonic() - begun > _PAUSES[-1]:  # it went well for long enough
                    faults = 0
                pause = _PAUSES[min(faults, len(_PAUSES) - 1)]
                faults += 1
                level = logging.INFO if isinstance(told, MailroomError) else logging.WARNING
                logger.log(level, "notifications of Exchange: %s; again in %.0f s", told, pause)
                self._over.wait(pause)
            finally:
                session.close()

    def _listen(self, account: Account, folders: Folders) -> None:
        """Subscribe, and listen until the stream ends; raises what exchangelib raises."""
        wanted = FolderCollection(
            account=account,
            folders=[each for name in self._names if (each := folders.look_for(account, name)) is not None],
        )
        subscription = wanted.subscribe_to_streaming(event_types=_EVENTS)
        try:
            self.came.set()  # what came before the subscription, nobody tells
            while not self._over.is_set():
                begun = time.monotonic()
                self._reader = GetStreamingEvents(account=account)
                for notification in self._reader.call([subscription], connection_timeout=_MINUTES):
                    if any(event.ELEMENT_NAME in _EVENTS for event in notification.events):
                        self.came.set()
                    if self._over.is_set():
                        break
                # a stream that ends as soon as it began (something on the way allows none) is not asked for at once again
                self._over.wait(max(0.0, _PAUSES[0] - (time.monotonic() - begun)))
        finally:
            self._reader = None
