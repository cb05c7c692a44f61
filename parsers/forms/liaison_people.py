"""The people of a liaison form: rows of a grid with their roles beside them, or labels one after another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from parsers.forms.entries import Entry, is_blank, tidy
from parsers.forms.filling import Filling, several_numbers
from parsers.forms.liaison_before import is_former
from parsers.forms.names import person_name
from parsers.labels import Labels, fold
from parsers.merged import cover_of
from parsers.numbers import find_phones, is_mobile
from parsers.paper import Cell, Grid
from parsers.reading import Person

ROLES = ("leader", "section_head", "liaison")
COLUMNS = ("name", "title", "office_phone", "mobile", "note", "section", "role")

AROUND = ("department", "filled_on", "email", "covers")
"""Fields that stand in rows above and below the people."""

_PIECES = re.compile(r"[，,、;；\s/（）()]+")
_NO_TITLE = re.compile(r"^(?:兼|男|女|同志|签字|签名|代)$|(?:科|室|股|中心|大队|办|站|所|处|部)$")


def find_columns(grid: Grid, labels: Labels) -> tuple[int, dict[int, str]] | None:
    """Return (row of the head, column → field) where a grid has columns for a name and a telephone."""
    rows: dict[int, dict[int, str]] = {}
    for cell in grid.cells:
        meaning = labels.meaning("liaison_form", cell.text)
        if meaning and meaning[0] in COLUMNS:
            rows.setdefault(cell.row, {}).setdefault(cell.col, meaning[0])
    for row in sorted(rows):
        fields = set(rows[row].values())
        if "name" in fields and fields & {"mobile", "office_phone"}:
            return row, rows[row]
    return None


def roles_beside(grid: Grid, columns: tuple[int, dict[int, str]], labels: Labels) -> set[str]:
    """Return the roles that stand below the head, left of the names or in a column for them."""
    head, named = columns
    first = min(col for col, field in named.items() if field == "name")
    own = {col for col, field in named.items() if field == "role"}
    cells = [c for c in grid.cells if c.row > head and (c.col < first or c.col in own)]
    return {m[0] for c in cells if (m := labels.meaning("liaison_form", c.text)) and m[0] in ROLES}


def entries_around(grid: Grid, head: int, labels: Labels) -> list[Entry]:
    """Return what rows other than those of the people say: 单位名称 | 市水利局 | 填报时间 | 2018年3月20日."""
    found = []
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(grid.cells, key=lambda c: c.col):
        if cell.text.strip() and cell.row != head:
            rows.setdefault(cell.row, []).append(cell)
    for cells in rows.values():
        for label, value in pairwise(cells):
            meaning = labels.meaning("liaison_form", label.text)
            if meaning and meaning[0] in (*AROUND, "section") and not labels.is_label(value.text):
                at = f"{grid.where} R{value.row}C{value.col}"
                found.append(Entry(label.text, value.text.strip(), at, value.value))
    return found


def people_in_grid(
    grid: Grid, columns: tuple[int, dict[int, str]], filling: Filling, count: int, default_role: str | None
) -> tuple[list[Person], str | None]:
    """Return the people of a grid and the section that it names.

    `count` people were read before; `default_role` is theirs where the grid names no roles at all.
    """
    head, named = columns
    labels = filling.context.labels
    cover = cover_of(grid.cells)
    first = min(col for col, field in named.items() if field == "name")
    beside = [*range(1, first), *(col for col, field in named.items() if field == "role" and col > first)]
    people: list[Person] = []
    section: str | None = None
    role = default_role
    for row in sorted({c.row for c in grid.cells if c.row > head}):
        texts = [
            cover[row, col].text for col in beside if (row, col) in cover and cover[row, col].text.strip()
        ]
        fields = [m[0] for text in texts if (m := labels.meaning("liaison_form", text))]
        if any(field in (*AROUND, "note") for field in fields):
            continue
        if any(field in ROLES for field in fields):
            role = next(field for field in fields if field in ROLES)
        elif fields and default_role is None:
            role = None
        values = {
            field: cell
            for col, field in named.items()
            if (cell := cover.get((row, col))) and cell.row == row and not is_blank(cell.text)
        }
        if "section" in fields:
            section = _section(cover.get((row, first)), filling) or section
            continue
        values = {
            field: cell for field, cell in values.items() if cell.col in named and named[cell.col] == field
        }
        if section is None and role != "leader" and "section" in values:
            section = _section(values["section"], filling)
        places = {field: f"{grid.where} R{cell.row}C{cell.col}" for field, cell in values.items()}
        person = _person(
            role, {field: cell.text for field, cell in values.items()}, places, filling, count + len(people)
        )
        if person:
            people.append(person)
    return people, section


def people_in_entries(entries: Sequence[Entry], filling: Filling) -> list[Person]:
    """Return the people of a form of labels: 分管领导：张三  职务：副局长  手机：…, or 联系人：李四，科员，5512345."""
    found: list[tuple[str, dict[str, str], dict[str, str]]] = []
    for entry in entries:
        role, field = _role_and_field(entry.label, filling.context.labels)
        if is_former(entry.label):
            found.append(("", {}, {}))  # what follows is told of somebody who is no longer liaison
        elif (
            field == "name"
            and not is_blank(entry.text)
            and (role or not found or not found[-1][0] or "name" in found[-1][1])
        ):
            found.append((role or "liaison", {}, {}))
            for name, text in _pieces(entry.text, filling.context.labels).items():
                found[-1][1][name], found[-1][2][name] = text, entry.where
        elif (
            found and field in COLUMNS and not is_blank(entry.text) and (role is None or role == found[-1][0])
        ):
            found[-1][1].setdefault(field, entry.text)
            found[-1][2].setdefault(field, entry.where)
    current = [each for each in found if each[0]]
    people = [_person(role, texts, places, filling, i) for i, (role, texts, places) in enumerate(current)]
    return [person for person in people if person]


def _role_and_field(label: str, labels: Labels) -> tuple[str | None, str]:
    """Return (role, field) of a label: 联系人 → liaison, name; 分管领导手机 → leader, mobile; 职务 → None, title."""
    meaning = labels.meaning("liaison_form", label)
    if meaning and meaning[0] in ROLES:
        return meaning[0], "name"
    folded = fold(label)
    for cut in range(len(folded) - 1, 1, -1):
        head = labels.meaning("liaison_form", folded[:cut])
        rest = labels.meaning("liaison_form", folded[cut:])
        if head and rest and head[0] in ROLES:
            return head[0], rest[0]
    return None, meaning[0] if meaning else ""


def _pieces(text: str, labels: Labels) -> dict[str, str]:
    """Return what a value like `李四，科员，5512345，13812345678` or `李四（职务：科员）手机138…` holds."""
    phones = " ".join(find_phones(text))
    words = [p for p in _PIECES.split(text) if p and not find_phones(p)]
    pieces = {"name": words[0] if words else text}
    titles = [title for word in words[1:] if not _NO_TITLE.search(title := _without_label(word, labels))]
    if titles and len(titles[0]) <= 12:
        pieces["title"] = titles[0]
    if phones:
        pieces["office_phone"] = phones
    return pieces


def _without_label(word: str, labels: Labels) -> str:
    """Return a title without the label that is glued to it: 职务科员, 职务：科员 → 科员."""
    word = tidy(word)
    for end in range(min(len(word), 6), 1, -1):
        if labels.meaning("liaison_form", word[:end]) == ("title", 0) and len(word) > end:
            return word[end:].lstrip(":：") or word
    return word


def _person(
    role: str | None, texts: Mapping[str, str], places: Mapping[str, str], filling: Filling, number: int
) -> Person | None:
    name = person_name(texts.get("name", ""))
    if (
        name is None
        or "@" in texts.get("name", "")
        or filling.context.labels.meaning("liaison_form", name) == ("name", 0)
    ):
        return None
    key = f"people.{number}"
    numbers: dict[str, dict[str, str]] = {}  # field → number → place
    for field in ("office_phone", "mobile"):
        text = texts.get(field, "")
        found = find_phones(text)
        if text and not found:
            filling.doubt(f"{key}.{field}", f"号码「{tidy(text)[:20]}」没有读懂", places[field])
        for phone in found:
            into = "mobile" if is_mobile(phone) else "office_phone"
            numbers.setdefault(into, {}).setdefault(phone, places[field])
    for into, several in numbers.items():
        if len(several) > 1:
            filling.doubt(f"{key}.{into}", several_numbers(list(several)), list(several.values())[1])
    phones = {into: next(iter(several)) for into, several in numbers.items()}
    person = Person(
        role,
        name,
        _flat(texts.get("title")),
        phones.get("office_phone"),
        phones.get("mobile"),
        _flat(texts.get("note")),
    )
    for field in ("name", "title", "office_phone", "mobile", "note"):
        if getattr(person, field):
            filling.note(f"{key}.{field}", places.get(field, places["name"]))
    return person


def _flat(text: str | None) -> str | None:
    return tidy(text).replace("\n", "") or None if text else None


def _section(cell: Cell | None, filling: Filling) -> str | None:
    return _flat(cell.text) if cell is not None and not is_blank(cell.text) else None
