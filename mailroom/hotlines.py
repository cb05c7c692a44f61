"""The integration ledger as the office keeps it: sheets in, and what an inspection of the departments has to look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from generators.inspection_sheet import Inspected
from ledger import hotlines, liaisons, worklists
from ledger.models import Line, Mail
from ledger.opening import transaction
from mailroom.hotline_sheet import HEADINGS, REQUIRED, Reading, rows_of, unknown_headings
from mailroom.office import Office
from mailroom.spreadsheets import Page, read_pages


@dataclass
class Entered:
    """What a sheet changed: numbers of hotlines by what became of them, and what a person should look at."""

    new: list[str] = field(default_factory=list)
    changed: dict[str, str] = field(default_factory=dict)  # number → what changed, a Chinese sentence
    same: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)  # Chinese sentences


def import_sheet(
    office: Office, name: str, data: bytes, *, now: datetime, by: str, allowed_new: str = ""
) -> Entered:
    """Enter the hotlines of a spreadsheet, all or none; raises `BadSheet` with every fault.

    `allowed_new`: by what leave hotlines stand in it that were opened after the plan.
    """
    pages = read_pages(name, data, HEADINGS, REQUIRED)
    reading = reading_of(office, now=now, may_be_new=bool(allowed_new))
    rows = in_full(office, rows_of(pages, name, reading))
    by = f"{by}（{allowed_new}）" if allowed_new else by
    with transaction():
        entered = enter(rows, now=now, by=by)
    entered.doubts += _doubts(pages, rows, entered, had_some=bool(reading.on_file))
    return entered


def reading_of(
    office: Office, *, now: datetime, blank_stays: bool = False, may_be_new: bool = False
) -> Reading:
    """What a sheet is read by: the office's rules, what is on file, and today."""
    on_file = {line.number: line for line in hotlines.lines()}
    return Reading(office.settings.lines, on_file, now.date(), blank_stays=blank_stays, may_be_new=may_be_new)


def in_full(office: Office, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows with their departments under the full names that the directory has for them."""
    city = office.settings.office.city
    for row in rows:
        called = row.get("department", "")
        meant = worklists.department_named(called) or worklists.department_named(called.removeprefix(city))
        if meant is not None:
            row["department"] = meant.name
    return rows


def enter(rows: list[dict[str, Any]], *, now: datetime, by: str, mail: Mail | None = None) -> Entered:
    """Enter the rows of a sheet, inside the caller's transaction."""
    entered = Entered()
    for row in rows:
        values = {name: value for name, value in row.items() if name != "number"}
        number, is_new = row["number"], hotlines.line_numbered(row["number"]) is None
        what = hotlines.enter(number, values, now=now, by=by, mail=mail)
        if is_new:
            entered.new.append(number)
        elif what:
            entered.changed[number] = what
        else:
            entered.same.append(number)
    return entered


def inspection(office: Office, on: date) -> list[Inspected]:
    """What an inspection has to look at, by department; those in order are left out. Most to look at comes first."""
    by_name: dict[str, list[Line]] = {each.name: [] for each in worklists.departments(on)}
    for line in hotlines.lines():
        by_name.setdefault(line.department, []).append(line)
    channels = liaisons.channels_filed(on)
    filed = {each.name for each in worklists.departments(on) if channels.get(each.id)}
    asked = office.settings.liaison.due_on is not None  # else no department has to hand one in
    found = [_inspected(name, lines, name in filed or not asked, on) for name, lines in by_name.items()]
    return sorted((each for each in found if each.points), key=lambda each: (-each.late, -len(each.points)))


def _inspected(name: str, lines: list[Line], has_form: bool, on: date) -> Inspected:
    unfinished = [line for line in lines if line.done_on is None]
    late = [line for line in unfinished if hotlines.is_late(line, on)]
    points = [f"{_named(line)}逾期{(on - line.due_on).days}天未完成整合" for line in late]
    points += [f"{_named(line)}没有确定整合方式" for line in unfinished if not line.way]
    points += [f"{_named(line)}没有负责人" for line in unfinished if not line.responsible]
    points += [f"{_named(line)}没有报过进度" for line in unfinished if line.way and not line.progress]
    if not has_form:
        points.append("没有报送联系表")
    if lines and worklists.department_named(name) is None:
        points.append("不在单位名录中，发不到通知")
    return Inspected(name, len(lines), len(unfinished), len(late), tuple(points))


def _named(line: Line) -> str:
    return f"{line.number}（{line.name}）"


def _doubts(pages: list[Page], rows: list[dict[str, Any]], entered: Entered, *, had_some: bool) -> list[str]:
    doubts = []
    if unknown := unknown_headings(pages):
        doubts.append(f"没有用上的列：{'、'.join(unknown)}")
    strange = dict.fromkeys(
        row["department"]
        for row in rows
        if row.get("department") and worklists.department_named(row["department"]) is None
    )
    if strange:
        doubts.append(f"单位名录中没有，提醒和通报发不到：{'、'.join(strange)}")
    undated = [row["number"] for row in rows if row["number"] in entered.new and not row.get("opened_on")]
    if had_some and undated:
        doubts.append(
            f"新登记的热线没有写开通日期，请核实不是方案印发以后新建的（原则上不得新建）：{'、'.join(undated)}"
        )
    return doubts
