"""保密 asked for beside the sheets: in a covering letter, in a cell without a label that anybody knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from parsers.forms.case_surroundings import Around
from parsers.forms.entries import Entry
from parsers.forms.layout import Layout
from parsers.forms.secrecy import asked_beside
from parsers.labels import Labels
from parsers.reading import Doubt

if TYPE_CHECKING:
    from parsers.forms.cases import Cases


BOXES = ("secret", "disclosed", "anonymous")


def heed_beside(cases: Cases, layouts: Sequence[Layout], labels: Labels, around: Around) -> None:
    """Doubt the cases of a mail in which somebody asks for secrecy outside of their sheets: nobody can say whose wish.

    A letter that asks for it may mean the sheet that is marked; a cell of a paper means its own.
    """
    taken = [entry for layout in layouts for entry in layout.everything]
    marked = any(case.secret for case in cases.cases)
    for text, where in (*_letters(layouts, around, marked=marked), *_cells(layouts)):
        asked = asked_beside(text)
        if not asked:
            continue
        box = labels.meaning("case", text)
        if not (box and box[0] in BOXES) and not _is_taken(text, taken):
            _doubt_all(cases, f"工单各栏以外写着「{asked[:24]}」", where)
            return


def _letters(layouts: Sequence[Layout], around: Around, *, marked: bool) -> Iterator[tuple[str, str]]:
    if marked:
        return
    yield from ((line, around.where) for line in around.text.split("\n"))
    yield from ((line.text, line.where) for layout in layouts for line in layout.lines)


def _cells(layouts: Sequence[Layout]) -> Iterator[tuple[str, str]]:
    for layout in layouts:
        for grid in layout.grids:
            yield from ((cell.text, f"{grid.where} R{cell.row}C{cell.col}") for cell in grid.cells)


def _is_taken(text: str, entries: Sequence[Entry]) -> bool:
    """Whether some entry is made of this piece of text: what it says was heeded with its sheet."""
    flat = _flat(text)
    filled = ((_flat(e.label), _flat(e.text)) for e in entries if e.text)
    return any(flat in value or (label and label in flat and value[:8] in flat) for label, value in filled)


def _doubt_all(cases: Cases, because: str, where: str) -> None:
    for i, case in enumerate(cases.cases):
        if not case.secret:
            key = f"cases.{i}.secret"
            cases.cases[i] = replace(case, secret=True)
            cases.found[key] = where
            cases.doubts.append(Doubt(key, because, where))


def _flat(text: str) -> str:
    return re.sub(r"\W+", "", text)
