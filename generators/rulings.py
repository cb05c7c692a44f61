"""What the office decides on a department's request: 退单回复 and 延期批复, granted or refused, and 改派通知."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from generators.case_paper import Point, clause, heading, paper_draft, paper_facts, paper_key, told
from generators.day_count import trace_words
from generators.letter import Draft, Letterhead
from generators.shelf import Templates, packaged
from generators.wording import day_words, deadline_words, moment_words, short_deadline

GO_ON = "按原转办函的要求办理，填好《办理情况反馈表》，直接回复原转办邮件，主题保留编号"


def draw_up_send_back_reply(
    case: Any,
    petitioner: Any | None,
    dispatch: Any,
    department: Any,
    *,
    granted: bool,
    nth: int,
    head: Letterhead,
    now: datetime,
    reason: str = "",
    elsewhere: str = "",
    asked_on: date | None = None,
    number: str = "",
    in_reply_to: str = "",
    templates: Templates | None = None,
) -> Draft:
    """Return the reply to a send-back (退单回复).

    `reason` is needed where it is refused; `elsewhere` names the department that gets the case, "" where that is not
    settled. `nth` counts the replies of this kind about the case, `asked_on` is the day of the request.
    """
    facts = paper_facts("退单回复", case, dispatch, department, head=head, now=now, number=number)
    verdict = "同意" if granted else "不同意"
    facts |= {
        "heading": heading(f"关于{verdict}退回{facts['called']}的函", facts.get("department", "")),
        "granted": granted,
        "reason": clause(told(facts["secret"], reason, petitioner)),
        "elsewhere": elsewhere,
        "asked_on": day_words(asked_on) if asked_on else "",
    }
    what = (
        [Point("要办的事", "停止办理，不再反馈；已掌握的情况和材料报我办", True)]
        if granted
        else [
            Point("要办的事", f"继续办理，{GO_ON}{case.case_no}", True),
            Point("最迟时间", f"{facts['deadline']}（原办理时限不变）", True),
        ]
    )
    return paper_draft(
        "send_back_reply",
        send_back_reply_key(case, department, granted=granted, nth=nth),
        facts,
        subject=f"【退单答复】{case.case_no} {verdict}退单",
        summary=[
            Point("答复", f"经研究，对你单位提出的退单{'予以同意' if granted else '不予同意'}", True),
            *([Point("理由", facts["reason"])] if facts["reason"] else []),
            *what,
        ],
        paragraphs=["有不明之处，直接回复本邮件或电话联系我办。"],
        to=department.addresses[:1],
        shelf=templates or packaged(),
        department=department.name,
        in_reply_to=in_reply_to,
        because=f"{verdict}{department.name}对{case.case_no}提出的退单",
    )


def send_back_reply_key(case: Any, department: Any, *, granted: bool, nth: int) -> str:
    """Return the key of a reply: not the round's, for one may assist first and lead then."""
    return paper_key("send_back_reply", case, f"{'granted' if granted else 'refused'}{nth}", department.name)


def draw_up_extension_reply(
    case: Any,
    petitioner: Any | None,
    dispatch: Any,
    department: Any,
    *,
    granted: bool,
    nth: int,
    head: Letterhead,
    now: datetime,
    due_before: datetime | None = None,
    reason: str = "",
    asked_on: date | None = None,
    number: str = "",
    in_reply_to: str = "",
    templates: Templates | None = None,
) -> Draft:
    """Return the reply to a request for more time (延期批复).

    Granted, `dispatch` has the new deadline with its trace and `due_before` is the old one; refused, `reason` is why,
    and the deadline stands. `nth` counts the replies about the case, `in_reply_to` is the request's Message-ID.
    """
    facts = paper_facts("延期批复", case, dispatch, department, head=head, now=now, number=number)
    verdict = "同意" if granted else "不同意"
    facts |= {
        "heading": heading(f"关于{verdict}延期办理{facts['called']}的批复", facts.get("department", "")),
        "granted": granted,
        "reason": clause(told(facts["secret"], reason, petitioner)),
        "due_before": moment_words(due_before) if due_before else "",
        "trace_text": trace_words(facts["trace"]),
        "asked_on": day_words(asked_on) if asked_on else "",
    }
    stands = "" if granted else "（原办理时限不变）"
    tail = "已逾期，请立即回复" if dispatch.due_at < now else f"请于{facts['due_short']}回复"
    return paper_draft(
        "extension_reply",
        extension_reply_key(case, department, nth=nth),
        facts,
        subject=f"【延期答复】{case.case_no} {verdict}延期（{tail}）",
        summary=[
            Point("答复", f"经研究，{verdict}延期", True),
            *([Point("理由", facts["reason"])] if facts["reason"] else []),
            *([Point("原办理时限", facts["due_before"])] if granted and due_before else []),
            Point("最迟时间", f"{facts['deadline']}{stands}", True),
            Point("要办的事", f"{GO_ON}{case.case_no}"),
        ],
        paragraphs=["有不明之处，直接回复本邮件或电话联系我办。"],
        to=department.addresses[:1],
        shelf=templates or packaged(),
        department=department.name,
        in_reply_to=in_reply_to,
        because=f"{verdict}{department.name}对{case.case_no}的延期申请，办理时限{facts['deadline']}",
    )


def extension_reply_key(case: Any, department: Any, *, nth: int) -> str:
    """Return the key of a reply to a request for more time, the `nth` about the case."""
    return paper_key("extension_reply", case, str(nth), department.name)


def draw_up_reassignment(
    case: Any,
    petitioner: Any | None,
    dispatch: Any,
    department: Any,
    *,
    reason: str,
    head: Letterhead,
    now: datetime,
    elsewhere: str = "",
    hand_over_by: datetime | None = None,
    number: str = "",
    templates: Templates | None = None,
) -> Draft:
    """Return the notice to the department that a case is taken from (改派通知); the new one gets a dispatch letter.

    `elsewhere` names the new one, "" where it is not settled; `hand_over_by`: when what is known has to be handed over.
    """
    facts = paper_facts("改派通知", case, dispatch, department, head=head, now=now, number=number)
    facts |= {
        "heading": heading(f"关于改派{facts['called']}的通知", facts.get("department", "")),
        "reason": clause(told(facts["secret"], reason, petitioner)),
        "elsewhere": elsewhere,
        "demanded_by": deadline_words(hand_over_by) if hand_over_by else "",
    }
    until = Point("最迟时间", facts["demanded_by"], True)
    tail = f"（请于{short_deadline(hand_over_by, now)}移交）" if hand_over_by else ""
    return paper_draft(
        "reassignment",
        paper_key("reassignment", case, str(dispatch.round), department.name),
        facts,
        subject=f"【停止办理】{case.case_no} 改派{elsewhere or '其他单位'}{tail}",
        summary=[
            Point("要办的事", "停止办理，不再反馈；已掌握的情况和材料移交我办", True),
            *([until] if hand_over_by else []),
            *([Point("改派原因", facts["reason"])] if facts["reason"] else []),
            Point("怎样回复", f"直接回复本邮件附上材料，主题保留编号{case.case_no}；没有材料的不必回复"),
        ],
        paragraphs=[],
        to=department.addresses[:1],
        shelf=templates or packaged(),
        department=department.name,
        because=f"{case.case_no}不再由{department.name}办理：{facts['reason']}",
    )
