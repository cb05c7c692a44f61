"""Reading → the object of `mailroom read --json`: only what was found, dates in ISO."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from parsers.reading import Reading

KEYS = (
    "what", "why", "case_nos", "upper_nos", "cases", "answer", "send_back", "extension", "liaison_form", "follow_ups", "instruction", "bounce", "doubts", "found",
)  # fmt: skip


def as_json(reading: Reading, file: str = "") -> dict[str, object]:
    """Return the object for one file: keys without a value are left out, `answers` and `liaison_forms` only where there are several."""
    record = asdict(reading)
    answers = record["answers"]
    if record["answer"]:
        record["answer"].pop("case_no")
        record["answer"].pop("informed_how")
    for form in filter(None, (record["liaison_form"], *record["liaison_forms"])):
        form.pop("former")
        form.pop("since")
    if record["bounce"]:
        record["bounce"].pop("trying")
        record["bounce"].pop("others")
    found: dict[str, object] = {"file": file} if file else {}
    found |= {
        key: value
        for key in KEYS
        if (value := _plain(record[key], keep=key == "doubts")) not in (None, {}, [])
    }
    if len(answers) > 1:
        found["answers"] = _plain(answers)
    if len(record["liaison_forms"]) > 1:
        found["liaison_forms"] = _plain(record["liaison_forms"])
    return found


def _plain(value: object, keep: bool = False) -> object:
    """Return `value` in JSON's types, None and empty members left out (`keep` leaves empty texts in)."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        members = {key: _plain(member, keep) for key, member in value.items()}
        return {
            key: member
            for key, member in members.items()
            if member not in (None, {}, []) and (keep or member != "")
        }
    if isinstance(value, list | tuple):
        return [_plain(member, keep) for member in value]
    return value
