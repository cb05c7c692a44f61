"""Yearly numbers: each is given once, also after the ledger was set back to a backup.

Every function here runs inside the caller's transaction.
"""

from __future__ import annotations

from datetime import datetime

from stdnum.iso7064 import mod_37_36

from ledger.models import DocumentNumber, Series

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


def document_number(key: str, *, series: str, title: str, now: datetime) -> DocumentNumber:
    """Give the paper `key` the next number of its series and year, or return the one that it has."""
    known = DocumentNumber.get_or_none(key=key)
    if known is not None:
        return known
    serial = next_number(series, now.year)
    return DocumentNumber.create(
        key=key, series=series, year=now.year, serial=serial, title=title, given_at=now
    )


def void_number(key: str, because: str) -> None:
    """Note why the paper `key` was not sent; its number is not given again. Nothing where it has none."""
    DocumentNumber.update(void_because=because).where(DocumentNumber.key == key).execute()


def enter_number(number: DocumentNumber) -> bool:
    """Enter a number that the register lost: it was given after the backup that the ledger is now. False: it is there.

    The series goes on behind it.
    """
    same = (DocumentNumber.series == number.series) & (DocumentNumber.year == number.year)
    if (
        DocumentNumber.select()
        .where((same & (DocumentNumber.serial == number.serial)) | (DocumentNumber.key == number.key))
        .exists()
    ):
        return False
    number.save(force_insert=True)
    Series.get_or_create(kind=number.series, year=number.year)
    here = (Series.kind == number.series) & (Series.year == number.year) & (Series.last < number.serial)
    Series.update(last=number.serial).where(here).execute()
    return True


def numbers_given(year: int) -> list[DocumentNumber]:
    """Return the register of a year (发文登记), by series and number."""
    here = DocumentNumber.year == year
    return list(DocumentNumber.select().where(here).order_by(DocumentNumber.series, DocumentNumber.serial))


def numbers_missing(numbers: list[DocumentNumber]) -> list[str]:
    """Return the numbers below the highest of each series that the register does not hold, as they would be printed."""
    given: dict[tuple[str, int], set[int]] = {}
    for number in numbers:
        given.setdefault((number.series, number.year), set()).add(number.serial)
    return [
        f"{series}〔{year}〕{serial}号"
        for (series, year), serials in given.items()
        for serial in range(1, max(serials))
        if serial not in serials
    ]
