"""Extensions of a case as the objects that `--json` prints (延期)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ledger import extending, worklists
from ledger.models import Case, Extension


def extension_rows(case: Case, told: Callable[[str], str]) -> list[dict[str, Any]]:
    """All wishes about a case for more time, in order; texts as the reader may see them."""
    wishes = [each for row in worklists.dispatches_of(case) for each in extending.extensions_of(row)]
    return [_row(each, told) for each in sorted(wishes, key=lambda wish: wish.id)]


def _row(wish: Extension, told: Callable[[str], str]) -> dict[str, Any]:
    return {
        "department": wish.dispatch.department.name,
        "asked_at": wish.asked_at,
        "days": wish.days,
        "until": wish.until,
        "reason": told(wish.reason),
        "state": wish.state,
        "granted_days": wish.granted_days,
        "due_before": wish.due_before,
        "due_after": wish.due_after,
        "exception": told(wish.exception),
        "past_upper": told(wish.past_upper),
        "decided_at": wish.decided_at,
        "decided_by": wish.decided_by,
        "because": told(wish.because),
    }
