"""协办: what an assisting department answers is passed on to the lead, who answers for all."""

from __future__ import annotations

from datetime import datetime

from generators.case_paper import told
from generators.plain import draw_up_plain
from generators.privacy import is_secret, without_petitioner
from generators.wording import deadline_words, short_deadline
from ledger import casework, worklists
from ledger.models import Answer, Dispatch
from ledger.vocabulary import DispatchState, label
from mailroom import outbox
from mailroom.office import Office

KIND = "assisting_answer"


def pass_on(office: Office, row: Dispatch, answer: Answer, *, now: datetime) -> None:
    """Tell the lead what an assisting department has found and done, inside the caller's transaction; nothing where the
    lead has answered already. The petitioner is left out of it, secret case or not: the lead knows what it may know.
    """
    case, lead = row.case, worklists.lead_dispatch(row.case)
    if lead is None or lead.state != DispatchState.OPEN:
        return
    petitioner = worklists.petitioner_of(case)
    facts, measures = (
        told(is_secret(case), without_petitioner(text, petitioner), petitioner)
        for text in (answer.facts, answer.measures)
    )
    found = f"（{label('substantiated', answer.substantiated)}）" if answer.substantiated else ""
    until = deadline_words(lead.due_at)
    late = lead.due_at < now
    key = f"{KIND}/{case.case_no}/{row.round}/{row.department.name}/{lead.department.name}"
    draft = draw_up_plain(
        KIND,
        key,
        lead.department.addresses[:1],
        f"【协办意见】{case.case_no} {row.department.name}已反馈（{'已逾期，请立即' if late else f'请于{short_deadline(lead.due_at, now)}'}反馈）",
        [
            f"{case.case_no}由你单位主办，协办的{row.department.name}已反馈如下，供你单位汇总。",
            f"调查核实情况{found}：{facts}",
            f"处理情况：{measures}",
            f"请一并写入你单位的办理结果，{f'原时限{until}已过，请立即' if late else f'于{until}'}反馈。",
        ],
        head=office.head,
        now=now,
        case_no=case.case_no,
        department=lead.department.name,
        because=f"{row.department.name}的协办意见转主办单位汇总",
        templates=office.templates,
    )
    letter = outbox.post(office, draft, now=now, case=case, department=lead.department)
    sentence = f"{row.department.name}的协办意见转{lead.department.name}汇总"
    casework.note(case, sentence, now=now, letter_key=letter.key)
