"""The directory of departments out of a spreadsheet: all of it or nothing, every fault with its cell."""

from __future__ import annotations

import re
from typing import Any

from config.tables import ADDRESS
from ledger.vocabulary import LABELS
from mailroom.spreadsheets import BadSheet, Page, day_in, read_pages
from parsers.paper import Cell

HEADINGS = {  # as in the sheet → column of Department
    "单位名称": "name",
    "简称": "aliases",
    "类别": "kind",
    "邮箱": "addresses",
    "职责关键词": "keywords",
    "上级单位": "parent",
    "承接单位": "successor",
    "启用日期": "valid_from",
    "停用日期": "valid_to",
}
REQUIRED = ("单位名称", "类别")
KINDS = {text: code for code, text in LABELS["department_kind"].items()}
LISTS = ("aliases", "addresses", "keywords")
SEPARATORS = re.compile(r"[、，,；;\n\t]+")
LONGEST_NAME = 100


def read_directory(name: str, data: bytes) -> list[dict[str, Any]]:
    """Return the rows of a directory as columns of `Department`; raises `BadSheet` with all faults.

    A column that the sheet does not have is not in the rows; an empty cell empties the value.
    """
    pages = read_pages(name, data, HEADINGS, REQUIRED)
    rows = [(page, *numbered) for page in pages for numbered in page.rows()]
    read = [_department(page, number, cells) for page, number, cells in rows]
    places = [(page, number) for page, number, _ in rows]
    _check_together(read, places)
    faults = [fault for page in pages for fault in page.faults]
    if faults:
        raise BadSheet(name, faults)
    if not read:
        raise BadSheet(name, ["表头下面没有单位"])
    return read


def _department(page: Page, number: int, cells: dict[int, Cell]) -> dict[str, Any]:
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
        elif name in ("parent", "successor"):
            row[name] = text or None
        else:
            row[name] = day_in(page, place, cell)
    starts, ends = row.get("valid_from"), row.get("valid_to")
    if starts and ends and ends < starts:
        page.fault((number, page.column("valid_to")), f"停用日期 {ends} 早于启用日期 {starts}")
    return row


def _name(page: Page, place: tuple[int, int], text: str) -> str:
    if not text:
        page.fault(place, "单位名称为空")
    elif len(text) > LONGEST_NAME or "\n" in text:
        page.fault(place, f"单位名称应为一行，不超过 {LONGEST_NAME} 个字")
    return text


def _list(page: Page, place: tuple[int, int], name: str, text: str) -> list[str]:
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


def _check_together(rows: list[dict[str, Any]], places: list[tuple[Page, int]]) -> None:
    """What only shows between rows: a department twice, a name or alias that means two at the same time."""
    names: dict[str, int] = {}
    meant: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        page, number = places[index]
        column = page.column("name")
        if row["name"] and row["name"] in names:
            first_page, first_number = places[names[row["name"]]]
            where = f"{first_page.grid.where} 第 {first_number} 行"
            page.fault((number, column), f"“{row['name']}”与{where}重复")
        names.setdefault(row["name"], index)
        for alias in row.get("aliases", ()):
            for other in meant.setdefault(alias, []):
                if _at_the_same_time(row, rows[other]) and rows[other]["name"] != row["name"]:
                    page.fault(
                        (number, page.column("aliases")), f"简称“{alias}”也是{rows[other]['name']}的简称"
                    )
            meant[alias].append(index)


def _at_the_same_time(one: dict[str, Any], other: dict[str, Any]) -> bool:
    def begins_before_end(first: dict[str, Any], second: dict[str, Any]) -> bool:
        start, end = first.get("valid_from"), second.get("valid_to")
        return start is None or end is None or start <= end

    return begins_before_end(one, other) and begins_before_end(other, one)
