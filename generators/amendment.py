"""The amendment notice (变更通知): what the upper platform has changed of a case, and until when to answer now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from generators.facts import SUBJECT_TITLE_LENGTH, case_facts
from generators.letter import Draft, Enclosed, Letterhead
from generators.plain import draw_up_plain
from generators.shelf import Templates
from generators.wording import deadline_words, moment_words, short_deadline, shortened

ABOUT_THE_PETITIONER = {"name": "姓名", "phone": "联系电话", "address": "地址"}


def draw_up_amendment(
    case: Any,
    petitioner: Any | None,
    dispatch: Any,
    department: Any,
    changed: Mapping[str, str],
    *,
    due_before: datetime,
    head: Letterhead,
    nth: int,
    now: datetime,
    attachments: Sequence[Enclosed] = (),
    left_out: Sequence[str] = (),
    templates: Templates | None = None,
) -> Draft | None:
    """Return the notice to a department that holds the case, or None where there is nothing that it may be told.

    `case`, `petitioner` and `dispatch` are as they are now. `changed`: what was changed by field, "request_text", "phone",
    "kind" …, each with its Chinese name; of the petitioner of a secret case nothing is told. `nth` counts the notices.
    """
    facts = case_facts(case, petitioner)
    points = [*_points(facts, changed), *_about_documents(facts, attachments, left_out)]
    moved = dispatch.due_at != due_before
    if not points and not moved:
        return None
    title = "" if facts["secret"] else f"“{shortened(facts['title'], SUBJECT_TITLE_LENGTH)}”"
    altered = bool(changed) or moved
    opening = "上级平台现有变更，请按变更后的内容办理。" if altered else "现有补充材料，请结合材料办理。"
    until = f"（请于{short_deadline(dispatch.due_at, now)}回复）" if moved else ""
    return draw_up_plain(
        "amendment",
        f"amendment/{case.case_no}/{nth}/{department.name}",
        department.addresses[:1],
        f"{'【变更】' if altered else '【补充材料】'}{case.case_no} {title or '保密件'}{until}",
        [
            f"{case.case_no}{title}已转你单位办理。{opening}",
            *points,
            _about_the_deadline(dispatch, due_before),
        ],
        head=head,
        now=now,
        enclosed=() if facts["secret"] else attachments,
        case_no=case.case_no,
        department=department.name,
        because=f"上级平台变更：{'、'.join(changed.values()) or '办理时限'}" if altered else "补充材料",
        templates=templates,
    )


def draw_up_secrecy_notice(
    case: Any,
    dispatch: Any,
    department: Any,
    *,
    nth: int,
    head: Letterhead,
    now: datetime,
    templates: Templates | None = None,
) -> Draft:
    """Return the notice to a department that a case it holds is secret from now on, though it was told who asked.

    It repeats nothing of what it asks to keep: no name, no title.
    """
    number = case.case_no
    return draw_up_plain(
        "amendment",
        f"amendment/{number}/保密{nth}/{department.name}",
        department.addresses[:1],
        f"【保密】{number} 自即日起按保密件办理",
        [
            f"{number}已转你单位办理，现按保密件办理，请自收到本通知起：",
            "一、此前函件中的诉求人姓名、电话、住址仅限经办人知悉，不得向被反映人和任何其他单位、个人透露；已打印、转发的，收回妥善保管。",
            "二、不再联系诉求人，办理结果由我办统一答复；反馈表中反馈当事人的各栏不填。",
            "三、反馈材料中不得出现诉求人的任何信息。",
            _about_the_deadline(dispatch, dispatch.due_at),
        ],
        head=head,
        now=now,
        case_no=number,
        department=department.name,
        because="本件转为保密件，此前的函件写有诉求人信息",
        templates=templates,
    )


def _points(facts: Mapping[str, Any], changed: Mapping[str, str]) -> list[str]:
    """What reads otherwise now, a paragraph each; the request line by line."""
    points = []
    for name, label in changed.items():
        if name == "request_text":
            points += [f"{label}现为：", *facts["request_lines"]]
        elif name in ABOUT_THE_PETITIONER:
            told = (facts["petitioner"] or {}).get(name)
            points += [f"诉求人{label}现为：{told}"] if told else []
        elif facts.get(name):
            points.append(f"{label}现为：{facts[name]}")
    return points


def _about_documents(
    facts: Mapping[str, Any], attachments: Sequence[Enclosed], left_out: Sequence[str]
) -> list[str]:
    if facts["secret"]:
        return []
    lines = [f"补充材料随信附上：{'、'.join(each.name for each in attachments)}"] if attachments else []
    if left_out:
        lines.append(f"未随转的上级附件：{'、'.join(left_out)}，如需要请向我办索取。")
    return lines


def _about_the_deadline(dispatch: Any, due_before: datetime) -> str:
    provisional = "（暂定）" if dispatch.provisional else ""
    if dispatch.due_at == due_before:
        return f"办理时限不变，仍为{deadline_words(dispatch.due_at)}{provisional}。"
    return f"办理时限原为{moment_words(due_before)}，现改为{deadline_words(dispatch.due_at)}{provisional}，请按时反馈。"
