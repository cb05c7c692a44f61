"""The directory of departments out of a spreadsheet: all of it or nothing, every fault with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from config.tables import ADDRESS
from ledger.vocabulary import LABELS
from mailroom.errors import MailroomError
from parsers import formats
from parsers.dates import cell_date, day_of, find_dates
from parsers.paper import Cell, Grid

HEADINGS = {  # as in the sheet → column of Department
    "单位名称": "name",
    "简称": "aliases",
    "类别": "kind",
    "邮箱": "addresses",
    "职责关键词": "keywords",
    "上级单位": "parent",
    "启用日期": "valid_from",
    "停用日期": "valid_to",
}
REQUIRED = ("单位名称", "类别")
KINDS = {text: code for code, text in LABELS["department_kind"].items()}
LISTS = ("aliases", "addresses", "keywords")
SEPARATORS = re.compile(r"[、，,；;\n\t]+")
LONGEST_NAME = 100
SHOWN_FAULTS = 50


class BadDirectory(MailroomError):
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
class _Page:
    """A sheet with its header found: which column is which, and the faults so far."""

    grid: Grid
    header: int
    columns: dict[int, str]
    faults: list[str] = field(default_factory=list)

    def fault(self, cell: tuple[int, int], sentence: str) -> None:
        self.faults.append(f"{self.grid.where} {cell_name(*cell)}：{sentence}")


def read_directory(name: str, data: bytes) -> list[dict[str, Any]]:
    """Return the rows of a directory as columns of `Department`; raises `BadDirectory` with all faults.

    A column that the sheet does not have is not in the rows; an empty cell empties the value.
    """
    paper = formats.read(name, data)
    if paper.problem:
        raise BadDirectory(name, [paper.problem])
    pages = [page for grid in _grids(paper.blocks) if (page := _page(grid)) is not None]
    if not pages:
        raise BadDirectory(name, [f"找不到表头：须有“{'”和“'.join(REQUIRED)}”两列（{paper.format} 文件）"])
    rows = [(page, *numbered) for page in pages for numbered in _rows(page)]
    read = [_department(page, number, cells) for page, number, cells in rows]
    places = [(page, number) for page, number, _ in rows]
    _check_together(read, places)
    faults = [fault for page in pages for fault in page.faults]
    if faults:
        raise BadDirectory(name, faults)
    if not read:
        raise BadDirectory(name, ["表头下面没有单位"])
    return read


def _grids(blocks: Any) -> Iterator[Grid]:
    return (block for block in blocks if isinstance(block, Grid) and not block.hidden)


def _page(grid: Grid) -> _Page | None:
    """Find the header: the first row that has the required headings."""
    by_row: dict[int, dict[int, str]] = {}
    for cell in grid.cells:
        heading = re.sub(r"[\s*＊:：]|[（(].*", "", cell.text)
        if heading in HEADINGS:
            by_row.setdefault(cell.row, {}).setdefault(cell.col, HEADINGS[heading])
    for row in sorted(by_row):
        columns = by_row[row]
        if all(HEADINGS[each] in columns.values() for each in REQUIRED):
            page = _Page(grid, row, columns)
            for column, name in columns.items():
                if list(columns.values()).index(name) != list(columns).index(column):
                    page.fault((row, column), "这一列的表头重复")
            return page
    return None


def _rows(page: _Page) -> Iterator[tuple[int, dict[int, Cell]]]:
    """Yield the rows below the header that hold anything in a known column."""
    by_row: dict[int, dict[int, Cell]] = {}
    for cell in page.grid.cells:
        if cell.row > page.header and cell.col in page.columns and cell.text.strip():
            by_row.setdefault(cell.row, {})[cell.col] = cell
    yield from sorted(by_row.items())


def _department(page: _Page, number: int, cells: dict[int, Cell]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column, name in page.columns.items():
        cell, place = cells.get(column), (number, column)
        text = cell.text.strip() if cell else ""
        if name == "name":
            row[name] = _name(page, place, text)
        elif name == "kind":
            if text not in KINDS:
                page.fault(place, f"类别应为{'、'.join(KINDS)}之一，现为“{text}”")
            row[name] = KINDS.get(text, "")
        elif name in LISTS:
            row[name] = _list(page, place, name, text)
        elif name == "parent":
            row[name] = text or None
        else:
            row[name] = _day(page, place, cell)
    starts, ends = row.get("valid_from"), row.get("valid_to")
    if starts and ends and ends < starts:
        place = (number, next(column for column, name in page.columns.items() if name == "valid_to"))
        page.fault(place, f"停用日期 {ends} 早于启用日期 {starts}")
    return row


def _name(page: _Page, place: tuple[int, int], text: str) -> str:
    if not text:
        page.fault(place, "单位名称为空")
    elif len(text) > LONGEST_NAME or "\n" in text:
        page.fault(place, f"单位名称应为一行，不超过 {LONGEST_NAME} 个字")
    return text


def _list(page: _Page, place: tuple[int, int], name: str, text: str) -> list[str]:
    pieces = SEPARATORS.split(text) if name != "addresses" else re.split(r"[、，,；;\s]+", text)
    values = list(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))
    if name == "addresses":
        values = list(dict.fromkeys(value.lower() for value in values))
        for value in values:
            if not (_is_domain(value) or ADDRESS.fullmatch(value)):
                page.fault(place, f"“{value}”不是邮箱地址")
        if values and _is_domain(values[0]):
            page.fault(place, f"第一个应为收信邮箱，不能是域名“{values[0]}”")
    return values


def _is_domain(value: str) -> bool:
    """Whether it is a whole domain, "@zjj.example.cn", which counts where the office allows domains."""
    return bool(re.fullmatch(r"@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", value))


def _day(page: _Page, place: tuple[int, int], cell: Cell | None) -> date | None:
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


def _check_together(rows: list[dict[str, Any]], places: list[tuple[_Page, int]]) -> None:
    """What only shows between rows: a department twice, a name or alias that means two at the same time."""
    names: dict[str, int] = {}
    meant: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        page, number = places[index]
        column = next(column for column, name in page.columns.items() if name == "name")
        if row["name"] and row["name"] in names:
            first_page, first_number = places[names[row["name"]]]
            where = f"{first_page.grid.where} 第 {first_number} 行"
            page.fault((number, column), f"“{row['name']}”与{where}重复")
        names.setdefault(row["name"], index)
        for alias in row.get("aliases", ()):
            for other in meant.setdefault(alias, []):
                if _at_the_same_time(row, rows[other]) and rows[other]["name"] != row["name"]:
                    column = next(column for column, name in page.columns.items() if name == "aliases")
                    page.fault((number, column), f"简称“{alias}”也是{rows[other]['name']}的简称")
            meant[alias].append(index)


def _at_the_same_time(one: dict[str, Any], other: dict[str, Any]) -> bool:
    def begins_before_end(first: dict[str, Any], second: dict[str, Any]) -> bool:
        start, end = first.get("valid_from"), second.get("valid_to")
        return start is None or end is None or start <= end

    return begins_before_end(one, other) and begins_before_end(other, one)


def cell_name(row: int, column: int) -> str:
    """Return a cell's name as Excel shows it: (3, 28) → "AB3"."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
