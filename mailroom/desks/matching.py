"""Which case, and which assignment of it, a department's mail is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from generators.wording import month_day_words
from ledger import worklists
from ledger.models import Case, Dispatch
from ledger.vocabulary import DispatchState, MailState, label
from mailroom import holding
from mailroom.desks.incoming import Incoming


@dataclass(frozen=True)
class Match:
    """The assignment a mail is about, or (`dispatch` None) why that can't be said, with what may be meant."""

    dispatch: Dispatch | None
    because: str  # one Chinese sentence, either way
    case: Case | None = None
    suggestions: list[holding.Suggestion] = field(default_factory=list)


def hold_match(incoming: Incoming, found: Match, *, now: datetime) -> MailState:
    """Put the mail before a person, for the reason and with the ways that `found` has."""
    return holding.hold_mail(
        incoming.mail,
        incoming.reading,
        because=found.because,
        suggestions=found.suggestions,
        now=now,
        case=found.case,
    )


def match(incoming: Incoming) -> Match:
    """Find the case by what a person decided, our number, the letter answered, or the upper number; then check that
    the sender is on file for a department that has it. Sender and open cases alone are only ever a suggestion.
    """
    cases, because = _cases(incoming)
    if not cases:
        return Match(None, because, suggestions=_open_cases(incoming))
    if len(cases) > 1:
        ways = [holding.suggest(f"held release --case {case.case_no}", case.title) for case in cases]
        if because != CONTRADICTION:
            together = " ".join(f"--case {case.case_no}" for case in cases)
            ways.insert(0, holding.suggest(f"held release {together}", "几件一并来件的，每一件都算"))
        return Match(
            None,
            f"来件涉及 {len(cases)} 个工单：{'、'.join(case.case_no for case in cases)}",
            suggestions=ways,
        )
    return _assignment(incoming, cases[0], because)


def matches(incoming: Incoming) -> list[Match]:
    """One for each case that the mail names alike, as a reply to a digest does; [] where its numbers contradict."""
    cases, because = _cases(incoming)
    return [] if because == CONTRADICTION else [_assignment(incoming, case, because) for case in cases]


CONTRADICTION = "编号与所回复的信不一致"


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
        numbered = _not_in_passing(numbered, reading.new_text)
        strangers = [case for case in replied if case not in numbered]
        if strangers and len(numbered) == 1:
            return [*numbered, *strangers], CONTRADICTION
        return numbered, f"来件写明编号 {'、'.join(case.case_no for case in numbered)}"
    if replied:
        return replied, "来件是对本办转办邮件的回复"
    upper = _known(worklists.case_by_upper_number(number) for number in reading.upper_nos)
    if upper:
        return upper, f"来件写明上级编号 {'、'.join(str(case.upper_no) for case in upper)}"
    return [], "来件没有工单编号，也不是对本办邮件的回复"


def _not_in_passing(cases: list[Case], text: str) -> list[Case]:
    """The cases that a mail is about: of several, without those that it only compares its own with (与…为同一人反映)."""
    if len(cases) < 2 or TOGETHER.search(text):
        return cases
    return [case for case in cases if not _in_passing(case.case_no, text)] or cases


TOGETHER = re.compile(r"(?:一并|合并|分别|一起|一同|[两二三几多]件|均已)")
LIKENED = r"[^，,。；;\n]{0,10}(?:同一|重复|相同|一样|一致|类似|相关|有关|是一件|一回事)"


def _in_passing(case_no: str, text: str) -> bool:
    """Whether a number stands in a text, and nowhere there but in a comparison or a reference to what was said before."""
    number = re.escape(case_no)
    aside = rf"(?:与|同|和|跟)[^，,。；;\n]{{0,6}}{number}{LIKENED}|(?:参照|参见|详见|另见|见)[^，,。；;\n]{{0,6}}{number}"
    return case_no in text and case_no not in re.sub(aside, "", text)


def _known(cases) -> list[Case]:
    return list({case.id: case for case in cases if case is not None}.values())


