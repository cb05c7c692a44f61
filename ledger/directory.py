"""The directory of departments (单位名录): who there is on a day, who is meant by a name or an address, who comes after whom."""

from __future__ import annotations

from datetime import date

from ledger.models import Department, database
from ledger.rows import statement

MOST_REFORMS = 4  # one after another, before the register is taken to run in a circle


def departments(on: date | None = None) -> list[Department]:
    """All departments, or those valid on a day. For reading: the rows are shared by all who ask."""
    rows = _directory.rows()
    return list(rows) if on is None else [row for row in rows if is_valid(row, on)]


class _Directory:
    """The departments as rows, made anew only when the table has changed.

    Every mail asks for all of them twice. Making 80 rows with their lists costs 1.5 ms; fetching their bare columns and
    seeing that these are the same as last time costs 0.2, and is as right when another process has changed them.
    """

    def __init__(self) -> None:
        self._last: tuple[list[tuple], list[Department]] = ([], [])

    def rows(self) -> list[Department]:
        columns = database.execute_sql(statement(Department)).fetchall()
        known, rows = self._last  # one assignment and one reading of it: threads share this
        if columns != known:
            rows = list(Department.select().order_by(Department.id))
            self._last = (columns, rows)
        return rows


_directory = _Directory()


def is_valid(department: Department, on: date) -> bool:
    """Whether a department exists on a day."""
    begun = department.valid_from is None or department.valid_from <= on
    return begun and (department.valid_to is None or on <= department.valid_to)


def in_force(department: Department, on: date) -> Department | None:
    """The department, or who has taken over from it by a day, in a few steps where there were several reforms; None where
    the register does not say.
    """
    if is_valid(department, on):
        return department
    by_name = {each.name: each for each in departments()}
    current: Department | None = department
    for _ in range(MOST_REFORMS):
        if current is None or is_valid(current, on):
            return current
        current = by_name.get(current.successor or "")
    return None


def department_named(name: str) -> Department | None:
    """The department with this full name, or the only one with this alias; before either the city is often left out, or
    written short: 市城管局, 市综合行政执法局.
    """
    exact = Department.one(name=name)
    if exact:
        return exact
    everyone = departments()
    for calls in (_bears_alias, _is_called_shortly):
        alike = [row for row in everyone if calls(row, name)]
        if alike:
            return alike[0] if len(alike) == 1 else None
    return None


def _bears_alias(department: Department, name: str) -> bool:
    return name in department.aliases


def _is_called_shortly(department: Department, name: str) -> bool:
    city, _, rest = name.partition("市")
    if not rest or not department.name.startswith(city):
        return False
    return rest in department.aliases or (not city and department.name.endswith(name))


def departments_of_sender(address: str, *, whole_domains: bool = False) -> list[Department]:
    """Departments that have this mail address on file (or its domain, `@zjj.example.cn`, where the office says so)."""
    domain = "@" + address.rpartition("@")[2]
    wanted = {address.lower(), domain.lower()} if whole_domains else {address.lower()}
    return [row for row in departments() if wanted & {known.lower() for known in row.addresses}]
