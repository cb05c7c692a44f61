"""One page: from the picture to its lines and grids in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import cv2
import numpy as np

from parsers.ocr import paragraphs, rules, ruling, seals, straightening, tables
from parsers.ocr.arrays import Picture, Quad
from parsers.ocr.boxes import with_boxes
from parsers.ocr.finding import SIDE, find_text, size
from parsers.ocr.overlooked import overlooked
from parsers.ocr.recognising import crop, read_crop, read_strip
from parsers.ocr.stacks import is_standing, read_stack
from parsers.ocr.strips import Strip
from parsers.ocr.writing import Written, write_lines
from parsers.paper import Grid, Line, Unsure

_NO_PAGE = 24  # pixels: a rule, a bullet, an icon
_BLANK = 1.5  # spread of brightness below which nothing stands on a page
_LEAST_SURE = (
    0.5  # mean confidence below which a strip is rubbish: scribbles, seals in black, leaves of a tree
)
_LEAST_SURE_SHORT = 0.75  # the same for a single character, or two letters
_SMALL_TYPE = 11.0  # pixels of type, as the finder saw it, below which it looks again
_GOOD_TYPE = 17.0
_UPRIGHT = 0.85  # mean confidence of some strips above which a page is not upside down
_PAGE_NUMBER = re.compile(
    r"^[-—–_·•\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:[\s/，,]*共?\s*\d{1,3}\s*页?)?[-—–_·•\s]*$"
)


@dataclass(frozen=True)
class Page:
    """What stands on one page."""

    blocks: tuple[Line | Grid, ...] = ()
    unsure: tuple[Unsure, ...] = ()
    edges: tuple[
        tuple[float, ...], ...
    ] = ()  # of each grid: where its columns part, in parts of the page's width
    legible: int = 0  # strips of writing that were read
    illegible: int = 0  # and that could not be


def read_page(picture: Picture, where: str) -> Page:
    """Return what stands on a page; `where` names it for the clerk ("第1页") and begins every place in it."""
    if min(picture.shape[:2]) < _NO_PAGE or picture.min() == picture.max() or picture.std() < _BLANK:
        return Page()
    page = straightening.level(straightening.sheet(picture))
    clean, stamps = _without_seals(page)
    quarters, quads = _facing_up(clean)
    if not quads:
        return Page()
    page, clean = (straightening.quarter_turned(side, quarters) for side in (page, clean))
    text_height = _text_height(quads)
    seen = min(1.0, SIDE / max(page.shape[:2]))
    if text_height * seen < _SMALL_TYPE and seen < 1:
        quads = find_text(clean, min(1.0, _GOOD_TYPE / text_height)) or quads
        text_height = _text_height(quads)
    grey = cv2.cvtColor(clean, cv2.COLOR_RGB2GRAY)
    ruling_on = grey
    if stamps:
        _, stamps = _without_seals(page)  # where they are since the page was turned
        ink = seals.ink_level(grey, text_height)
        quads = [quad for quad in quads if not seals.is_of_seal(quad, grey, stamps, ink)]
        # a line may have suffered where the seal was taken off it
        ruling_on = cv2.min(grey, cv2.cvtColor(page, cv2.COLOR_RGB2GRAY))
    strips = with_boxes(clean, [strip for quad in quads for strip in _read(clean, quad)])
    arcs = seals.rims(page.shape, stamps) if stamps else None
    ruled = ruling.find_tables(rules.find_rules(ruling_on, text_height, arcs, strips), text_height)
    strips += overlooked(clean, ruled, strips, text_height, stamps)
    legible = [strip for strip in strips if strip.confidence >= _LEAST_SURE]
    laid_out = _laid_out(legible, ruled, where, page.shape)
    return replace(laid_out, legible=len(legible), illegible=len(strips) - len(legible))


def _without_seals(page: Picture) -> tuple[Picture, list[seals.Box]]:
    """Return the page without the ink of its seals, red or, where none is red, grey; and where they are."""
    stamps = seals.find_seals(seals.red_ink(page))
    if stamps:
        return seals.without_seals(page, stamps), stamps
    stamps = seals.find_grey_seals(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY))
    return seals.without_grey_seals(page, stamps) if stamps else page, stamps


def _read(page: Picture, quad: Quad) -> list[Strip]:
    return read_stack(page, quad) if is_standing(quad) else [read_strip(page, quad)]


def _facing_up(page: Picture) -> tuple[int, list[Quad]]:
    """Return by how many quarters (counter-clockwise) the page must be turned for its writing to stand upright.

    And where there is text on it, once turned.
    """
    quads = find_text(page)
    sizes = [size(quad) for quad in quads]
    standing = sum(h for w, h in sizes if h > 1.5 * w)
    lying = sum(w for w, h in sizes if w > 1.5 * h)
    quarters = 1 if standing > lying else 0
    if quarters:
        page = straightening.quarter_turned(page, quarters)
        quads = find_text(page)
    longest = sorted(quads, key=lambda quad: -size(quad)[0])[:6]
    crops = [crop(page, quad) for quad in longest]
    upright = [read_crop(part).confidence for part in crops]
    if not crops or sum(upright) / len(upright) >= _UPRIGHT:
        return quarters, quads
    turned = [read_crop(np.ascontiguousarray(part[::-1, ::-1])).confidence for part in crops]
    if sum(turned) > sum(upright):
        quarters += 2
        height, width = page.shape[:2]
        quads = [(np.array([width, height], np.float32) - quad)[[2, 3, 0, 1]] for quad in quads]
    return quarters, quads


def _text_height(quads: Sequence[Quad]) -> float:
    """Return the height of the usual character on the page, in pixels."""
    return max(8.0, 0.8 * median(min(size(quad)) for quad in quads))


def _is_speck(strip: Strip) -> bool:
    """Whether a strip outside of tables is what specks and seals look like: a single character, or two letters."""
    short = len(strip.glyphs) == 1 or (len(strip.glyphs) == 2 and strip.text.isascii())
    return short and not strip.text.isdigit() and strip.confidence < _LEAST_SURE_SHORT


def _laid_out(
    strips: Sequence[Strip], ruled: Sequence[ruling.Ruled], where: str, shape: tuple[int, ...]
) -> Page:
    """Return lines and grids in reading order. `shape` of the page: height, width."""
    height, width = shape[:2]
    _, inside = tables.share_out(strips, ruled)
    ruled = [table for table in ruled if tables.is_table(table, inside)]
    outside, inside = tables.share_out(strips, ruled)
    lines = write_lines([strip for strip in outside if not _is_speck(strip)])
    lines = [line for line in lines if not _is_page_number(line, height)]
    margins = paragraphs.margins_of(lines, [table.box for table in ruled], width)
    blocks: list[Line | Grid] = []
    unsure: list[Unsure] = []
    count = 0
    ends = [table.box[1] for table in ruled] + [height + 1]
    for i, end in enumerate(ends):
        begin = ends[i - 1] if i else -1
        between = [line for line in lines if begin <= (line.top + line.bottom) / 2 < end]
        for paragraph in paragraphs.join_on_page(between, *margins, width):
            count += 1
            at = f"{where} 第{count}段"
            blocks.append(Line(paragraph.text, at))
            unsure += [Unsure(at, word, confidence) for word, confidence in paragraph.unsure]
        if i < len(ruled):
            grid, of_grid = tables.as_grid(ruled[i], inside, f"{where} 表{i + 1}")
            blocks.append(grid)
            unsure += of_grid
    edges = tuple(tuple(edge / width for edge in table.edges) for table in ruled)
    return Page(tuple(blocks), tuple(unsure), edges)


def _is_page_number(line: Written, height: int) -> bool:
    at_edge = line.top > 0.9 * height or line.bottom < 0.06 * height
    return at_edge and _PAGE_NUMBER.match(line.text) is not None
