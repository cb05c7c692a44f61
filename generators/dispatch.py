"""The dispatch letter (转办函): a mail with a one-look summary, the letter as .docx and the reply form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from generators.case_paper import told
from generators.facts import SUBJECT_TITLE_LENGTH, called, case_facts, dispatch_facts, letter_facts
from generators.letter import Draft, Enclosed, Letterhead
from generators.privacy import redact
from generators.reply_form import reply_form
from generators.shelf import Templates, packaged
from generators.wording import balanced, shortened


def draw_up_dispatch(
    case: Any,
    petitioner: Any | None,
    dispatch: Any,
    department: Any,
    *,
    head: Letterhead,
    upper_name: str,
    attachments: Sequence[Enclosed] = (),
    left_out: Sequence[str] = (),
    now: datetime,
    acknowledge_days: int = 1,
    send_back_days: int = 2,
    redo: str = "",
    before: Sequence[str] = (),
    templates: Templates | None = None,
) -> Draft:
    """Return the letter that lays `case` on the department's desk (转办).

    `attachments` are documents of the upper platform to pass on, `left_out` names those that are not, each with the
    reason; `redo` is why a case has to be handled again (重办),
    `before` who had it before and why it left them, a sentence each; a secret case passes none on, and says nothing of its petitioner. `BrokenTemplate` where the office's own template is at fault.
    """
    shelf = templates or packaged()
    facts = case_facts(case, petitioner) | dispatch_facts(dispatch, department, now)
    passed_on = () if facts["secret"] else tuple(attachments)
    facts |= letter_facts(head, now, f"转办函 {case.case_no} {facts['title']}", case.case_no) | {
        "upper_name": upper_name or facts["upper_name"],
        "heading": balanced(f"关于转办{called(facts)}的函", whole=[department.name]),
        "acknowledge_days": acknowledge_days,
        "send_back_days": send_back_days,
        "attachments": [each.name for each in passed_on],
        "redo": redact(redo, petitioner) if facts["secret"] else redo,
        "before": [told(facts["secret"], each, petitioner) for each in before],
        "left_out": [] if facts["secret"] else list(left_out),
    }
    return Draft(
        key=dispatch_key(case, dispatch, department),
        kind="dispatch",
        to=tuple(department.addresses[:1]),
        subject=_subject(facts),
        text=shelf.text("dispatch", facts),
        html=shelf.html("dispatch", facts),
        enclosed=(
            Enclosed(f"{case.case_no}_转办函.docx", shelf.docx("dispatch", facts)),
            reply_form(facts, shelf),
            *passed_on,
        ),
        case_no=case.case_no,
        department=department.name,
        because=f"{facts['kind']}件分办给{department.name}{facts['role']}，办理时限{facts['deadline']}",
    )


def dispatch_key(case: Any, dispatch: Any, department: Any) -> str:
    """Return the key of an assignment's letter; what is sent in its place begins with it."""
    return f"dispatch/{case.case_no}/{dispatch.round}/{dispatch.role}/{department.name}"


def _subject(facts: dict[str, Any]) -> str:
    marks = f"【{facts['urgency']}】" if facts["urgent"] else ""
    marks += "【转办】" + ("【保密】" if facts["secret"] else "")
    marks += "【重办】" if facts["redo"] else ""
    role = "（协办）" if facts["assisting"] else ""
    title = shortened(facts["title"], SUBJECT_TITLE_LENGTH)
    return f"{marks}{facts['case_no']} {title}{role}（请于{facts['due_short']}回复）"
