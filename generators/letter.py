"""Draft: a letter before it is posted. A generator draws it up from records; the outbox makes it a message."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from generators.picture import Picture
from generators.shelf import BrokenTemplate, Templates

__all__ = ["BrokenTemplate", "Draft", "Enclosed", "Letterhead", "Picture", "Templates", "message_id_of"]


@dataclass(frozen=True)
class Letterhead:
    """What a letter needs to know of the office that sends it; filled from the `[office]` settings."""

    name: str  # 滕州市市长公开电话办公室
    address: str  # the mail address that letters come from
    short_name: str = ""  # before yearly numbers: 滕热
    phones: tuple[str, ...] = ()
    room: str = ""

    @property
    def phone_line(self) -> str:
        """The phones as printed: "5514432、5812345"; "" where none is set."""
        return "、".join(self.phones)


@dataclass(frozen=True)
class Enclosed:
    """A document that goes with a letter."""

    name: str  # file name, short: QQ Mail shows long encoded names as tcmime.bin
    data: bytes


@dataclass(frozen=True)
class Draft:
    """A letter, drawn up and not yet posted.

    `key` is kind/case/stage/recipient; the ledger holds it UNIQUE, and the Message-ID derives from it, so a letter
    that is drawn up twice is still posted once.
    """

    key: str
    kind: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    cc: tuple[str, ...] = ()
    enclosed: tuple[Enclosed, ...] = ()
    case_no: str = ""
    department: str = ""
    in_reply_to: str = ""  # Message-ID of the mail that this letter answers
    because: str = ""  # one Chinese sentence: why it is sent


def message_id_of(key: str, address: str) -> str:
    """Return the Message-ID of the letter `key` from the office `address`, brackets included (RFC 5322 §3.6.4)."""
    digest = hashlib.sha256(f"{address}\n{key}".encode()).hexdigest()[:32]
    return f"<{digest}@{address.rpartition('@')[2]}>"
