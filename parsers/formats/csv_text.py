"""Comma, semicolon, tab and bar separated text → one grid."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from parsers.formats.plain import to_text
from parsers.limits import MAX_CELLS
from parsers.paper import Cell, Grid, Paper
from parsers.tidy import clean

_DELIMITERS = ("\t", ",", ";", "|")
_SAMPLE = 20_000  # characters looked at to find the delimiter


def read(name: str, data: bytes) -> Paper:
    """Return delimited text as a `Paper` with one grid "表1"; cells that a tab or `=` guards as text are bared."""
    text = to_text(data).lstrip("\ufeff")
    delimiter = find_delimiter(text) or ","
    if text[:4].lower() == "sep=":  # Excel's own hint
        delimiter, text = text[4:5] or ",", text.partition("\n")[2]
    cells: list[Cell] = []
    try:
        for row, values in enumerate(_rows(text, delimiter), start=1):
            for column, value in enumerate(values, start=1):
                shown = _bare(value)
                if shown:
                    cells.append(Cell(row, column, shown))
            if len(cells) > MAX_CELLS:
                return Paper(
                    name,
                    "csv",
                    (Grid(tuple(cells), "表1"),),
                    {},
                    f"「{name}」的单元格超过 {MAX_CELLS} 个，只读了前面的部分，请人工查看。",
                )
    except csv.Error:
        problem = f"「{name}」是逗号分隔的表格，但引号不成对，只读了前面的部分，请人工查看。"
        return Paper(name, "csv", (Grid(tuple(cells), "表1"),) if cells else (), {}, problem)
    return Paper(name, "csv", (Grid(tuple(cells), "表1"),) if cells else ())


def find_delimiter(text: str) -> str:
    """Return the delimiter that gives most rows the same number of cells (two or more), or ""."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    best, best_score = "", 0.0
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        try:
            widths = [len(row) for row in _rows(sample, delimiter) if any(cell.strip() for cell in row)]
        except csv.Error:
            continue
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        width, count = Counter(wide).most_common(1)[0]
        score = count / len(widths) * min(width, 30)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def is_table(text: str) -> bool:
    """Whether a text that does not call itself CSV is one: three columns or more in at least two rows, all alike."""
    delimiter = find_delimiter(text)
    if not delimiter:
        return False
    try:
        rows = [row for row in _rows(text[:_SAMPLE], delimiter) if any(cell.strip() for cell in row)]
    except csv.Error:
        return False
    if len(text) > _SAMPLE:
        rows = rows[:-1]
    widths = {len(row) for row in rows}
    return len(rows) >= 2 and len(widths) == 1 and widths.pop() >= 3


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(
        io.StringIO(clean(text), newline=""), delimiter=delimiter, skipinitialspace=delimiter != "\t"
    )


def _bare(value: str) -> str:
    value = value.strip(" \t\n\u3000")
    if value.startswith('="') and value.endswith('"'):
        value = value[2:-1]
    return value.lstrip("'") if value.startswith("'") and value[1:2].isdigit() else value
