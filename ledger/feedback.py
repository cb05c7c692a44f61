"""双向反馈: of every answer that counted, when the petitioner was told and by whom, and when the platform was (F)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ledger.assignment_rows import with_case_and_department
from ledger.models import Answer, Case, Dispatch, Letter
from ledger.rows import pieces_of
from ledger.spans import Span
from ledger.vocabulary import LetterState, Role


@dataclass(frozen=True)
class Feedback:
    """One lead department's answer, and the letter that reported it upward; None while there is none."""

    case: Case
    dispatch: Dispatch
    answer: Answer
    report: Letter | None


CAME_BACK = "被退回，已重发"  # in the evidence of a letter that went again, as it had come back


def answered_in(span: Span) -> list[Feedback]:
    """The answers of lead departments that counted within a span, the earliest first."""
    query = (
        with_case_and_department(Answer)
        .where(
            (Answer.complete == True)  # noqa: E712
            & (Dispatch.role == Role.LEAD)
            & (Answer.at >= span.start)
            & (Answer.at < span.end)
        )
        .order_by(Answer.at, Answer.id)
    )
    answers = list(query)
    reports = _reports({each.dispatch.case.id for each in answers})
    return [
        Feedback(
            each.dispatch.case,
            each.dispatch,
            each,
            _report_of(each.dispatch, reports[each.dispatch.case.id]),
        )
        for each in answers
    ]


def _reports(case_ids: set[int]) -> dict[int, list[Letter]]:
    found: dict[int, list[Letter]] = defaultdict(list)
    for piece in pieces_of(sorted(case_ids)):
        here = Letter.case.in_(piece) & (Letter.kind == "report")
        for letter in Letter.select().where(here & (Letter.state != LetterState.VOID)).order_by(Letter.id):
            found[letter.__data__["case"]].append(letter)
    return found


def _report_of(row: Dispatch, letters: list[Letter]) -> Letter | None:
    """The report on an assignment's answer: the first that went out and did not come back, where it was sent again; else
    the last.
    """
    key = f"report/{row.case.case_no}/{row.round}"
    about = [each for each in letters if each.key == key or each.key.startswith(f"{key}/")]
    went = [each for each in about if each.state == LetterState.SENT and CAME_BACK not in each.evidence]
    return next(iter(went or about[-1:]), None)
