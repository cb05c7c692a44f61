"""Values in which a character could not be read (〓) become doubts: a person sees in the original what it was."""

from __future__ import annotations

from parsers.ocr.doubts import value_at
from parsers.reading import Doubt, Reading
from parsers.tidy import MISSING_SIGN

AROUND = 6
"""Characters shown on either side of the missing one."""


def gaps(reading: Reading) -> tuple[Doubt, ...]:
    """Return a doubt for each value with a missing character, whatever else is in doubt about it."""
    texts = ((path, value_at(reading, path), where) for path, where in reading.found.items())
    return tuple(
        Doubt(path, f"「{_near(text)}」有读不出的字（{MISSING_SIGN}），请对照原件", where)
        for path, text, where in texts
        if isinstance(text, str) and MISSING_SIGN in text
    )


def _near(text: str) -> str:
    at = text.index(MISSING_SIGN)
    return text[max(0, at - AROUND) : at + AROUND + 1]
