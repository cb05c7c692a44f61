"""重复件: the same petitioner, place and matter within some days is proposed as a repeat; only a person joins it.

A secret case is compared with secret ones alone, and told by its number: beside an open one it would tell who asked.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from generators.privacy import is_secret
from ledger import casework, repeats, worklists
from ledger.models import Case
from ledger.opening import transaction
from ledger.vocabulary import Status
from mailroom import holding
from mailroom.errors import MailroomError
from mailroom.office import Office
from mailroom.routing.features import CaseText, pieces_of, text_of

JOINS = re.compile(r"mailroom merge (\S+) --into (\S+)")  # the command in the journal's note

# What stands in most requests and tells nothing of their matter.
USUAL = re.compile("来电人|来信人|市民|反映|请求|希望|尽快|处理|来电|再次|有关部门|咨询|建议|多次")


@dataclass(frozen=True)
class Repeat:
    """A case that another one may repeat, and how alike they are (0 to 1)."""

    of: Case
    likeness: float


@dataclass(frozen=True)
class Proposed:
    """What the journal proposes as a repeat and nobody has decided on."""

    case: Case
    into: str  # number of the case that it may repeat
    because: str
    at: datetime
    command: str  # joins it


class NotProposed(MailroomError):
    """Nothing proposes the case as a repeat; the message says so, in Chinese."""


def proposals(office: Office, *, now: datetime) -> list[Proposed]:
    """The repeats that a person has still to decide on, oldest first: neither joined nor refused, nor answered or older
    than a repeat may be (`repeat_days`).
    """
    found = []
    for note in repeats.proposed():
        joins = JOINS.search(note.because)
        days = office.settings.rules.by_id(note.case.rule_set).repeat_days
        if joins is None or note.at < now - timedelta(days=days) or not _goes_on(joins[2]):
            continue
        why = note.because[len(repeats.NOTED) : joins.start()].partition("。是重复的")[0]
        found.append(Proposed(note.case, joins[2], why, note.at, joins[0]))
    return found


def _goes_on(case_no: str) -> bool:
    """Whether a case can still take a repeat in."""
    case = worklists.case_by_number(case_no)
    return case is not None and case.status not in (Status.MERGED, Status.WITHDRAWN)


def refuse(case: Case, because: str, *, now: datetime, by: str) -> None:
    """Write down a person's word that a case repeats no other; `NotProposed` where nothing proposes it."""
    with transaction():
        if case.id not in {note.case.id for note in repeats.proposed()}:
            raise NotProposed(f"{case.case_no} 没有待确认的重复件提示")
        casework.note(case, f"{repeats.REFUSED}{because}", now=now, by=by)


def repeat_of(office: Office, case: Case) -> Repeat | None:
    """Return the earlier case that this one most likely repeats, or None."""
    days = office.settings.rules.by_id(case.rule_set).repeat_days
    since = case.registered_at - timedelta(days=days)
    found = [
        Repeat(each, likeness(_text(case), _text(each)))
        for each in repeats.asked_before(case, since=since)
        if is_secret(each) == is_secret(case)
    ]
    found = [each for each in found if each.likeness >= office.settings.dispatching.repeat_likeness]
    return max(found, key=lambda each: each.likeness, default=None)


def note_repeat(office: Office, case: Case, *, now: datetime) -> None:
    """Write into the journal of a new case which one it may repeat, with the command that joins it."""
    if repeat := repeat_of(office, case):
        sentence = f"{repeats.NOTED}{_why(case, repeat)}。是重复的：{_command(case, repeat)}"
        casework.note(case, sentence, now=now)


def ways(office: Office, case: Case) -> list[holding.Suggestion]:
    """The same as a suggestion, where the case waits for a person anyway."""
    repeat = repeat_of(office, case)
    return [holding.suggest(_command(case, repeat), f"可能是重复件：{_why(case, repeat)}")] if repeat else []


def likeness(one: CaseText, other: CaseText) -> float:
    """How much two cases say the same, 0 to 1: pieces of two and three characters that both have (cosine)."""
    first, second = _pieces(one), _pieces(other)
    return len(first & second) / math.sqrt(len(first) * len(second)) if first and second else 0.0


def _pieces(text: CaseText) -> set[str]:
    plain = USUAL.sub("，", f"{text.title}，{text.request}，{text.place}")
    return {piece for piece in pieces_of(plain) if len(piece) > 1}


def _text(case: Case) -> CaseText:
    return text_of(case, worklists.petitioner_of(case))


def _why(case: Case, repeat: Repeat) -> str:
    if is_secret(case):
        return repeat.of.case_no
    since = f"{repeat.of.registered_at:%Y-%m-%d}登记{_result(repeat.of)}"
    return f"{repeat.of.case_no}（{since}），同一诉求人，内容相近 {repeat.likeness:.0%}"


def _result(case: Case) -> str:
    """What an earlier case has come to, for who thinks of joining another one to it."""
    lead = worklists.lead_dispatch(case)
    if lead is None or lead.answered_at is None:
        return ""
    return f"，已于{lead.answered_at:%Y-%m-%d}反馈：此后又出现的问题照常办理，不并单"


def _command(case: Case, repeat: Repeat) -> str:
    return f"mailroom merge {case.case_no} --into {repeat.of.case_no}"
