"""A made-up past of an office: what people asked, in more or less the same words, and who answered it in the end.

A third of the texts speak of a second matter besides, a third leaves the title to "请求解决问题", every fiftieth went to
somebody else for reasons that no text tells, and every twentieth was first sent to the wrong one.
"""

from __future__ import annotations

import random
from datetime import datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

from generators.privacy import is_secret
from mailroom.demonstration.sheets import make_sheet
from mailroom.routing.features import grams_of, text_of
from mailroom.routing.training import Lesson

CALLED_AT = datetime(2018, 3, 12, 9, 0)


class Past(NamedTuple):
    """A case with who asked, and who answered it."""

    case: Any
    petitioner: Any
    right: str
    wrong: tuple[str, ...]


def past(count: int, *, seed: str = "past") -> list[Past]:
    """Return so many past cases, the same for the same seed."""
    dice = random.Random(seed)
    found = []
    for number in range(count):
        sheet = make_sheet(dice.randrange(10**6), called_at=CALLED_AT, seed=seed)
        other = make_sheet(dice.randrange(10**6), called_at=CALLED_AT, seed=seed)
        right = sheet.department or sheet.place[:4]
        others = other.department or other.place[:4]
        title, request = sheet.title, sheet.request_text
        if dice.random() < 0.33:
            request += f"另外，{other.request_text[:40]}"
        if dice.random() < 0.33:
            title = "请求解决问题"
        wrong: tuple[str, ...] = (others,) if dice.random() < 0.05 and others != right else ()
        if dice.random() < 0.02:
            right, wrong = others, ()
        case = SimpleNamespace(
            case_no=f"TZ-2018-{number:06d}", title=title, request_text=request, place=sheet.place, kind="service", secret=False
        )  # fmt: skip
        who = SimpleNamespace(name=sheet.name, phone=sheet.phone, address=sheet.address)
        found.append(Past(case, who, right, wrong))
    return found


def lessons(cases: list[Past]) -> list[Lesson]:
    """Return them as they are learned from."""
    return [
        Lesson(
            each.case.case_no,
            is_secret(each.case),
            grams_of(text_of(each.case, each.petitioner)),
            each.right,
            each.wrong,
        )
        for each in cases
    ]
