"""拟办: a case that is long unsettled is laid before the leader (拟办单), by mail or on paper, and waits for an instruction."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from generators.case_paper import paper_key
from generators.instruction import Proposal, draw_up_proposal
from ledger import casework, supervising, worklists
from ledger.models import Case, Dispatch, Instruction, Letter, Supervision
from ledger.tasks import PAPER
from ledger.vocabulary import LetterState, Way, label
from mailroom import document_numbers, outbox
from mailroom.desks.course import course_of
from mailroom.desks.ladder import days_late
from mailroom.office import Office

HARD = "hard"  # the cause of what is laid before the leader as nobody could content the petitioner


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

    None where it was for this cause, or the case lies there already, for another department of it: the journal says so. Without an address of the leader's the
    paper waits to be printed (`letters save`) and the task says it.
    """
    if Supervision.one(dispatch=row, way=Way.INSTRUCTION, cause=cause):
        return None
    has_word = Instruction.one(dispatch=row) and cause != HARD  # a word that contented nobody is no answer
    if lies_before_leader(row) or case_lies_before_leader(row.case) or has_word:
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


def case_lies_before_leader(case: Case) -> bool:
    """Whether a paper about a case waits for his word, for whichever of the departments at work: one a case is enough."""
    return any(lies_before_leader(each) for each in worklists.dispatches_at_work(case))


def _lay_before(office: Office, row: Dispatch, *, because: str, now: datetime) -> Letter:
    settings, case = office.settings.supervision, row.case
    key = _free_key(office, row, now=now)
    title = f"{case.case_no}{label('letter_kind', 'proposal')}（{row.department.name}）"
    number = document_numbers.number_for(office, "proposal", key, title=title, now=now)
    late = _others_late(office, row, now=now)
    names = "、".join([row.department.name, *(each.department.name for each in late)])
    problem = "；".join([because.rstrip("。；"), *(_late_words(office, each, now=now) for each in late)])
    proposal = Proposal(
        case,
        worklists.petitioner_of(case),
        row,
        row.department,
        course_of(row),
        problem=problem,
        proposed=_proposed(office, names),
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


def _others_late(office: Office, row: Dispatch, *, now: datetime) -> list[Dispatch]:
    """The other departments that are late with the same case: the one paper names them as well."""
    rows = worklists.dispatches_at_work(row.case)
    return [each for each in rows if each != row and days_late(office, each, now=now) > 0]


def _late_words(office: Office, row: Dispatch, *, now: datetime) -> str:
    role = label("role", row.role)
    return f"{role}单位{row.department.name}逾期{days_late(office, row, now=now)}个工作日仍未办结"


def _proposed(office: Office, names: str) -> str:
    """What the office proposes (拟办意见), for the leader to change or sign."""
    bureau = office.settings.office.inspection_bureau
    return f"拟责成{names}限期办结并报告结果，由主要负责人负责，同时移交{bureau}督查。"


def proposed_to(office: Office, row: Dispatch) -> str:
    """What a leader agrees to where he writes no more than that he agrees; as `_proposed` puts it to him."""
    rows = [row, *(each for each in worklists.dispatches_at_work(row.case) if each != row)]
    return _proposed(office, "、".join(each.department.name for each in rows))
