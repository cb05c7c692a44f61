"""承接: what lies with a department that has been dissolved passes to who took over its duties (rules.md, 分办).

The register names the successor; where it names none, or the successor can't have the case, a person decides. Nobody
reminds an office that does not exist any more.
"""

from __future__ import annotations

import logging
from datetime import datetime

from generators.wording import month_day_words
from ledger import casework, listings, postbook, worklists
from ledger.models import Dispatch
from ledger.opening import transaction
from ledger.workdays import in_office_hours
from mailroom import holding
from mailroom.desks import clearing, reassignment
from mailroom.errors import MailroomError
from mailroom.office import Office

log = logging.getLogger(__name__)

HELD = "dissolved"  # the kind of its entries in the pen


def pass_on(office: Office, *, now: datetime) -> None:
    """Give the open assignments of dissolved departments to their successors, in office hours; else hold each once."""
    if not in_office_hours(now, office.calendar, office.hours):
        return
    _settle_moved(now=now)
    dissolved = [each for each in worklists.departments() if not worklists.is_valid(each, now.date())]
    for row in worklists.open_dispatches(of=dissolved):
        try:
            _pass_on(office, row, now=now)
        except MailroomError as error:
            log.info("assignment %s stays with a dissolved department: %s", row.id, error)
            _hold(row, str(error), now=now)


def _pass_on(office: Office, row: Dispatch, *, now: datetime) -> None:
    heir = worklists.in_force(row.department, now.date())
    if heir is None:
        raise reassignment.CannotReassign("名录中没有写明承接单位")
    reassignment.reassign(
        office,
        row.case,
        heir.name,
        now=now,
        by=casework.SYSTEM,
        because=f"{row.department.name}已撤并，由{heir.name}承接",
        department=row.department.name,
    )


def _hold(row: Dispatch, why: str, *, now: datetime) -> None:
    department, number = row.department, row.case.case_no
    ended = department.valid_to or department.valid_from or now.date()
    because = f"{number} 在{department.name}办理，该单位{month_day_words(ended)}起已停用，没有转出：{why}"
    if any(department.name in each.because for each in listings.open_held_about(row.case, HELD)):
        return
    command = f"mailroom reassign {number} --department {department.name} --to 单位 --because 单位撤并"
    ways = [
        holding.suggest(command, "“单位”换成现在应由哪个单位办理，时限从改派起重新计算"),
        holding.suggest(
            "mailroom departments import 名录.xlsx",
            "在名录的“承接单位”一栏写明以后导入，在办的件随后自动转出",
        ),
    ]
    with transaction():
        postbook.hold(what=HELD, because=because, suggestions=ways, now=now, case=row.case)


def _settle_moved(*, now: datetime) -> None:
    """Close the entries whose assignment lies with the dissolved department no more."""
    for entry in listings.open_held_of_kinds(HELD):
        at_work = worklists.dispatches_at_work(entry.case) if entry.case else []
        if not any(
            row.department.name in entry.because and not worklists.is_valid(row.department, now.date())
            for row in at_work
        ):
            with transaction():
                clearing.settle([entry], now=now, by=casework.SYSTEM, because="已转出或已有结果")
