"""A printed page measured in millimetres from its upper left corner: lines of text, drawn bars."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4
PATH_OBJECT = 2


@dataclass(frozen=True)
class Line:
    """What stands on one baseline: `left` and `right` by the characters' widths, `top` and `bottom` by their ink."""

    text: str
    baseline: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Bar:
    left: float
    top: float
    width: float
    height: float
    colour: tuple[int, int, int]


@dataclass(frozen=True)
class Page:
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
    width: float
    height: float

    def line(self, start: str) -> Line:
        """Return the line that begins with `start`; AssertionError tells the page's lines where none does."""
        found = [line for line in self.lines if line.text.replace(" ", "").startswith(start)]
        assert found, [line.text for line in self.lines]
        return found[0]

    def red_bars(self) -> list[Bar]:
        return sorted((bar for bar in self.bars if bar.colour == (255, 0, 0)), key=lambda bar: bar.top)


def measured(pdf: Path) -> list[Page]:
    """Return the pages of a PDF, each with its lines from top to bottom."""
    return [_page(page) for page in pypdfium2.PdfDocument(pdf)]


def _page(page: pypdfium2.PdfPage) -> Page:
    width, height = page.get_size()
    lines: dict[float, list[tuple[str, float, float, float, float]]] = {}
    for letter, baseline, left, right, top, bottom in _characters(page):
        at = next((known for known in lines if abs(known - (height - baseline) / MM) < 0.8), None)
        at = (height - baseline) / MM if at is None else at
        box = (letter, left / MM, right / MM, (height - top) / MM, (height - bottom) / MM)
        lines.setdefault(at, []).append(box)
    return Page(
        tuple(_line(at, sorted(boxes, key=lambda box: box[1])) for at, boxes in sorted(lines.items())),
        tuple(_bars(page, height)),
        width / MM,
        height / MM,
    )


def _line(at: float, boxes: list[tuple[str, float, float, float, float]]) -> Line:
    return Line(
        "".join(box[0] for box in boxes),
        at,
        boxes[0][1],
        max(box[2] for box in boxes),
        min(box[3] for box in boxes),
        max(box[4] for box in boxes),
    )


def _characters(page: pypdfium2.PdfPage) -> Iterator[tuple[str, float, float, float, float, float]]:
    """Yield what is printed: the character, its baseline, left and right by its width, top and bottom by its ink."""
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    for number in range(text.count_chars()):
        letter = text.get_text_range(number, 1)
        if not letter.strip():
            continue
        left, _, right, _ = text.get_charbox(number, loose=True)
        _, bottom, _, top = text.get_charbox(number)
        pdfium.FPDFText_GetCharOrigin(text.raw, number, x, y)
        yield letter, y.value, left, right, top, bottom


def _bars(page: pypdfium2.PdfPage, height: float) -> Iterator[Bar]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    for thing in page.get_objects():
        if thing.type != PATH_OBJECT:
            continue
        left, bottom, right, top = thing.get_bounds()
        pdfium.FPDFPageObj_GetFillColor(thing.raw, red, green, blue, alpha)
        colour = (red.value, green.value, blue.value)
        yield Bar(left / MM, (height - top) / MM, (right - left) / MM, (top - bottom) / MM, colour)
