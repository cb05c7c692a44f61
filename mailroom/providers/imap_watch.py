"""Wait for new mail: IDLE where the server offers it, else a look every so often on the kept connection."""

from __future__ import annotations

import time
from collections.abc import Callable

from imapclient import IMAPClient

from mailroom.providers.imap_session import ImapSession

# RFC 2177 wants IDLE renewed before 29 minutes; routers in between forget a silent connection sooner than that.
IDLE_SECONDS = 9 * 60.0
_SLICE = 0.5  # how soon `stop` is noticed

Stop = Callable[[], bool]


class Watch:
    """Knows for each folder up to where it was listed, and tells when there is more."""

    def __init__(self, session: ImapSession, *, poll_seconds: float):
        self._session = session
        self._poll_seconds = poll_seconds
        self._listed: dict[str, tuple[int, int]] = {}  # folder → UIDVALIDITY, the UID from which mail is news

    def listed(self, folder: str, uidvalidity: int, next_uid: int) -> None:
        """Note that everything in `folder` below `next_uid` has been listed."""
        self._listed[folder] = (uidvalidity, next_uid)

    def wait(self, folders: list[str], seconds: float, stop: Stop) -> bool:
        """Return True once a folder holds something new, False after `seconds` or soon after `stop()`."""
        deadline = time.monotonic() + seconds
        while not stop():
            # All are looked at; the first folder last: it stays open, and IDLE tells what comes after this look.
            news = [self._has_news(folder) for folder in reversed(folders)]
            if any(news):
                return True
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            self._rest(folders, left, stop)
        return False

    def _has_news(self, folder: str) -> bool:
        return self._session.run(lambda client: self._look(client, folder))

    def _look(self, client: IMAPClient, folder: str) -> bool:
        """Ask the server what is new in a folder; what was told once is not told again."""
        place = self._session.open(client, folder, readonly=True)
        uidvalidity, next_uid = self._listed.get(folder, (place.uidvalidity, 1))
        if uidvalidity != place.uidvalidity:
            self._listed[folder] = (place.uidvalidity, place.uidnext or 1)
            return True
        client.noop()  # lets the server tell of mail that came while the folder stood open
        fresh = [uid for uid in client.search(["UID", f"{next_uid}:*"]) if uid >= next_uid]
        self._listed[folder] = (uidvalidity, max(fresh, default=next_uid - 1) + 1)
        return (
            bool(fresh) and next_uid > 0
        )  # 0: never listed, and the server tells no UIDNEXT: nothing to compare

    def _rest(self, folders: list[str], seconds: float, stop: Stop) -> None:
        generation = self._session.generation

        def idle(client: IMAPClient) -> bool:
            if not client.has_capability("IDLE"):
                return False
            if self._session.generation == generation:  # else the line broke meanwhile: look before resting
                self._idle(client, folders[0], min(seconds, longest), stop)
            return True

        longest = IDLE_SECONDS if len(folders) == 1 else self._poll_seconds  # IDLE tells of one folder only
        if not self._session.run(idle):
            pause(min(seconds, self._poll_seconds), stop)

    def _idle(self, client: IMAPClient, folder: str, seconds: float, stop: Stop) -> None:
        """Stay in IDLE until the server speaks of new mail, `seconds` have passed, or `stop()`."""
        self._session.open(client, folder, readonly=True)
        deadline = time.monotonic() + seconds
        try:
            client.idle()
            heard = self._has_unread_lines(client)
            while not heard and not stop() and (left := deadline - time.monotonic()) > 0:
                began = time.monotonic()
                lines = client.idle_check(timeout=min(left, _SLICE))
                # A dead line answers at once and says nothing; leaving IDLE then tells.
                dead = not lines and time.monotonic() - began < min(left, _SLICE) / 2
                heard = dead or any(len(line) > 1 and line[1] == b"EXISTS" for line in lines)
            client.idle_done()
        except BaseException:
            self._session.drop()  # a connection left in IDLE understands nothing but DONE
            raise

    def _has_unread_lines(self, client: IMAPClient) -> bool:
        """Tell whether news came in the same packet as the answer to IDLE: `idle_check` would not see it."""
        client.socket().setblocking(False)
        try:
            return bool(client._imap.file.peek(1))
        except OSError:  # nothing there yet: TLS says so with an error
            return False
        finally:
            client.socket().settimeout(self._session.settings.timeout_seconds)


def pause(seconds: float, stop: Stop) -> None:
    """Sleep for `seconds`, or until soon after `stop()`."""
    deadline = time.monotonic() + seconds
    while not stop() and (left := deadline - time.monotonic()) > 0:
        time.sleep(min(left, _SLICE))
