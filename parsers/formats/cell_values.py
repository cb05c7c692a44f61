"""What a spreadsheet's cell holds → what a person reads in it, and the value kept beside the text."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from parsers.tidy import clean

Value = date | datetime | float | int | bool | None


def text_and_value(value: Any) -> tuple[str, Value]:
    """Return the text of a cell, and its value where it is no text: dates ISO, whole numbers without `.0`.

    A number of 18 digits, which Excel rounds to 15, is still written out (`180915101010115000`), never `1.8e+17`.
    """
    if isinstance(value, str):
        return clean(value).strip(" \t\n\u3000"), None
    if isinstance(value, bool):
        return ("是" if value else "否"), value
    if isinstance(value, int):
        return str(value), value
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e21:
            return str(int(value)), int(value)
        return f"{value:.15g}", value
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S" if value.second else "%Y-%m-%d %H:%M"), value
    if isinstance(value, date):
        return value.isoformat(), value
    if isinstance(value, time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M"), None
    return str(value), None
