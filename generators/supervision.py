"""督办通知书 (supervision in writing) and 重办通知 (a case that is handled again under supervision)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from generators.case_paper import (
    PastStep,
    Point,
    clause,
    heading,
    paper_draft,
    paper_facts,
    paper_key,
    papers_own,
    steps_told,
    told,
)
from generators.letter import Draft, Letterhead
from generators.reply_form import reply_form
from generators.shelf import Templates, packaged
from generators.wording import day_words, deadline_words, short_deadline, shortened

ANSWER_WAY = (
    "填好所附《办理情况反馈表》，书面报告由主要负责人签字、加盖公章后扫描，直接回复本邮件，主题保留编号"
)
ANSWER_LENGTH = 240  # characters of the first answer that a redo repeats


class Supervised(NamedTuple):
    """One assignment that is supervised: late by `days_late` working days, or for the reason `because`."""

    dispatch: Any
    case: Any
    days_late: int = 0
    steps: Sequence[PastStep] = ()
    because: str = ""
    petitioner: Any | None = None


def supervision_key(department: Any, items: Sequence[Supervised], on: date) -> str:
    """Return the key of the notice that `department` gets on a day for these assignments."""
    day = f"{on:%Y-%m-%d}"
    if len(items) == 1:
        only = items[0]
        return paper_key("supervision", only.case, f"{only.dispatch.round}/{day}", department.name)
    return f"supervision/{day}/{department.name}"


def draw_up_supervision(
    department: Any,
    items: Sequence[Supervised],
    *,
    head: Letterhead,
    demanded_by: datetime,
    now: datetime,
    number: str = "",
    basis: str = "",
    copies: Sequence[str] = (),
    cc: Sequence[str] = (),
    templates: Templates | None = None,
) -> Draft:
    """Return the notice (督办通知书) about `items`, at least one, with a reply form for each.

    `demanded_by` is when the written report is due, `basis` the paper that the office's rules rest on, `copies` whom
    the foot names (抄送) and `cc` their addresses.
    """
    shelf = templates or packaged()
    rows = [_row(Supervised(*item), department, head=head, now=now) for item in items]
    only = rows[0] if len(rows) == 1 else None
    facts: dict[str, Any] = (
        dict(only) if only else {"department": department.name, "case_no": "", "secret": False}
    )
    facts |= {"called": only["called"] if only else f"{len(rows)}件转办事项"}
    facts |= papers_own(facts, "督办通知书", head=head, now=now, number=number) | {
        "heading": heading(f"关于{facts['called']}的督办通知书", facts.get("department", "")),
        "rows": rows,
        "demanded_by": deadline_words(demanded_by),
        "basis": _cited(basis),
        "copies": "，".join(copies),
    }
    when = short_deadline(demanded_by, now)
    what = f"{only['case_no']} {only['subject_title']}" if only else f"{department.name}{len(rows)}件"
    return paper_draft(
        "supervision",
        supervision_key(department, [Supervised(*item) for item in items], now),
        facts,
        subject=f"【督办】{what}（请于{when}书面报告）",
        summary=[
            *(Point("督办事项", f"{row['case_no']} {row['state']}，原时限{row['due_day']}") for row in rows),
            Point("要办的事", "立即办理，书面报告办理结果；未办结的写明原因、措施和办结时限", True),
            Point("最迟时间", facts["demanded_by"], True),
            Point("怎样回复", f"{ANSWER_WAY}{facts['case_no'] or '（每件一封）'}"),
        ],
        paragraphs=["逾期仍不报告的，列入每月通报，并报请领导批示。"],
        to=department.addresses[:1],
        cc=cc,
        shelf=shelf,
        enclosed=[reply_form(row, shelf) for row in rows],
        department=department.name,
        because=f"{department.name}{len(rows)}件须书面督办：{'、'.join(row['state'] for row in rows)}",
    )


def _cited(basis: str) -> str:
    """Return 《方案》（2018年3月12日） of 方案（2018年3月12日）: the day of a paper stands outside its title."""
    title, bracket, day = basis.partition("（")
    return f"《{title}》{bracket}{day}" if title and "《" not in title else basis


def _row(item: Supervised, department: Any, *, head: Letterhead, now: datetime) -> dict[str, Any]:
    facts = paper_facts("督办通知书", item.case, item.dispatch, department, head=head, now=now, number="")
    late = f"已逾期{item.days_late}个工作日" if item.days_late else ""
    because = clause(told(facts["secret"], item.because, item.petitioner))
    return facts | {
        "state": "，".join(each for each in (late, because) if each) or "尚未办结",
        "days_late": item.days_late,
        "steps": steps_told(item.steps, facts["secret"], item.petitioner),
    }


def draw_up_redo(
    case: Any,
    petitioner: Any | None,
    dispatch: Any,
    department: Any,
    answer: Any,
    *,
    reason: str,
    head: Letterhead,
    now: datetime,
    rated_on: date | None = None,
    answered_on: date | None = None,
    number: str = "",
    templates: Templates | None = None,
) -> Draft:
    """Return the notice that a case is handled again (重办通知); `dispatch` is the new assignment, `answer` the first one.

    `reason`: why the petitioner is dissatisfied, or what the answer lacks; `rated_on`: the day of the follow-up, None
    where the office itself found the answer wanting.
    """
    shelf = templates or packaged()
    facts = paper_facts("重办通知", case, dispatch, department, head=head, now=now, number=number)
    facts |= {
        "heading": heading(f"关于重新办理{facts['called']}的通知", facts.get("department", "")),
        "reason": clause(told(facts["secret"], reason, petitioner)),
        "rated_on": day_words(rated_on) if rated_on else "",
        "answered_on": day_words(answered_on) if answered_on else "",
        "first_answer": ""
        if facts["secret"]
        else clause(shortened(answer.measures or answer.facts, ANSWER_LENGTH)),
    }
    return paper_draft(
        "redo",
        paper_key("redo", case, str(dispatch.round), department.name),
        facts,
        subject=f"【督办重办】{case.case_no} {facts['subject_title']}（请于{facts['due_short']}回复）",
        summary=[
            Point("要办的事", "重新调查处理，不得以原结果答复", True),
            Point("最迟时间", facts["deadline"], True),
            Point("重办原因", facts["reason"]),
            Point("怎样回复", f"{ANSWER_WAY}{case.case_no}"),
        ],
        paragraphs=["本件已列入督办，重新办理情况纳入考评。"],
        to=department.addresses[:1],
        shelf=shelf,
        enclosed=[reply_form(facts, shelf)],
        department=department.name,
        because=f"{case.case_no}由{department.name}督办重办，新时限{facts['deadline']}",
    )
