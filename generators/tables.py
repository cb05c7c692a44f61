"""Tables of a pattern: `|标签|{{ value }}|` a row, `<` joins a cell to the one on its left, `^` to the one above, `中：` centres it."""

from __future__ import annotations

import re

from docx.document import Document as WordDocument
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell, _Row

from generators.controls import has_controls, locked, write_line
from generators.styles import style_of

CONTROL = re.compile(r"^\{%(.*)%\}$")
LEAST_ROW = 9.0  # mm
CELL_MARGIN = 45  # twips above and below: lines of a set height would touch the rules
CENTRED = "中："  # at the start of a cell


def add_table(
    document: WordDocument, lines: list[str], widths: list[float], *, captioned: bool = False
) -> None:
    """Add the table that `lines` describe; `widths` are its columns in mm. One that is `captioned` stays whole, with
    the caption below it on the same page."""
    columns = len(widths) or max(line.count("|") - 1 for line in lines if line.startswith("|"))
    table = document.add_table(rows=0, cols=columns)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _borders(table)
    for column, width in zip(table.columns, widths, strict=False):
        column.width = Mm(width)
    height = LEAST_ROW
    form = any(has_controls(line) for line in lines)
    is_list = any(line.strip().startswith("{% for") for line in lines)
    for line in lines:
        if line.startswith("行高："):
            height = float(line.removeprefix("行高："))
        elif control := CONTROL.match(line.strip()):
            _row(table, widths, LEAST_ROW).cells[0].text = f"{{%tr{control[1]}%}}"
        else:
            row = _row(table, widths, height)
            cells = _cells(line)
            _fill(row, cells, form)
            _join_above(table, cells)
            if captioned:
                _keep_with_next(row)
            if is_list:
                _keep_whole(row, heads=len(table.rows) == 1)
            height = LEAST_ROW


def _cells(line: str) -> list[str]:
    """Split a row at its bars, but not at the bars of filters inside tags. Wide spaces are room to write in, and stay."""
    tags: list[str] = []

    def put_aside(found: re.Match[str]) -> str:
        tags.append(found.group())
        return f"\0{len(tags) - 1}\0"

    plain = re.sub(r"\{[{%].*?[}%]\}", put_aside, line.strip())
    cells = plain.strip("|").split("|") if plain.endswith("|") else plain.lstrip("|").split("|")
    return [re.sub(r"\0(\d+)\0", lambda found: tags[int(found[1])], cell.strip(" ")) for cell in cells]


def _row(table: Table, widths: list[float], height: float) -> _Row:
    row = table.add_row()
    row.height = Mm(height)
    row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    for cell, width in zip(row.cells, widths, strict=False):
        cell.width = Mm(width)
    return row


def _keep_with_next(row: _Row) -> None:
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _keep_whole(row: _Row, *, heads: bool) -> None:
    """A row of a list doesn't break across pages, and the first is printed again on every page."""
    properties = row._tr.get_or_add_trPr()
    height = properties.find(qn("w:trHeight"))
    assert height is not None  # set with the row
    if heads:
        height.addnext(OxmlElement("w:tblHeader"))
    height.addnext(OxmlElement("w:cantSplit"))


def _fill(row: _Row, texts: list[str], form: bool) -> None:
    """Write a row; in a `form`, a table with something to fill in, the labels are fixed."""
    cells = row.cells
    number = 0
    while number < len(cells):
        last = number
        while last + 1 < len(texts) and texts[last + 1] == "<":
            last += 1
        cell = cells[number].merge(cells[last]) if last > number else cells[number]
        text = texts[number] if number < len(texts) and texts[number] != "^" else ""
        left = texts[number - 1] if number else ""
        _write(cell, text, form, "" if has_controls(left) else left)
        number = last + 1


def _join_above(table: Table, texts: list[str]) -> None:
    """Join the cells of the last row that say `^` to those above them."""
    for number, text in enumerate(texts):
        if text == "^":
            above, here = table.rows[-2].cells[number], table.rows[-1].cells[number]
            above._tc.vMerge, here._tc.vMerge = "restart", "continue"


def _write(cell: _Cell, text: str, form: bool, asked: str) -> None:
    """Write a cell; `asked` is the label on its left, the name of what is to be filled in here."""
    centred = text.startswith(CENTRED)  # figures: what is filled in stands left otherwise
    text = text.removeprefix(CENTRED)
    label = bool(text) and not any(sign in text for sign in ("{{", "□", "　")) and not has_controls(text)
    for extra in cell.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    lines = text.split("\\n")
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.style = style_of("表签" if label or centred else "表文")
        write_line(paragraph, locked(line) if form and label else line, asked.replace("\\n", ""))
    vertical = OxmlElement("w:vAlign")
    vertical.set(qn("w:val"), "center")
    cell._tc.get_or_add_tcPr().append(vertical)


def _borders(table: Table) -> None:
    """Draw single black rules: the style of the table is not relied on, WPS has other defaults."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    assert layout is not None  # autofit was set
    layout.addprevious(borders)  # Word minds the order
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", CELL_MARGIN), ("left", 108), ("bottom", CELL_MARGIN), ("right", 108)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    layout.addnext(margins)
