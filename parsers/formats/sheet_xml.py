"""The XML of an .xlsx workbook: list of sheets, shared strings, formats, and the cells of a sheet."""

from __future__ import annotations

import functools
import io
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from parsers.formats.cell_values import Held, date_of, is_date_format
from parsers.formats.package import Package, Unreadable, parse_xml, refuse_doctype

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how the format writes characters that XML can't hold
_WHOLE = 1_000_000  # octets of a part that may become one tree
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


@dataclass(frozen=True)
class SheetEntry:
    """One worksheet of the workbook's list."""

    name: str
    part: str  # its entry in the package
    hidden: bool


@dataclass
class Workbook:
    """What a workbook says once for all its sheets."""

    sheets: list[SheetEntry] = field(default_factory=list)
    since_1904: bool = False
    strings: list[str] = field(default_factory=list)
    dated: list[bool] = field(default_factory=list)  # by index of a cell's style: whether it shows a date


@dataclass
class SheetCells:
    """What one sheet holds, by (row, column) from 1."""

    held: dict[tuple[int, int], Held] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)  # first and last of each run
    cut_short: bool = False


def read_workbook(package: Package) -> Workbook:
    """Return the workbook's own parts; `Unreadable` where there is no list of sheets."""
    root = package.xml("xl/workbook.xml")
    if root is None:
        raise Unreadable("里面没有工作簿")
    relations = package.xml("xl/_rels/workbook.xml.rels")
    targets = (
        {node.get("Id"): node for node in relations if isinstance(node.tag, str)}
        if relations is not None
        else {}
    )
    found = Workbook()
    for node in root.iter("{*}workbookPr"):
        found.since_1904 = node.get("date1904", "0") in ("1", "true")
    for node in root.iter("{*}sheet"):
        identity = next((value for key, value in node.attrib.items() if str(key).endswith("}id")), "")
        relation = targets.get(str(identity))
        if relation is not None and relation.get("Type", "").endswith("/worksheet"):
            part = posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
            found.sheets.append(
                SheetEntry(node.get("name", ""), part, node.get("state", "visible") != "visible")
            )
    found.strings = list(_strings(package.read("xl/sharedStrings.xml")))
    found.dated = _dated_styles(package)
    return found


def read_sheet(xml: bytes, book: Workbook, room: int) -> SheetCells:
    """Return the cells of a sheet, up to `room` of them, and what is merged and hidden. Only filled cells count."""
    sheet = SheetCells()
    before = 0
    for node in _elements(xml, ("{*}row", "{*}col", "{*}mergeCell")):
        kind = etree.QName(node).localname
        if kind == "row":
            before = _row(node, before, book, sheet, room)
        elif kind == "col" and node.get("hidden", "0") in ("1", "true"):
            first, last = _number(node.get("min")), min(_number(node.get("max")), _LAST_COLUMN)
            if first > 0:
                sheet.hidden_columns.append((first, last))
        elif kind == "mergeCell" and len(sheet.spans) < room:
            top, _, bottom = node.get("ref", "").partition(":")
            (row, column), (last_row, last_column) = _place(top), _place(bottom)
            if 0 < row <= last_row and 0 < column <= last_column:
                sheet.spans[row, column] = (last_row - row + 1, last_column - column + 1)
    return sheet


def _row(node: etree._Element, before: int, book: Workbook, sheet: SheetCells, room: int) -> int:
    """Take the cells of a row and return its number; rows and cells without a place follow the one before."""
    number = _number(node.get("r")) or before + 1
    if number > _LAST_ROW:
        raise Unreadable("里面的行号大得不可能")
    if node.get("hidden", "0") in ("1", "true") or node.get("ht") == "0":
        sheet.hidden_rows.add(number)
    column = 0
    for cell in node:
        place = cell.get("r")
        column = _column(place.rstrip("0123456789")) if place else column + 1
        held = _held(cell, book) if len(cell) and 0 < column <= _LAST_COLUMN else ""
        if held == "":
            continue
        if len(sheet.held) >= room:
            sheet.cut_short = True
            return number
        sheet.held[number, column] = held
    return number


def _held(cell: etree._Element, book: Workbook) -> Held:
    """Return what a cell holds, "" where that is nothing."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _rich_text(cell[0])
    value = cell[-1] if str(cell[-1].tag).endswith("}v") else cell.find("{*}v")
    text = value.text if value is not None else ""
    if not text:
        return ""
    if kind == "s":
        index = _number(text)
        return book.strings[index] if index < len(book.strings) else ""
    if kind in ("str", "e"):
        return text
    if kind == "b":
        return text.strip() in ("1", "true")
    try:
        if kind == "d":
            return datetime.fromisoformat(text.strip()).replace(tzinfo=None)
        number = float(text)
    except ValueError:
        return text
    style = _number(cell.get("s"))
    return date_of(number, book.since_1904) if style < len(book.dated) and book.dated[style] else number


def _strings(xml: bytes) -> Iterator[str]:
    for node in _elements(xml, ("{*}si",)):
        yield _rich_text(node)


def _rich_text(node: etree._Element) -> str:
    """Return the text of a string, its differently written runs joined, without how it is pronounced."""
    if len(node) == 1 and not len(node[0]):  # <si><t>…</t></si>, by far the most
        return _unescaped(node[0].text or "")
    out = []
    for child in node.iter("{*}t"):
        parent = child.getparent()
        if child.text and (parent is None or not str(parent.tag).endswith("}rPh")):
            out.append(child.text)
    return _unescaped("".join(out))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda hit: chr(int(hit[1], 16)), text) if "_x" in text else text


def _dated_styles(package: Package) -> list[bool]:
    root = package.xml("xl/styles.xml")
    if root is None:
        return []
    codes = {_number(node.get("numFmtId")): node.get("formatCode", "") for node in root.iter("{*}numFmt")}
    styles = root.find("{*}cellXfs")
    numbers = [_number(style.get("numFmtId")) for style in styles] if styles is not None else []
    return [is_date_format(number, codes.get(number, "")) for number in numbers]


def _elements(xml: bytes, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """Yield the elements in order. Of a large part each is forgotten again: 60 MB would be a tree of 500 MB."""
    if not xml:
        return
    if len(xml) <= _WHOLE:  # a quarter faster
        yield from parse_xml(xml).iter(*tags)
        return
    refuse_doctype(xml)
    try:
        for _, node in etree.iterparse(
            io.BytesIO(xml), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        ):  # fmt: skip
            yield node
            node.clear()
            while node.getprevious() is not None and node.getparent() is not None:
                del node.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise Unreadable("内部的 XML 已损坏") from error


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _place(reference: str) -> tuple[int, int]:
    """Return (row, column) of "B12"; (0, 0) where it is none."""
    letters = reference.rstrip("0123456789")
    return _number(reference[len(letters) :]), _column(letters)


@functools.lru_cache(maxsize=2048)
def _column(letters: str) -> int:
    """Return the number of column "AB", 0 where there is none of that name."""
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        return 0
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column
