"""批示随件走: a case changes hands after a leader has given his word: the department that has it now gets the word as well,
and the inspection bureau hears of it.
"""

from __future__ import annotations

import logging
from datetime import datetime

from generators.wording import deadline_words
from ledger import casework, supervising
from ledger.models import Dispatch, Instruction
from ledger.opening import transaction
from mailroom.desks import bureau, instructions
from mailroom.office import Office

log = logging.getLogger(__name__)


def pass_on_inherited(office: Office, *, now: datetime) -> int:
    """Send the words of assignments that were given back or taken back to those that took their place; returns how many.

    By day and night, like the dispatch letters that they belong to. One that goes wrong keeps no other back; the first
    fault is raised at the end.
    """
    done, fault = 0, None
    for word, heir in supervising.orphaned():
        try:
            with transaction():
                _pass_on(office, word, heir, now=now)
            done += 1
        except Exception as error:
            log.warning("instruction %s not passed on: %s", word.id, type(error).__name__)
            fault = fault or error
    if fault is not None:
        raise fault
    return done


def _pass_on(office: Office, word: Instruction, heir: Dispatch, *, now: datetime) -> None:
    """The leader's day stands, as long as it is to come; then the assignment's own."""
    due = word.due_at if word.due_at > now else max(heir.due_at, now)
    told = instructions.Word(word.leader, word.text, word.instructed_on)
    kept = instructions.pass_on(office, heir, told, due, mail=word.mail, now=now, by=casework.SYSTEM)
    kept.handed_over_at = word.handed_over_at
    kept.save(only=[Instruction.handed_over_at])
    name = heir.department.name
    said = f"改由{name}办理，{word.leader}的批示已转{name}，{deadline_words(due)}报告"
    bureau.tell_bureau(office, heir.case, said, now=now)
