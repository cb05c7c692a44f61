"""What is printed on a page. Places are in points (1/72 inch) from the upper left corner."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """One character in its box, as wide as it moves the pen."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float  # of the type

    @property
    def width(self) -> float:
        """Width of the box."""
        return self.right - self.left

    def touches(self, after: Sign) -> bool:
        """Whether the next sign stands right behind this one, as in one word."""
        level = abs(self.bottom - after.bottom) < 0.2 * self.size
        return level and abs(after.left - self.right) < 0.05 * self.size


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: across the page at height `at`, or down the page at the place `at`; `start` < `end`."""

    across: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page."""

    number: int  # from 1
    width: float
    height: float
    signs: tuple[Sign, ...]
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class TextLine:
    """Signs side by side, from left to right."""

    text: str
    signs: tuple[Sign, ...]
    page: int = 0
    blank_after: bool = False  # whether a blank is printed behind its last sign

    @property
    def left(self) -> float:
        """Where the first sign begins."""
        return self.signs[0].left

    @property
    def right(self) -> float:
        """Where the last sign ends."""
        return self.signs[-1].right

    @property
    def top(self) -> float:
        """The highest point."""
        return min(sign.top for sign in self.signs)

    @property
    def bottom(self) -> float:
        """The lowest point."""
        return max(sign.bottom for sign in self.signs)

    @property
    def size(self) -> float:
        """The largest type in it."""
        return max(sign.size for sign in self.signs)


WORD = re.compile(r"[A-Za-z0-9.,:;/@_%#&+\-]")
"""Signs that hold together at the end of a line."""
