"""A case on a town's desk, and what the town writes back on Tuesday."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.results import Result, letter_lines, made_up_result
from tests.journeys.matters import lamps
from tests.journeys.offices import OfficeAtWork, Row
from tests.journeys.seen import Seen

TOWN = "羊庄镇人民政府"
TUESDAY = datetime(2018, 3, 13, 15)


def dispatched_on_monday(office: OfficeAtWork) -> Seen:
    """Let a case be on the town's desk since Monday morning; returns the letter there."""
    office.cases_in(lamps(), "docx-four-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    (letter,) = office.at_department(TOWN)
    return letter


def complete(letter: Seen, **changes: Any) -> Result:
    """A complete answer to a letter, with what the story wants otherwise."""
    return replace(made_up_result(read_letter(letter.raw), TOWN, on=TUESDAY.date()), **changes)


def answer_text(result: Result) -> str:
    """An answer as the text of a mail, without any number."""
    return "\n".join(["市长公开电话办公室：", "    现将办理情况回复如下：", *letter_lines(result)])


def answered(office: OfficeAtWork, raw: bytes, at: str = "2018-03-13T15:01") -> Row:
    """Let an answer come in, do a round, and return its counts."""
    office.mail_in(raw)
    return office.round(at)
