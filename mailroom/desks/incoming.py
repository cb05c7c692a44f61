"""Incoming: a mail as it is laid on a desk."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.models import Mail
from mailroom.correspondents import Correspondent
from parsers.reading import Reading


@dataclass(frozen=True)
class Incoming:
    """A mail on its way to a desk. `confirmed`: a person has looked at the reading and let it go on.

    `case_no` and `department` are what that person decided, where the mail itself does not say; `not_against` is why the
    case is not against that department, `not_secret` why nobody asked for secrecy though it reads so.
    """

    mail: Mail
    reading: Reading
    sender: Correspondent
    confirmed: bool = False
    case_no: str = ""
    department: str = ""
    by: str = "系统"
    not_against: str = ""
    not_secret: str = ""


PICTURES = ("jpeg", "png", "gif", "bmp", "webp", "tiff", "heic", "video", "audio")


def pictures_of(reading: Reading) -> tuple[str, ...]:
    """Names of the pictures and recordings that came along: a place photographed, a call. Beside a paper that was read they need no person."""
    return tuple(document.name for document in reading.documents if document.format in PICTURES)
