"""Bring mails: many at a time, and one by one where a batch fails, so that one bad mail never stops the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from imapclient import IMAPClient

from mailroom.errors import Gone
from mailroom.providers.base import Arrival, Slot
from mailroom.providers.imap_listing import Listed
from mailroom.providers.imap_session import Declined, Dropped, ImapSession

Failed = list[tuple[Slot, str]]
Suspects = set[Slot]  # mails at which the server fell silent once; that may have been the line

_MOST_BYTES_A_BATCH = 32 * 1024 * 1024
# So many mails in a row on which the connection breaks: then it is the line, not the mails.
_DROPS_IN_A_ROW = 3
_UID = re.compile(rb"\bUID (\d+)")


def in_batches(mails: Iterable[Listed], most: int) -> Iterator[list[Listed]]:
    """Group mails into batches of at most `most` and at most 32 MB; a larger mail is a batch of its own."""
    batch: list[Listed] = []
    size = 0
    for mail in mails:
        if batch and (len(batch) == most or size + mail.size > _MOST_BYTES_A_BATCH):
            yield batch
            batch, size = [], 0
        batch.append(mail)
        size += mail.size
    if batch:
        yield batch


def bring(
    session: ImapSession, mails: list[Listed], failed: Failed, suspects: Suspects
) -> Iterator[list[Arrival]]:
    """Yield the mails of one batch, all at once where that goes well.

    What can't be brought even alone goes into `failed` with the reason; what vanished goes nowhere. Raises
    `Temporary` where it is the line and not the mail.
    """
    try:
        bodies = _bodies(session, [mail.slot for mail in mails])
    except (Declined, Dropped):
        yield from _one_by_one(session, mails, failed, suspects)
        return
    brought = [
        Arrival(mail.slot, bodies[mail.slot.uid], mail.arrived_at)
        for mail in mails
        if mail.slot.uid in bodies
    ]
    # The server said OK and left some out: gone by now, or it can't read them and says so only when asked alone. That
    # is found out first: the office counts as taken in what lies before a mail that it was given.
    missing = [mail for mail in mails if mail.slot.uid not in bodies]
    for found in _one_by_one(session, missing, failed, suspects):
        brought += found
    if brought:
        yield sorted(brought, key=lambda arrival: arrival.slot.uid)


def bring_one(session: ImapSession, slot: Slot) -> Arrival:
    """Bring one mail whatever its size; `Gone` where it is no longer there."""
    bodies = _bodies(session, [slot])
    if slot.uid not in bodies:
        raise Gone(f"文件夹“{slot.folder}”中已没有这封信（UID {slot.uid}）")
    return Arrival(slot, bodies[slot.uid])


def _one_by_one(
    session: ImapSession, mails: list[Listed], failed: Failed, suspects: Suspects
) -> Iterator[list[Arrival]]:
    broke: list[tuple[Slot, Dropped]] = []  # since the last mail that came through
    for mail in mails:
        try:
            bodies = _bodies(session, [mail.slot])
            there = mail.slot.uid in bodies or _still_there(session, mail.slot)
        except Declined as error:
            failed.append((mail.slot, f"服务器取不出这封信：{error}"))
            continue
        except Dropped as error:
            broke.append((mail.slot, error))
            if len(broke) == _DROPS_IN_A_ROW:
                raise
            continue
        failed += [(slot, _broke_at(why)) for slot, why in broke]
        broke = []
        if mail.slot.uid in bodies:
            yield [Arrival(mail.slot, bodies[mail.slot.uid], mail.arrived_at)]
        elif there:
            failed.append((mail.slot, "服务器上有这封信，但取不出内容"))
    for slot, why in broke:
        if why.silent and slot not in suspects:
            # no later mail shows that the line itself is sound: once more in another round
            suspects.add(slot)
            raise why
        failed.append((slot, _broke_at(why)))


def _broke_at(error: Dropped) -> str:
    return f"取这封信时连接一再中断：{error}"


def _bodies(session: ImapSession, slots: list[Slot]) -> dict[int, bytes]:
    """Return the raw mails by UID; {} where the folder's UIDVALIDITY is no longer the one of the slots."""
    first = slots[0]
    uids = ",".join(str(slot.uid) for slot in slots)

    def fetch(client: IMAPClient) -> dict[int, bytes]:
        if session.open(client, first.folder, readonly=True).uidvalidity != first.uidvalidity:
            return {}
        # imaplib under imapclient: its response parser brings 690 mails a second, imaplib itself 4,237 (80 KB each).
        typ, parts = client._imap.uid("FETCH", uids, "(UID BODY.PEEK[])")
        client._checkok("fetch", typ, parts)
        return _literals(parts)

    return session.run(fetch)


def _literals(parts: list[bytes | tuple[bytes, bytes]]) -> dict[int, bytes]:
    """Pair each literal with its UID, which stands before it or, on some servers, in the line after it.

    imaplib gives `(b'3 (UID 7 BODY[] {1200}', raw)` and then `b')'`. Flags that the server tells in between, and
    `BODY[] NIL` for a mail it can't read, come without a literal.
    """
    bodies = {}
    for place, part in enumerate(parts):
        if not isinstance(part, tuple):
            continue
        after = parts[place + 1] if place + 1 < len(parts) else b""
        uid = _UID.search(part[0]) or (_UID.search(after) if isinstance(after, bytes) else None)
        if uid and part[1]:
            bodies[int(uid[1])] = part[1]
    return bodies


def _still_there(session: ImapSession, slot: Slot) -> bool:
    def search(client: IMAPClient) -> bool:
        place = session.open(client, slot.folder, readonly=True)
        return place.uidvalidity == slot.uidvalidity and slot.uid in client.search(["UID", str(slot.uid)])

    return session.run(search)
