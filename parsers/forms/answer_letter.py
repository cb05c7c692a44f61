"""What the letter around the form of an answer adds to it: who signed, and parts that the form leaves out."""

from __future__ import annotations

from dataclasses import replace

from parsers.forms.answer import PARTS
from parsers.forms.filling import Filling
from parsers.reading import Answer

SIGNED = ("department", "handler", "approver", "phone", "answered_on")
"""What any covering letter may name."""

TOLD_BESIDE = (
    "substantiated",
    "facts",
    "measures",
    "petitioner_informed",
    "informed_on",
    "informed_by",
    "petitioner_opinion",
)
"""What only a letter that is an answer itself may tell."""

NEEDED = dict(
    zip(("facts", "measures", "petitioner_informed", "handler", "approver", "phone"), PARTS, strict=True)
)


def filled_up(first: tuple[Answer, Filling], own: tuple[Answer, Filling], reports: bool) -> Answer:
    """Return the document's answer with what only the letter around it names; one that `reports` itself may name any part."""
    answer, filling = first
    changes = {}
    for name in (*SIGNED, *(TOLD_BESIDE if reports else ())):
        if getattr(answer, name) is None and getattr(own[0], name) is not None:
            changes[name] = getattr(own[0], name)
            filling.doubts += [doubt for doubt in own[1].doubts if doubt.field == f"answer.{name}"]
            filling.note(name, own[1].found.get(f"answer.{name}", ""))
    missing = tuple(part for part in answer.missing if part not in {NEEDED.get(key) for key in changes})
    return replace(answer, missing=missing, **changes)
