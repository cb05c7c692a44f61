"""批示来件: a mail that brings a leader's word: from his own address or the office's it is acted on, else a person looks."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import date, datetime

from ledger import casework
from ledger.models import Case
from ledger.vocabulary import MailState
from mailroom import holding
from mailroom.desks import upper_notices
from mailroom.desks.incoming import Incoming
from mailroom.desks.instructions import AlreadyInstructed, CannotInstruct, Word, instruct
from mailroom.office import Office

LONGEST = 500  # characters of a word that a suggested command repeats


def is_instruction(incoming: Incoming) -> bool:
    """Whether a mail is for this desk: it reads so, or the leader wrote it, whatever it reads like."""
    return incoming.reading.what == "instruction" or (incoming.sender.leader and not incoming.confirmed)


def take_instruction(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Pass a leader's word on where it is sure whose it is, which case it is about and what it says; else hold it."""
    cases = upper_notices.cases_meant(incoming)
    case = cases[0] if len(cases) == 1 else None
    read = _read(office, incoming)
    fault = _why_not(incoming, cases, read)
    if fault and incoming.confirmed:
        raise CannotInstruct(f"{fault}。请照原件执行：{_command(case, read)}")
    if case is not None and not fault:
        word = Word(read.leader, read.text, read.on, read.due)
        try:
            instruct(office, case, word, now=now, by=incoming.by, mail=incoming.mail)
        except AlreadyInstructed as known:
            casework.note(case, str(known), now=now, by=incoming.by, mail=incoming.mail)
        except CannotInstruct as error:
            if incoming.confirmed:
                raise
            fault = str(error)
        if not fault:
            return MailState.SETTLED
    ways = [holding.suggest(_command(case, read), "核对原件后：转承办单位，同时移交督查部门")]
    if case is not None and read.text and read.leader:
        ways.insert(0, holding.let_go("核实确是领导批示、读出的内容无误后：转承办单位，同时移交督查部门"))
    return holding.hold_mail(
        incoming.mail,
        incoming.reading,
        because=f"来件像是领导批示：{fault}",
        suggestions=[*ways, holding.drop("不是对工单的批示")],
        now=now,
        case=case,
    )


@dataclass(frozen=True)
class _Read:
    """What was read of the word; "" where it was not."""

    leader: str
    text: str
    on: date
    due: date | datetime | None


def _read(office: Office, incoming: Incoming) -> _Read:
    written = incoming.reading.instruction
    leader = (written.leader if written else None) or (
        office.settings.supervision.leader if incoming.sender.leader else ""
    )
    text = (written.text if written else None) or ""
    if not text and incoming.confirmed:  # a person says that the mail itself is the word
        text = incoming.reading.new_text.strip()
    on = (written.on if written else None) or incoming.mail.kept_at
    day = on.date() if isinstance(on, datetime) else on
    return _Read(leader, text, day, written.due_on if written else None)


def _why_not(incoming: Incoming, cases: list[Case], read: _Read) -> str:
    """Why a person has to look first, or ""; what he has confirmed is as it is."""
    if not cases:
        return "没有写明是哪一件工单"
    if len(cases) > 1:
        return f"涉及 {len(cases)} 件工单：{'、'.join(case.case_no for case in cases)}"
    if not read.text:
        return "没有读出批示的内容"
    if not read.leader:
        return "没有读出是谁批示的"
    if incoming.confirmed:
        return ""
    if not (incoming.sender.ourselves or incoming.sender.leader):
        return f"发件人 {incoming.sender.address} 不是登记的领导邮箱，也不是本办邮箱，请核实"
    doubts = [each.because for each in incoming.reading.doubts if each.field.startswith("instruction")]
    return f"存疑：{doubts[0]}" if doubts else ""


def _command(case: Case | None, read: _Read) -> str:
    """The command that a person types from the original, with what was read filled in."""
    number, leader = case.case_no if case else "编号", read.leader or "姓名"
    text = shlex.quote(read.text[:LONGEST] or "批示")
    return f"mailroom instruct {number} --leader {shlex.quote(leader)} --text {text}"
