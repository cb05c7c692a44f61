"""What goes to a leader and comes back with an instruction (领导批示): 拟办单, 批示转办函, 督查移交函.

Leaders and the inspection bureau read what the case is about; who asked is told in none of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from generators.case_paper import (
    PastStep,
    Point,
    clause,
    heading,
    naming,
    paper_draft,
    paper_facts,
    paper_key,
    papers_own,
    steps_told,
    told,
)
from generators.facts import case_facts, dispatch_facts
from generators.letter import Draft, Enclosed, Letterhead
from generators.privacy import without_petitioner
from generators.reply_form import reply_form
from generators.shelf import Templates, packaged
from generators.wording import day_words, deadline_words, moment_words, short_deadline, shortened

REQUEST_LENGTH = 200  # characters of a request that are shown to a leader


@dataclass(frozen=True)
class Proposal:
    """What the office lays before its leader (拟办): the case with its people and its course, what is wrong, what to do.

    The first four are records; the petitioner's is there to be left out of every text.
    """

    case: Any
    petitioner: Any | None
    dispatch: Any
    department: Any
    steps: Sequence[PastStep]
    problem: str  # why the case needs him
    proposed: str  # 拟办意见


def proposal_paper(
    proposal: Proposal,
    *,
    head: Letterhead,
    now: datetime,
    number: str = "",
    templates: Templates | None = None,
) -> tuple[Enclosed, ...]:
    """Return the form (拟办单) that the leader writes his instruction on, to be printed and signed by hand."""
    facts = _proposal_facts(proposal, head=head, now=now, number=number)
    document = (templates or packaged()).docx("proposal", facts)
    return (Enclosed(f"{proposal.case.case_no}_拟办单.docx", document),)


def draw_up_proposal(
    proposal: Proposal,
    *,
    leader: str,
    to: Sequence[str],
    head: Letterhead,
    now: datetime,
    number: str = "",
    templates: Templates | None = None,
) -> Draft:
    """Return the letter that lays the 拟办单 before `leader` (name or office), where he is written to by mail."""
    case_no = proposal.case.case_no
    facts = _proposal_facts(proposal, head=head, now=now, number=number)
    return paper_draft(
        "proposal",
        paper_key("proposal", proposal.case, str(proposal.dispatch.round), leader),
        facts | {"greeting": leader},
        opening=f"现将{facts['matter']}的《拟办单》呈报，请批示。",
        subject=f"【拟办】{case_no} {facts['subject_title']}",
        summary=[
            Point("请您批示", facts["proposed"], True),
            Point("承办单位", proposal.department.name),
            Point("存在问题", facts["problem"]),
            Point("怎样回复", f"直接回复本邮件写明批示，主题保留编号{case_no}；或在打印的拟办单上签批"),
        ],
        paragraphs=[],
        to=to,
        shelf=templates or packaged(),
        because=f"{case_no}报{leader}批示：{facts['problem']}",
    )


def draw_up_instruction(
    case: Any,
    petitioner: Any | None,
    dispatch: Any,
    department: Any,
    *,
    leader: str,
    instruction: str,
    instructed_on: date,
    demanded_by: datetime,
    head: Letterhead,
    now: datetime,
    bureau: str = "",
    number: str = "",
    again: str = "",
    cc: Sequence[str] = (),
    templates: Templates | None = None,
) -> Draft:
    """Return the letter that passes a leader's instruction to the department (批示转办函); `bureau` gets a copy.

    `again` says why it has to handle the case once more: 重办2次，群众仍不满意.
    """
    shelf = templates or packaged()
    facts = paper_facts("领导批示转办函", case, dispatch, department, head=head, now=now, number=number)
    facts |= _instructed(facts["secret"], petitioner, leader, instruction, instructed_on) | {
        "heading": heading(f"关于落实领导批示办理{facts['called']}的函", facts.get("department", "")),
        "demanded_by": deadline_words(demanded_by),
        "copies": bureau,
        "again": clause(told(facts["secret"], again, petitioner)),
        "is_late": dispatch.due_at < now,
    }
    return paper_draft(
        "instruction",
        paper_key("instruction", case, f"{dispatch.round}/{instructed_on:%Y-%m-%d}", department.name),
        facts,
        subject=f"【领导批示】{case.case_no} {facts['subject_title']}（请于{short_deadline(demanded_by, now)}报告）",
        summary=[
            Point("批示内容", f"{leader}：{facts['instruction']}", True),
            Point("要办的事", "主要负责人负责，按批示要求办理，书面报告落实情况", True),
            Point("最迟时间", facts["demanded_by"], True),
            Point(
                "怎样回复",
                f"报告由主要负责人签字、加盖公章后扫描，直接回复本邮件，主题保留编号{case.case_no}",
            ),
        ],
        paragraphs=[f"该件同时移交{bureau}督查。"] if bureau else [],
        to=department.addresses[:1],
        cc=cc,
        shelf=shelf,
        enclosed=[reply_form(facts, shelf)],
        department=department.name,
        because=f"{leader}对{case.case_no}作出批示，转{department.name}落实",
    )


def draw_up_handover(
    case: Any,
    petitioner: Any | None,
    dispatch: Any,
    department: Any,
    steps: Sequence[PastStep],
    *,
    bureau: str,
    to: Sequence[str],
    leader: str,
    instruction: str,
    instructed_on: date,
    head: Letterhead,
    now: datetime,
    demanded_by: datetime | None = None,
    first_due: datetime | None = None,
    number: str = "",
    enclosed: Sequence[Enclosed] = (),
    templates: Templates | None = None,
) -> Draft:
    """Return the letter that hands a case over to the inspection bureau (督查移交函), with the papers `enclosed`.

    `demanded_by`: when the department's report is due; `first_due`: the deadline that the case had at first, where this
    assignment is a later one.
    """
    facts = _leaders_facts(
        "督查移交函", case, petitioner, dispatch, department, head=head, now=now, number=number
    )
    facts |= _instructed(facts["secret"], petitioner, leader, instruction, instructed_on) | {
        "heading": heading(f"关于移交督查{facts['called']}的函", facts.get("department", "")),
        "bureau": bureau,
        "due_day": moment_words(first_due or dispatch.due_at),
        "steps": steps_told(steps, facts["secret"], petitioner),
        "demanded_by": deadline_words(demanded_by) if demanded_by else "",
        "attachments": [(each.name.rpartition(".")[0] or each.name).replace("_", "") for each in enclosed],
    }
    return paper_draft(
        "handover",
        paper_key("handover", case, f"{dispatch.round}/{instructed_on:%Y-%m-%d}", bureau),
        facts | {"greeting": bureau},
        opening=f"现将{facts['matter']}的《督查移交函》及有关材料函送贵单位，详见附件。",
        subject=f"【督查移交】{case.case_no} {facts['subject_title']}",
        summary=[
            Point("请予办理", "列入督查，督查情况函告我办", True),
            Point("领导批示", f"{leader}：{facts['instruction']}", True),
            Point("承办单位", department.name),
            *([Point("报告时限", f"承办单位须于{facts['demanded_by']}报告")] if demanded_by else []),
            Point("怎样回复", f"直接回复本邮件，主题保留编号{case.case_no}"),
        ],
        paragraphs=["办理进展我办随时函告，直至办结。"],
        to=to,
        shelf=templates or packaged(),
        enclosed=enclosed,
        because=f"{case.case_no}经{leader}批示，移交{bureau}督查",
    )


def _proposal_facts(proposal: Proposal, *, head: Letterhead, now: datetime, number: str) -> dict[str, Any]:
    petitioner = proposal.petitioner
    facts = _leaders_facts(
        "拟办单",
        proposal.case,
        petitioner,
        proposal.dispatch,
        proposal.department,
        head=head,
        now=now,
        number=number,
    )
    secret = facts["secret"]
    course = steps_told(proposal.steps, secret, petitioner)
    return facts | {
        "course": "\n".join(f"{step['on']}　{step['what']}" for step in course),
        "problem": told(secret, proposal.problem, petitioner),
        "proposed": told(secret, proposal.proposed, petitioner),
    }


def _leaders_facts(
    paper: str,
    case: Any,
    petitioner: Any | None,
    dispatch: Any,
    department: Any,
    *,
    head: Letterhead,
    now: datetime,
    number: str,
) -> dict[str, Any]:
    facts = case_facts(case, petitioner) | dispatch_facts(dispatch, department, now)
    request = shortened("".join(facts["request_lines"]), REQUEST_LENGTH)
    return (
        facts
        | naming(facts)
        | papers_own(facts, paper, head=head, now=now, number=number)
        | {"request": clause(without_petitioner(request, petitioner))}
    )


def _instructed(
    secret: bool, petitioner: Any | None, leader: str, instruction: str, instructed_on: date
) -> dict[str, str]:
    return {
        "leader": leader,
        "instruction": told(secret, instruction, petitioner),
        "instructed_on": day_words(instructed_on),
    }
