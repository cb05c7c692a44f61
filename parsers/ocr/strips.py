"""Strips: pieces of one line as they were read, each character with its place and the confidence in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_HALF_WIDTH = re.compile(r"[!-~·°]")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: where its middle stands (pixels from the left of the page), and how sure it is (0 to 1)."""

    char: str
    middle: float
    confidence: float
    spaced: bool = False  # whether the reader saw a blank before it


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of a line, glyphs from left to right, blanks left out; the box around it in pixels of the page."""

    glyphs: tuple[Glyph, ...]
    left: float
    top: float
    right: float
    bottom: float

    @property
    def text(self) -> str:
        """The characters without any blanks."""
        return "".join(glyph.char for glyph in self.glyphs)

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return self.bottom - self.top

    @property
    def confidence(self) -> float:
        """Mean over the characters; 0 where there are none."""
        return sum(glyph.confidence for glyph in self.glyphs) / len(self.glyphs) if self.glyphs else 0.0


def em_of(strip: Strip) -> float:
    """Return the width of a full character in a strip: the usual step from one to the next, else by its height."""
    by_height = 0.75 * strip.height
    steps = [
        2 * (b.middle - a.middle) / (width_of(a.char) + width_of(b.char)) for a, b in pairwise(strip.glyphs)
    ]
    steps = [step for step in steps if 0.5 * by_height < step < 1.7 * by_height]
    return median(steps) if len(steps) >= 3 else by_height


def width_of(char: str) -> float:
    """Return the width of a character in full characters: letters and digits take half a one."""
    return 0.5 if _HALF_WIDTH.match(char) else 1.0
