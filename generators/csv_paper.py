"""A sheet as CSV: what Excel and WPS open at a double click, and every other program reads."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

from generators.sheet_paper import BAD_CHARACTERS, FORMULA_STARTS, LONGEST_TEXT, Sheet

LONGEST_NUMBER = 11  # digits; longer ones Excel shows as 1.8E+17, and saves them so


def csv_of(sheet: Sheet) -> bytes:
    """Return heading and rows as UTF-8 with a byte order mark, by which Excel knows it; moments as 2018-03-12 10:00.

    A text that a spreadsheet would take for a formula has ' before it, a long number a tab: both stay text.
    """
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow([column.heading for column in sheet.columns])
    lines.writerows([_text(value) for value in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return "" if value is None else str(value)
    text = BAD_CHARACTERS.sub("", value)[:LONGEST_TEXT]
    if text.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{text}"
    return f"\t{text}" if text.isdecimal() and len(text) > LONGEST_NUMBER else text
