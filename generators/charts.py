"""Pictures of figures for the notices: bars that a leader reads at a glance, as wide as the text of a page.

One colour, grey for what is only compared with, red for what is late; a label at every bar and so no legend. Drawn
with Pillow, which bars and text need no more than, and which is loaded in 0.1 s.
The font is a file that the caller has found on the machine; the same bars give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from generators.picture import Picture

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH_MM, DPI = 156, 200
WIDTH = round(WIDTH_MM / 25.4 * DPI)
BLUE, GREY, RED, INK, RULE, PAPER = "#2f5f8f", "#b8bfc6", "#c00000", "#222222", "#999999", "#ffffff"
COLOURS = 16  # of the palette: shades of edges, and a file of a few KB
TEXT, SMALL = 30, 26  # pixels: 11 and 9.4 points
BAR, COMPARED, STEP = 34, 12, 62  # pixels
COLUMNS_HIGH = 300


class Font(NamedTuple):
    """A font file with Chinese, and which face of it where it holds several."""

    path: str
    face: int = 0


class Bar(NamedTuple):
    """One bar: what stands before it, how long it is, what stands behind it, the thin grey bar it is compared with."""

    name: str
    value: float
    label: str
    compared: float | None = None
    late: bool = False


def bars_across(bars: Sequence[Bar], font: Font, *, alt: str) -> Picture:
    """Return horizontal bars, one below the other, the longest as wide as there is room."""
    texts, labels = _face(font, TEXT), _face(font, SMALL)
    left = max(_wide(texts, bar.name) for bar in bars) + 20
    right = max(_wide(labels, bar.label) for bar in bars) + 24
    longest = max(max(bar.value, bar.compared or 0) for bar in bars) or 1
    image, drawn = _sheet(len(bars) * STEP + 20)
    for number, bar in enumerate(bars):
        top = 10 + number * STEP + (STEP - BAR - (COMPARED if bar.compared is not None else 0)) // 2
        room = WIDTH - left - right
        end = left + round(room * bar.value / longest)
        drawn.text((left - 16, top + BAR // 2), bar.name, INK, texts, anchor="rm")
        drawn.rectangle((left, top, max(end, left + 2), top + BAR), RED if bar.late else BLUE)
        drawn.text((end + 12, top + BAR // 2), bar.label, RED if bar.late else INK, labels, anchor="lm")
        if bar.compared is not None:
            over = left + round(room * bar.compared / longest)
            drawn.rectangle((left, top + BAR + 3, max(over, left + 2), top + BAR + COMPARED), GREY)
    drawn.line((left, 4, left, image.height - 4), RULE, 2)
    return _picture(image, alt)


def columns_up(bars: Sequence[Bar], font: Font, *, alt: str) -> Picture:
    """Return upright columns on one line, the last in colour and those before it in grey: how it came to be."""
    letters = _face(font, SMALL)
    step = WIDTH / len(bars)
    highest = max(bar.value for bar in bars) or 1
    image, drawn = _sheet(COLUMNS_HIGH + 116)
    foot = 66 + COLUMNS_HIGH
    for number, bar in enumerate(bars):
        middle = round(step * (number + 0.5))
        half = round(min(step * 0.3, 60))
        top = foot - round(COLUMNS_HIGH * bar.value / highest)
        last = number == len(bars) - 1
        drawn.rectangle((middle - half, top, middle + half, foot), BLUE if last else GREY)
        drawn.text((middle, top - 10), bar.label, INK, letters, anchor="ms")
        drawn.text((middle, foot + 14), bar.name, INK, letters, anchor="ma")
    drawn.line((0, foot, WIDTH, foot), RULE, 2)
    return _picture(image, alt)


def _sheet(high: int) -> tuple[Any, ImageDraw]:
    from PIL import Image, ImageDraw  # only where a notice is drawn

    image = Image.new("RGB", (WIDTH, high), PAPER)
    return image, ImageDraw.Draw(image)


def _face(font: Font, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    # The plain layout: whether the machine has another must not change the picture.
    return ImageFont.truetype(font.path, size, font.face, layout_engine=ImageFont.Layout.BASIC)


def _wide(face: FreeTypeFont, text: str) -> int:
    return round(face.getlength(text))


def _picture(image: Any, alt: str) -> Picture:
    out = io.BytesIO()
    image.quantize(COLOURS).save(out, "PNG", optimize=True, dpi=(DPI, DPI))
    return Picture(out.getvalue(), WIDTH_MM, alt)
