"""Printed pages in a row → lines and grids: tables go on over pages, page numbers are left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from parsers.formats.printed.cutting import CUT, is_cut
from parsers.formats.printed.lines import lines_of
from parsers.formats.printed.loose_cells import column_starts, parted
from parsers.formats.printed.marks import Rule, Sheet, Sign, TextLine
from parsers.formats.printed.paragraphs import Column, cell_text, column_of, join, text_of
from parsers.formats.printed.placed import PlacedTable, tables_joined
from parsers.formats.printed.ruling import Area, RuledTable, find_tables, joined_rules
from parsers.formats.printed.spreads import spread
from parsers.formats.printed.unruled import Region, find_regions, joined, table_of
from parsers.paper import Cell, Grid, Line, Unsure

_PAGE_NUMBER = re.compile(
    r"^[-—–_·•\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:[\s/，,]*共?\s*\d{1,4}\s*页?)?[-—–_·•\s]*$|^Page \d+(?: of \d+)?$"
)
_MARGIN = (
    0.11  # share of a page's height, at its top and bottom, in which page numbers and running heads stand
)


_Part = TextLine | PlacedTable | Region


def read_sheets(
    sheets: Sequence[Sheet], *, tabular: bool = False
) -> tuple[tuple[Line | Grid, ...], tuple[Unsure, ...]]:
    """Return what is printed on the pages, in reading order, and which cells of it are doubtful.

    Places: "第1页 第3段", "第1页 表2", of a doubtful cell "第1页 表2 R1C3".

    `tabular`: the document was made by a spreadsheet; see `spread`.
    """
    sheets = spread(sheets, tabular=tabular)
    contents = _without_running_heads([_contents(sheet) for sheet in sheets], sheets)
    flow = _laid_out(tables_joined([part for page in contents for part in page]))
    cut: set[int] = set()
    if tabular:
        flow = _with_loose_cells(flow, {sheet.number: column_starts(sheet) for sheet in sheets}, cut)
    lines = [part for part in flow if isinstance(part, TextLine)]
    widths = {sheet.number: sheet.width for sheet in sheets}
    columns = {
        number: column_of(own, width)
        for number, width in widths.items()
        if (own := [line for line in lines if line.page == number])
    }
    unsure: list[Unsure] = []
    return tuple(_blocks(flow, columns, unsure, cut)), tuple(unsure)


def _with_loose_cells(
    flow: Sequence[TextLine | PlacedTable], starts: dict[int, list[float]], cut: set[int]
) -> list[TextLine | PlacedTable]:
    """Return the flow with its lines as rows of a sheet; `cut` gets those that may not be whole (`id`)."""
    out: list[TextLine | PlacedTable] = []
    for part in flow:
        if isinstance(part, TextLine):
            part, is_cut_off = parted(part, starts[part.page])
            if is_cut_off:
                cut.add(id(part))
        out.append(part)
    return out


def _contents(sheet: Sheet) -> list[_Part]:
    """Return the lines and tables of a page from top to bottom."""
    tables = find_tables(sheet.rules)
    inside: dict[int, list[Sign]] = {}
    outside: list[Sign] = []
    by_size = sorted(
        range(len(tables)), key=lambda i: tables[i].size
    )  # a table in a frame: the smaller one has it
    before: Sign | None = None
    owner: int | None = None
    for sign in sheet.signs:
        x, y = (sign.left + sign.right) / 2, (sign.top + sign.bottom) / 2
        last, owner = owner, next((i for i in by_size if tables[i].holds(x, y)), None)
        if owner is None and last is not None and before is not None and before.touches(sign):
            owner = last  # text that is too long for the last cell of its row
        before = sign
        if owner is None:
            outside.append(sign)
        else:
            inside.setdefault(owner, []).append(sign)
    regions = find_regions(outside, _outside(sheet.rules, tables), sheet.number)
    taken = {id(sign) for region in regions for sign in region.signs}
    rest = [sign for sign in outside if id(sign) not in taken]
    parts: list[tuple[float, _Part]] = [(line.top, line) for line in lines_of(rest, sheet.number)]
    parts += [(region.top, region) for region in regions]
    for number, table in enumerate(tables):
        cells, doubts = _cells(table, inside.get(number, []))
        if any(cell.text for cell in cells):
            parts.append((table.top, PlacedTable(sheet.number, sheet.number, table, cells, doubts)))
    return [part for _, part in sorted(parts, key=lambda pair: pair[0])]


def _outside(rules: Sequence[Rule], tables: Sequence[RuledTable]) -> list[Rule]:
    """Return the lines across, those in one another's continuation as one, that no table holds."""
    return [
        rule
        for rule in joined_rules(rules)
        if rule.across and not any(table.holds((rule.start + rule.end) / 2, rule.at) for table in tables)
    ]


