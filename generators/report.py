"""The report upward (上报回复): one case as a letter in the upper platform's form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from generators.facts import SUBJECT_TITLE_LENGTH, called, case_facts, dispatch_facts, letter_facts
from generators.letter import Draft, Enclosed, Letterhead
from generators.privacy import without_petitioner
from generators.shelf import Templates, packaged
from generators.wording import balanced, day_words, lines_of, shortened
from ledger.vocabulary import label


def draw_up_report(
    case: Any,
    petitioner: Any | None,
    dispatch: Any,
    department: Any,
    answer: Any,
    *,
    head: Letterhead,
    to: str,
    upper_name: str,
    now: datetime,
    templates: Templates | None = None,
) -> Draft:
    """Return the reply to the upper platform `upper_name` at `to`: its number first, then the fixed five parts (domain: 1.8)."""
    shelf = templates or packaged()
    facts = case_facts(case, petitioner) | dispatch_facts(dispatch, department, now)
    facts |= answer_facts(answer, petitioner if facts["secret"] else None)
    number = case.upper_no or case.case_no
    ours = f"（{case.case_no}）" if case.upper_no else ""
    facts |= letter_facts(head, now, f"办理情况回复 {number}", case.case_no) | {
        "number": number,
        "upper_name": upper_name,
        "heading": balanced(f"关于{called(facts)}办理情况的回复", whole=[department.name]),
    }
    return Draft(
        key=f"report/{case.case_no}/{dispatch.round}",
        kind="report",
        to=(to,),
        subject=f"【办理回复】{number} {shortened(facts['title'], SUBJECT_TITLE_LENGTH)}{ours}",
        text=shelf.text("report", facts),
        html=shelf.html("report", facts),
        enclosed=(Enclosed(f"{number}_上报回复.docx", shelf.docx("report", facts)),),
        case_no=case.case_no,
        department=department.name,
        because=f"{department.name}反馈齐全，向{upper_name}上报办理情况",
    )


def _telling(answer: Any) -> str:
    """Return how the petitioner was told, as the platform's form words it (domain: 1.8): when, by whom, which way."""
    if answer.petitioner_informed is None:
        return "承办单位未注明"
    if not answer.petitioner_informed:
        return "未反馈诉求人"
    on = day_words(answer.informed_on) if answer.informed_on else ""
    by = f"由{answer.informed_by}" if answer.informed_by else ""
    how = f"以{label('informed_how', answer.informed_how)}方式" if answer.informed_how else ""
    return f"{on}{by}{how}向诉求人反馈办理情况" if on or by or how else "已向诉求人反馈办理情况"


def answer_facts(answer: Any, hidden_petitioner: Any | None = None) -> dict[str, Any]:
    """Return what an answer says, ready to print; without `hidden_petitioner` where one is given."""

    def told(text: str | None) -> str:
        return without_petitioner(text or "", hidden_petitioner)

    informed = {True: "已反馈", False: "未反馈", None: ""}[answer.petitioner_informed]
    return {
        "telling": _telling(answer),
        "substantiated": label("substantiated", answer.substantiated),
        "facts_lines": lines_of(told(answer.facts)),
        "measures_lines": lines_of(told(answer.measures)),
        "informed": informed,
        "informed_on": day_words(answer.informed_on) if answer.informed_on else "",
        "informed_by": answer.informed_by or "",
        "informed_how": label("informed_how", answer.informed_how),
        "opinion": label("opinion", answer.petitioner_opinion),
        "handler": answer.handler or "",
        "approver": answer.approver or "",
        "phone": answer.phone or "",
        "answered_on": day_words(answer.answered_on) if answer.answered_on else "",
    }
