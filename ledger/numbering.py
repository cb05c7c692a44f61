"""Yearly numbers: each is given once, also after the ledger was set back to a backup.

Every function here runs inside the caller's transaction.
"""

from __future__ import annotations

from stdnum.iso7064 import mod_37_36

from ledger.models import Series

STRIDE = 10_000  # numbers given after a backup, and unknown to it, are fewer
LAST = 999_999  # six digits


def case_number(prefix: str, year: int, serial: int) -> str:
    """Return a case number, `TZ-2018-000123-G`: prefix, year, six digits, ISO 7064 MOD 37,36 check character."""
    body = f"{prefix}{year}{serial:06d}"
    return f"{prefix}-{year}-{serial:06d}-{mod_37_36.calc_check_digit(body)}"


def next_number(kind: str, year: int) -> int:
    """Take the next number of a yearly series: without gaps, safe under several processes.

    The UPDATE locks the row until the caller's transaction ends, and a transaction that fails gives its number back.
    """
    here = (Series.kind == kind) & (Series.year == year)
    if not Series.update(last=Series.last + 1).where(here).execute():
        Series.get_or_create(kind=kind, year=year)  # another process may be making it at this moment
        Series.update(last=Series.last + 1).where(here).execute()
    return Series.one(kind=kind, year=year).last


def leap(kind: str, year: int, *, above: int = 0) -> int:
    """Go on at the next full ten thousand, past the numbers that a backup does not know of; returns the last one skipped.

    `above`: the highest number that is known to have been given; one that leaves no room is not believed.
    """
    row, _ = Series.get_or_create(kind=kind, year=year)
    start = above if row.last < above <= LAST - 2 * STRIDE else row.last
    goal = (start // STRIDE + 1) * STRIDE
    Series.update(last=goal).where(Series.id == row.id).execute()
    return goal
