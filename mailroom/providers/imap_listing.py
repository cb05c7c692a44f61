"""Which mails of a folder are new, and how large they are, told without bringing any of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from imapclient import IMAPClient
from imapclient.datetime_util import parse_to_datetime

from mailroom.providers.base import Slot, china_time
from mailroom.providers.imap_session import ImapSession, OpenFolder

# imaplib refuses a line of more than a million bytes: with UIDs of ten digits, some 90,000 search results.
_SEARCH_WINDOW = 50_000
_SIZES_A_TIME = 500
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_INTERNALDATE = re.compile(rb'INTERNALDATE "([^"]+)"')


@dataclass(frozen=True)
class Listed:
    """A mail that lies in a folder, by what the server tells of it."""

    slot: Slot
    size: int  # bytes, as the server counts them
    arrived_at: datetime | None


def new_uids(client: IMAPClient, place: OpenFolder, above: int, *, since: date | None) -> list[int]:
    """Return the UIDs above `above` in the folder now open, rising; of mails certainly older than `since`, none.

    A folder of 20,000 old mails costs one SEARCH. Windows go from the newest mails back, so that a mail removed by
    someone else in between moves others into a window still to come, never into one already asked for.
    """
    if place.uidnext and place.uidnext <= above + 1:
        return []
    # The server's day is not ours: ask from the day before, and let the exact moment decide later.
    wanted = ["SINCE", since - timedelta(days=1)] if since else []
    found: set[int] = set()
    for end in range(max(place.count, 1), 0, -_SEARCH_WINDOW):
        window = [f"{max(1, end - _SEARCH_WINDOW + 1)}:{end}"] if place.count > _SEARCH_WINDOW else []
        found.update(client.search([*window, "UID", f"{above + 1}:*", *wanted]))
    return sorted(uid for uid in found if uid > above)  # "n:*" always names the last mail, even one below n


def describe(
    session: ImapSession, place: OpenFolder, uids: list[int], *, since: date | None
) -> Iterator[list[Listed]]:
    """Yield what the server tells of each mail, in blocks, in the order of `uids`.

    One of which it tells nothing has vanished, or can't be read: who asks for the mail itself will know.
    """
    for start in range(0, len(uids), _SIZES_A_TIME):
        block = uids[start : start + _SIZES_A_TIME]

        def ask(client: IMAPClient, block: list[int] = block) -> dict[int, Listed]:
            now = session.open(client, place.name, readonly=True)
            return _sizes(client, now, block) if now.uidvalidity == place.uidvalidity else {}

        told = session.run(ask)
        mails = [told.get(uid) or Listed(Slot(place.name, place.uidvalidity, uid), 0, None) for uid in block]
        yield [mail for mail in mails if not _older(mail, since)]


def _sizes(client: IMAPClient, place: OpenFolder, uids: list[int]) -> dict[int, Listed]:
    """Ask for a whole stretch by its ends: a list of 500 ten-digit UIDs would be too long a line for some servers."""
    typ, lines = client._imap.uid("FETCH", f"{uids[0]}:{uids[-1]}", "(UID RFC822.SIZE INTERNALDATE)")
    client._checkok("fetch", typ, lines)
    told = {}
    for line in lines:
        if isinstance(line, bytes) and (uid := _UID.search(line)) and (size := _SIZE.search(line)):
            number = int(uid[1])
            told[number] = Listed(
                Slot(place.name, place.uidvalidity, number), int(size[1]), _arrived_at(line)
            )
    return told


def _arrived_at(line: bytes) -> datetime | None:
    """The mail's INTERNALDATE; None where the server tells none, or one that no calendar has."""
    moment = _INTERNALDATE.search(line)
    try:
        return china_time(parse_to_datetime(moment[1], normalise=False)) if moment else None
    except (ValueError, OverflowError):
        return None


def _older(mail: Listed, since: date | None) -> bool:
    return since is not None and mail.arrived_at is not None and mail.arrived_at.date() < since
