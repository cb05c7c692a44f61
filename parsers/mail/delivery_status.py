"""message/delivery-status (RFC 3464) → who was not reached, for good or for now, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.charsets import decode
from parsers.mail.addresses import first_address
from parsers.mail.headers import text_of, unfold
from parsers.mail.parts import Part, read_fields

_BLANK_LINE = re.compile(rb"\n[ \t]*\r?\n")
_CODE = re.compile(r"(?<![\w.])([245])\.\d{1,3}\.\d{1,3}(?![\d.])")
_REPLY = re.compile(r"(?<![\w.-])([45])\d\d(?![\w.])")
REACHED = frozenset(("delivered", "relayed", "expanded"))
"""Actions of a report by which the mail has come further."""


@dataclass(frozen=True)
class Failure:
    """One recipient's fields of a report."""

    recipient: str
    action: str  # failed, delayed, delivered, relayed, expanded; "" or a word of its own with servers that don't keep to it
    status: str  # "5.1.1"
    reason: str  # Diagnostic-Code without its type


def read_failures(root: Part) -> tuple[Failure, ...]:
    """Return the recipients' fields of all reports in a mail; failed ones first, then delayed ones."""
    found: list[Failure] = []
    for part in root.walk():
        if part.content_type in ("message/delivery-status", "message/global-delivery-status"):
            found.extend(_recipients(part.content))
    order = {"failed": 0, "delayed": 1}
    return tuple(sorted(found, key=lambda failure: order.get(failure.action, 2)))


def is_permanent(*texts: str) -> bool | None:
    """Return whether a failure is for good, by the first code found in `texts`; None where no code says."""
    for text in texts:
        hit = _CODE.search(text) or _REPLY.search(text)
        if hit and hit[1] in "45":
            return hit[1] == "5"
    return None


def _recipients(data: bytes) -> list[Failure]:
    found = []
    for block in _BLANK_LINE.split(data.replace(b"\r\n", b"\n").strip()):
        fields = dict(reversed(read_fields(block)))
        recipient = _recipient(fields)
        if not recipient:
            continue
        diagnostic = text_of(fields.get("diagnostic-code", b""))
        found.append(
            Failure(
                recipient,
                _action(fields),
                unfold(fields.get("status", b"")).decode("latin-1").strip(),
                re.sub(r"^\s*[A-Za-z0-9-]{1,20}\s*;\s*", "", diagnostic),
            )
        )
    return found


def _action(fields: dict[str, bytes]) -> str:
    word = unfold(fields.get("action", b"")).decode("latin-1").split(" ")[0].strip("; ").lower()
    return "failed" if word.startswith("fail") else word


def _recipient(fields: dict[str, bytes]) -> str:
    for name in ("final-recipient", "original-recipient", "x-actual-recipient"):
        value = decode(unfold(fields.get(name, b"")))
        address = first_address(value.rpartition(";")[2])
        if address:
            return address
    return ""
