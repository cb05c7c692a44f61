"""What every courier asks of a letter before it goes: addresses, line ends, the Message-ID."""

from __future__ import annotations

import re
from email.parser import BytesHeaderParser

from mailroom.errors import Misconfigured, Refused

_BARE_LINE_END = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")  # a line end in an address would be a command to the server


def check_addresses(sender: str, recipients: list[str]) -> None:
    """Raise `Misconfigured` for a sender, `Refused` for recipients, that are no addresses."""
    if not _ADDRESS.fullmatch(sender):
        raise Misconfigured(f"发件地址“{sender}”不是邮箱地址，请核对 office.address")
    wrong = tuple(address for address in recipients if not _ADDRESS.fullmatch(address))
    if wrong:
        raise Refused(f"收件地址不是邮箱地址：{'、'.join(map(repr, wrong))}", recipients=wrong)
    if not recipients:
        raise Refused("信件没有收件人")


def with_crlf(message: bytes) -> bytes:
    """Return the letter with every line ended by CRLF, the last one too: the dot that ends it needs its own line."""
    if not message.count(b"\r\n") == message.count(b"\n") == message.count(b"\r"):
        message = _BARE_LINE_END.sub(b"\r\n", message)
    return message if message.endswith(b"\r\n") else message + b"\r\n"


def message_id_of(message: bytes) -> str:
    """Return the Message-ID with its brackets; "" where there is none, or one beyond ASCII, which nobody can search."""
    header = re.split(rb"\r?\n\r?\n", message, maxsplit=1)[0]
    value = str(BytesHeaderParser().parsebytes(header).get("Message-ID", "")).strip()
    return value if value.isascii() else ""
