"""Supervision of a case and leaders' words about it as the objects that `--json` prints (督办、领导批示)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ledger import supervising, worklists
from ledger.models import Case, Instruction, Supervision


def supervision_rows(case: Case, told: Callable[[str], str]) -> list[dict[str, Any]]:
    """All acts of supervision about a case, done or still to be done, in order; texts as the reader may see them."""
    rows = worklists.dispatches_of(case)
    acts = [each for row in rows for each in supervising.supervisions_of(row)]
    return [_row(each, told) for each in sorted(acts, key=lambda act: act.id)]


def instruction_rows(case: Case, told: Callable[[str], str]) -> list[dict[str, Any]]:
    """All leaders' words about a case, in order."""
    return [
        {
            "department": each.dispatch.department.name if each.dispatch else None,
            "leader": each.leader,
            "text": told(each.text),
            "instructed_on": each.instructed_on,
            "due_at": each.due_at,
            "written_at": each.written_at,
            "written_by": each.written_by,
            "handed_over_at": each.handed_over_at,
        }
        for each in Instruction.having(case=case)
    ]


def _row(act: Supervision, told: Callable[[str], str]) -> dict[str, Any]:
    return {
        "department": act.dispatch.department.name,
        "way": act.way,
        "cause": act.cause.partition("/")[0],
        "because": told(act.because),
        "opened_at": act.opened_at,
        "due_at": act.due_at,
        "done_at": act.done_at,
        "done_by": act.done_by,
        "result": told(act.result),
        "letter": act.letter_key,
    }
