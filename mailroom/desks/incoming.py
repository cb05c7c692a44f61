"""Incoming: a mail as it is laid on a desk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ledger.models import Dispatch, Mail
from mailroom.correspondents import Correspondent
from parsers.reading import Answer, Reading


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
    imitates: str = ""  # a Chinese sentence where the sender passes for somebody whom we know
    leader_address: str = ""  # of the leader before whom 拟办单 are laid; his letter may be forwarded


def came_for(row: Dispatch, mail: Mail) -> datetime:
    """When a department's word on its assignment came (China time), whenever it was read: never before the dispatch."""
    told, dispatched = mail.came_at, row.dispatched_at
    return told if told >= dispatched else max(mail.kept_at, dispatched)


PICTURES = ("jpeg", "png", "gif", "bmp", "webp", "tiff", "heic", "video", "audio")


def pictures_of(reading: Reading) -> tuple[str, ...]:
    """Names of the pictures and recordings that came along: a place photographed, a call. Beside a paper that was read they need no person."""
    return tuple(document.name for document in reading.documents if document.format in PICTURES)


def without_our_phones(reading: Reading, phones: Sequence[str]) -> Reading:
    """The reading without a telephone of ours as a department's.

    An office's own template may print 咨询电话 in a letter or a form, and both come back with the answer.
    """
    ours = frozenset(map(_local, phones))

    def theirs(answer: Answer) -> Answer:
        return replace(answer, phone=None) if answer.phone and _local(answer.phone) in ours else answer

    return replace(
        reading,
        answer=theirs(reading.answer) if reading.answer else None,
        answers=tuple(map(theirs, reading.answers)),
    )


def _local(phone: str) -> str:
    """The digits of a telephone without the country's and the area's code: 0632-5514432 → 5514432."""
    return re.sub(r"^(?:86)?0\d{2,3}(?=\d{7,8}$)", "", re.sub(r"\D", "", phone))
