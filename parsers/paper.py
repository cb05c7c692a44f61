"""Paper: what a clerk sees of a document, whatever its format was.

A format reader (`parsers.formats`) turns bytes into a `Paper`; a form reader (`parsers.forms`) turns a
`Paper` into a record. Nothing else passes between the two storeys.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph or line of text outside of grids."""

    text: str
    where: str  # as a clerk would name the place: "第3段"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid; a merged cell stands once, at its top left corner."""

    row: int  # from 1
    col: int  # from 1, counted in grid columns, not in cells
    text: str
    row_span: int = 1
    col_span: int = 1
    value: date | datetime | float | int | bool | None = None  # what a spreadsheet holds, where it is no text


@dataclass(frozen=True)
class Grid:
    """A table of a document or a sheet of a workbook."""

    cells: tuple[Cell, ...]
    where: str  # "表1", or the name of the sheet: "工作表「待办」"
    hidden: bool = False  # a hidden sheet
    hidden_columns: frozenset[int] = (
        frozenset()
    )  # columns (from 1) that a person does not see; their cells are kept
    hidden_rows: frozenset[int] = frozenset()  # likewise rows, also those that a filter hides


@dataclass(frozen=True, slots=True)
class Unsure:
    """A piece of text that may be wrong: the recognition was not sure of it, or of which cell it belongs to.

    `because` is a Chinese sentence without its full stop, "" where a recognition was not sure of the characters.
    """

    where: str  # as a line, or a cell of a grid, is named: "第1页 第3段", "第1页 表1 R3C2"
    text: str
    confidence: float  # of its weakest character, 0 to 1
    because: str = ""


@dataclass(frozen=True)
class Paper:
    """A document, in reading order.

    `name` is how a clerk would name the document: "正文", "附件1 工单.docx", "附件2 a.zip › 工单.docx".
    `problem` is a Chinese sentence where the document could not be read, or only in part; then `blocks` holds
    what could be read.
    """

    name: str
    format: str  # "docx", "xlsx", "csv", "plain", "html", … as found in the bytes, not in the name
    blocks: tuple[Line | Grid, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)  # title, subject, keywords, custom properties
    problem: str = ""
    unsure: tuple[Unsure, ...] = ()  # from a picture, or out of a table without lines
    recognised: bool = False  # some of the text was recognised from pictures: a character may be wrong

    def text(self) -> str:
        """All text in reading order, a line a paragraph, a line a grid row (cells parted by tabs)."""
        return self._text

    @cached_property
    def _text(self) -> str:
        """Put together once: everybody who looks for something in a paper asks for it."""
        lines: list[str] = []
        for block in self.blocks:
            if isinstance(block, Line):
                lines.append(block.text)
                continue
            rows: dict[int, list[str]] = {}
            for cell in block.cells:
                rows.setdefault(cell.row, []).append(cell.text)
            lines.extend("\t".join(rows[row]) for row in sorted(rows))
        return "\n".join(lines)
