"""A number → an input: a mail, or a document under its name. The same number, the same octets."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.fuzz.seeds import documents, mails, slow_documents
from tests.fuzz.structures import in_document, in_mail

SLOW = 50
"""One number in so many is of a format that takes a program or recognition."""


@dataclass(frozen=True)
class Input:
    """What is given to the reading."""

    name: str  # "" for a mail
    data: bytes
    begun_from: str  # names of the seeds


def is_slow(number: int) -> bool:
    """Whether the input begins from a document that takes seconds even when it is sound."""
    return number % SLOW == SLOW - 1


def input_of(number: int) -> Input:
    """Return the input of that number."""
    dice = random.Random(f"fuzz {number}")
    sound = slow_documents() if is_slow(number) else documents()
    if not is_slow(number) and dice.random() < 0.35:
        return _mail(dice)
    name = dice.choice(sorted(sound))
    other = dice.choice(sorted(documents()))
    data = sound[name]
    for _ in range(dice.choice((1, 1, 2, 4))):
        data = in_document(dice, data, documents()[other])
    shown = name if dice.random() < 0.8 else other  # extensions lie
    return Input(shown, data, f"{name}, {other}")


def _mail(dice: random.Random) -> Input:
    name = dice.choice(sorted(mails()))
    hung = [_document(dice) for _ in range(dice.choice((0, 0, 1, 1, 3)))]
    data = in_mail(dice, mails()[name], hung)
    return Input("", data, ", ".join([name, *(each for each, _ in hung)]))


def _document(dice: random.Random) -> tuple[str, bytes]:
    name, other = (dice.choice(sorted(documents())) for _ in "12")
    data = documents()[name]
    return name, in_document(dice, data, documents()[other]) if dice.random() < 0.7 else data
