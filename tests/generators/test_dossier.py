"""The dossier's cover names who handles the case."""

from __future__ import annotations

import io
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import docx

from generators.dossier import Stationery, cover
from generators.letter import Templates
from generators.specimens import scene_of
from tests.generators.records import HEAD

SCENE = scene_of(HEAD, Templates())


def assignment(name: str, state: str, day: int, role: str = "lead") -> SimpleNamespace:
    return SimpleNamespace(
        department=SimpleNamespace(name=name), state=state, due_at=datetime(2018, 3, day, 17), role=role
    )


def told(*dispatches: SimpleNamespace) -> dict[str, Any]:
    """The cover's table, label to value."""
    paper = Stationery(HEAD, Templates(), SCENE.now, SCENE.case.case_no)
    counts = {"mail_count": 1, "letter_count": 1, "page_count": 9}
    document = docx.Document(io.BytesIO(cover(paper, SCENE.case, dispatches, [], counts=counts)))
    return {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows}


def test_a_department_that_gave_the_case_back_is_not_named_as_its_handler():
    rows = told(assignment("荆河街道办事处", "sent_back", 15), assignment("市城管局", "open", 21))
    assert rows["承办单位"] == "市城管局"
    assert rows["办理时限"] == "2018年3月21日17:00"


def test_of_several_each_is_named_with_its_role():
    rows = told(assignment("市城管局", "open", 21), assignment("荆河街道办事处", "answered", 21, "assisting"))
    assert rows["承办单位"] == "市城管局（主办）、荆河街道办事处（协办）"


def test_a_case_that_everybody_gave_back_names_who_had_it():
    assert told(assignment("市城管局", "withdrawn", 21))["承办单位"] == "市城管局"