def _assignment(incoming: Incoming, case: Case, because: str) -> Match:
    rows = worklists.dispatches_of(case)
    live = [row for row in rows if row.state in (DispatchState.OPEN, DispatchState.ANSWERED)]
    names = {department.name for department in incoming.sender.departments}
    if incoming.department:  # as a person typed it: an alias will do
        decided = worklists.department_named(incoming.department)
        names = {decided.name if decided else incoming.department}
    mine = [row for row in live if row.department.name in names]
    if live and not mine and incoming.department:
        return Match(None, f"{incoming.department}没有承办 {case.case_no}", case=case)
    if not live:
        return _nobody_at_work(case, because)
    if not mine and not incoming.confirmed:
        return _stranger(incoming, case, live, because)
    meant = _meant(incoming, mine or live)
    meant = [row for row in meant if row.state == DispatchState.OPEN] or meant
    if len({row.department for row in meant}) > 1:
        several = "、".join(row.department.name for row in meant)
        unclear = (
            f"发件邮箱是{several}共用的，看不出是哪个单位的" if mine else f"看不出是{several}中哪个单位的"
        )
        return Match(None, f"{because}，但{unclear}", case=case, suggestions=_ways_by_department(meant))
    return Match(meant[-1], because, case=case)


def _stranger(incoming: Incoming, case: Case, live: list[Dispatch], because: str) -> Match:
    """Whoever writes is not on file for any department that has the case: a person asks there first."""
    names = "、".join(dict.fromkeys(row.department.name for row in live))
    ways = [holding.let_go(f"向{names}核实以后：按承办单位来件办理")]
    if len({row.department for row in live}) > 1:
        ways = _ways_by_department(live)
    return Match(
        None,
        f"{because}，但发件人 {incoming.sender.address} 不是承办单位{names}登记的邮箱",
        case=case,
        suggestions=[*ways, holding.drop("来件人与本件无关")],
    )


def _ways_by_department(rows: list[Dispatch]) -> list[holding.Suggestion]:
    return [
        holding.suggest(
            f"held release --department {row.department.name}", f"是{label('role', row.role)}单位的来件"
        )
        for row in rows
    ]


def _meant(incoming: Incoming, rows: list[Dispatch]) -> list[Dispatch]:
    """Those of several departments that the mail speaks for: by the department that it names, else by the letter it
    answers; all of them where neither tells."""
    if len({row.department for row in rows}) == 1:
        return rows
    envelope, answer = incoming.reading.envelope, incoming.reading.answer
    addressed = worklists.departments_of_messages([*envelope.in_reply_to, *envelope.references])
    named = worklists.department_named(answer.department) if answer and answer.department else None
    for wanted in ({named} if named else set(), addressed):
        chosen = [row for row in rows if row.department in wanted]
        if chosen:
            return chosen
    return rows


def _nobody_at_work(case: Case, because: str) -> Match:
    """Merged, withdrawn, or waiting to be dispatched anew: say so, and where the matter goes on."""
    status = label("status", case.status)
    if case.merged_into is None:
        ways = [holding.drop(f"已告知来件单位：本件现为{status}")]
        return Match(
            None, f"{because}，但 {case.case_no} 现在没有承办单位（{status}）", case=case, suggestions=ways
        )
    goes_on = case.merged_into.case_no
    ways = [
        holding.suggest(f"held release --case {goes_on}", "作为并入的那一件的来件"),
        holding.drop("不再需要"),
    ]
    return Match(None, f"{because}，但 {case.case_no} 已并入 {goes_on}", case=case, suggestions=ways)


def _open_cases(incoming: Incoming) -> list[holding.Suggestion]:
    found = []
    for department in incoming.sender.departments:
        for row in worklists.open_dispatches_of(department)[:3]:
            why = f"{department.name}在办，{month_day_words(row.due_at)}到期：{row.case.title}"
            found.append(holding.suggest(f"held release --case {row.case.case_no}", why))
    return found
