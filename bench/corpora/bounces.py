"""Delivery failures of the corpora: recognised, whose, for good or for now, with which code; and false alarms."""

from __future__ import annotations

import email
import email.policy
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parsers.mail import open_mail
from parsers.mail.delivery_status import read_failures
from parsers.mail.parts import take_apart

SETS = ("sisimai-set", "flufl-bounce", "perl-bounceparser", "php-bounce-handler")
FULL = "mailboxfull"  # servers say 4.2.2 or 5.2.2; either way there is room again once somebody tidies up
NO_FAILURE = frozenset(("feedback", "vacation", "delivered"))
"""Reasons by which sisimai itself says that a mail of its set is no failure: a complaint, an absence, a success."""

_CODE = re.compile(r"(?<![\w.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])")
_MADE_UP = re.compile(r"[45]\.0\.9\d\d")  # sisimai's own codes, where the notice has none
_MARKS = (b"report-type=delivery-status", b"mailer-daemon", b"postmaster@", b"mail delivery s")


@dataclass(frozen=True)
class Told:
    """What was read of a notice."""

    recipient: str
    permanent: bool | None
    status: str  # "5.1.1", "" where none was found


Read = Callable[[bytes], Told | None]


def ours(raw: bytes) -> Told | None:
    """Read a notice by ours; the code is the report's, or else that in the reason which a clerk gets to see."""
    mail = open_mail(raw)
    if mail.machine != "bounce" or mail.bounce is None:
        return None
    reported = next((failure.status for failure in read_failures(take_apart(raw))), "")
    code = _CODE.search(reported) or _CODE.search(mail.bounce.reason or "")
    return Told(mail.bounce.recipient or "", mail.bounce.permanent, code[0] if code else "")


def by_report(raw: bytes) -> Told | None:
    """Read a notice by what the standard library gives: the fields of a message/delivery-status (RFC 3464)."""
    for part in email.message_from_bytes(raw, policy=email.policy.default).walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks: Any = part.get_payload()
        for fields in blocks:
            if fields["Action"] and str(fields["Action"]).strip().lower() in ("failed", "delayed"):
                status = str(fields["Status"] or "").strip()
                recipient = str(fields["Final-Recipient"] or "").rpartition(";")[2].strip()
                return Told(recipient, {"5": True, "4": False}.get(status[:1]), status)
    return None


READERS: dict[str, Read] = {"ours": ours, "stdlib, RFC 3464": by_report}


def notices(corpora: Path, name: str) -> list[Path]:
    """Return the files of a set."""
    return [path for path in sorted((corpora / "bounces" / name).rglob("*")) if path.is_file()]


def recognised(corpora: Path, read: Read) -> dict[str, tuple[int, int]]:
    """Return (recognised, files) by set. Some files are no failures, and kept by the origin to be told from them."""
    found = {}
    for name in SETS:
        paths = notices(corpora, name)
        found[name] = (sum(_safely(read, path) is not None for path in paths), len(paths))
    return found


def against_sisimai(corpora: Path, read: Read) -> tuple[Counter[str], list[tuple[str, Path]]]:
    """Return counts of what agrees with sisimai, and (what, path) of what does not; the first recipient counts."""
    counts: Counter[str] = Counter()
    wrong: list[tuple[str, Path]] = []
    for path, first in _expected(corpora):
        told = _safely(read, path)
        for what, right in _judged(told, first):
            counts[f"{what}, of"] += 1
            counts[what] += right
            if not right:
                wrong.append((what, path))
    return counts, wrong


def _expected(corpora: Path) -> Iterator[tuple[Path, dict[str, object]]]:
    expected = json.loads((corpora / "expected" / "sisimai-expected.json").read_text("utf-8"))
    for path in notices(corpora, "sisimai-set"):
        if path.stem in expected:  # the same for files of the same stem with other line ends
            yield path, expected[path.stem][0]


def _judged(told: Told | None, first: dict[str, object]) -> Iterator[tuple[str, bool]]:
    """Yield (what, whether right) for each thing that sisimai says of a mail."""
    if first["reason"] in NO_FAILURE:
        yield "no failure, left alone", told is None
        return
    yield "failure known", told is not None
    if told is None:
        return
    status = str(first["status"])
    yield "names a recipient", "@" in told.recipient
    yield "said: for good or for now", told.permanent is not None
    if first["reason"] == FULL:
        yield "a full mailbox passes", told.permanent is False
    elif told.permanent is not None:
        yield "class of the code (4 for now, 5 for good)", told.permanent is (status[:1] == "5")
        if first["hard"]:
            yield "hard is for good", told.permanent
    if not _MADE_UP.fullmatch(status):
        yield "exact code", told.status == status


def false_alarms(paths: Sequence[Path], read: Read) -> tuple[list[Path], int]:
    """Return the ordinary mails that are taken for a failure, and how many ordinary mails there are.

    Ordinary is a mail without a report, a daemon or a postmaster in its header.
    """
    ordinary = [path for path in paths if not _is_notice(path.read_bytes())]
    return [path for path in ordinary if _safely(read, path) is not None], len(ordinary)


def _is_notice(raw: bytes) -> bool:
    head = re.split(rb"\r?\n\r?\n", raw[:20_000].lower(), maxsplit=1)[0]
    return any(mark in head for mark in _MARKS) or b"message/delivery-status" in raw.lower()


def _safely(read: Read, path: Path) -> Told | None:
    try:
        return read(path.read_bytes())
    except Exception:
        return None
