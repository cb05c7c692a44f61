"""The body of a Word document → lines and grids, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers.formats.word_runs import MC, RunReader, W, is_on
from parsers.limits import MAX_CELLS, MAX_DEPTH, MAX_LINES
from parsers.paper import Cell, Grid, Line

# Wrappers that change nothing about what they hold, and what tracked changes have taken away.
_WRAPPERS = frozenset(
    [W + tag for tag in ("sdtContent", "ins", "moveTo", "customXml", "smartTag")]
    + [MC + "AlternateContent", MC + "Choice"]
)
_P, _TBL, _TR, _TC, _SDT = W + "p", W + "tbl", W + "tr", W + "tc", W + "sdt"


@dataclass
class _Slot:
    """A cell under construction: its place, its text, and the tables found inside it."""

    row: int
    col: int
    across: int
    down: int = 1
    text: str = ""
    tables: list[etree._Element] = field(default_factory=list)


class BlockReader:
    """Reads a body, header or footer into `blocks`; counts paragraphs and tables as a clerk would."""

    def __init__(self) -> None:
        self.styled = True  # see `word_runs.is_styled`
        self.blocks: list[Line | Grid] = []
        self.cut_short = False  # a limit was met
        self._paragraphs = 0
        self._tables = 0
        self._cells = 0

    def read(self, parent: etree._Element, place: str = "", depth: int = 0) -> None:
        """Add the blocks below `parent`; `place` names them where they are no numbered paragraphs (页眉)."""
        for node in _flat(parent, depth):
            if self.cut_short:
                return
            if node.tag == _P:
                self._paragraph(node, place, depth)
            else:
                self._table(node, place, depth)

    def _paragraph(self, node: etree._Element, place: str, depth: int) -> None:
        runs = RunReader(self.styled)
        text = runs.text(node).strip(" \t\n\u3000")
        if text and len(self.blocks) >= MAX_LINES:
            self.cut_short = True
        elif text:
            self._paragraphs += not place
            self.blocks.append(Line(text, place or f"第{self._paragraphs}段"))
        for box in runs.boxes:
            if depth < MAX_DEPTH:
                self.read(box, place or "文本框", depth + 10)

    def _table(self, node: etree._Element, place: str, depth: int) -> None:
        """Add a table. One that only wraps others (a single column holding tables) is read through."""
        if depth < MAX_DEPTH and next(node.iterdescendants(_TBL), None) is not None and _is_frame(node):
            for cell in _cells_of(node):
                self.read(cell, place, depth + 10)
            return
        slots = self._slots(node, depth)
        inner = [table for slot in slots for table in slot.tables]
        cells = tuple(Cell(slot.row, slot.col, slot.text, slot.down, slot.across) for slot in slots)
        if cells:
            self._tables += 1
            where = f"表{self._tables}" if not place else f"{place}表{self._tables}"
            self.blocks.append(Grid(cells, where))
        for table in inner:
            if depth < MAX_DEPTH:
                self._table(table, place, depth + 10)

    def _slots(self, table: etree._Element, depth: int) -> list[_Slot]:
        slots: list[_Slot] = []
        above: dict[int, _Slot] = {}  # column → the cell that a vertical merge would continue
        for number, row in enumerate(_rows(table), start=1):
            column = 1 + _count(row.find(W + "trPr"), "gridBefore", least=0)
            for cell in _children(row, _TC):
                self._cells += 1
                if self._cells > MAX_CELLS:
                    self.cut_short = True
                    return slots
                properties = cell.find(W + "tcPr")
                across = _count(properties, "gridSpan", least=1)
                merge = properties.find(W + "vMerge") if properties is not None else None
                upper = above.get(column)
                if merge is not None and merge.get(W + "val") != "restart" and upper is not None:
                    upper.down = number - upper.row + 1
                else:
                    slot = _Slot(number, column, across)
                    self._fill(slot, cell, depth)
                    slots.append(slot)
                    if merge is not None:
                        above[column] = slot
                    else:
                        above.pop(column, None)
                column += across
        return slots

    def _fill(self, slot: _Slot, cell: etree._Element, depth: int) -> None:
        """Put a cell's paragraphs into the slot. A table beside text is part of that text; alone it stands apart."""
        lines: list[str] = []
        tables: list[tuple[int, etree._Element]] = []
        runs = RunReader(self.styled)
        for node in _flat(cell, depth):
            if node.tag == _P:
                lines.append(runs.text(node).strip(" \t\u3000"))
                for box in runs.boxes:
                    lines.extend(runs.text(paragraph).strip() for paragraph in box.iter(_P))
                runs.boxes = []
            else:
                tables.append((len(lines), node))
        if any(lines) and tables:
            for at, table in reversed(tables):
                lines[at:at] = _as_lines(table)
        else:
            slot.tables = [table for _, table in tables]
        slot.text = "\n".join(line for line in lines if line).strip()


def _is_frame(table: etree._Element) -> bool:
    """Whether a table never has two cells side by side."""
    return all(sum(1 for _ in _children(row, _TC)) <= 1 for row in _rows(table))


def _as_lines(table: etree._Element) -> list[str]:
    """Return a table inside a cell as lines, its cells parted by tabs."""
    runs = RunReader()
    lines = []
    for row in table.iter(_TR):
        cells = [
            " ".join(runs.text(p).strip() for p in cell.iter(_P)).strip() for cell in _children(row, _TC)
        ]
        lines.append("\t".join(cells).strip())
    return [line for line in lines if line]


def _flat(parent: etree._Element, depth: int = 0) -> Iterator[etree._Element]:
    """Yield the paragraphs and tables of `parent`, seeing through content controls and accepted changes."""
    if depth > MAX_DEPTH:
        return
    for child in parent:
        if child.tag in (_P, _TBL):
            yield child
        elif child.tag == _SDT:
            properties = child.find(W + "sdtPr")
            if properties is None or not is_on(properties, "showingPlcHdr"):
                yield from _flat(child, depth + 1)
        elif child.tag in _WRAPPERS:
            yield from _flat(child, depth + 1)


def _children(parent: etree._Element, wanted: str, depth: int = 0) -> Iterator[etree._Element]:
    """Yield rows of a table or cells of a row, also those inside content controls."""
    if depth > MAX_DEPTH:
        return
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag == _SDT or child.tag in _WRAPPERS:
            yield from _children(child, wanted, depth + 1)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in _children(table, _TR):
        properties = row.find(W + "trPr")
        if properties is None or properties.find(W + "del") is None:  # a deleted row, as accepted
            yield row


def _cells_of(table: etree._Element) -> Iterator[etree._Element]:
    for row in _rows(table):
        yield from _children(row, _TC)


def _count(properties: etree._Element | None, name: str, least: int) -> int:
    node = properties.find(W + name) if properties is not None else None
    text = node.get(W + "val", "") if node is not None else ""
    return max(least, min(int(text), 1000)) if text.isdecimal() and len(text) < 7 else least
