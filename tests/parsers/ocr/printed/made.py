"""What one made-up paper is, and the shape that most of them share: a form of labels and values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from tests.parsers.ocr.printed.typesetting import Look, Paper

Truth = dict[str, Any]


@dataclass(frozen=True)
class Made:
    """One paper: as it was set, and the truth in the schema of `mailroom read`."""

    kind: str
    paper: Paper
    truth: Truth
    sent_on: date
    stamp_at: str = ""  # words over which a seal belongs; "" where the paper has none
    unit: str = ""  # whose seal


def pairs_form(
    paper: Paper, chance: Random, pairs: list[tuple[str, str]], wide: list[tuple[str, str]],
    long_one: tuple[str, str], after: list[tuple[str, str]],
) -> None:  # fmt: skip
    """Draw a table of pairs two, four or six cells a row, then what takes a whole row."""
    abreast = chance.choice((1, 2, 2, 2, 3))
    if paper.look.rule is None and abreast == 3:
        abreast = 2
    label = paper.look.label
    rows: list[list[tuple[str, int]]] = []
    for i in range(0, len(pairs), abreast):
        part = pairs[i : i + abreast]
        row = [(text, 1) for name, value in part for text in (label(name), value)]
        row[-1] = (row[-1][0], 1 + 2 * (abreast - len(part)))
        rows.append(row)
    heights = {}
    for name, value in [*wide, long_one, *after]:
        rows.append([(label(name), 1), (value, 2 * abreast - 1)])
        if (name, value) == long_one or not value:
            heights[len(rows) - 1] = chance.choice((2.0, 3.0, 5.0))
    widths = {1: (1, 3.5), 2: (1, 2, 1, 2), 3: (1, 1.6, 1, 1.6, 1, 1.4)}[abreast]
    names = [label(name) for name, _ in [*pairs, *wide, long_one, *after]]
    paper.table(rows, widths, heights=heights, labels=names)


def small(set_as: Look) -> Look:
    return replace(set_as, size=10.5, title=18, spaced=False, colon=False)
