"""Matters that citizens call about, as the stories need them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from mailroom.demonstration.sheets import Sheet, make_sheet
from mailroom.demonstration.topics import topic_named

MONDAY = datetime(2018, 3, 12, 9, 20)  # a working day like any other, before the stories begin


def matter(number: int, *, called_at: datetime = MONDAY, **says: Any) -> Sheet:
    """Case `number` of the demonstration, with what the story wants otherwise."""
    return replace(make_sheet(number, called_at=called_at), **says)


def lamps(number: int = 13, *, town: str = "羊庄镇", called_at: datetime = MONDAY, **says: Any) -> Sheet:
    """Broken street lamps in a village: a town's case, 3 working days."""
    sheet = make_sheet(number, called_at=called_at, topic=topic_named("路灯"), town=town)
    return replace(sheet, **says)


def vague(number: int = 40, *, called_at: datetime = MONDAY, **says: Any) -> Sheet:
    """A matter that says neither who is in charge nor where it is."""
    words: dict[str, Any] = {
        "department": "",
        "place": "",
        "address": "",
        "kind": "咨询",
        "title": "咨询有关手续",
        "request_text": "来电人说前几天在街上听人说起一项新的手续，想知道应该找哪里办理，请告知。",
    }
    return matter(number, called_at=called_at, **(words | says))
