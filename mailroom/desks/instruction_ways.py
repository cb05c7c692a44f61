"""What was read of a leader's word, and the ways a person has with it: the command with the words filled in, to be copied."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from generators.privacy import redact_words
from ledger import supervising, worklists
from ledger.models import Case, Department
from ledger.tasks import PAPER
from ledger.vocabulary import LetterState, Status, Way
from mailroom import holding
from mailroom.desks import dispatching, redoing
from mailroom.desks.changes import close_of
from mailroom.desks.incoming import Incoming
from mailroom.office import Office
from parsers.assembling import TOLD
from parsers.forms.leader_words import due_of, leader_called, words_of_leader
from parsers.mail.quoted import is_reply

LONGEST = 500  # characters of a word that a suggested command repeats
WANTS_NOTHING = re.compile(r"\s*(?:不同意|不予|已?阅(?![办处])|知悉|知道了|已知|暂[缓不])")
MOST_PROPOSALS = 3  # cases laid before the leader that a word without a number may be about


@dataclass(frozen=True)
class Words:
    """What was read; "" where it was not. `plain`: in no form, the mail's own text is taken as the word."""

    leader: str
    text: str
    on: date
    due: date | datetime | None
    plain: bool


def read_words(office: Office, incoming: Incoming) -> Words:
    """Return whose word a mail brings, what it says, and by when; its own text, where no paper or sentence is a word."""
    reading, kept_on = incoming.reading, incoming.mail.kept_at.date()
    written = reading.instruction
    subject = "" if is_reply(reading.envelope.subject) else reading.envelope.subject
    plain = not (written and written.text)
    own = words_of_leader((written and written.text) or reading.new_text, kept_on)
    if plain and not own.text:
        own = words_of_leader(subject, kept_on)
    leader = (written.leader if written else None) or own.leader
    leader = leader or leader_called(f"{subject}\n{reading.new_text}")
    if not leader and incoming.sender.leader:
        leader = office.settings.supervision.leader
    on = (written.on if written else None) or own.on or kept_on
    due = (written.due_on if written else None) or due_of(own.text or "", kept_on)
    day = on.date() if isinstance(on, datetime) else on
    text = own.text or ""
    return Words(leader or "", text if plain else _in_one(text), day, due, plain)


def _in_one(text: str) -> str:
    """A word that ran over several lines of a paper, its lines joined where no sentence ends."""
    return re.sub(r"(?<=[^\s。！？；：.!?;:”」）)])\n(?=\S)", "", text)


def is_told(incoming: Incoming) -> bool:
    """Whether a person has said what the mail is (`held release --as`)."""
    return incoming.confirmed and incoming.reading.why == TOLD


def command(office: Office, case: Case | None, words: Words, *, now: datetime) -> str:
    """The command that a person types from the original, with what was read filled in; a deadline that is over left out."""
    number, leader = case.case_no if case else "编号", words.leader or "姓名"
    told = redact_words(words.text, case, worklists.petitioner_of(case)) if case else words.text
    text = shlex.quote(" ".join(told.split("\n"))[:LONGEST] or "批示")
    parts = [f"mailroom instruct {number} --leader {shlex.quote(leader)} --text {text}"]
    due = close_of(office, words.due)
    if due is not None and due > now:
        day_alone = due.time() == office.settings.hours.close
        parts.append(f"--due {due:%Y-%m-%d}" if day_alone else f"--due {due:%Y-%m-%dT%H:%M}")
    if words.on != now.date():
        parts.append(f"--on {words.on:%Y-%m-%d}")
    return " ".join(parts)


