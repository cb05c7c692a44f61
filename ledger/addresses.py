"""Where letters to a department go: its addresses on file, and which of them letters come back from (退信).

Nothing on file is changed when an address dies: it still proves who writes to us, and its place in the order is kept
for the day on which it works again. Every function that writes runs inside the caller's transaction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from ledger.directory import departments
from ledger.models import DeadAddress, Department, Mail

# What a server would take at all; whoever enters an address is told of more (config.tables).
USABLE = re.compile(r"[!-?A-~]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def writable(department: Department) -> list[str]:
    """The addresses on file that a letter can go to, in order; a whole domain ("@zjj.example.cn") only proves senders."""
    return [address for address in department.addresses if USABLE.fullmatch(address)]


def goes_on_paper(department: Department) -> bool:
    """Whether a department has no mailbox that letters can go to, none on file or all dead: they are printed and delivered
    (打印送达).
    """
    return not live(department)


def dead_of(department: Department) -> list[DeadAddress]:
    """The addresses of a department that letters come back from, in the order in which that was found out."""
    return [row for row in DeadAddress.having(department=department) if row.mended_at is None]


RETURNED = "被退回："  # in the reason of one that no person has written off


def returned_from(address: str) -> list[DeadAddress]:
    """The rows of an address that is written to no more as letters came back from it, one for each department."""
    dead = DeadAddress.mended_at.is_null() & DeadAddress.because.contains(RETURNED)
    here = DeadAddress.address == address.lower()
    return list(DeadAddress.select().where(dead & here).order_by(DeadAddress.id))


def live(department: Department) -> list[str]:
    """The addresses that letters may go to, the first on file first; [] where none is known or all are dead."""
    dead = {row.address.lower() for row in dead_of(department)}
    return [address for address in writable(department) if address.lower() not in dead]


def instead(department: Department, to: Sequence[str]) -> list[str]:
    """Who gets a letter that was drawn up for `to`: the first address that lives, where it was meant for the first on
    file. Nobody else is written to in its place; where all are dead it stays as it is.
    """
    alive = live(department)
    return alive[:1] if alive and list(to) == department.addresses[:1] else list(to)


def last_mended(department: Department, address: str) -> datetime | None:
    """When an address was last found to work again, or None."""
    rows = DeadAddress.having(department=department)
    return max((row.mended_at for row in rows if row.mended_at and _same(row.address, address)), default=None)


def bury(
    department: Department, address: str, *, because: str, now: datetime, mail: Mail | None = None
) -> bool:
    """Write down that letters come back from an address; False where that is known."""
    if any(_same(row.address, address) for row in dead_of(department)):
        return False
    DeadAddress.create(department=department, address=address.lower(), since=now, because=because, mail=mail)
    return True


def mend(department: Department, address: str, *, now: datetime, by: str) -> bool:
    """Let letters go to an address again, or forget one that is no longer on file; False where it was not dead."""
    dead = [row.id for row in dead_of(department) if _same(row.address, address)]
    here = DeadAddress.id.in_(dead) & DeadAddress.mended_at.is_null()
    return bool(dead and DeadAddress.update(mended_at=now, mended_by=by).where(here).execute())


def mend_for_all(department: Department, address: str, *, now: datetime, by: str) -> bool:
    """Let letters go to an address again, also those of the other departments that share it: it is one mailbox. Of these,
    one that a person has written off stays off. False where it was not dead for `department`.
    """
    mended = mend(department, address, now=now, by=by)
    mend_returned(address, now=now, by=by)
    return mended


def mend_returned(address: str, *, now: datetime, by: str) -> None:
    """Let letters go again to an address that they came back from, for all departments that share it; where a person has
    written it off it stays off.
    """
    for dead in returned_from(address):
        mend(dead.department, dead.address, now=now, by=by)


def put_on_file(department: Department, addresses: Iterable[str], *, now: datetime, by: str) -> list[str]:
    """What a person has changed in the addresses on file mends the dead among them; returns those mended.

    One that stood there before and stands there now stays dead: a directory that is imported for another department's
    sake says nothing about it. `department` holds the addresses of before.
    """
    before = {each.lower() for each in department.addresses}
    after = {each.lower() for each in addresses}
    changed = [row.address for row in dead_of(department) if row.address not in before & after]
    return [each for each in changed if mend(department, each, now=now, by=by)]


def register(department: Department, address: str, *, now: datetime, by: str) -> bool:
    """Put one more address on file, as the last; False where it stood there. It counts as working from now on."""
    mend(department, address, now=now, by=by)
    fresh = Department.get_by_id(department.id)
    if any(_same(each, address) for each in fresh.addresses):
        return False
    Department.update(addresses=[*fresh.addresses, address.lower()]).where(
        Department.id == department.id
    ).execute()
    return True


def holders_of(address: str) -> list[Department]:
    """The departments that have this very address on file, in the order of the directory."""
    return [row for row in departments() if _on_file(row, address)]


def is_departments(address: str) -> bool:
    """Whether an address is on file for a department, or was when letters came back from it."""
    return bool(holders_of(address)) or DeadAddress.one(address=address.lower()) is not None


def _on_file(department: Department, address: str) -> bool:
    return any(_same(each, address) for each in department.addresses)


def _same(one: str, other: str) -> bool:
    return one.lower() == other.lower()
