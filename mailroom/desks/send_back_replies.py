"""退单答复: what a department is told when the office decides on its send-back, or takes a case back by itself.

Every function here runs inside the caller's transaction.
"""

from __future__ import annotations

from datetime import date, datetime

from generators.case_paper import paper_key
from generators.letter import Draft
from generators.rulings import draw_up_reassignment, draw_up_send_back_reply, send_back_reply_key
from ledger import listings, worklists
from ledger.models import Dispatch, Mail
from ledger.vocabulary import Act
from mailroom.desks import advice, bureau
from mailroom.desks.incoming import Incoming
from mailroom.office import Office


def grant(
    office: Office,
    row: Dispatch,
    *,
    now: datetime,
    asked_on: date | None,
    elsewhere: str = "",
    incoming: Incoming | None = None,
) -> None:
    """Tell a department that it need not go on with the case; `elsewhere` names who does, "" where not settled.

    `incoming` is the mail that is granted by itself.
    """
    nth = listings.times_done(row.case, Act.SEND_BACK)
    _reply(
        office,
        row,
        granted=True,
        nth=nth,
        now=now,
        asked_on=asked_on,
        elsewhere=elsewhere,
        incoming=incoming,
    )
    bureau.tell_bureau(office, row.case, f"同意{row.department.name}退单，另行转办", now=now)


def refuse(
    office: Office, row: Dispatch, because: str, *, nth: int, now: datetime, asked_on: date | None
) -> None:
    """Tell a department why it keeps the case, and that the deadline stands."""
    _reply(office, row, granted=False, nth=nth, now=now, asked_on=asked_on, because=because)


def take_back(
    office: Office, row: Dispatch, *, now: datetime, because: str = "", elsewhere: str = ""
) -> None:
    """Tell a department that did not ask for it that the case is taken from its desk (改派通知); `elsewhere` as above."""
    case, department = row.case, row.department

    def draw_up(number: str) -> Draft:
        return draw_up_reassignment(
            case,
            worklists.petitioner_of(case),
            row,
            department,
            reason=because,
            elsewhere=elsewhere,
            number=number,
            head=office.head,
            now=now,
            templates=office.templates,
        )

    key = paper_key("reassignment", case, str(row.round), department.name)
    advice.post_numbered(office, key, draw_up, department, now=now, case=case)


def asked_on(row: Dispatch) -> date | None:
    """Return the day on which the department asked to give the case back, as its mail in the pen shows; None: by phone."""
    for entry in reversed(listings.open_held_about(row.case, "send_back")):
        if entry.mail and row.department in worklists.departments_of_sender(entry.mail.from_address):
            return came_on(entry.mail)
    return None


def came_on(mail: Mail) -> date:
    """Return the day on which a mail came, whenever it was taken in."""
    return mail.came_at.date()


def _reply(
    office: Office,
    row: Dispatch,
    *,
    granted: bool,
    nth: int,
    now: datetime,
    asked_on: date | None,
    because: str = "",
    elsewhere: str = "",
    incoming: Incoming | None = None,
) -> None:
    case, department = row.case, row.department

    def draw_up(number: str) -> Draft:
        return draw_up_send_back_reply(
            case,
            worklists.petitioner_of(case),
            row,
            department,
            granted=granted,
            nth=nth,
            reason=because,
            elsewhere=elsewhere,
            asked_on=asked_on,
            number=number,
            head=office.head,
            now=now,
            templates=office.templates,
        )

    key = send_back_reply_key(case, department, granted=granted, nth=nth)
    advice.post_numbered(office, key, draw_up, department, now=now, case=case, incoming=incoming)
