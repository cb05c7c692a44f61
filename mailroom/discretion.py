"""What everybody may read of a text about somebody (rules.md, Privacy): lists, logs and journals are masked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from generators.privacy import MAIL_ADDRESS, mask_name, mask_phone, mask_text, redact
from ledger import addresses
from parsers.reading import Doubt, Reading


def as_listed(text: str, people: Iterable[Any], *, secret: bool, numbers: Iterable[str] = ()) -> str:
    """Return a text with what tells who asked masked, in a secret matter left out.

    `people` have name, phone and address (petitioners of the ledger or of a reading); `numbers` stay readable.
    """
    known = list(people)

    def mask(piece: str) -> str:
        if not secret:
            return mask_text(_with_masked_names(piece, known))
        for person in known or [None]:
            piece = redact(piece, person)
        return piece

    kept = [re.escape(number) for number in numbers if number]
    pieces = re.split(f"({'|'.join(kept)})", text) if kept else [text]
    return "".join(piece if place % 2 else mask(piece) for place, piece in enumerate(pieces))


def departments_addresses(text: str) -> list[str]:
    """The mail addresses in a text that are a department's: they tell nothing of who asked, and a clerk must read them."""
    return [each for each in MAIL_ADDRESS.findall(text) if addresses.is_departments(each)]


def _with_masked_names(text: str, people: list[Any]) -> str:
    for person in people:
        name = re.sub(r"\s", "", person.name or "")
        if len(name) > 1:
            text = text.replace(name, mask_name(name))
    return text


def is_secret_reading(reading: Reading) -> bool:
    """Whether a mail brings a case that is marked 保密, or a 举报."""
    return any(sheet.secret or sheet.kind == "report" for sheet in reading.cases)


def as_listed_of(reading: Reading, text: str) -> str:
    """Return a text about a mail whose cases are not registered yet; see `as_listed`."""
    numbers = [*reading.upper_nos, *(sheet.upper_no for sheet in reading.cases)]
    return as_listed(
        text,
        [sheet.petitioner for sheet in reading.cases],
        secret=is_secret_reading(reading),
        numbers=[number for number in numbers if number],
    )


def doubt_words(doubt: Doubt) -> str:
    """Return a doubt as a sentence with its place; what it quotes of who asked is masked: the place shows where to look."""
    because = doubt.because
    if "petitioner" in doubt.field:
        because = re.sub("「([^」]*)」", lambda quoted: f"「{_masked(doubt.field, quoted[1])}」", because)
    return f"{because}（{doubt.where}）" if doubt.where else because


def _masked(field: str, value: str) -> str:
    if field.endswith("name"):
        return mask_name(value)
    return mask_phone(value) if field.endswith("phone") else "……"
