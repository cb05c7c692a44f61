"""Numbers too long for a spreadsheet, which has put zeros for their last digits (ECMA-376: an IEEE double)."""

from __future__ import annotations

import re

MOST_DIGITS = 15
"""Digits of a number that Excel keeps (an IEEE double); a longer number typed as one ends in zeros."""


def is_rounded(value: object) -> bool:
    """Whether the value of a cell is a number of more digits than a spreadsheet keeps."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= 10**MOST_DIGITS


def rounded(text: str, where: str) -> str:
    """Return the sentence about a number `text` of the cell at `where` whose last digits the spreadsheet has lost."""
    return f"「{text}」是数字单元格{_cell_name(where)}，Excel 只保留前{MOST_DIGITS}位，后面的数字已经丢失，请核对原单"


def _cell_name(where: str) -> str:
    """Return the cell as Excel calls it: `… R2C1` → A2; "" where a place is none of a sheet."""
    hit = re.search(r"R(\d+)C(\d+)$", where)
    if hit is None:
        return ""
    letters, column = "", int(hit[2])
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f" {letters}{hit[1]}"
