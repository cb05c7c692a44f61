"""Strips and ruling → grids: which character stands in which cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.ocr.paragraphs import join_in_cell
from parsers.ocr.ruling import Place, Ruled
from parsers.ocr.strips import Strip
from parsers.ocr.writing import write_lines
from parsers.paper import Cell, Grid, Unsure


def share_out(
    strips: Sequence[Strip], tables: Sequence[Ruled]
) -> tuple[list[Strip], dict[Place, list[Strip]]]:
    """Return the strips outside of all tables, and those in each cell; one that runs over a line is cut there."""
    outside: list[Strip] = []
    inside: dict[Place, list[Strip]] = {}
    for strip in strips:
        for place, part in _parts(strip, tables):
            if place is None:
                outside.append(part)
            else:
                inside.setdefault(place, []).append(part)
    return outside, inside


def _parts(strip: Strip, tables: Sequence[Ruled]) -> list[tuple[Place | None, Strip]]:
    middle = (strip.top + strip.bottom) / 2
    owners = [_owner(glyph.middle, middle, strip.height, tables) for glyph in strip.glyphs]
    if len(set(map(id, owners))) <= 1:
        return [(owners[0], strip)] if owners else []
    parts: list[tuple[Place | None, Strip]] = []
    begin = 0
    for end in range(1, len(owners) + 1):
        if end < len(owners) and owners[end] is owners[begin]:
            continue
        place = owners[begin]
        glyphs = strip.glyphs[begin:end]
        left = strip.left if begin == 0 else max(strip.left, place.left if place else glyphs[0].middle)
        right = (
            strip.right
            if end == len(owners)
            else min(strip.right, place.right if place else glyphs[-1].middle)
        )
        parts.append((place, replace(strip, glyphs=glyphs, left=left, right=right)))
        begin = end
    return parts


def _owner(x: float, y: float, height: float, tables: Sequence[Ruled]) -> Place | None:
    """Return the cell at a point; the nearest one where the point lies on a line of a table."""
    for table in tables:
        left, top, right, bottom = table.box
        if not (left - 2 <= x <= right + 2 and top - 2 <= y <= bottom + 2):
            continue
        hit = next((p for p in table.places if p.holds(x, y)), None)
        if hit:
            return hit
        nearest = min(table.places, key=lambda p: _away(p, x, y))
        if _away(nearest, x, y) < 0.5 * height:
            return nearest
    return None


def _away(place: Place, x: float, y: float) -> float:
    return max(place.left - x, x - place.right, place.top - y, y - place.bottom, 0)


def as_grid(table: Ruled, inside: dict[Place, list[Strip]], where: str) -> tuple[Grid, list[Unsure]]:
    """Return a table with its texts, and what in it is unsure."""
    cells: list[Cell] = []
    unsure: list[Unsure] = []
    for place in table.places:
        lines = write_lines(inside.get(place, []))
        whole = join_in_cell(lines, place.left, place.right)
        cells.append(place.cell(whole.text if whole else ""))
        at = f"{where} R{place.row}C{place.col}"
        unsure += [Unsure(at, word, confidence) for word, confidence in (whole.unsure if whole else ())]
    return Grid(tuple(cells), where), unsure


def is_table(table: Ruled, inside: dict[Place, list[Strip]]) -> bool:
    """Whether writing stands in at least two cells: windows and shelves on a photograph are ruled as well.

    Where a page has only the rest of a row, its text alone stands there, in several lines.
    """
    written = [len(inside[place]) for place in table.places if place in inside]
    return len(written) >= 2 or (len(table.places) >= 4 and max(written, default=0) >= 2)
