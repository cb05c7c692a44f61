"""The two things an office needs of a mail server: a `Mailbox` that is read and a `Courier` that delivers.

A provider is one file with a class for each, and one line in `mailroom.providers.MAILBOXES` / `COURIERS`. All pass
the suites in `tests/contracts/`. Providers know nothing of cases or the ledger; state that must outlive the process
(UIDVALIDITY, the highest UID taken in) is handed in by the caller, which keeps it in the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True)
class Slot:
    """Where one mail lies on the server: the transport key. A file name hash serves as `uid` in a folder."""

    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True)
class Arrival:
    """One mail as it lies on the server: its raw bytes, untouched."""

    slot: Slot
    raw: bytes
    arrived_at: datetime | None = None  # INTERNALDATE in China time, naive; None where the server tells none


@dataclass(frozen=True)
class Receipt:
    """What the other side said when it took a letter: kept as evidence of delivery."""

    reply: str  # "250 Mail OK queued as smtp11,D8CowA…"
    taken_at: datetime | None = None


class Mailbox(Protocol):
    """A mailbox of the office. Every method may raise `Temporary` or `Misconfigured`."""

    name: str

    def arrivals(
        self, known: Callable[[str, int], int], *, since: date | None, batch: int = 50
    ) -> Iterator[list[Arrival]]:
        """Yield the mails not yet taken in, oldest first, in lists of at most `batch` (fewer where mails are large).

        `known(folder, uidvalidity)` gives the highest UID already taken in there (0: none); a changed UIDVALIDITY
        thus starts at 0 again, and the office tells duplicates by Message-ID and content. Mails that arrived before
        `since` are left alone. No flag is changed (`BODY.PEEK[]`). A mail that vanishes in between is left out; one
        that can't be fetched alone is reported by `failed`, and does not stop the others.
        """
        ...

    def file_away(self, slots: list[Slot], to: str) -> None:
        """Move mails to the folder `to` (made when absent) on the server; one that is gone is no error."""
        ...

    def watch(self, seconds: float, stop: Callable[[], bool]) -> bool:
        """Wait until mail may have come (True) or `seconds` have passed (False); returns soon after `stop()`."""
        ...

    def check(self) -> list[str]:
        """Log in, open each folder; return what was found as Chinese sentences. Raises as above."""
        ...

    def close(self) -> None:
        """Log out; never raises."""
        ...


class Courier(Protocol):
    """What delivers letters. One kept connection, renewed when it breaks."""

    def send(
        self, message: bytes, *, sender: str, recipients: list[str], handing_over: Callable[[], None]
    ) -> Receipt:
        """Deliver one message (RFC 5322 bytes with CRLF).

        `handing_over()` is called once, after the recipients were accepted and before the first byte of the letter
        is handed over: the caller records that from here on it is not known whether the letter went.
        Raises `Temporary` (nothing was delivered, try later), `Refused` (for good), `Misconfigured`, or
        `Uncertain` (the connection broke between the last byte and the reply).
        """
        ...

    def find_sent(self, message_id: str) -> bool | None:
        """Whether a letter with this Message-ID went out: True, False, or None where it can't be told."""
        ...

    def check(self) -> list[str]:
        """Log in and say goodbye; return what was found as Chinese sentences."""
        ...

    def close(self) -> None:
        """End the connection; never raises."""
        ...
