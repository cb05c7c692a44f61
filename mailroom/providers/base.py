"""The two things an office needs of a mail server: a `Mailbox` that is read and a `Courier` that delivers.

A provider is one file with a class for each, and one line in `mailroom.providers.MAILBOXES` / `COURIERS`. All pass
the suites in `tests/contracts/`. Providers know nothing of cases or the ledger; state that must outlive the process
(UIDVALIDITY, the highest UID taken in) is handed in by the caller, which keeps it in the ledger.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Protocol, TypeVar, runtime_checkable


@dataclass(frozen=True)
class Slot:
    """Where one mail lies on the server: the transport key. In a folder of files, a hash of the file is the `uid`."""

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
    refused: tuple[
        tuple[str, str], ...
    ] = ()  # recipients refused for good, each with the reason; the others have it
    remark: str = ""  # a Chinese sentence on what went wrong after the letter was taken; empty: nothing


class Sized(Protocol):
    """A mail as a server lists it."""

    @property
    def slot(self) -> Slot: ...
    @property
    def size(self) -> int: ...


Listed = TypeVar("Listed", bound=Sized)
MB = 1024 * 1024


def bearable(mails: Iterable[Listed], most_mb: int, failed: list[tuple[Slot, str]]) -> Iterator[Listed]:
    """The mails of at most `most_mb` MB; the others are reported in `failed` instead of being brought."""
    for mail in mails:
        if mail.size <= most_mb * MB:
            yield mail
        else:
            failed.append((mail.slot, f"来信 {mail.size / MB:.1f} MB，超过 {most_mb} MB 的上限，没有取下"))


def number_of(mark: str) -> int:
    """A number for what a server or folder numbers not itself, made of a mark of its own: 63 bits, as databases count with
    a sign.
    """
    return int.from_bytes(hashlib.sha256(mark.encode("utf-8", "surrogateescape")).digest()[:8]) >> 1


class Advice(str):
    """A sentence of `check` about something that works, but that the operator should change."""


class Mailbox(Protocol):
    """A mailbox of the office. Every method may raise `Temporary` or `Misconfigured`."""

    name: str
    failed: list[
        tuple[Slot, str]
    ]  # mails the last `arrivals` could not bring, each with a Chinese sentence why

    def arrivals(
        self,
        known: Callable[[str, int], int],
        *,
        since: date | None,
        batch: int = 50,
        taken: Callable[[Slot], bool] | None = None,
    ) -> Iterator[list[Arrival]]:
        """Yield the mails not yet taken in, oldest first, in lists of at most `batch` (fewer where mails are large).

        `known(folder, uidvalidity)` gives the highest UID already taken in there (0: none); a changed UIDVALIDITY
        thus starts at 0 again, and the office tells duplicates by Message-ID and content. Mails that arrived before
        `since` are left alone. No flag is changed (`BODY.PEEK[]`). A mail that vanishes in between is left out; one
        that can't be fetched alone, or is too large, is reported by `failed` and does not stop the others. `failed`
        starts empty, names a mail before any later one of its folder is yielded, and is complete once the iteration
        has ended. Where UIDs do not rise with time (Exchange, a folder of files) `known` says nothing: there
        `taken(slot)` tells whether the office has a mail already, before it is brought; without `taken` what is
        still there is offered again.
        """
        ...

    def fetch(self, slot: Slot) -> Arrival:
        """Bring one mail again, of any size, for a person who released a failed one. `Gone` where it left."""
        ...

    def file_away(self, slots: list[Slot], to: str) -> None:
        """Move mails to the folder `to` (made when absent) on the server; one that is gone is no error.

        An empty `to` leaves them where they are. A mailbox that can show on a mail that it is registered does so in
        either case, without its becoming new by that.
        """
        ...

    def watch(self, seconds: float, stop: Callable[[], bool]) -> bool:
        """Wait until mail may have come (True) or `seconds` have passed (False); returns soon after `stop()`."""
        ...

    def check(self) -> list[str]:
        """Log in, open each folder; return what was found as Chinese sentences, `Advice` among them. Raises as above."""
        ...

    def close(self) -> None:
        """Log out; never raises."""
        ...


@dataclass(frozen=True)
class Found:
    """A mail that lies on the server, by its header alone."""

    slot: Slot
    message_id: str  # with its angle brackets; "" where the mail has none
    arrived_at: datetime | None = None  # as `Arrival.arrived_at`
    filed: bool = False  # it lies in the folder for filed mail, where nobody looks for new ones


@runtime_checkable
class Inventoried(Protocol):
    """What a mailbox besides offers that can be reconciled with the post book (对账)."""

    def inventory(self, since: date) -> list[Found]:
        """List the mails of the watched folders and of the one for filed mail that arrived since a day.

        One cheap request for many mails: no body is brought, no flag is changed. `fetch` brings one that was listed.
        Raises as the others do.
        """
        ...


@runtime_checkable
class KeepsSent(Protocol):
    """What a courier besides offers whose server keeps what went out."""

    def sent_since(self, since: date) -> list[str] | None:
        """List the Message-IDs in the Sent folder since a day, brackets included; None where none is kept."""
        ...


class Courier(Protocol):
    """What delivers letters. One kept connection, renewed when it breaks.

    `settle_seconds`: how long after a break a letter not found in the Sent folder may still be on its way there.
    Before that, `find_sent` saying False proves nothing, and sending again might send twice.
    """

    settle_seconds: float

    def send(
        self, message: bytes, *, sender: str, recipients: list[str], handing_over: Callable[[], None]
    ) -> Receipt:
        """Deliver one message (RFC 5322 bytes with CRLF).

        `handing_over()` is called once, after the recipients were accepted and before the first byte of the letter
        is handed over: the caller records that from here on it is not known whether the letter went.
        Raises `Temporary` (nothing was delivered, try later), `Refused` (for good), `Misconfigured`, or
        `Uncertain` (the connection broke between the last byte and the reply). Where some recipients are refused for
        good, the others get the letter and `Receipt.refused` tells; where one is put off, nobody gets it yet.
        """
        ...

    def find_sent(self, message_id: str) -> bool | None:
        """Whether a letter with this Message-ID went out: True, False, or None where it can't be told.

        A server files its copy some moments after taking the letter: ask a while after the send broke.
        """
        ...

    def check(self) -> list[str]:
        """Log in and say goodbye; return what was found as Chinese sentences, `Advice` among them."""
        ...

    def close(self) -> None:
        """End the connection; never raises."""
        ...


_CHINA = timezone(timedelta(hours=8))


def china_time(moment: datetime) -> datetime:
    """Return an aware moment as the house keeps moments: naive, in China time."""
    return moment.astimezone(_CHINA).replace(tzinfo=None)