def _laid_out(flow: Sequence[_Part]) -> list[TextLine | PlacedTable]:
    """Return the flow with each region as the table that it is, or as its lines."""
    waiting: list[_Part] = []
    for part in flow:
        before = waiting[-1] if waiting else None
        if isinstance(part, Region) and isinstance(before, Region) and part.page == before.last_page + 1:
            both = joined(before, part)
            if both is not None:
                waiting[-1] = both
                continue
        waiting.append(part)
    out: list[TextLine | PlacedTable] = []
    for part in waiting:
        if not isinstance(part, Region):
            out.append(part)
            continue
        table = table_of(part)
        if table is None:
            out += part.lines
        else:
            out.append(PlacedTable(part.page, part.last_page, None, table.cells, table.doubts))
    return out


def _cells(table: RuledTable, signs: Sequence[Sign]) -> tuple[tuple[Cell, ...], dict[tuple[int, int], str]]:
    """Return the cells with their texts, and why some are doubted."""
    held: dict[int, list[Sign]] = {}
    squares: dict[tuple[int, int], int] = {}
    for number, area in enumerate(table.areas):
        for row in range(area.row, area.row + area.down):
            for col in range(area.col, area.col + area.across):
                squares[row, col] = number
    before: Sign | None = None
    square = 0
    for sign in signs:
        if before is None or not before.touches(sign):  # else text that is too long for its cell
            row = _stretch(table.rows, (sign.top + sign.bottom) / 2)
            col = _stretch(table.columns, (sign.left + sign.right) / 2)
            square = squares[row, col]
        held.setdefault(square, []).append(sign)
        before = sign
    cells = []
    doubts = {}
    for number, area in enumerate(table.areas):
        lines = lines_of(held.get(number, ()))
        text = cell_text(lines, area.left, area.right)
        cells.append(Cell(area.row, area.col, text, area.down, area.across))
        if lines and (is_cut(lines, area.right, 0.6) or _hangs_over(lines, area)):
            doubts[area.row, area.col] = CUT
    return tuple(cells), doubts


def _hangs_over(lines: Sequence[TextLine], area: Area) -> bool:
    """Whether a line of text stands across the upper or lower edge of its cell: the row is too low for its text."""
    allowed = 0.35 * lines[0].size
    return lines[0].top < area.top - allowed or lines[-1].bottom > area.bottom + allowed


def _stretch(edges: Sequence[float], place: float) -> int:
    """Return between which edges a place lies, from 1; what lies outside belongs to the nearest."""
    return max(1, min(sum(edge <= place for edge in edges), len(edges) - 1))


def _without_running_heads(contents: Sequence[list[_Part]], sheets: Sequence[Sheet]) -> list[list[_Part]]:
    """Leave out page numbers, and heads and feet that were on an earlier page already."""
    seen: Counter[tuple[str, int]] = Counter()
    out: list[list[_Part]] = []
    for sheet, parts in zip(sheets, contents, strict=True):
        kept: list[_Part] = []
        for part in parts:
            if isinstance(part, TextLine) and not _MARGIN < part.top / sheet.height < 1 - _MARGIN:
                if _PAGE_NUMBER.match(part.text):
                    continue
                place = (part.text, round(part.top))
                seen[place] += 1
                if seen[place] > 1:
                    continue
            kept.append(part)
        out.append(kept)
    return out


def _blocks(
    flow: Sequence[TextLine | PlacedTable], columns: dict[int, Column], unsure: list[Unsure], cut: set[int]
) -> Iterator[Line | Grid]:
    counts: Counter[tuple[int, str]] = Counter()
    waiting: list[TextLine] = []

    def flushed() -> Iterator[Line]:
        if not waiting:
            return
        for group in join(waiting, columns[waiting[0].page]):
            page = group[0].page
            counts[page, "段"] += 1
            where = f"第{page}页 第{counts[page, '段']}段"
            text = text_of(group, columns[page])
            if any(id(line) in cut for line in group):
                unsure.append(Unsure(where, text[:40], 0.0, CUT))
            yield Line(text, where)
        waiting.clear()

    for part in flow:
        if isinstance(part, TextLine):
            waiting.append(part)
            continue
        yield from flushed()
        page = part.page
        counts[page, "表"] += 1
        where = f"第{page}页 表{counts[page, '表']}"
        yield Grid(part.cells, where)
        unsure += [
            Unsure(f"{where} R{cell.row}C{cell.col}", cell.text[:40], 0.0, because)
            for cell in part.cells
            if cell.text and (because := part.doubts.get((cell.row, cell.col)))
        ]
    yield from flushed()
