"""The office's spreadsheets: a title, a frozen header, text that stays text, and pages a clerk can print."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from generators.press import entry
from generators.sheet_entry import lock_the_rest, open_column
from generators.wording import INVISIBLE

BAD_CHARACTERS = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff{INVISIBLE}]")
LONGEST_TEXT = 32767  # characters of one cell, Excel's limit
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
TITLE_FONT = Font(name="方正小标宋简体", size=18)
HEADER_FONT = Font(name="黑体", size=9)
CELL_FONT = Font(name="宋体", size=9)
LINE_HEIGHT, TALLEST_ROW = 12.5, 409  # points; Excel's limit
# Pixels: a unit of a column's width, its two edges, half a character of 9 points.
WIDTH_UNIT, EDGES, HALF_CHARACTER = 7, 6, 6
THIN = Side(style="thin", color="000000")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
HEADER_FILL = PatternFill("solid", fgColor="F2F2F2")
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
# What a font is made of, in the order of Excel's schema; openpyxl writes the name first.
FONT_PARTS = ("b", "i", "strike", "u", "vertAlign", "sz", "color", "name", "family", "charset", "scheme")
MOMENT_FORMAT, DAY_FORMAT = "yyyy-mm-dd hh:mm", "yyyy-mm-dd"


@dataclass(frozen=True)
class Column:
    """One column of a sheet: its heading, its width in characters, whether its text is long (left, not centred).

    `fill_in`: people write here, the columns that are not are locked; `choices` are offered as a list. `number_format`
    is Excel's, of values that are numbers and of what people write.
    """

    heading: str
    width: float
    long: bool = False
    number_format: str = ""
    fill_in: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A sheet to be made: the tab's name, the printed title, the line below it, columns and rows."""

    name: str
    title: str
    note: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]


def workbook_of(sheet: Sheet, *, office: str, on: date, case_no: str = "") -> bytes:
    """Return the .xlsx; the same rows give the same bytes. `on` dates the file; no machine or user is named in it."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    write_page(page, sheet)
    return finished(book, sheet.title, office=office, on=on, case_no=case_no)


def write_page(page: Worksheet, sheet: Sheet) -> tuple[int, int]:
    """Write a sheet's title, header and rows; return the numbers of its header's row and its last one."""
    page.title = sheet.name
    _title(page, sheet)
    first = 3
    for number, column in enumerate(sheet.columns, 1):
        cell = page.cell(first, number, column.heading)
        cell.font, cell.alignment, cell.border, cell.fill = HEADER_FONT, CENTRE, BORDER, HEADER_FILL
        page.column_dimensions[get_column_letter(number)].width = column.width
    last = first
    for last, row in enumerate(sheet.rows, first + 1):
        for number, (column, value) in enumerate(zip(sheet.columns, row, strict=True), 1):
            _write(page.cell(last, number), value, column)
        page.row_dimensions[last].height = _height(row, sheet.columns)
    _print_layout(page, first, last, len(sheet.columns))
    _open_columns(page, sheet.columns, (first + 1, last))
    return first, last


def finished(book: Workbook, title: str, *, office: str, on: date, case_no: str = "") -> bytes:
    """Return the book as .xlsx with its properties, dated; the same cells give the same bytes."""
    properties = book.properties
    properties.creator = properties.lastModifiedBy = office
    properties.title, properties.subject, properties.keywords = title, case_no or None, case_no or None
    if case_no:
        custom: Any = book.custom_doc_props  # type: ignore[attr-defined]
        custom.append(StringProperty(name="case_no", value=case_no))
    return _dated(book, on)


def _title(page: Worksheet, sheet: Sheet) -> None:
    for row, text, font in ((1, sheet.title, TITLE_FONT), (2, sheet.note, CELL_FONT)):
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(sheet.columns))
        printed = page.cell(row, 1, text)
        printed.font, printed.alignment = font, CENTRE if row == 1 else LEFT
    page.row_dimensions[1].height = 34
    page.row_dimensions[2].height = 18
    page.row_dimensions[3].height = 30


def _write(cell: Cell | MergedCell, value: Any, column: Column) -> None:
    if isinstance(value, str):
        text = BAD_CHARACTERS.sub("", value)[:LONGEST_TEXT]
        cell.value = text
        if text.startswith(FORMULA_STARTS):
            # A citizen's text must never run as a formula, nor show as an error.
            cell.data_type = "s"
            cell.quotePrefix = True
    else:
        cell.value = value
        if isinstance(value, datetime):
            cell.number_format = MOMENT_FORMAT
        elif isinstance(value, date):
            cell.number_format = DAY_FORMAT
        elif column.number_format:
            cell.number_format = column.number_format
    cell.font, cell.border, cell.alignment = CELL_FONT, BORDER, LEFT if column.long else CENTRE


def _open_columns(page: Worksheet, columns: Sequence[Column], rows: tuple[int, int]) -> None:
    if not any(column.fill_in for column in columns):
        return
    for number, column in enumerate(columns, 1):
        if column.fill_in and rows[0] <= rows[1]:
            open_column(page, number, rows, column.choices, column.number_format)
    lock_the_rest(page)


def _height(row: Sequence[Any], columns: Sequence[Column]) -> float:
    """Return the height in points that shows all text of a row: WPS and LibreOffice don't find it by themselves."""
    lines = 1
    for column, value in zip(columns, row, strict=True):
        if isinstance(value, str):
            room = max(int((column.width * WIDTH_UNIT - EDGES) / HALF_CHARACTER), 2)
            lines = max(lines, sum(max(-(-_breadth(line) // room), 1) for line in value.split("\n")))
    return min(lines * LINE_HEIGHT + 5, TALLEST_ROW)


def _breadth(text: str) -> int:
    """Return how many columns of a half-width character `text` takes."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def _print_layout(page: Worksheet, first: int, last: int, columns: int) -> None:
    """A4 across, fitted to its width, the header on every page, 第 1 页 共 3 页 below."""
    page.freeze_panes = f"C{first + 1}"
    page.auto_filter.ref = f"A{first}:{get_column_letter(columns)}{max(last, first)}"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{first}:{first}"
    setup = page.page_setup
    setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight = "landscape", 9, 1, 0
    margins = page.page_margins
    margins.left = margins.right = 0.3  # inches
    margins.top, margins.bottom, margins.footer = 0.5, 0.6, 0.25
    page.print_options.horizontalCentered = True
    footer: Any = page.oddFooter
    footer.center.text = "第 &P 页  共 &N 页"


def _dated(book: Workbook, on: date) -> bytes:
    """Save with the sheet's own date everywhere: openpyxl writes the clock into the zip and the properties."""
    saved, out = io.BytesIO(), io.BytesIO()
    book.save(saved)
    day = f"{on.isoformat()[:10]}T00:00:00Z".encode()
    with zipfile.ZipFile(saved) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as dated:
        for name in package.namelist():
            data = package.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + day, data)
            elif name == "xl/styles.xml":
                data = _with_fonts_in_order(data)
            dated.writestr(entry(name, on), data)
    return out.getvalue()


def _with_fonts_in_order(styles: bytes) -> bytes:
    root = etree.fromstring(styles)
    for font in root.iterfind("{*}fonts/{*}font"):
        font[:] = sorted(font, key=lambda part: FONT_PARTS.index(etree.QName(part).localname))
    return etree.tostring(root)
