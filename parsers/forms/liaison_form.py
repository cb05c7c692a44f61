"""Liaison forms (政务服务热线和市长信箱办理工作联系表): the grid of people → LiaisonForm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.forms.entries import Entry, is_blank, tidy
from parsers.forms.filling import Context, Filling, person_name
from parsers.forms.layout import Layout
from parsers.labels import Labels, fold
from parsers.numbers import find_phones, is_mobile
from parsers.paper import Cell, Grid
from parsers.reading import LiaisonForm, Person

ROLES = {"leader": "leader", "section_head": "section_head", "liaison": "liaison"}
COLUMNS = ("name", "title", "office_phone", "mobile", "note")

_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_NOTE_TO_FILLER = re.compile(
    r"请将此表|分别填报此表|若.{0,24}不在一个科室|前报|报送至|填表说明|填报说明|报市长公开电话"
)


def is_liaison_form(layout: Layout, labels: Labels) -> bool:
    """Whether a paper is a liaison form: a head with name and telephone, and roles (分管负责人, 联系人) beside it."""
    return any(_columns(grid, labels) and _roles_in(grid, labels) for grid in layout.grids)


def read_liaison_form(layout: Layout, context: Context, *, letter: str = "") -> tuple[LiaisonForm, Filling]:
    """Return the form. `letter` is the text of the mail that it came with, which may say what it covers."""
    filling = Filling("liaison_form", layout.entries, context, "liaison_form")
    people: list[Person] = []
    section: str | None = None
    for grid in layout.grids:
        columns = _columns(grid, context.labels)
        if columns:
            more, named = _read_grid(grid, columns, filling, f"{layout.paper.name} {grid.where}", len(people))
            people += more
            section = section or named
    if section is None:
        section = filling.text("section")
    remarks = " ".join(p.note or "" for p in people)
    form = LiaisonForm(
        department=_unit(filling),
        filled_on=filling.moment("filled_on", optional=True),
        covers=covers_in(layout.title, [letter, remarks, *(line.text for line in layout.lines)]),
        section=section,
        people=tuple(people),
        email=_mail(filling, layout, remarks, letter),
    )
    if not people:
        filling.doubt("people", "联系表里没有读到人员")
    return form, filling


def covers_in(title: str, texts: Sequence[str]) -> tuple[str, ...]:
    """Return which channels a form covers: both, unless its title, a remark or the letter names just one."""
    own = title.replace("\n", " ")
    hotline, mailbox = "热线" in own, "信箱" in own
    if hotline != mailbox:
        return ("hotline",) if hotline else ("mayors_mailbox",)
    for text in texts:
        if _NOTE_TO_FILLER.search(text):
            continue
        hit = re.search(
            r"(?:此|本)(?:表|件|份)?(?:为|是|仅|只|系)[^，。；]{0,12}?(热线|信箱)|(?:仅|只)(?:负责|含|限|填)[^，。；]{0,8}?(热线|信箱)|(热线|信箱)(?:办理工作)?(?:联系表|联系人|部分)",
            text,
        )
        only = next((g for g in hit.groups() if g), "") if hit else ""
        both = "热线" in text and "信箱" in text and "不在一个科室" not in text and "分别" not in text
        if only and not both:
            return ("hotline",) if only == "热线" else ("mayors_mailbox",)
    return ("hotline", "mayors_mailbox")


def _columns(grid: Grid, labels: Labels) -> tuple[int, dict[int, str]] | None:
    """Return (row of the head, column → field) where a grid has columns for a name and a telephone."""
    for row in sorted({c.row for c in grid.cells}):
        named: dict[int, str] = {}
        for cell in grid.cells:
            meaning = labels.meaning("liaison_form", cell.text) if cell.row == row else None
            if meaning and meaning[0] in COLUMNS:
                named.setdefault(cell.col, meaning[0])
        if "name" in named.values() and {"mobile", "office_phone"} & set(named.values()):
            return row, named
    return None


def _roles_in(grid: Grid, labels: Labels) -> set[str]:
    found = {
        m[0] for cell in grid.cells if (m := labels.meaning("liaison_form", cell.text)) and m[0] in ROLES
    }
    return found if len(found) >= 2 or "liaison" in found or "leader" in found else set()


def _read_grid(
    grid: Grid, columns: tuple[int, dict[int, str]], filling: Filling, where: str, count: int
) -> tuple[list[Person], str | None]:
    """Return the people of a grid and the section it names; roles stand in the cells left of the names."""
    head, named = columns
    cover: dict[tuple[int, int], Cell] = {}
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for col in range(cell.col, cell.col + cell.col_span):
                cover.setdefault((row, col), cell)
    first = min(col for col, name in named.items() if name == "name")
    people: list[Person] = []
    section: str | None = None
    role: str | None = None
    for row in range(head + 1, max((c.row + c.row_span for c in grid.cells), default=0)):
        fields = [
            m[0]
            for cell in _left_of(cover, row, first)
            if (m := filling.context.labels.meaning("liaison_form", cell.text))
        ]
        role = next(
            (ROLES[f] for f in fields if f in ROLES), None if any(_left_of(cover, row, first)) else role
        )
        name_cell = cover.get((row, first))
        if name_cell is None or name_cell.row != row:
            continue
        if "section" in fields and not is_blank(name_cell.text):
            section = tidy(name_cell.text).replace("\n", "")
            filling.note("section", f"{where} R{row}C{first}")
            continue
        values = {
            field: cell
            for col, field in named.items()
            if (cell := cover.get((row, col))) and cell.row == row and cell.col == col
        }
        person = _person(role, values, filling, f"people.{count + len(people)}", where)
        if person:
            people.append(person)
    return people, section


def _left_of(cover: dict[tuple[int, int], Cell], row: int, col: int) -> Iterator[Cell]:
    return (cell for c in range(1, col) if (cell := cover.get((row, c))) and cell.text.strip())


def _person(
    role: str | None, values: dict[str, Cell], filling: Filling, key: str, where: str
) -> Person | None:
    name = (
        person_name(values["name"].text) if "name" in values and not is_blank(values["name"].text) else None
    )
    if name is None or (filling.context.labels.meaning("liaison_form", name) and fold(name) == fold("姓名")):
        return None
    phones: dict[str, str | None] = {"office_phone": None, "mobile": None}
    for field in ("office_phone", "mobile"):
        cell = values.get(field)
        if cell is None or is_blank(cell.text):
            continue
        found = find_phones(cell.text)
        if not found:
            filling.doubt(
                f"{key}.{field}", f"号码「{tidy(cell.text)[:20]}」没有读懂", f"{where} R{cell.row}C{cell.col}"
            )
        for phone in found:
            into = "mobile" if is_mobile(phone) else "office_phone"
            phones[into] = phones[into] or phone
        if len(found) > 1 and len({is_mobile(p) for p in found}) < len(found):
            filling.doubt(
                f"{key}.{field}",
                f"写着几个号码：「{tidy(cell.text)[:30]}」",
                f"{where} R{cell.row}C{cell.col}",
            )
    text = {
        f: tidy(values[f].text).replace("\n", "")
        for f in ("title", "note")
        if f in values and not is_blank(values[f].text)
    }
    for field, value in (
        ("name", name),
        ("title", text.get("title")),
        ("note", text.get("note")),
        *phones.items(),
    ):
        if value and field in values:
            filling.note(f"{key}.{field}", f"{where} R{values[field].row}C{values[field].col}")
    return Person(role, name, text.get("title"), phones["office_phone"], phones["mobile"], text.get("note"))


def _unit(filling: Filling) -> str | None:
    return filling.unit("department")


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
    note = next((i for i, line in enumerate(layout.lines) if _NOTE_TO_FILLER.search(line.text)), None)
    if note is None:
        return False
    places = {f"{layout.paper.name} {line.where}" for line in layout.lines[note : note + 3]}
    return entry.where in places
