"""What lies in a folder since a day, by Message-ID: what is reconciled with the post book."""

from __future__ import annotations

from datetime import date, timedelta
from email.parser import BytesHeaderParser
from typing import Any

from imapclient import IMAPClient

from mailroom.providers.base import Found, Slot, china_time
from mailroom.providers.imap_session import ImapSession

_AT_A_TIME = 500
_WANTED = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"
_GIVEN = b"BODY[HEADER.FIELDS (MESSAGE-ID)]"
_HEADER = BytesHeaderParser()


def inventory_of(session: ImapSession, folder: str, since: date) -> list[Found]:
    """Return the mails of a folder that arrived since a day: one SEARCH, and one FETCH for 500 of them."""

    def search(client: IMAPClient) -> list[int]:
        session.open(client, folder, readonly=True, anew=True)
        return client.search(["SINCE", since - timedelta(days=1)])  # the server's day is not ours

    uids = session.run(search)
    found: list[Found] = []
    for start in range(0, len(uids), _AT_A_TIME):
        block = uids[start : start + _AT_A_TIME]

        def ask(client: IMAPClient, block: list[int] = block) -> list[Found]:
            place = session.open(client, folder, readonly=True)
            told = client.fetch(block, [_WANTED, "INTERNALDATE"])
            return [_found(Slot(folder, place.uidvalidity, uid), fields) for uid, fields in told.items()]

        found += session.run(ask)
    return [each for each in found if each.arrived_at is None or each.arrived_at.date() >= since]


def _found(slot: Slot, fields: dict[bytes, Any]) -> Found:
    message_id = str(_HEADER.parsebytes(fields.get(_GIVEN, b""))["Message-ID"] or "").strip()
    moment = fields.get(b"INTERNALDATE")
    return Found(slot, message_id, china_time(moment) if moment is not None else None)
