"""What a liaison form changes (联系表的变更): people on file, people of the form → people afterwards, and the differences.

Pure functions over plain people: {"role", "name", "title", "office_phone", "mobile", "note", "section"}, each a text,
"" where nothing is known. A person of a form may also hold "instead_of": the name of whom he takes over from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ledger.vocabulary import label

Person = dict[str, str]
ROLES = ("leader", "section_head", "liaison")
TOLD = ("name", "title", "office_phone", "mobile", "note")
FIELDS = {"title": "职务", "office_phone": "工作电话", "mobile": "移动电话", "note": "备注"}
FEWEST = 2  # liaisons that the form asks for


def person_of(source: Any, section: str = "") -> Person:
    """Return a row of a form or of the directory as a plain person; a role that is not said is a liaison's."""
    told = {name: getattr(source, name, None) or "" for name in TOLD}
    role = source.role if source.role in ROLES else "liaison"
    return {"role": role, **told, "section": getattr(source, "section", None) or section}


def is_part(people: Iterable[Person]) -> bool:
    """Whether a form tells only of some roles, as a letter about one change does: the others stay as they are."""
    return {person["role"] for person in people} != set(ROLES)


def section_of(people: Sequence[Person]) -> str:
    """The section in charge (负责科室): that of its head, else of the first liaison."""
    ranked = sorted(people, key=lambda person: {"section_head": 0, "liaison": 1}.get(person["role"], 2))
    return next((person["section"] for person in ranked if person["section"]), "")


def merged(before: Sequence[Person], form: Sequence[Person]) -> list[Person]:
    """Return who is on file once the form holds. A role that it names nobody of stays as it is; so do, where it tells only
    of a part and of fewer liaisons than there are (or says in whose place one comes), those whose place nobody takes.
    """
    after: list[Person] = []
    for role in ROLES:
        old = [person for person in before if person["role"] == role]
        new = [_bare(person) for person in form if person["role"] == role and person["name"]]
        one_by_one = len(new) < len(old) or any("instead_of" in person for person in form)
        if role == "liaison" and is_part(form) and one_by_one:
            after += _taken_over(old, [person for person in form if person["role"] == role])
        else:
            after += new or old
    named = section_of(form) if not is_part(form) else ""
    return [person | {"section": named or person["section"] or section_of(before)} for person in after]


def _taken_over(old: Sequence[Person], form: Sequence[Person]) -> list[Person]:
    after = list(old)
    for person in form:
        leaving = [each for each in after if each["name"] in (person["name"], person.get("instead_of", ""))]
        place = after.index(leaving[0]) if leaving else len(after)
        after[place : place + 1] = [_bare(person)]
    return after


def _bare(person: Person) -> Person:
    return {name: value for name, value in person.items() if name != "instead_of"}


def completed(before: Sequence[Person], form: Sequence[Person]) -> list[Person]:
    """Return the people of a form; where it tells only of a part, what it does not tell of somebody who stays stays too."""
    if not is_part(form):
        return list(form)
    known = {(person["role"], person["name"]): person for person in before}
    return [_told_of(person, known.get((person["role"], person["name"]))) for person in form]


def _told_of(person: Person, before: Person | None) -> Person:
    return person if before is None else before | {name: value for name, value in person.items() if value}


def with_predecessors(
    before: Sequence[Person], form: Sequence[Person], text: str
) -> tuple[list[Person], list[str]]:
    """Return the form's people, each with whom he takes over from where the letter's own text says so, and doubts.

    Only a form that tells of fewer liaisons than there are needs it: whom of them does the new one replace?
    """
    old = [person["name"] for person in before if person["role"] == "liaison"]
    new = [person["name"] for person in form if person["role"] == "liaison"]
    if not is_part(form) or len(new) >= len(old):
        return list(form), []
    leaving = [name for name in old if name in text and name not in new]
    coming = [name for name in new if name not in old]
    if len(leaving) != len(coming):
        unsaid = f"没有写明{'、'.join(coming)}接替谁，按增加联系人处理" if coming else ""
        return list(form), [unsaid] if unsaid else []
    pairs = dict(zip(coming, leaving, strict=True))
    return [person | {"instead_of": pairs.get(person["name"], "")} for person in form], []


def differences(before: Sequence[Person], after: Sequence[Person]) -> list[dict[str, str]]:
    """Return what changes, as [{"what", "old", "new"}]: who comes and goes, and what is otherwise about who stays."""
    found: list[dict[str, str]] = []
    was, becomes = section_of(before), section_of(after)
    if was != becomes:
        found.append({"what": "负责科室", "old": was, "new": becomes})
    for role in ROLES:
        old = [person for person in before if person["role"] == role]
        new = [person for person in after if person["role"] == role]
        stays = {person["name"] for person in old} & {person["name"] for person in new}
        for name in (person["name"] for person in new if person["name"] in stays):
            found += _otherwise(_named(old, name), _named(new, name), role)
        going = [person for person in old if person["name"] not in stays]
        coming = [person for person in new if person["name"] not in stays]
        for n in range(max(len(going), len(coming))):
            found.append(
                {
                    "what": label("liaison_role", role),
                    "old": words_of(going[n]) if n < len(going) else "",
                    "new": words_of(coming[n]) if n < len(coming) else "",
                }
            )
    return found


def _named(people: Sequence[Person], name: str) -> Person:
    return next(person for person in people if person["name"] == name)


def _otherwise(old: Person, new: Person, role: str) -> list[dict[str, str]]:
    who = f"{label('liaison_role', role)}{new['name']}的"
    return [
        {"what": who + name, "old": old[key], "new": new[key]}
        for key, name in FIELDS.items()
        if old[key] != new[key]
    ]


def words_of(person: Person) -> str:
    """A person on one line: 李四，科员，5512345，13900000001."""
    return "，".join(person[name] for name in TOLD if person[name])
