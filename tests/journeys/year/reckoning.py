"""The figures of a month counted once more, from the sentences of the journals alone.

What the office counts with columns (`ledger.figures`) is counted here from what it wrote down for people, as the notice
itself defines it (统计范围, 应办结, 按时办结率 …). Of the ledger only journals, cases' numbers and departments are looked at.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from ledger.models import Case, Department, Dispatch, Journal

DISPATCHED = re.compile(r"转 (\S+)（(主办|协办)），(\d{4}-\d\d-\d\d \d\d:\d\d) 前反馈")
PROLONGED = re.compile(r"同意\S+延期\d+个工作日：办理时限 \S+ \S+ → (\d{4}-\d\d-\d\d \d\d:\d\d)")
RECOUNTED = re.compile(r"→ (\d{4}-\d\d-\d\d \d\d:\d\d)")
CALLED = re.compile(r"回访：(满意|基本满意|不满意)(?:，(已解决|部分解决|未解决))?")
CAME = re.compile(r"（来件于 (\d{4}-\d\d-\d\d \d\d:\d\d)）")
COUNTS = ("due", "on_time", "answered", "once", "redone", "rated", "satisfied", "solved")


@dataclass
class Told:
    """One assignment of a lead department, as the journal tells of it up to a moment."""

    department: str
    due_at: datetime
    answered_at: datetime | None = None
    corrected: bool = False
    taken_off_at: datetime | None = None  # given back, dispatched anew
    over_at: datetime | None = None  # withdrawn, joined to another
    redone: bool = False
    rating: str = ""
    solved: bool = False
    unreasonable: bool = False

    @property
    def counts(self) -> bool:
        """Whether it was the department's to answer when it fell due."""
        off = [each for each in (self.taken_off_at, self.over_at) if each is not None]
        return self.answered_at is not None or not off or min(off) > self.due_at


def figures_of_month(year: int, month: int, *, as_of: datetime) -> dict[str, Counter[str]]:
    """Return department → counts, for assignments due in the month, as everything stood at `as_of`."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for told in assignments_told(as_of):
        due = told.due_at
        if (due.year, due.month) != (year, month) or due > as_of or told.unreasonable or not told.counts:
            continue
        count = counted[told.department]
        count["due"] += 1
        count["on_time"] += told.answered_at is not None and told.answered_at <= due
        if told.answered_at is not None:
            count["answered"] += 1
            count["once"] += not told.corrected and not told.redone
            count["redone"] += told.redone
        count["rated"] += bool(told.rating)
        count["satisfied"] += told.rating in ("满意", "基本满意")
        count["solved"] += bool(told.rating) and told.solved
    return counted


def assignments_told(as_of: datetime) -> Iterator[Told]:
    """Every assignment of a lead department that the journals tell of, in the order of the cases."""
    by_case: dict[int, list[Journal]] = defaultdict(list)
    for entry in Journal.select().where(Journal.at <= as_of).order_by(Journal.id):
        by_case[entry.__data__["case"]].append(entry)
    for entries in by_case.values():
        yield from _of_one_case(entries)


def _of_one_case(entries: Iterable[Journal]) -> list[Told]:
    leads: dict[int, Told] = {}
    last: Told | None = None
    for entry in entries:
        number, text = entry.__data__["dispatch"], entry.because
        row = leads.get(number) if number is not None else last
        if entry.act == "dispatch":
            found = DISPATCHED.match(text)
            assert found, text
            if found[2] == "主办":
                if last is not None and last.answered_at is None and last.taken_off_at is None:
                    last.taken_off_at = entry.at
                last = leads[number] = Told(found[1], datetime.fromisoformat(found[3]))
        elif row is not None:
            _note(row, entry, text)
    return list(leads.values())


def _note(row: Told, entry: Journal, text: str) -> None:
    if entry.act == "answer":
        came = CAME.search(text)  # it waited for a person
        row.answered_at = datetime.fromisoformat(came[1]) if came else entry.at
    elif entry.act == "incomplete":
        row.corrected = True
    elif entry.act in ("extend", "recount"):
        found = (PROLONGED if entry.act == "extend" else RECOUNTED).search(text)
        row.due_at = datetime.fromisoformat(found[1]) if found else row.due_at
    elif entry.act == "send_back":
        row.taken_off_at = entry.at
    elif entry.act in ("withdraw", "merge"):
        row.over_at = entry.at
    elif entry.act == "redo":
        row.redone = row.answered_at is not None
    elif entry.act == "unreasonable":
        row.unreasonable = True
    elif entry.act == "follow_up" and (found := CALLED.search(text)):
        row.rating, row.solved = found[1], found[2] == "已解决"


def deadlines() -> Iterator[tuple[Case, Department, Dispatch]]:
    """Every assignment with its case and department, in order."""
    query = Dispatch.select(Dispatch, Case, Department).join(Case).switch(Dispatch).join(Department)
    for row in query.order_by(Dispatch.id):
        yield row.case, row.department, row
