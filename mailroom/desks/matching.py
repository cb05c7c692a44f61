"""Which case, and which assignment of it, a department's mail is about."""

from __future__ import annotations

from dataclasses import dataclass, field

from ledger import worklists
from ledger.models import Case, Dispatch
from ledger.vocabulary import DispatchState
from mailroom import holding
from mailroom.desks.incoming import Incoming


@dataclass(frozen=True)
class Match:
    """The assignment a mail is about, or (`dispatch` None) why that can't be said, with what may be meant."""

    dispatch: Dispatch | None
    because: str  # one Chinese sentence, either way
    case: Case | None = None
    suggestions: list[holding.Suggestion] = field(default_factory=list)


def match(incoming: Incoming) -> Match:
    """Find the case by what a person decided, our number, the letter answered, or the upper number; then check that
    the sender is on file for a department that has it. Sender and open cases alone are only ever a suggestion.
    """
    cases, because = _cases(incoming)
    if not cases:
        return Match(None, because, suggestions=_open_cases(incoming))
    if len(cases) > 1:
        ways = [holding.suggest(f"held release --case {case.case_no}", case.title) for case in cases]
        return Match(
            None,
            f"来件涉及 {len(cases)} 个工单：{'、'.join(case.case_no for case in cases)}",
            suggestions=ways,
        )
    return _assignment(incoming, cases[0], because)


def _cases(incoming: Incoming) -> tuple[list[Case], str]:
    """The cases that the strongest evidence names, and the sentence about it."""
    reading, envelope = incoming.reading, incoming.reading.envelope
    if incoming.case_no:
        decided = worklists.case_by_number(incoming.case_no)
        return ([decided] if decided else []), f"由{incoming.by}指定"
    replied = worklists.cases_of_message([*envelope.in_reply_to, *envelope.references])
    numbered = _known(worklists.case_by_number(number) for number in reading.case_nos)
    unknown = [number for number in reading.case_nos if worklists.case_by_number(number) is None]
    if unknown and not numbered:
        return [], f"本办台账中没有编号 {'、'.join(unknown)}"
    if numbered:
        strangers = [case for case in replied if case not in numbered]
        if strangers and len(numbered) == 1:
            return [*numbered, *strangers], "编号与所回复的信不一致"
        return numbered, f"来件写明编号 {'、'.join(case.case_no for case in numbered)}"
    if replied:
        return replied, "来件是对本办转办邮件的回复"
    upper = _known(worklists.case_by_upper_number(number) for number in reading.upper_nos)
    if upper:
        return upper, f"来件写明上级编号 {'、'.join(str(case.upper_no) for case in upper)}"
    return [], "来件没有工单编号，也不是对本办邮件的回复"


def _known(cases) -> list[Case]:
    return list({case.id: case for case in cases if case is not None}.values())


def _assignment(incoming: Incoming, case: Case, because: str) -> Match:
    rows = worklists.dispatches_of(case)
    live = [row for row in rows if row.state in (DispatchState.OPEN, DispatchState.ANSWERED)]
    names = {department.name for department in incoming.sender.departments}
    if incoming.department:
        names = {incoming.department}
    mine = [row for row in live if row.department.name in names]
    if not mine and incoming.confirmed and live:
        mine = live[-1:]
    if mine:
        still_open = [row for row in mine if row.state == DispatchState.OPEN]
        return Match((still_open or mine)[-1], because, case=case)
    if not live:
        return Match(None, f"{because}，但 {case.case_no} 现在没有承办单位", case=case)
    holder = live[-1].department
    return Match(
        None,
        f"{because}，但发件人 {incoming.sender.address} 不是承办单位{holder.name}登记的邮箱",
        case=case,
        suggestions=[
            holding.suggest(f"向{holder.name}核实后放行", "放行后按承办单位来件办理"),
            holding.suggest("作废", "来件人与本件无关"),
        ],
    )


def _open_cases(incoming: Incoming) -> list[holding.Suggestion]:
    found = []
    for department in incoming.sender.departments:
        for row in worklists.open_dispatches_of(department)[:3]:
            why = f"{department.name}在办，{row.due_at:%m月%d日} 到期：{row.case.title}"
            found.append(holding.suggest(f"held release --case {row.case.case_no}", why))
    return found