def ways(
    office: Office, case: Case | None, words: Words, *, now: datetime, beside: Sequence[Case] = ()
) -> list[holding.Suggestion]:
    """Commands about one case; about none: for the cases that lie before the leader, one of which he may mean.

    `beside`: the other cases that the same word is about; who is at work on those is named for them.
    """
    why = "核对原件后：转承办单位，同时移交督查部门"
    if case is not None:
        first = _ways_to_departments(office, case, now=now)
        others = named_elsewhere(office, case, words.text, now=now, beside=beside)
        other = [
            holding.suggest(
                f"mailroom reassign {case.case_no} --to {each.name} --because 领导批示由其办理",
                f"批示点名{each.name}，没有承办这一件：应由它办的先改派，再登记批示",
            )
            for each in others[:1]
            if not first
        ]
        refused = [_no_order(case, words)] if wants_nothing(words.text) and _has_been_asked(case) else []
        return [*refused, *first, holding.suggest(command(office, case, words, now=now), why), *other]
    laid = supervising.open_tasks(Way.INSTRUCTION)
    cases = list({task.dispatch.case.id: task.dispatch.case for task in laid}.values())[:MOST_PROPOSALS]
    found = [
        holding.suggest(
            command(office, each, words, now=now), f"{each.case_no} 已报领导批示，是这一件的：{why}"
        )
        for each in cases
    ]
    return found or [holding.suggest(command(office, None, words, now=now), f"“编号”换成那一件的，{why}")]


def wants_nothing(text: str) -> bool:
    """Whether he has only read it, or refuses: nothing that a department could carry out."""
    return WANTS_NOTHING.match(text) is not None


def _has_been_asked(case: Case) -> bool:
    """Whether a paper about a case has reached the leader and waits for his word."""
    letters = [
        worklists.letter_by_key(each.letter_key or "")
        for each in supervising.open_tasks(Way.INSTRUCTION, case=case)
        if not each.cause.startswith(PAPER)
    ]
    return any(letter is not None and letter.state != LetterState.ON_PAPER for letter in letters)


def _no_order(case: Case, words: Words) -> holding.Suggestion:
    note = shlex.quote(f"{words.leader or '领导'}批：{' '.join(words.text.split())[:LONGEST]}")
    return holding.suggest(
        f"mailroom supervise {case.case_no} --by instruction --note {note}",
        "只是阅知或不同意的：记下，拟办了结，不转单位",
    )


def _ways_to_departments(office: Office, case: Case, *, now: datetime) -> list[holding.Suggestion]:
    """What comes before the command where nobody is at work on the case."""
    if worklists.dispatches_at_work(case) or redoing.waits_for_word(case):
        return []
    why = "现在没有单位在办：先转出去，再执行下一条"
    if case.status in (Status.REGISTERED,):
        best = next(iter(dispatching.candidates_for(office, case, now=now)), None)
        to = best.department.name if best else "单位"
        return [holding.suggest(f"mailroom dispatch {case.case_no} --to {to}", why)]
    lead = worklists.lead_dispatch(case)
    if lead is None or case.status in (Status.MERGED, Status.WITHDRAWN):
        return []
    again = f"mailroom dispatch {case.case_no} --to {lead.department.name} --redo 领导批示要求办理"
    return [holding.suggest(again, why)]


def named_elsewhere(
    office: Office, case: Case, text: str, *, now: datetime, beside: Sequence[Case] = ()
) -> list[Department]:
    """Departments that a word names though they have no part in the case, nor in one `beside` it: its letter would not
    reach them. A hard case goes to who had it last.
    """
    rows = [row for each in (case, *beside) for row in worklists.dispatches_at_work(each)]
    rows += [row for each in (case, *beside) if (row := redoing.waits_for_word(each))]
    at_work = [row.department for row in rows]
    for name in sorted((name for each in at_work for name in _names(each)), key=len, reverse=True):
        text = text.replace(name, "")
    return [
        each
        for each in worklists.departments(now.date())
        if each not in at_work
        and each.name != office.settings.office.inspection_bureau
        and any(name in text for name in _names(each))
    ]


def _names(department: Department) -> list[str]:
    return [name for name in (department.name, *department.aliases) if len(name) >= 3]
