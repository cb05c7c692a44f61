"""上报: a complete result goes up to the platform that sent the case, the same day; where there is none, to a person."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from config.settings import UpperSettings
from generators.letter import Draft
from generators.report import draw_up_report
from generators.report_list import draw_up_report_list
from ledger import casework, listings, postbook, worklists
from ledger.models import Answer, Case, Dispatch
from mailroom import holding, outbox
from mailroom.correspondents import upper_of_address
from mailroom.errors import MailroomError
from mailroom.office import Office


class Unreportable(MailroomError):
    """A result can't go up to any platform; the message says why, in Chinese."""


def report_upward(office: Office, row: Dispatch, answer: Answer, *, now: datetime) -> None:
    """Report the result to the platform that sent the case, in its form (双向反馈), the same day; the repeats that were
    joined to the case are answered with it.
    """
    _report(office, row.case, row, answer, now=now)
    for repeat in listings.repeats_of(row.case):
        _report_repeat(office, repeat, row, answer, now=now)


def report_joined(office: Office, repeat: Case, into: Case, *, now: datetime) -> None:
    """Report a repeat, and what was joined to it before, that was joined to a case with a result already."""
    row = worklists.lead_dispatch(into)
    answer = worklists.complete_answer(row) if row else None
    if row is not None and answer is not None:
        for each in (repeat, *listings.repeats_of(repeat)):
            _report_repeat(office, each, row, answer, now=now)


def _report_repeat(office: Office, repeat: Case, row: Dispatch, answer: Answer, *, now: datetime) -> None:
    """The platform waits for an answer to every number of its own. Where somebody else asked, a person looks first: that
    the one was told of the result says nothing of the other.
    """
    asked = [worklists.petitioner_of(each) for each in (repeat, row.case)]
    if len({(who.name, who.phone) if who else None for who in asked}) == 1:
        _report(office, repeat, row, answer, now=now)
        return
    postbook.hold(
        what="report",
        because=f"{repeat.case_no} 已并入 {row.case.case_no}，后者已反馈；两件的诉求人不同，本件没有上报",
        suggestions=[
            holding.let_go("核实本件诉求人也已告知以后：按同一办理结果上报"),
            holding.drop("办理结果不适用于本件，已由人答复上级"),
        ],
        now=now,
        case=repeat,
    )


def _report(office: Office, case: Case, row: Dispatch, answer: Answer, *, now: datetime) -> None:
    upper = upper_of(office, case)
    if upper is None:
        _hold_unreported(case, now=now)
        return
    draft = draw_up_report(
        case,
        worklists.petitioner_of(case),
        row,
        row.department,
        answer,
        head=office.head,
        to=upper.report_to,
        upper_name=upper.name,
        now=now,
        templates=office.templates,
    )
    if worklists.came_in_a_list(case):
        draft = _with_list(office, draft, case, row, answer, upper_name=upper.name, now=now)
    letter = outbox.post(office, draft, now=now, case=case)
    casework.report(case, letter_key=letter.key, to=upper.name, now=now)


def upper_of(office: Office, case: Case) -> UpperSettings | None:
    """The platform that a case is reported to: the one on record, or that of its first mail's sender, added since."""
    if case.upper:
        return office.upper_named(case.upper)
    first = next(iter(worklists.mails_of(case)), None)
    return upper_of_address(office, first.from_address) if first else None


def _hold_unreported(case: Case, *, now: datetime) -> None:
    """Nobody gets the result by itself: a person answers the citizen, or says who the platform is."""
    first = next(iter(worklists.mails_of(case)), None)
    writer = first.from_address if first else "来件人"
    because = f"配置中没有上级平台“{case.upper}”"
    if not case.upper:
        because = f"本件没有上级平台，是 {writer} 直接来件"
    postbook.hold(
        what="report",
        because=f"{case.case_no} 已反馈，没有上报：{because}",
        suggestions=[
            holding.drop(f"群众直接来件，已由人答复 {writer}"),
            holding.let_go("在 office.toml 的 [[upper]] 中补上这个平台以后：上报办理结果"),
        ],
        now=now,
        case=case,
    )


def report_again(office: Office, case: Case, *, now: datetime) -> None:
    """Report a result that could not be reported when it came; `Unreportable` where it still can't be."""
    row = worklists.lead_dispatch(listings.goes_on_as(case))
    answer = worklists.complete_answer(row) if row else None
    if row is None or answer is None:
        raise Unreportable(f"{case.case_no} 没有可以上报的办理结果")
    if upper_of(office, case) is None:
        raise Unreportable(
            f"{case.case_no} 仍不知上报给谁：请先在 office.toml 的 [[upper]] 中补上；已由人答复的，请作废本条"
        )
    _report(office, case, row, answer, now=now)


def _with_list(
    office: Office, draft: Draft, case: Case, row: Dispatch, answer: Answer, *, upper_name: str, now: datetime
) -> Draft:
    """A case that came in a list is answered in a list as well: a platform reads it back by machine."""
    listed = draw_up_report_list(
        [(case, worklists.petitioner_of(case), row, row.department, answer)],
        head=office.head,
        to=draft.to[0],
        upper_name=upper_name,
        list_name=case.case_no,
        now=now,
        templates=office.templates,
    )
    return dataclasses.replace(draft, enclosed=(*draft.enclosed, *listed.enclosed))
