"""Columns of a spreadsheet that people fill in: lists to choose from, and what must not change locked, gently."""

from __future__ import annotations

from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

# What a locked sheet still allows; there is no password, whoever has to can take the lock away.
ALLOWED = ("formatCells", "formatColumns", "formatRows", "insertRows", "sort", "autoFilter")


def open_column(
    page: Worksheet, number: int, rows: tuple[int, int], choices: tuple[str, ...], number_format: str
) -> None:
    """Unlock the cells of a column in these rows, with a list of `choices`, beside which others can be typed.

    `number_format` is of what is typed: a day with its time would not fit, and print as ####.
    """
    letter = get_column_letter(number)
    for row in range(rows[0], rows[1] + 1):
        cell = page.cell(row, number)
        cell.protection, cell.number_format = Protection(locked=False), number_format or "General"
    if choices:
        listed = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        listed.errorStyle, listed.showErrorMessage = "warning", True
        listed.errorTitle, listed.error = "请核对", f"可选：{'、'.join(choices)}"
        listed.add(f"{letter}{rows[0]}:{letter}{rows[1]}")
        page.add_data_validation(listed)


def lock_the_rest(page: Worksheet) -> None:
    """Lock every other cell of the page, without a password."""
    page.protection.sheet = True
    for name in ALLOWED:
        setattr(page.protection, name, False)  # False allows, in this file format
