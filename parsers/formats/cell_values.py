"""What a spreadsheet's cell holds → what a person reads in it, and the value kept beside the text."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from parsers.tidy import clean

Value = date | datetime | float | int | bool | None
Held = str | bool | int | float | date | datetime | time | timedelta

# Numbers of formats that are dates without a code of their own; 27 to 36 and 50 to 58 are so in Chinese Excel.
_DATE_NUMBERS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_CODE = re.compile(r"[ymdhs年月日时分秒]", re.IGNORECASE)
_LAST_SERIAL = 2_958_466  # the year 10000


def is_date_format(number: int, code: str) -> bool:
    """Whether a number format shows a date or time; `code` is "" for a built-in one."""
    if not code:
        return number in _DATE_NUMBERS
    bare = _NOT_CODE.sub("", code.partition(";")[0])
    return bool(_DATE_CODE.search(bare)) and not re.fullmatch(r"\s*general\s*", bare, re.IGNORECASE)


def date_of(serial: float, since_1904: bool = False) -> date | datetime | time | float:
    """Return the date, moment or time of day that a serial number means; a number that means none stays one."""
    if not 0 <= serial < _LAST_SERIAL:  # also NaN
        return serial
    if serial < 1:
        return (datetime(2000, 1, 1) + timedelta(seconds=round(serial * 86_400))).time()
    if since_1904:
        start = datetime(1904, 1, 1)
    else:  # Excel believes in 29 February 1900
        start = datetime(1899, 12, 30) if serial >= 61 else datetime(1899, 12, 31)
    try:
        moment = start + timedelta(days=int(serial), seconds=round((serial - int(serial)) * 86_400))
    except OverflowError:
        return serial
    return moment.date() if serial == int(serial) else moment


def text_and_value(value: Held) -> tuple[str, Value]:
    """Return the text of a cell, and its value where it is no text: dates ISO, whole numbers without `.0`.

    A number of 18 digits, which Excel keeps to 15, is written out as Excel shows it: `180915101010115000`.
    """
    if isinstance(value, str):
        return clean(value).strip(" \t\n\u3000"), None
    if isinstance(value, bool):
        return ("是" if value else "否"), value
    if isinstance(value, int):
        return str(value), value
    if isinstance(value, float):
        if not math.isfinite(value):
            return "#NUM!", None
        if value.is_integer() and abs(value) < 1e21:
            shown = int(value) if abs(value) < 1e15 else int(Decimal(f"{value:.15g}"))
            return str(shown), shown
        return f"{value:.15g}", value
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S" if value.second else "%Y-%m-%d %H:%M"), value
    if isinstance(value, date):
        return value.isoformat(), value
    if isinstance(value, time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M"), None
    return str(value), None
