"""Numbers that have been given, as the letters in the archive show: after a restore they know more than the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from generators.letter import message_id_of
from ledger import listings, numbering
from ledger.opening import transaction
from mailroom import document_numbers
from mailroom.office import Office

HEAD = 8_000  # octets of a letter in which its key and Message-ID stand
KEY = re.compile(rb"^X-Mailroom-Letter: ([!-~]+)\r?$", re.MULTILINE)
NUMBER = re.compile(r"/[A-Z]{1,4}-(\d{4})-(\d{6})-[0-9A-Z](?:/|$)")


Heads = Sequence[tuple[str, bytes]]
"""Key and head of each of our own letters."""


def leap(heads: Heads, *, now: datetime) -> int:
    """After a restore: let each year's case numbers go on past all that may have been given since the backup. Returns the
    last number skipped in the last of the years.

    What a department answers with such a number is then no other case's.
    """
    given = highest_given(heads)
    newest = listings.newest_moment() or now
    skipped = 0
    with transaction():
        for year in sorted({*given, *range(newest.year, now.year + 1)}):
            skipped = numbering.leap("case", year, above=given.get(year, 0))
    return skipped


def enter_papers(heads: Heads, *, now: datetime) -> list[str]:
    """After a restore: enter the papers' numbers (发文字号) that were given since the backup; returns them as printed."""
    with transaction():
        numbers = document_numbers.numbers_in((head for _, head in heads), given_at=now)
        return [number.text for number in numbers if numbering.enter_number(number)]


def highest_given(heads: Heads) -> dict[int, int]:
    """Year → the highest case number in the keys of our own letters."""
    highest: dict[int, int] = {}
    for key, _ in heads:
        if number := NUMBER.search(key):
            year, serial = int(number[1]), int(number[2])
            highest[year] = max(highest.get(year, 0), serial)
    return highest


def heads_of_letters(office: Office) -> Heads:
    """Read key and head of each of our own letters in the archive. A Message-ID that does not follow from the key is
    somebody else's letter.
    """
    return list(_heads(office.settings.archive_dir, office.settings.office.address))


def _heads(archive: Path, address: str) -> Iterator[tuple[str, bytes]]:
    for file in archive.glob("??/*.eml"):
        with file.open("rb") as letter:
            head = letter.read(HEAD).partition(b"\r\n\r\n")[0]
        found = KEY.search(head)
        key = unquote(found[1].decode("ascii")) if found else ""
        if key and message_id_of(key, address).encode() in head:
            yield key, head
