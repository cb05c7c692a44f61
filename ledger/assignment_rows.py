"""Assignments with what they are about: the one query by which case and department come along in one reading."""

from __future__ import annotations

from typing import Any

from ledger.models import Case, Department, Dispatch
from ledger.rows import Row


def with_case_and_department(table: type[Row] = Dispatch) -> Any:
    """Return a query of `table`, each row with its assignment's case and department at hand: of assignments themselves, or
    of what hangs on one (`table.dispatch`: an answer, an act of supervision, a leader's word).
    """
    if table is Dispatch:
        return Dispatch.select(Dispatch, Case, Department).join(Case).switch(Dispatch).join(Department)
    columns = (table, Dispatch, Case, Department)
    return table.select(*columns).join(Dispatch).join(Case).switch(Dispatch).join(Department)
