"""通报: freeze a span's figures when it is over, lay the draft before a person, and post the approved notice to all.

The figures are those of the moment in which they are frozen; what is drawn later, for approval, for the letters or years
after, is drawn from them alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from generators.monthly_notice import draw_up_monthly_notice, draw_up_notice_copy
from ledger import addresses, frozen, listings, postbook, worklists
from ledger.models import FrozenFigures, Held
from ledger.opening import transaction
from ledger.spans import Span, span_written
from ledger.vocabulary import HeldState, NoticeState
from ledger.workdays import in_office_hours
from mailroom import holding, outbox
from mailroom.desks.freezing import NoNotice, freeze, freeze_again, freeze_now, freezes_at, spans_due
from mailroom.desks.notice_papers import issue_of, papers_of, prints_of
from mailroom.desks.stored_figures import from_stored
from mailroom.document_numbers import number_for
from mailroom.office import Office

log = logging.getLogger(__name__)

KIND = "monthly_notice"
WHAT = "notice"  # of an entry in the holding pen
BY_ITSELF = "系统"


# --- freezing -----------------------------------------------------------------------------------------------


def freeze_due(office: Office, *, now: datetime) -> int:
    """Freeze the figures of every span that is over; returns how many. On the first working day after it, from the hour
    that the config names, in office hours; after a stop what is missing, the oldest first.

    Only the last month's (quarter's, year's) notice is laid before a person or sent: an older one's time is over, its
    figures are kept as they stood when they should have been frozen.
    """
    if not in_office_hours(now, office.calendar, office.hours):
        return 0
    count, fault = 0, None
    for span, last in spans_due(office, now):
        try:
            with transaction():
                count += _freeze_in_turn(office, span, last=last, now=now)
        except Exception as error:
            log.warning("no figures of %s: %s", span, type(error).__name__)
            fault = fault or error
    if fault is not None:
        raise fault
    return count


def _freeze_in_turn(office: Office, span: Span, *, last: bool, now: datetime) -> int:
    if frozen.frozen(span) is not None:  # another process did, or a person
        return 0
    row = freeze(office, span, as_of=now if last else freezes_at(office, span), now=now)
    if last and office.settings.notice.approval:
        _lay_before_a_person(row, now=now)
    elif last:
        _post(office, row, now=now, by=BY_ITSELF)
    return 1


# --- the person's word --------------------------------------------------------------------------------------


def send_command(span: Span | str) -> str:
    """What a person types to let the notice go out."""
    return f"mailroom notice {span} --send"


def draw_anew(office: Office, span: Span, *, now: datetime, by: str, because: str) -> None:
    """Reckon a notice that waits for approval anew, and let it wait again where a person had put it aside. `NoNotice`."""
    row = freeze_again(office, span, now=now, by=by, because=because)
    with transaction():
        if not waiting_entries(span):
            _lay_before_a_person(row, now=now)


def _lay_before_a_person(row: FrozenFigures, *, now: datetime) -> None:
    span = span_written(row.span)
    ways = [
        holding.suggest(send_command(span), "看过以后：编号，发给各单位，每单位一封"),
        holding.suggest(f"mailroom notice {span} --save 目录", "存下通报和数据表来看"),
        holding.suggest(f"mailroom notice {span} --again --because 理由", "台账更正以后，重新统计"),
    ]
    because = f"{span.words}通报待审批：数字已于 {row.frozen_at:%Y-%m-%d %H:%M} 冻结"
    postbook.hold(what=WHAT, because=because, suggestions=ways, now=now)


def waiting_entries(span: Span) -> list[Held]:
    """Entries of the pen that ask for a notice's approval."""
    command = send_command(span)
    return [
        entry
        for entry in listings.open_held_of_kinds(WHAT)
        if any(each["do"] == command for each in entry.suggestions)
    ]


# --- posting ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Posted:
    """What became of a notice: its number, how many letters go by mail, and the departments that get it on paper."""

    number: str
    letters: int
    on_paper: tuple[str, ...]


def send(
    office: Office,
    span: Span,
    *,
    now: datetime,
    by: str,
    progress: Callable[[int, int], None] = lambda done, whole: None,
) -> Posted:
    """Approve a notice and post it, one letter a department and one a copy; `progress(done, of)` after each.

    Figures that nobody froze yet are frozen first. Raises `NoNotice` where it went out before.
    """
    freeze_now(office, span, now=now)
    with transaction():
        row = frozen.frozen(span)
        if row is None or row.state == NoticeState.APPROVED:
            raise NoNotice(
                f"{span.words}通报已于 {row.approved_at:%Y-%m-%d %H:%M} 发出" if row else "没有通报"
            )
        return _post(office, row, now=now, by=by, progress=progress)


def _post(
    office: Office,
    row: FrozenFigures,
    *,
    now: datetime,
    by: str,
    progress: Callable[[int, int], None] = lambda done, whole: None,
) -> Posted:
    """Number the paper, post its letters and settle what asked for it, inside the caller's transaction."""
    span, key = span_written(row.span), f"{KIND}/{row.span}"
    number = number_for(office, KIND, key, title=f"{span.words}办理情况的通报", now=now)
    row.number, row.approved_at = (number.text if number else ""), now
    issue = issue_of(office, row)
    row.figures |= {"demanded_by": f"{issue.demanded_by}", "copies": list(office.settings.notice.copies)}
    papers = papers_of(office, row)
    figures, fewest = from_stored(row), row.figures["fewest"]
    to, copies = worklists.departments(now.date()), copied_to(office)
    for place, department in enumerate(to, 1):
        draft = draw_up_monthly_notice(figures, issue, department, papers, fewest=fewest)
        outbox.post(office, draft, now=now, department=department, number=number)
        progress(place, len(to) + len(copies))
    for place, address in enumerate(copies, len(to) + 1):
        outbox.post(office, draw_up_notice_copy(figures, issue, address, papers), now=now, number=number)
        progress(place, len(to) + len(copies))
    if not frozen.approve(row, row.figures, number=row.number, documents=prints_of(papers), now=now, by=by):
        raise NoNotice(f"{span.words}通报已由别人发出")
    for entry in waiting_entries(span):
        postbook.settle_held(entry, state=HeldState.RELEASED, by=by, because="已批准发出", now=now)
    on_paper = tuple(each.name for each in to if addresses.goes_on_paper(each))
    log.info("notice of %s approved by %s: %d letters", span, by, len(to) + len(copies))
    return Posted(row.number, len(to) + len(copies) - len(on_paper), on_paper)


def copied_to(office: Office) -> list[str]:
    """The addresses that get a copy: those of [notice] cc, and the inspection bureau's (rules.md, monthly notice)."""
    bureau = office.settings.supervision.bureau_address
    return list(dict.fromkeys([*office.settings.notice.cc, *([bureau] if bureau else [])]))
