"""拟办: a case that is long unsettled is laid before the leader (拟办单), by mail or on paper, and waits for an instruction."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from generators.case_paper import paper_key
from generators.instruction import Proposal, draw_up_proposal
from ledger import casework, supervising, worklists
from ledger.models import Dispatch, Instruction, Letter, Supervision
from ledger.tasks import PAPER
from ledger.vocabulary import LetterState, Way, label
from mailroom import document_numbers, outbox
from mailroom.desks.course import course_of
from mailroom.office import Office


def propose(
    office: Office,
    row: Dispatch,
    *,
    cause: str,
    because: str,
    now: datetime,
    by: str = casework.SYSTEM,
) -> Supervision | None:
    """Lay an assignment before the leader, inside the caller's transaction; `because` tells him what is wrong, `cause` is
    what made it due (instruction, dissatisfied, hard …).

    None where it was for this cause, or lies there already: the journal says so. Without an address of the leader's the
    paper waits to be printed (`letters save`) and the task says it.
    """
    if Supervision.one(dispatch=row, way=Way.INSTRUCTION, cause=cause):
        return None
    if lies_before_leader(row) or Instruction.one(dispatch=row):
        said = f"{because}；此前已报{office.settings.supervision.leader}批示，不另报"
        casework.note(row.case, said, now=now, by=by)
        return None
    letter = _lay_before(office, row, because=because, now=now)
    return supervising.open_supervision(
        row, Way.INSTRUCTION, cause, because=because, now=now, by=by, letter_key=letter.key
    )


def lies_before_leader(row: Dispatch) -> Supervision | None:
    """The proposal about an assignment that no instruction has answered yet."""
    waiting = [each for each in supervising.supervisions_of(row) if each.done_at is None]
    proposals = [each for each in waiting if each.way == Way.INSTRUCTION and not each.cause.startswith(PAPER)]
    return proposals[0] if proposals else None


def _lay_before(office: Office, row: Dispatch, *, because: str, now: datetime) -> Letter:
    settings, case = office.settings.supervision, row.case
    key = _free_key(office, row, now=now)
    title = f"{case.case_no}{label('letter_kind', 'proposal')}（{row.department.name}）"
    number = document_numbers.number_for(office, "proposal", key, title=title, now=now)
    proposal = Proposal(
        case,
        worklists.petitioner_of(case),
        row,
        row.department,
        course_of(row),
        problem=because,
        proposed=_proposed(office, row),
    )
    draft = draw_up_proposal(
        proposal,
        leader=settings.leader,
        to=[settings.leader_address] if settings.leader_address else [],
        head=office.head,
        now=now,
        number=number.text if number else "",
        templates=office.templates,
    )
    state = LetterState.QUEUED if draft.to else LetterState.ON_PAPER
    draft = dataclasses.replace(draft, key=key)
    return outbox.post(office, draft, now=now, case=case, number=number, state=state)


def _free_key(office: Office, row: Dispatch, *, now: datetime) -> str:
    """The key of this proposal: an earlier one of the assignment, on another day, keeps its own."""
    leader, stage = office.settings.supervision.leader, f"{row.round}/{row.department.name}"
    key = paper_key("proposal", row.case, stage, leader)
    if worklists.letter_by_key(key) is None:
        return key
    return paper_key("proposal", row.case, f"{stage}/{now:%Y-%m-%d}", leader)


def _proposed(office: Office, row: Dispatch) -> str:
    """What the office proposes (拟办意见), for the leader to change or sign."""
    bureau = office.settings.office.inspection_bureau
    return f"建议请市政府分管领导批示，由{row.department.name}限期办结，并移交{bureau}督查。"
