"""Liaison forms (政务服务热线和市长信箱办理工作联系表): the grid of people → LiaisonForm."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.forms import wording
from parsers.forms.answer import is_answer
from parsers.forms.entries import Entry, is_blank, tight
from parsers.forms.filling import Context, Filling
from parsers.forms.layout import Layout
from parsers.forms.letters import find_signature
from parsers.forms.liaison_before import former_words, without_former
from parsers.forms.liaison_channels import NOTE_TO_FILLER, channels_of
from parsers.forms.liaison_people import (
    ROLES,
    entries_around,
    find_columns,
    people_in_entries,
    people_in_grid,
    roles_beside,
)
from parsers.forms.liaison_since import sentences_of_change, since_when
from parsers.forms.liaison_upright import stood_up
from parsers.forms.names import unit_name
from parsers.labels import Labels
from parsers.numbers import find_phones
from parsers.reading import LiaisonForm, Person

_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
WIDE = 3
"""Columns of a cell that says something of the whole form; a narrower one speaks of a person."""

LONGEST_LINE = 80
"""Characters of a line that names one person with everything; a longer one tells something else."""


def is_liaison_form(layout: Layout, labels: Labels, *, subject: str = "") -> bool:
    """Whether a paper is a liaison form: names and telephones, with roles (分管负责人, 联系人) or a title that says so.

    `subject` is that of the mail whose own text the paper is: a title as well.
    """
    titled = bool(labels.in_title("liaison_form", f"{layout.title}\n{subject}"))
    layout = stood_up(layout, labels)
    layout = without_former(layout, labels) if titled else layout
    for grid in layout.grids:
        columns = find_columns(grid, labels)
        if columns and (titled or roles_beside(grid, columns, labels)):
            return True
    fields = _fields(layout, labels)
    return (titled and fields >= {"role", "phone"}) or (
        fields >= {"leader", "liaison", "phone"} and not _tells_more(layout, labels)
    )


def _fields(layout: Layout, labels: Labels) -> set[str]:
    """Return which of role and phone are filled in on a form of labels, and the roles that have a telephone."""
    found: set[str] = set()
    for entry in layout.entries:
        meaning = labels.meaning("liaison_form", entry.label)
        if not meaning or is_blank(entry.text):
            continue
        found |= {"role"} if meaning[0] in (*ROLES, "name") else set()
        found |= {"phone"} if meaning[0] in ("office_phone", "mobile") else set()
        found |= {"phone", meaning[0]} if meaning[0] in ROLES and find_phones(entry.text) else set()
    return found


def _tells_more(layout: Layout, labels: Labels) -> bool:
    """Whether a paper without title is more than a list of people: an answer that names its people, a long text."""
    texts = [line.text for line in layout.lines]
    return is_answer(layout.entries, labels) or any(
        len(text) > LONGEST_LINE or wording.RESULT.search(text) for text in texts
    )


def read_liaison_form(
    layout: Layout, context: Context, *, letter: str = "", path: str = "liaison_form"
) -> tuple[LiaisonForm, Filling]:
    """Return the form. `letter` is the text of the mail that it came with, which may say what it covers."""
    whole = stood_up(layout, context.labels)
    layout = without_former(whole, context.labels)
    entries = [*layout.entries, *_around(layout, context.labels)]
    filling = Filling("liaison_form", entries, context, path)
    people: list[Person] = []
    section: str | None = None
    for grid in layout.grids:
        columns = find_columns(grid, context.labels)
        if columns:
            role = None if roles_beside(grid, columns, context.labels) else "liaison"
            more, named = people_in_grid(grid, columns, filling, len(people), role)
            people += more
            section = section or named
            if named:
                filling.note("section", grid.where)
    if not people:
        people = people_in_entries(layout.entries, filling)
    if section is None:
        section = filling.text("section")
    signature = find_signature(layout.lines, context.near)
    department = filling.unit("department") or _unit_in_rows(layout, context, filling)
    filled_on = filling.moment("filled_on", optional=True)
    if department is None and signature.unit:
        department = signature.unit
        filling.note("department", signature.unit_where)
    if filled_on is None and signature.on:
        filled_on = signature.on
        filling.note("filled_on", signature.on_where)
    remarks = " ".join(p.note or "" for p in people)
    form = LiaisonForm(
        department=department,
        filled_on=filled_on,
        covers=channels_of(_own_title(layout, people), letter, _sentences(layout), people),
        section=section,
        people=tuple(people),
        email=_mail(filling, layout, remarks, letter),
        former=former_words(whole, layout),
        since=since_when([*sentences_of_change(letter), *_sentences(layout)], context.near),
    )
    if not people:
        filling.doubt("people", "联系表里没有读到人员")
    return form, filling


def _own_title(layout: Layout, people: Sequence[Person]) -> str:
    """Return the title without the remarks beside people, which stand among the loose cells at the top."""
    remarks = {tight(person.note) for person in people if person.note}
    return "\n".join(line for line in layout.title.split("\n") if line not in remarks)


def _sentences(layout: Layout) -> list[str]:
    """Return what may say which channel the form is for: its lines, and cells as wide as a sentence needs."""
    wide = [c.text for grid in layout.grids for c in grid.cells if c.col_span >= WIDE]
    return [*(line.text for line in layout.lines), *wide]


def _around(layout: Layout, labels: Labels) -> list[Entry]:
    """Return what the rows above and below the people say of fields that stand nowhere else on the form."""
    known = {m[0] for e in layout.entries if (m := labels.meaning("liaison_form", e.label)) and e.text}
    found = []
    for grid in layout.grids:
        columns = find_columns(grid, labels)
        found += entries_around(grid, columns[0], labels) if columns else []
    return [e for e in found if (m := labels.meaning("liaison_form", e.label)) and m[0] not in known]


def _unit_in_rows(layout: Layout, context: Context, filling: Filling) -> str | None:
    """Return the unit that a column of a list names, where it names just one."""
    rows = Filling("liaison_form", [e for row in layout.rows for e in row], context, filling.path)
    units = {unit for e in rows.written("department") if (unit := unit_name(e.text))}
    if len(units) != 1:
        return None
    filling.note("department", rows.written("department")[0].where)
    return units.pop()


def _mail(filling: Filling, layout: Layout, remarks: str, letter: str) -> str | None:
    """Return the unit's own mailbox; the office's, printed in the note below the form, is not it."""
    for entry in filling.written("email"):
        hit = _MAIL.search(entry.text)
        if hit and not _in_note(entry, filling.entries, layout):
            filling.note("email", entry.where)
            return hit[0]
    hit = _MAIL.search(remarks)
    if hit:
        filling.note("email", f"{layout.paper.name} 备注")
        return hit[0]
    hit = re.search(rf"(?:邮箱|邮件|信箱)[^，。；\n]{{0,12}}?({_MAIL.pattern})", letter)
    if hit:
        filling.note("email", "正文")
        return hit[1]
    return None


def _in_note(entry: Entry, entries: Sequence[Entry], layout: Layout) -> bool:
    """Whether an entry stands in the printed note at the foot (请将此表…前报…), also on the line after it."""
    notes = [i for i, e in enumerate(entries) if NOTE_TO_FILLER.search(e.text)]
    if notes and entries.index(entry) >= notes[0]:
        return True
    note = next((i for i, line in enumerate(layout.lines) if NOTE_TO_FILLER.search(line.text)), None)
    return note is not None and entry.where in {line.where for line in layout.lines[note : note + 3]}
