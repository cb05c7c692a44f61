"""批示来件: a mail that brings a leader's word: from his own address or the office's it is acted on, else a person looks."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from ledger import casework, worklists
from ledger.models import Case
from ledger.vocabulary import MailState
from mailroom import holding
from mailroom.desks import instruction_ways, upper_notices
from mailroom.desks.incoming import Incoming
from mailroom.desks.instruction_ways import Words, is_told, read_words
from mailroom.desks.instructions import AlreadyInstructed, CannotInstruct, Word, instruct
from mailroom.desks.verdicts import CannotJudge
from mailroom.office import Office
from parsers.forms.leader_words import is_order, leaves_open
from parsers.mail.quoted import is_forward

# What a leader's address may send that is not his word: a machine's, a new case.
NOT_HIS = ("bounce", "auto_reply", "receipt", "case")


def is_leaders_letter(incoming: Incoming) -> bool:
    """Whether the leader wrote it, somebody answers what was laid before him, or it forwards his letter; whatever it
    reads like, unless a person has said what it is.
    """
    reading, leader = incoming.reading, incoming.leader_address
    if is_told(incoming) and reading.what != "instruction":
        return False
    forwards = bool(leader) and is_forward(reading.envelope.subject) and leader in reading.text.lower()
    if not (incoming.sender.leader or forwards or _answers_proposal(incoming)):
        return False
    return reading.what not in NOT_HIS or (reading.what == "case" and bool(_cases(incoming)))


def is_instruction(incoming: Incoming) -> bool:
    """Whether a mail reads as a leader's word, whoever sends it."""
    return incoming.reading.what == "instruction"


def take_instruction(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Pass a leader's word on where it is sure whose it is, which case it is about and what it says; else hold it."""
    cases, words = _cases(incoming), read_words(office, incoming)
    case = cases[0] if len(cases) == 1 else None
    fault = _why_not(office, incoming, cases, words, now=now)
    if fault and incoming.confirmed:
        raise CannotInstruct(_told_what_to_do(office, case, words, fault, now=now))
    if case is not None and not fault:
        try:
            _pass_on(office, incoming, case, words, now=now)
        except (CannotInstruct, CannotJudge) as error:
            if incoming.confirmed:
                raise CannotInstruct(_told_what_to_do(office, case, words, str(error), now=now)) from error
            fault = str(error)
        if not fault:
            return MailState.SETTLED
    return _hold(office, incoming, cases, words, fault, now=now)


def _told_what_to_do(office: Office, case: Case | None, words: Words, fault: str, *, now: datetime) -> str:
    """Why a release changes nothing, with the command that does: an entry let go must not take the word with it."""
    return (
        f"{fault.rstrip('。')}。请照原件执行：{instruction_ways.ways(office, case, words, now=now)[0]['do']}"
    )


def _pass_on(office: Office, incoming: Incoming, case: Case, words: Words, *, now: datetime) -> None:
    word = Word(words.leader, words.text, words.on, words.due)
    try:
        instruct(office, case, word, now=now, by=incoming.by, mail=incoming.mail)
    except AlreadyInstructed as known:
        casework.note(case, str(known), now=now, by=incoming.by, mail=incoming.mail)


def _hold(
    office: Office, incoming: Incoming, cases: list[Case], words: Words, fault: str, *, now: datetime
) -> MailState:
    """Put the word before a person, once for each case that it is about, with the command for it."""
    reading = dataclasses.replace(incoming.reading, what="instruction")
    about: list[Case | None] = [*cases] or [None]
    for case in about:
        others = [each for each in cases if each != case]
        ways = instruction_ways.ways(office, case, words, now=now, beside=others)
        sure = words.text and words.leader and not instruction_ways.wants_nothing(words.text)
        if len(cases) == 1 and sure and _is_word(words):
            ways.append(holding.let_go("核实确是领导批示、读出的内容无误后：转承办单位，同时移交督查部门"))
        holding.hold_mail(
            incoming.mail,
            reading,
            because=f"来件像是领导批示：{fault}",
            suggestions=[*ways, holding.drop("不是对工单的批示，或已照原件登记")],
            now=now,
            case=case,
        )
    return MailState.HELD


def _cases(incoming: Incoming) -> list[Case]:
    """The cases that he names himself, and those of the letters that he answers: not all that stand in what he quotes."""
    reading, envelope = incoming.reading, incoming.reading.envelope
    own = f"{envelope.subject}\n{reading.new_text}"
    named = [worklists.case_by_number(number) for number in reading.case_nos if number in own]
    if incoming.case_no or not any(named):
        return upper_notices.cases_meant(incoming)
    replied = worklists.cases_of_message([*envelope.in_reply_to, *envelope.references])
    return list({case.id: case for case in (*named, *replied) if case is not None}.values())


def _answers_proposal(incoming: Incoming) -> bool:
    """Whether a mail answers a paper that was laid before the leader."""
    envelope = incoming.reading.envelope
    letters = map(worklists.letter_by_message_id, (*envelope.in_reply_to, *envelope.references))
    return any(letter is not None and letter.kind == "proposal" for letter in letters)


def _is_word(words: Words) -> bool:
    """Whether it was written as a word, or at least wants something done."""
    return not words.plain or is_order(words.text)


def _why_not(office: Office, incoming: Incoming, cases: list[Case], words: Words, *, now: datetime) -> str:
    """Why a person has to look first, or ""; what he has confirmed is as it is."""
    if not cases:
        return "没有写明是哪一件工单"
    if len(cases) > 1:
        return f"涉及 {len(cases)} 件工单：{'、'.join(case.case_no for case in cases)}"
    if not words.text:
        return "没有读出批示的内容"
    if not words.leader:
        return "没有读出是谁批示的"
    if incoming.confirmed:
        return "" if is_told(incoming) or _is_word(words) else "看不出要求办理什么"
    if not (incoming.sender.ourselves or incoming.sender.leader):
        return f"发件人 {incoming.sender.address} 不是登记的领导邮箱，也不是本办邮箱，请核实"
    return _why_unsure(office, incoming, cases[0], words, now=now)


def _why_unsure(office: Office, incoming: Incoming, case: Case, words: Words, *, now: datetime) -> str:
    """What is in doubt about a word that he himself, or a clerk, has sent."""
    if words.plain and not incoming.sender.leader:
        return "看不出是批示的原文"
    if leaves_open(words.text):
        return "批示另有意见、提了问题或指向附件，请看原件"
    if not _is_word(words):
        return "看不出要求办理什么"
    if words.plain and (incoming.reading.documents or incoming.reading.cloud_files):
        return "附有文件，批示可能写在里面，请看原件"
    if others := instruction_ways.named_elsewhere(office, case, words.text, now=now):
        return f"批示点名的{'、'.join(each.name for each in others)}没有承办这一件，转不到，请另行改派或告知"
    doubts = [each.because for each in incoming.reading.doubts if each.field.startswith("instruction")]
    return f"存疑：{doubts[0]}" if doubts else ""
