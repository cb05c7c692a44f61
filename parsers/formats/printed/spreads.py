"""Sheets too wide for their paper: columns that were printed on pages of their own go back beside the others.

A spreadsheet prints the pages of the first columns and then those of the next ones (down, then over), or the pages of the
same rows one after the other (over, then down). Pages belong side by side where their rows stand at the same heights and
their columns do not; where they do as well, the second page has other rows of the same list, and stays below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.formats.printed.bands import Band, bands_of
from parsers.formats.printed.marks import Sheet, Sign
from parsers.formats.printed.ruling import RuledTable, find_tables

MOST_ACROSS = 12
"""Pages beside one another."""

_SAME = 1.0  # points between heights of the same row
_SEAM = 10.0  # points set between columns of two pages where no line shows the edge
_MATCHED = 0.85  # share of the lines of one page that must stand at the height of one of the other


def spread(sheets: Sequence[Sheet], *, tabular: bool) -> list[Sheet]:
    """Return the pages, those with further columns of the same rows set beside the first.

    `tabular`: the program that made the document is a spreadsheet; only then are pages without lines set side by side.
    """
    looks = [_Look(sheet) for sheet in sheets]
    done: list[Sheet] = []
    at = 0
    while at < len(sheets):
        down, across = _block(looks, at, tabular)
        for row in range(down):
            done.append(_beside([looks[at + row + down * n] for n in range(across)]))
        at += down * across
    return done


class _Look:
    """What shows whether two pages have the same rows."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        tables = find_tables(sheet.rules)
        self.table: RuledTable | None = max(tables, key=lambda table: table.size, default=None)
        levels = sorted(
            {round(rule.at, 1) for rule in sheet.rules if rule.across and rule.end - rule.start > 20}
        )
        self.levels = [at for i, at in enumerate(levels) if not i or at - levels[i - 1] > 3]
        self._bands: list[Band] | None = None

    @property
    def bands(self) -> list[Band]:
        """The lines of the page, without page numbers and running heads in its margins."""
        if self._bands is None:
            height = self.sheet.height
            self._bands = [b for b in bands_of(self.sheet.signs) if 0.08 * height < b.middle < 0.92 * height]
        return self._bands

    @property
    def edges(self) -> tuple[float, float]:
        """Where the contents begin and end."""
        if self.table is not None:
            return self.table.columns[0], self.table.columns[-1]
        lefts = [sign.left for band in self.bands for sign in band.signs]
        rights = [sign.right for band in self.bands for sign in band.signs]
        return min(lefts, default=0.0) - _SEAM / 2, max(rights, default=self.sheet.width) + _SEAM / 2


def _block(looks: Sequence[_Look], at: int, tabular: bool) -> tuple[int, int]:
    """Return how many pages down and how many across belong together from page `at` on: (1, 1) for one alone."""
    best = (1, 1)
    for down in range(1, (len(looks) - at) // 2 + 1):
        across = 1
        while across < MOST_ACROSS and at + down * (across + 1) <= len(looks):
            pairs = [(looks[at + row], looks[at + row + down * across]) for row in range(down)]
            if not all(_same_rows(a, b, tabular) for a, b in pairs) or not any(map(_tells, pairs)):
                break
            across += 1
        if across > 1 and down * across > best[0] * best[1]:
            best = (down, across)
    return best


def _same_rows(a: _Look, b: _Look, tabular: bool) -> bool:
    if a.sheet.height != b.sheet.height:
        return False
    if a.table is not None and b.table is not None:
        same = _alike(a.table.rows, b.table.rows)
        return same and not (_alike(a.table.columns, b.table.columns) and _same_head(a, b))
    if not tabular:
        return False
    if len(a.levels) > 1 or len(b.levels) > 1:
        return _alike(a.levels, b.levels) and not _same_head(a, b)
    fewer, more = sorted((a.bands, b.bands), key=len)
    places = [band.middle for band in more]
    met = sum(any(abs(band.middle - place) <= _SAME for place in places) for band in fewer)
    return len(fewer) > 1 and met >= _MATCHED * len(fewer) and not _same_head(a, b)


def _tells(pair: tuple[_Look, _Look]) -> bool:
    """Whether two pages have rows enough to tell by; where a list ends on a page, one row may be all of it."""
    a, b = pair
    return a.table is None or b.table is None or len(a.table.rows) > 2


def _alike(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= _SAME for a, b in zip(one, other, strict=True))


def _same_head(a: _Look, b: _Look) -> bool:
    """Whether the columns of two pages are the same: their heads say the same, or neither page has one of its own.

    A head has no figures in it; below one, a column with figures almost always has.
    """
    first = [_first_row(look) for look in (a, b)]
    if first[0] == first[1]:
        return True
    return any(sign.isdigit() for sign in first[1]) and not any(sign.isdigit() for sign in first[0])


def _first_row(look: _Look) -> str:
    if look.table is None:
        return look.bands[0].text if look.bands else ""
    top, bottom = look.table.rows[:2]
    return "".join(s.text for s in look.sheet.signs if top <= (s.top + s.bottom) / 2 <= bottom).strip()


def _beside(looks: Sequence[_Look]) -> Sheet:
    """Return the pages as one, each beginning where the one before ends."""
    first = looks[0].sheet
    if len(looks) == 1:
        return first
    signs, rules = list(first.signs), list(first.rules)
    end = looks[0].edges[1]
    width = first.width
    for look in looks[1:]:
        by = end - look.edges[0]
        kept = {id(sign) for band in look.bands for sign in band.signs}
        signs += [_moved(sign, by) for sign in look.sheet.signs if id(sign) in kept]
        for rule in look.sheet.rules:
            if rule.across:
                rules.append(replace(rule, start=rule.start + by, end=rule.end + by))
            else:
                rules.append(replace(rule, at=rule.at + by))
        end, width = look.edges[1] + by, look.sheet.width + by
    return replace(first, signs=tuple(signs), rules=tuple(rules), width=width)


def _moved(sign: Sign, by: float) -> Sign:
    return replace(sign, left=sign.left + by, right=sign.right + by)
