"""Tables without lines, or with lines across only (三线表): columns from the white between the texts, rows from their setting.

A region is a run of bands that have parts. What speaks against a table, above all labels with a colon and their values
in the same part, leaves a region to be read as lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.formats.printed.bands import BLANKS, Band, bands_of
from parsers.formats.printed.cutting import CUT, is_cut
from parsers.formats.printed.gutters import Interval, Piece, find_gutters, pieces_of
from parsers.formats.printed.lines import lines_of
from parsers.formats.printed.marks import Rule, Sign, TextLine
from parsers.formats.printed.paragraphs import cell_text
from parsers.formats.printed.rows import Row, part
from parsers.paper import Cell

GUESSED = "表格没有框线，这一行从哪里到哪里是按文字的位置推断的，请核对"
"""Why the cells of such a row are doubted."""

STRAINED = 1.2
"""Strain from which a row is doubted."""

MOST_BANDS = 1500
"""Bands of a table that are weighed; a longer one is read as lines."""

_PROSE = 0.6  # share of the width of the text that a line without parts fills
_ROW = 20.0  # times the type: as high as a row between two lines may be on either side of a line of text
_FAR = 6.0  # times the type: white between two tables
_EVEN = 0.9  # of the distance of rows: lines of one cell stand nearer to one another than that
_NEAR = 2.0  # times the type: distance of the next line of a cell
_LABELLED = re.compile(r"[:：].")


@dataclass(frozen=True)
class Region:
    """Bands of a page, or of several, that may be a table."""

    page: int
    last_page: int
    bands: tuple[Band, ...]
    pages: tuple[int, ...]  # of each band
    offsets: tuple[float, float] | tuple[float, ...]  # by which each band is set lower
    levels: tuple[float, ...]  # heights of the lines across, set lower likewise
    contents: tuple[tuple[int, tuple[Sign, ...]], ...] = ()  # pages and their signs, blanks too

    @property
    def signs(self) -> tuple[Sign, ...]:
        """All its signs."""
        return tuple(sign for _, signs in self.contents for sign in signs)

    @property
    def lines(self) -> list[TextLine]:
        """How it reads where it is no table."""
        return [line for page, signs in self.contents for line in lines_of(signs, page)]

    @property
    def top(self) -> float:
        """Where it begins."""
        return min(sign.top for sign in self.bands[0].signs)


@dataclass(frozen=True)
class UnruledTable:
    """Cells, and why some are doubted, by row and column."""

    cells: tuple[Cell, ...]
    doubts: dict[tuple[int, int], str]


def find_regions(signs: Sequence[Sign], rules: Sequence[Rule], page: int) -> list[Region]:
    """Return the regions of a page from top to bottom; `rules` are the lines that are no part of a ruled table."""
    bands = bands_of(signs)
    if not any(band.gaps for band in bands):
        return []
    left, right = min(band.left for band in bands), max(band.right for band in bands)
    across = [rule for rule in rules if rule.across and rule.end - rule.start > 0.3 * (right - left)]
    regions = []
    for run in _runs(bands, left, right, across):
        chosen = _widened(run, bands)
        if _speaks_for_itself(chosen):
            continue
        regions.append(_region(chosen, signs, across, page))
    return regions


def _region(bands: Sequence[Band], signs: Sequence[Sign], across: Sequence[Rule], page: int) -> Region:
    held = {id(sign) for band in bands for sign in band.signs}
    top, bottom = bands[0].middle, bands[-1].middle
    half = 0.5 * bands[0].size
    own = tuple(
        s
        for s in signs
        if id(s) in held or (s.text in BLANKS and top - half < (s.top + s.bottom) / 2 < bottom + half)
    )
    count = len(bands)
    levels = tuple(sorted({rule.at for rule in across if top < rule.at < bottom}))
    return Region(page, page, tuple(bands), (page,) * count, (0.0,) * count, levels, ((page, own),))


def joined(first: Region, second: Region) -> Region | None:
    """Return both as one where the second goes on with the first on the next page; its head may be printed again."""
    again = 0
    while (
        again < min(len(first.bands), len(second.bands), 6)
        and first.bands[again].text == second.bands[again].text
    ):
        again += 1
    rest = second.bands[again:]
    if not rest:
        return first
    together = find_gutters([*first.bands, *rest])
    if len(together) < max(len(find_gutters(first.bands)), 1):
        return None
    step = 1.4 * rest[0].size
    by = first.bands[-1].middle + first.offsets[-1] + step - rest[0].middle
    return replace(
        first,
        last_page=second.last_page,
        bands=(*first.bands, *rest),
        pages=(*first.pages, *second.pages[again:]),
        offsets=(*first.offsets, *(offset + by for offset in second.offsets[again:])),
        levels=(*first.levels, *(level + by for level in second.levels if level > rest[0].middle)),
        contents=(*first.contents, *second.contents),
    )


def table_of(region: Region) -> UnruledTable | None:
    """Return the region as a table, None where it is none."""
    gutters = find_gutters(region.bands)
    if not gutters or len(region.bands) > MOST_BANDS:
        return None
    places = [band.middle + offset for band, offset in zip(region.bands, region.offsets, strict=True)]
    pieces = [
        [replace(piece, middle=places[i]) for piece in pieces_of(band, i, gutters, region.pages[i])]
        for i, band in enumerate(region.bands)
    ]
    walls = [
        bool(i) and any(places[i - 1] < level < places[i] for level in region.levels)
        for i in range(len(pieces))
    ]
    rows = part(pieces, len(gutters) + 1, walls)
    if len(rows) < (2 if len(gutters) > 1 else 3):
        return None
    cells: list[Cell] = []
    doubts: dict[tuple[int, int], str] = {}
    for number, row in enumerate(rows, 1):
        found, cut = _cells(row, number, pieces, gutters)
        cells += found
        doubts.update({(number, col): CUT for col in cut})
        torn = len(set(region.pages[row.first : row.last])) > 1
        if row.strain >= STRAINED or torn or _is_evenly_joined(row, places, walls):
            doubts.update({(number, cell.col): GUESSED for cell in found})
    return UnruledTable(tuple(cells), doubts)


def _is_evenly_joined(row: Row, places: Sequence[float], walls: Sequence[bool]) -> bool:
    """Whether lines joined to a row stand no nearer to one another than to the next row that no line parts from them."""
    inside = [places[i] - places[i - 1] for i in range(row.first + 1, row.last)]
    edges = [i for i in (row.first, row.last) if 0 < i < len(places) and not walls[i]]
    around = [places[i] - places[i - 1] for i in edges]
    return bool(inside and around) and max(inside) > _EVEN * min(around)


def _cells(
    row: Row, number: int, pieces: Sequence[Sequence[Piece]], gutters: Sequence[Interval]
) -> tuple[list[Cell], list[int]]:
    """Return the cells of a row, and the columns of those whose text may have been cut."""
    held: dict[int, list[Piece]] = {}
    for piece in (p for band in pieces[row.first : row.last] for p in band):
        held.setdefault(piece.col, []).append(piece)
    found = []
    cut = []
    for col, own in sorted(held.items()):
        last = max(piece.last for piece in own)
        left = min(p.line.left for band in pieces for p in band if p.col == col)
        right = max(p.line.right for band in pieces for p in band if p.last == last)
        text = cell_text([piece.line for piece in own], left - 1, right + 1)
        found.append(Cell(number, col + 1, text, 1, last - col + 1))
        edge = gutters[last][1] if last < len(gutters) else float("inf")
        if is_cut([piece.line for piece in own], edge, 0.3):
            cut.append(col + 1)
    covered = {col for cell in found for col in range(cell.col, cell.col + cell.col_span)}
    blank = [Cell(number, col, "") for col in range(1, len(gutters) + 2) if col not in covered]
    return found + blank, cut


def _runs(bands: Sequence[Band], left: float, right: float, across: Sequence[Rule]) -> list[list[Band]]:
    """Return the bands in runs that lines of prose, or much white, part; each begins and ends with one that has parts."""
    runs: list[list[Band]] = [[]]
    for band in bands:
        before = runs[-1][-1] if runs[-1] else None
        fills = band.right - band.left > _PROSE * (right - left) and band.left < left + 2 * band.size
        prose = not band.gaps and fills and not _is_between(band, across)
        far = (
            before is not None
            and band.middle - before.middle > _FAR * band.size
            and not _is_between(band, across)
        )
        if prose or far:
            runs.append([])
        if not prose:
            runs[-1].append(band)
    return [trimmed for run in runs if (trimmed := _trimmed(run, across))]


def _is_between(band: Band, across: Sequence[Rule]) -> bool:
    """Whether a band stands between two lines that are as long, and not far apart."""
    reach = _ROW * band.size
    above = [rule for rule in across if 0 < band.middle - rule.at < reach]
    below = [rule for rule in across if 0 < rule.at - band.middle < reach]
    return any(abs(a.start - b.start) < 4 and abs(a.end - b.end) < 4 for a in above for b in below)


def _trimmed(run: Sequence[Band], across: Sequence[Rule]) -> list[Band]:
    parted = [i for i, band in enumerate(run) if band.gaps]
    while parted and parted[0] and _is_between(run[parted[0] - 1], across):
        parted.insert(0, parted[0] - 1)
    while parted and parted[-1] + 1 < len(run) and _is_between(run[parted[-1] + 1], across):
        parted.append(parted[-1] + 1)
    return list(run[parted[0] : parted[-1] + 1]) if parted else []


def _widened(run: list[Band], bands: Sequence[Band]) -> list[Band]:
    """Return a run with the lines above and below that lie within one of its further columns: the ends of long cells."""
    gutters = find_gutters(run)
    if not gutters:
        return run
    first, last = bands.index(run[0]), bands.index(run[-1])
    while (
        first
        and _belongs(bands[first - 1], bands[first], gutters)
        and _is_set_left(bands[first - 1], run, gutters)
    ):
        first -= 1
    while last + 1 < len(bands) and _belongs(bands[last + 1], bands[last], gutters):
        last += 1
    return list(bands[first : last + 1])


def _is_set_left(band: Band, run: Sequence[Band], gutters: Sequence[Interval]) -> bool:
    """Whether a line begins where its column does: it is the text of a cell, and no title."""
    lefts = [
        piece.line.left
        for number, own in enumerate(run)
        for piece in pieces_of(own, number, gutters, 0)
        if gutters[0][1] - 0.5 * band.size < piece.line.left
    ]
    return sum(abs(band.left - left) < 0.15 * band.size for left in lefts) > 1


def _belongs(band: Band, beside: Band, gutters: Sequence[Interval]) -> bool:
    if (
        abs(band.middle - beside.middle) > _NEAR * beside.size
        or abs(band.size - beside.size) > 0.15 * beside.size
    ):
        return False
    if band.left <= gutters[0][1] - 0.5 * band.size:  # a label half a line above or below the text beside it
        return band.right <= gutters[0][0] + 0.1 and abs(band.middle - beside.middle) < 0.95 * band.size
    starts = [beside.left, *(end for _, end in beside.gaps)]
    crossing = any(band.left < start and band.right > end for start, end in gutters)
    return not crossing or any(abs(band.left - start) < 0.3 * band.size for start in starts)


def _speaks_for_itself(bands: Sequence[Band]) -> bool:
    """Whether most parts are a label with a colon and its value: lines of a letter, or its signature."""
    parts = [text for band in bands if band.gaps for text in _parts(band)]
    return sum(_LABELLED.search(text) is not None for text in parts) > 0.4 * len(parts)


def _parts(band: Band) -> list[str]:
    texts = [""]
    ends = iter([*(start for start, _ in band.gaps), float("inf")])
    end = next(ends)
    for sign in band.signs:
        if sign.left >= end - 0.01:
            texts.append("")
            end = next(ends)
        texts[-1] += sign.text
    return texts
