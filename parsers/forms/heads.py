"""The head of a list in a grid: which row or rows name the columns, wherever it stands."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from parsers.labels import Labels, fold
from parsers.merged import Cover
from parsers.paper import Cell

MOST_LABELS = 0.4
"""Of the cells below a head, how many may read like labels: 群众 as a name, 意见建议 as a kind."""

_ABOUT = re.compile(r"(.{2,8}?)(?:基本)?(?:信息|资料)")
_DIGITS = re.compile(r"\d{2}|\d[年月]")

MIN_SHARE = 0.6
"""Of the cells in a head, how many must be labels that we know; the rest may be an office's own columns."""


FEWEST_ALONE, SHARE_ALONE = 5, 0.75
"""Cells of a head whose list has no rows, and how many must be labels: of labels with values beside them half are."""


@dataclass(frozen=True)
class Head:
    """The head of a list: the last row it takes, and the label over each column."""

    first: int
    last: int
    labels: dict[int, str]  # column → label as written


def names_field(cell: Cell, labels: Labels) -> bool:
    """Whether a cell names a field: it is a label, or begins with one and a colon (`诉求人：李女士`)."""
    if labels.is_label(cell.text):
        return True
    before, colon, _ = cell.text.replace(":", "：").partition("：")
    return bool(colon) and cell.value is None and labels.is_label(before)


def find_head(row: int, rows: dict[int, list[Cell]], cover: Cover, labels: Labels) -> Head | None:
    """Return the head that begins in `row`, one or two rows high, or None.

    `rows` has the cells that begin in each row, blank ones left out, by column.
    """
    cells = rows.get(row, [])
    if len(cells) < 2:
        return None
    below = rows.get(row + 1, [])
    if below and any(c.col_span > 1 for c in cells) and all(_is_plain(c) for c in below):
        two = _two_rows(row, cells, below, cover, labels)
        if two and _has_body(two, rows, labels):
            return two
    known = [c for c in cells if labels.is_label(c.text)]
    if len(known) < 2 or len(known) < MIN_SHARE * len(cells):
        return None
    if any(not labels.is_label(c.text) and _is_value(c) for c in cells):
        return None
    side_by_side = sum(a.col + a.col_span == b.col for a, b in itertools.pairwise(cells))
    if side_by_side < MIN_SHARE * (len(cells) - 1) or (len(cells) == 2 and len(known) < 2):
        return None
    head = Head(row, row, {c.col: _of_person(c.text, labels) for c in cells})
    return head if _has_body(head, rows, labels) else None


def is_head_alone(row: int, rows: dict[int, list[Cell]], labels: Labels) -> bool:
    """Whether a row names the columns of a list that has no rows, or none any more: no label in it has a value."""
    cells = rows[row]
    known = sum(labels.is_label(c.text) for c in cells)
    if len(cells) < FEWEST_ALONE or known < SHARE_ALONE * len(cells) or any(_is_value(c) for c in cells):
        return False
    gaps = any(a.col + a.col_span != b.col for a, b in itertools.pairwise(cells))
    return not gaps and all(len(rows[below]) < 2 for below in rows if below > row)


def _two_rows(row: int, cells: list[Cell], below: list[Cell], cover: Cover, labels: Labels) -> Head | None:
    """Return a head whose upper cells group the lower ones: 诉求人信息 over 姓名 and 电话."""
    named: dict[int, str] = {}
    for col in sorted({c.col for c in cells} | {c.col for c in below}):
        upper, lower = cover.get((row, col)), cover.get((row + 1, col))
        if upper is None or lower is None:
            continue
        if upper is lower or not lower.text.strip():
            named[col] = upper.text
        else:
            joined = f"{upper.text}{lower.text}"
            named[col] = joined if labels.is_label(joined) and not labels.is_label(lower.text) else lower.text
            if len(fold(lower.text)) <= 4 and labels.is_label(joined):
                named[col] = joined
    known = sum(labels.is_label(text) for text in named.values())
    spanned = any(c.row_span > 1 for c in cells) or len(below) >= 2
    if len(named) < 3 or known < MIN_SHARE * len(named) or not spanned:
        return None
    if sum(labels.is_label(c.text) for c in below) < MIN_SHARE * len(below):
        return None
    return Head(row, row + 1, named)


def _of_person(label: str, labels: Labels) -> str:
    """Return the label over a column; one that asks for all about a person (市民信息) asks for the name first."""
    hit = _ABOUT.fullmatch(fold(label))
    named = f"{hit[1]}姓名" if hit else ""
    return named if named and not labels.is_label(label) and labels.is_person(named) else label


def _is_value(cell: Cell) -> bool:
    """Whether a cell can only be a value: a date, a number, a sentence."""
    return cell.value is not None or len(fold(cell.text)) > 14 or _DIGITS.search(cell.text) is not None


def _is_plain(cell: Cell) -> bool:
    return len(cell.text) <= 20 and cell.value is None


def _has_body(head: Head, rows: dict[int, list[Cell]], labels: Labels) -> bool:
    """Whether some row below has values under the head, and not labels of a form again."""
    for row in sorted(rows):
        if row <= head.last:
            continue
        cells = [c for c in rows[row] if c.col in head.labels]
        if len(cells) < min(2, len(head.labels)):
            continue
        return sum(names_field(c, labels) for c in cells) <= len(cells) * MOST_LABELS
    return False
