"""Records of the liaison directory as rows: for JSON lines, tables and the spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ledger import worklists
from ledger.liaison_changes import ROLES, person_of, section_of
from ledger.liaisons import CHANNELS, channel_names
from ledger.models import Letter, Liaison, LiaisonForm
from ledger.vocabulary import label
from mailroom.commands.printing import print_fields, say
from mailroom.desks.liaison_chase import Missing
from mailroom.office import Office


def liaison_row(row: Liaison) -> dict[str, Any]:
    """One person who answers for a department."""
    return {
        "department": row.department.name,
        "channel": row.channel,
        "role": row.role,
        "place": row.place,
        "section": row.section,
        "name": row.name,
        "title": row.title,
        "office_phone": row.office_phone,
        "mobile": row.mobile,
        "note": row.note,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "form": row.__data__["form"],
    }


def form_row(office: Office, form: LiaisonForm) -> dict[str, Any]:
    """One form, as it came in and what became of it."""
    domains = office.settings.trust.domains_allowed
    return {
        "id": form.id,
        "department": form.department.name,
        "arrived_at": form.arrived_at,
        "filled_on": form.filled_on,
        "covers": form.covers,
        "section": form.section,
        "people": form.people,
        "email": form.email,
        "sender": form.sender,
        "sender_known": form.department
        in worklists.departments_of_sender(form.sender, whole_domains=domains),
        "differences": form.differences,
        "state": form.state,
        "valid_from": form.valid_from,
        "decided_at": form.decided_at,
        "decided_by": form.decided_by,
        "because": form.because,
    }


def missing_row(each: Missing, letter: Letter | None) -> dict[str, Any]:
    """One department that has not filed; `letter` is the one that it was just asked by."""
    return {
        "department": each.department.name,
        "channels": list(each.channels),
        "due_on": each.due_on,
        "letters": [sent.key for sent in each.letters] + ([letter.key] if letter else []),
        "by_phone": each.by_phone,
        "chased": letter is not None,
    }


def print_form(office: Office, form: LiaisonForm) -> None:
    """Print a form that waits: whose, from whom, and what it changes."""
    row = form_row(office, form)
    known = "" if row["sender_known"] else "（没有登记，须先核实）"
    print_fields(
        [
            ("号", form.id),
            ("单位", row["department"]),
            ("收到", form.arrived_at),
            ("填报", form.filled_on),
            ("事项", channel_names(form.covers)),
            ("写明生效", form.valid_from),
            ("发件", f"{form.sender}{known}"),
        ]
    )
    for each in form.differences:
        say(f"  {each['what']}：{each['old'] or '无'} → {each['new'] or '无'}")


def directory_rows(liaisons: Iterable[Liaison]) -> list[dict[str, Any]]:
    """The rows of the spreadsheet: a department's two channels are one row where the same people answer for both."""
    found: dict[str, dict[str, list[Liaison]]] = {}
    for row in liaisons:
        found.setdefault(row.department.name, {}).setdefault(row.channel, []).append(row)
    rows = []
    for department, channels in found.items():
        groups: list[tuple[list[str], list[dict[str, str]]]] = []
        for channel in [each for each in CHANNELS if each in channels]:
            people = [person_of(row) for row in channels[channel]]
            same = next((group for group in groups if group[1] == people), None)
            if same:
                same[0].append(channel)
            else:
                groups.append(([channel], people))
        rows += [_directory_row(department, *group) for group in groups]
    return rows


def _directory_row(department: str, channels: list[str], people: list[dict[str, str]]) -> dict[str, Any]:
    ranked = sorted(people, key=lambda person: ROLES.index(person["role"]))
    return {
        "department": department,
        "channels": channel_names(channels),
        "section": section_of(people),
        "people": [
            (
                label("liaison_role", person["role"]),
                [person[name] for name in ("name", "title", "office_phone", "mobile")],
            )
            for person in ranked
        ],
    }
