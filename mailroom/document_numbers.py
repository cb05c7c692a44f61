"""Numbers of papers (发文字号): 滕热督〔2018〕3号, a series a kind of paper and year, named in [numbering] of the config.

A number is taken inside the transaction that posts the paper, so it is given once, also under several processes, and a
paper that was not posted after all takes none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote, unquote

from ledger import numbering
from ledger.models import DocumentNumber
from mailroom.office import Office

FIELD = "X-Mailroom-Number"
WRITTEN = re.compile(
    rb"^" + FIELD.encode() + rb": ([!-~]+)/(\d{4})/(\d{1,6});\r\n key=([!-~]+)\r?$", re.MULTILINE
)


def number_for(office: Office, kind: str, key: str, *, title: str, now: datetime) -> DocumentNumber | None:
    """Give the paper `key` of this kind its number, inside the caller's transaction; the one it has where it has one.

    None where the office numbers no papers of this kind. `title` stands in the register: no petitioner is named in it.
    """
    word = office.settings.numbering.get(kind, "")
    if not word:
        return None
    series = office.settings.office.document_prefix + word
    return numbering.document_number(key, series=series, title=title, now=now)


def header_of(number: DocumentNumber) -> tuple[str, ...]:
    """Return the header field that a letter carries its number in, for `numbers_in` to find again."""
    place = f"{quote(number.series)}/{number.year}/{number.serial}"
    return (f"{FIELD}: {place};\r\n key={quote(number.key, safe='/')}",)


def numbers_in(heads: Iterable[bytes], *, given_at: datetime) -> list[DocumentNumber]:
    """Return the numbers that the headers of our letters tell of, not yet in any register, lowest first."""
    found = {
        match.groups(): DocumentNumber(
            series=unquote(match[1].decode()),
            year=int(match[2]),
            serial=int(match[3]),
            key=unquote(match[4].decode()),
            title="恢复备份后由发件存档补登",
            given_at=given_at,
        )
        for head in heads
        if (match := WRITTEN.search(head))
    }
    return sorted(found.values(), key=lambda number: (number.series, number.year, number.serial))
