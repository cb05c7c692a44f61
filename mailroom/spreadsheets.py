"""Spreadsheets that people fill in: the header is found wherever it stands, every fault is told with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mailroom.errors import MailroomError
from parsers import formats
from parsers.dates import cell_date, day_of, find_dates
from parsers.paper import Cell, Grid, Paper

SHOWN_FAULTS = 50
Place = tuple[int, int]  # row and column of a cell, from 1


class BadSheet(MailroomError):
    """The spreadsheet can't be imported; the message lists every fault with its cell."""

    def __init__(self, name: str, faults: list[str]):
        self.faults = faults
        more = [f"  ……另有 {len(faults) - SHOWN_FAULTS} 处"] if len(faults) > SHOWN_FAULTS else []
        lines = [
            f"{name} 有 {len(faults)} 处问题，没有导入：",
            *(f"  {each}" for each in faults[:SHOWN_FAULTS]),
        ]
        super().__init__("\n".join([*lines, *more]))


@dataclass
class Page:
    """A sheet with its header found: which column is which, and the faults so far."""

    grid: Grid
    header: int
    columns: dict[int, str]
    faults: list[str] = field(default_factory=list)
    unknown: tuple[str, ...] = ()  # headings of columns that are not looked at

    def fault(self, cell: Place, sentence: str) -> None:
        """Note what is wrong with a cell, a Chinese sentence."""
        self.faults.append(f"{self.grid.where} {cell_name(*cell)}：{sentence}")

    def column(self, name: str) -> int:
        """The column of a value; the first one where the sheet has none for it."""
        return next((column for column, known in self.columns.items() if known == name), min(self.columns))

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Yield the rows below the header that hold anything in a known column, with their numbers.

        A cell merged over several rows is in each of them; a line of text across the sheet (a note, a total) is no row.
        """
        by_row: dict[int, dict[int, Cell]] = {}
        shared: dict[int, dict[int, Cell]] = {}
        for cell in self.grid.cells:
            if cell.row > self.header and cell.col in self.columns and cell.text.strip():
                by_row.setdefault(cell.row, {})[cell.col] = cell
                for row in range(cell.row + 1, cell.row + cell.row_span):
                    shared.setdefault(row, {})[cell.col] = cell
        for row, cells in sorted(by_row.items()):
            if len(cells) > 1 or all(cell.col_span == 1 for cell in cells.values()):
                yield row, shared.get(row, {}) | cells


def read_pages(name: str, data: bytes, headings: Mapping[str, str], required: Sequence[str]) -> list[Page]:
    """Return the pages of a spreadsheet that have the columns `required`; raises `BadSheet` where it has none.

    `headings`: as they stand in the sheet → what the value is called; spaces, asterisks and brackets don't matter.
    """
    paper = formats.read(name, data)
    if paper.problem:
        raise BadSheet(name, [paper.problem])
    pages = pages_of(paper, headings, required)
    if not pages:
        columns = f"“{'”和“'.join(required)}”{'这' if len(required) == 1 else '各'}列"
        raise BadSheet(name, [f"找不到表头：须有{columns}（{paper.format} 文件）"])
    return pages


def pages_of(paper: Paper, headings: Mapping[str, str], required: Sequence[str]) -> list[Page]:
    """Return the pages of a paper that have the columns `required`; hidden sheets are left out."""
    grids = (block for block in paper.blocks if isinstance(block, Grid) and not block.hidden)
    return [page for grid in grids if (page := _page(grid, headings, required)) is not None]


def _page(grid: Grid, headings: Mapping[str, str], required: Sequence[str]) -> Page | None:
    """Find the header: the first row that has the required headings."""
    by_row: dict[int, dict[int, str]] = {}
    others: dict[int, list[str]] = {}
    for cell in grid.cells:
        heading = re.sub(r"[\s*＊:：]|[（(].*", "", cell.text)
        if heading in headings:
            by_row.setdefault(cell.row, {}).setdefault(cell.col, headings[heading])
        elif heading:
            others.setdefault(cell.row, []).append(heading)
    for row in sorted(by_row):
        columns = by_row[row]
        if all(headings[each] in columns.values() for each in required):
            page = Page(grid, row, columns, unknown=tuple(others.get(row, ())))
            for column, name in columns.items():
                if list(columns.values()).index(name) != list(columns).index(column):
                    page.fault((row, column), "这一列的表头重复")
            return page
    return None


def day_in(page: Page, place: Place, cell: Cell | None) -> date | None:
    """Return the day that a cell holds; one that can't be understood is a fault of the page."""
    if cell is None or not cell.text.strip():
        return None
    typed = cell_date(cell.value)
    if typed is not None:
        return day_of(typed)
    found = find_dates(cell.text)
    if len(found) != 1 or found[0].year_inferred:
        page.fault(place, f"看不懂日期“{cell.text.strip()}”，请写作 2018-03-12")
        return None
    return day_of(found[0].value)


def cell_name(row: int, column: int) -> str:
    """Return a cell's name as Excel shows it: (3, 28) → "AB3"."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
