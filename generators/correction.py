"""The correction notice (补正通知): what an answer lacks and how to supply it. The clock runs on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from generators.case_paper import paper_facts
from generators.letter import Draft, Enclosed, Letterhead
from generators.reply_form import reply_form
from generators.shelf import Templates, packaged
from generators.wording import shortened

HOW = {  # part of an answer, as parsers name it: how a department supplies it
    "是否属实": "在“是否属实”一栏勾选：属实、部分属实或不属实",
    "调查核实情况": "写明调查时间、参加人员和查明的事实，不少于一句完整的话",
    "处理情况": "写明采取的措施、依据和完成时间；暂不能解决的，写明原因和解决时限",
    "反馈当事人情况": "写明是否已将结果告知当事人，以及告知的日期、方式和告知人；联系不上的，写明联系时间和次数",
    "当事人意见": "写明当事人对办理结果的意见：满意、基本满意、不满意，或联系不上",
    "承办人": "填写具体承办人的姓名",
    "审核人": "填写本单位审核（签发）负责人的姓名",
    "联系电话": "填写承办人的工作电话，便于我办核实",
    "反馈当事人的日期": "填写将结果告知当事人的日期",
    "反馈当事人的工作人员": "填写将结果告知当事人的工作人员姓名",
    "填报日期": "填写填报（落款）日期",
    "落款日期": "填写填报（落款）日期",
    "承办单位": "写明承办单位名称",
}
ANY_PART = "请补充此项内容"


def correction_key(case: Any, dispatch: Any, department: Any, nth: int) -> str:
    """Return the key of the `nth` notice of an assignment."""
    return f"correction/{case.case_no}/{dispatch.round}/{department.name}/{nth}"


def draw_up_correction(
    case: Any,
    dispatch: Any,
    department: Any,
    missing: Sequence[str],
    *,
    head: Letterhead,
    in_reply_to: str,
    nth: int,
    now: datetime,
    number: str = "",
    templates: Templates | None = None,
) -> Draft:
    """Return the notice that names each `missing` part, at least one, with the paper (补正通知书) and the reply form again.

    `in_reply_to` is the Message-ID of the answer; `nth` counts the notices of one assignment (1, 2 …).
    """
    shelf = templates or packaged()
    facts = paper_facts("补正通知书", case, dispatch, department, head=head, now=now, number=number) | {
        "missing": [{"part": part, "how": HOW.get(part, ANY_PART)} for part in missing],
        "nth": nth,
        "overdue": dispatch.due_at < now,
    }
    parts = "、".join(missing)
    return Draft(
        key=correction_key(case, dispatch, department, nth),
        kind="correction",
        to=tuple(department.addresses[:1]),
        subject=f"【补正】{case.case_no} {facts['subject_title']}（请补充：{shortened(parts, 30)}）",
        text=shelf.text("correction", facts),
        html=shelf.html("correction", facts),
        enclosed=(
            Enclosed(f"{case.case_no}_补正通知书.docx", shelf.docx("correction", facts)),
            reply_form(facts, shelf),
        ),
        case_no=case.case_no,
        department=department.name,
        in_reply_to=in_reply_to,
        because=f"{department.name}的反馈不完整：{parts}",
    )
