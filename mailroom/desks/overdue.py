"""逾期督办: what follows when a department stays silent: 督办通知书, somebody goes there, the leader is asked.

The rungs stand in `ladder`. After a stop nothing is caught up rung by rung: the department gets the one letter that is
highest, somebody the one task that is highest, and the journal names what was passed over.
"""

from __future__ import annotations

import logging
from datetime import datetime

from ledger import casework, supervising, worklists
from ledger.codes import AT_WORK
from ledger.models import Department, Dispatch
from ledger.opening import transaction
from ledger.vocabulary import DispatchState, Stage, Way, label
from ledger.workdays import add_workdays, in_office_hours
from mailroom.desks import proposals, written
from mailroom.desks.ladder import days_late, stage_of
from mailroom.desks.supervision import whose_turn_it_is
from mailroom.office import Office
from mailroom.waypoints import reached

log = logging.getLogger(__name__)

HIGH = (Stage.WRITTEN, Stage.ON_SITE, Stage.INSTRUCTION)
ORDER = list(Stage)


def supervise(office: Office, *, now: datetime) -> None:
    """Take the rung that each late assignment has reached, in office hours, from the hour of the day's reminders.

    What goes wrong about one department keeps no other's back; the first fault is raised when all are through.
    """
    duties = office.settings.duties
    if not in_office_hours(now, office.calendar, office.hours) or now.time() < duties.remind_at:
        return
    fault = None
    for department, items in _by_department(office, now=now).items():
        try:
            with transaction():
                _supervise_department(office, [row.id for row, _ in items], now=now)
        except Exception as error:
            log.warning("no supervision of %s: %s", department.name, type(error).__name__)
            fault = fault or error
            continue
        reached("supervision posted")
    if fault is not None:
        raise fault


def _by_department(office: Office, *, now: datetime) -> dict[Department, list[tuple[Dispatch, Stage]]]:
    """The late assignments that have a rung before them, whose letters have arrived."""
    rows = worklists.open_dispatches(due_before=now)
    done = worklists.reminded_stages(rows)
    staged = [(row, stage_of(office, row, now=now)) for row in rows]
    due = [
        (row, stage)
        for row, stage in staged
        if stage is not None and stage in HIGH and _missing(stage, done.get(row.id, set()))
    ]
    return whose_turn_it_is(office, due, now=now)


def _missing(stage: Stage, done: set[str]) -> list[Stage]:
    """The rungs up to this one, from the first that is late, that were neither taken nor passed over."""
    late = ORDER[ORDER.index(Stage.RED) : ORDER.index(stage) + 1]
    return [each for each in late if each not in done]


def _supervise_department(office: Office, ids: list[int], *, now: datetime) -> None:
    rows = [row for row in map(Dispatch.get_by_id, ids) if _still_open(row)]  # an answer may have come
    done = worklists.reminded_stages(rows)
    reached_now = [(row, stage_of(office, row, now=now)) for row in rows]
    rungs = [
        (row, stage, _missing(stage, done.get(row.id, set()))) for row, stage in reached_now if stage in HIGH
    ]
    letter_key = _write(office, [row for row, _, missing in rungs if Stage.WRITTEN in missing], now=now)
    for row, stage, missing in rungs:
        if letter_key and Stage.WRITTEN in missing:
            supervising.take_rung(row, Stage.WRITTEN, now=now, letter_key=letter_key)
        _pass_over(office, row, [each for each in missing if each not in (stage, Stage.WRITTEN)], now=now)
        if stage in missing and stage != Stage.WRITTEN:
            _ask_person(office, row, stage, now=now)


def _still_open(row: Dispatch) -> bool:
    return row.state == DispatchState.OPEN and row.case.status in AT_WORK


def _write(office: Office, rows: list[Dispatch], *, now: datetime) -> str:
    """Post the department's notice of today; "" where there is none to post, or none can be."""
    if not rows:
        return ""
    department = rows[0].department
    if supervising.was_written_to(department, now.date()):
        return ""  # one a day: what became due since then is told tomorrow
    causes = [(row, supervising.cause_of(Stage.WRITTEN, row)) for row in rows]
    return written.supervise_in_writing(office, department, causes, now=now).key


def _pass_over(office: Office, row: Dispatch, stages: list[Stage], *, now: datetime) -> None:
    """Remember rungs that nothing was done about while they were the highest, and say so."""
    if not stages:
        return
    for stage in stages:
        supervising.take_rung(row, stage, now=now)
    names = "、".join(label("stage", stage) for stage in stages)
    late = f"已逾期{days_late(office, row, now=now)}个工作日"
    casework.note(row.case, f"{late}，{names}当时没有办，不再补办", now=now)


def _ask_person(office: Office, row: Dispatch, stage: Stage, *, now: datetime) -> None:
    """现场督办, or 拟办: the rungs that a person takes."""
    supervising.take_rung(row, stage, now=now)
    cause, late = supervising.cause_of(stage, row), f"逾期{days_late(office, row, now=now)}个工作日"
    if stage == Stage.INSTRUCTION:
        proposals.propose(office, row, cause=cause, because=f"{late}仍未办结", now=now)
        return
    close = office.settings.hours.close
    until = add_workdays(now.date(), office.settings.supervision.site_days, office.calendar, close=close)
    supervising.open_supervision(row, Way.ON_SITE, cause, because=late, now=now, due_at=until.due_at)
