"""Paragraphs of a .doc → lines and grids. Rows state where their cells begin, in twips; the grid is made of all rows."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from parsers.formats import doc_sprms as sprms
from parsers.paper import Cell

_DEEPEST = 8  # tables inside tables
_SAME_EDGE = 60  # twips (1 mm): people draw columns by hand


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: its tidy text, the mark that ends it, and what its properties say of tables."""

    text: str
    mark: str
    look: dict[int, bytes]

    @property
    def depth(self) -> int:
        """In how many tables it stands."""
        stated = self.look.get(sprms.DEPTH, b"")
        if len(stated) == 4:
            return min(max(struct.unpack("<i", stated)[0], 0), _DEEPEST)
        return 1 if self.mark == "\x07" or self.look.get(sprms.IN_TABLE) == b"\x01" else 0

    def ends_row(self, depth: int) -> bool:
        """Whether it is the mark at the end of a row."""
        return self.look.get(sprms.ROW_END if depth == 1 else sprms.INNER_ROW_END) == b"\x01"

    def ends_cell(self, depth: int) -> bool:
        """Whether it is the last paragraph of a cell."""
        return self.mark == "\x07" if depth == 1 else self.look.get(sprms.INNER_CELL) == b"\x01"


@dataclass
class Slot:
    """A cell under construction."""

    content: list[str | Table] = field(default_factory=list)
    left: int = 0
    right: int = 0
    goes_on: bool = False  # the upper cell, merged downwards

    @property
    def tables(self) -> list[Table]:
        """The tables inside this cell."""
        return [part for part in self.content if isinstance(part, Table)]

    def text(self) -> str:
        """Return the cell's text; a table beside text is part of it, one that stands alone is not."""
        lines = [part if isinstance(part, str) else part.text() for part in self.content]
        alone = all(isinstance(part, Table) for part in self.content)
        return "" if alone else "\n".join(line for line in lines if line)


@dataclass
class Table:
    """Rows of cells with their places."""

    rows: list[list[Slot]] = field(default_factory=list)

    @property
    def is_frame(self) -> bool:
        """Whether it only wraps other tables: it has some, and never two cells side by side."""
        return all(len(row) == 1 for row in self.rows) and any(
            slot.tables for row in self.rows for slot in row
        )

    def text(self) -> str:
        """Return its cells as text, parted by tabs, a row a line."""
        return "\n".join("\t".join(slot.text() for slot in row).strip() for row in self.rows)


def read_table(paragraphs: Sequence[Paragraph], at: int, depth: int = 1) -> tuple[Table, int]:
    """Return the table that begins with paragraph `at`, and the number of the first paragraph behind it."""
    table = Table()
    row: list[Slot] = []
    slot = Slot()
    while at < len(paragraphs) and paragraphs[at].depth >= depth:
        here = paragraphs[at]
        if here.depth > depth:
            inner, at = read_table(paragraphs, at, depth + 1)
            slot.content.append(inner)
            continue
        at += 1
        if here.ends_row(depth):
            table.rows.append(_placed(row, here.look))
            row, slot = [], Slot()
            continue
        if here.text:
            slot.content.append(here.text)
        if here.ends_cell(depth):
            row.append(slot)
            slot = Slot()
    if slot.content:
        row.append(slot)
    if row:
        table.rows.append(_placed(row, {}))
    return table, at


def _placed(row: list[Slot], look: dict[int, bytes]) -> list[Slot]:
    """Give the cells of a row their places, and join what is merged across."""
    definition = look.get(sprms.DEFINE_TABLE, b"")
    count = definition[2] if len(definition) > 2 else 0
    edges: list[int] = []
    if count and len(definition) >= 3 + 2 * (count + 1):
        edges = list(struct.unpack_from(f"<{count + 1}h", definition, 3))
    flags = definition[3 + 2 * (count + 1) :]
    merged = _merged(look)
    out: list[Slot] = []
    for number, slot in enumerate(row):
        known = number + 1 < len(edges)
        slot.left = edges[number] if known else (out[-1].right if out else 0)
        slot.right = max(edges[number + 1], slot.left + 1) if known else slot.left + 1
        state = struct.unpack_from("<H", flags, 20 * number)[0] if 20 * number + 2 <= len(flags) else 0
        down = merged.get(number, state >> 5 & 3)
        slot.goes_on = down == 1
        if state & 2 and out:  # merged with the cell to its left
            out[-1].right = slot.right
            out[-1].content += slot.content
        else:
            out.append(slot)
    return out


def _merged(look: dict[int, bytes]) -> dict[int, int]:
    """Return {number of a cell: state} as far as properties of their own say how cells are merged downwards."""
    operands = look.get(sprms.MERGE_DOWN, b"")
    return {operands[at + 1]: operands[at + 2] for at in range(0, len(operands) - 2, 3)}


def cells_of(table: Table) -> tuple[Cell, ...]:
    """Return the cells of a table in grid rows and columns, from 1."""
    edges: list[int] = []
    near = _near(table)
    for edge in sorted({edge for row in table.rows for slot in row for edge in (slot.left, slot.right)}):
        if not edges or edge - edges[-1] > near:
            edges.append(edge)
    cells: list[Cell] = []
    above: dict[int, int] = {}  # column → number of the cell that a vertical merge would continue
    for number, row in enumerate(table.rows, start=1):
        for slot in row:
            first, last = bisect_right(edges, slot.left), bisect_right(edges, slot.right)
            upper = above.get(first)
            if slot.goes_on and upper is not None:
                cells[upper] = replace(cells[upper], row_span=number - cells[upper].row + 1)
                continue
            above[first] = len(cells)
            cells.append(Cell(number, first, slot.text(), 1, max(1, last - first)))
    return tuple(cells)


def _near(table: Table) -> int:
    """Return the distance within which edges are the same; 0 where no row states its edges in twips."""
    widest = max((slot.right - slot.left for row in table.rows for slot in row), default=0)
    return _SAME_EDGE if widest > 2 * _SAME_EDGE else 0
