"""What a liaison form lacks (联系表的补正): named in the receipt, and shown to the person who confirms it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ledger.liaison_changes import FEWEST, Person, section_of
from ledger.vocabulary import label
from parsers.numbers import is_mobile

OFFICE_PHONE = re.compile(r"(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:(?:-|转)\d{1,6})?")
BLANKS = re.compile(r"[\s()（）]")


def faults_of(people: Sequence[Person]) -> list[str]:
    """Return what is missing or can't be right, as Chinese sentences without a stop; [] for a form that is in order.

    `people` are those on file once the form holds: what it leaves as it was is not missing.
    """
    faults = [
        f"没有填写{label('liaison_role', role)}"
        for role in ("leader", "section_head")
        if not any(person["role"] == role for person in people)
    ]
    if not section_of(people):
        faults.append("没有填写负责科室")
    liaisons = sum(person["role"] == "liaison" for person in people)
    if liaisons < FEWEST:
        faults.append(f"联系人应有{FEWEST}人以上，现填{liaisons}人" if liaisons else "没有填写联系人")
    for person in people:
        faults += _phone_faults(person)
    return faults


def _phone_faults(person: Person) -> list[str]:
    if not BLANKS.sub("", person["office_phone"] + person["mobile"]):
        return [f"{_whose(person)}电话没有填写"]
    return wrong_numbers(person)


def wrong_numbers(person: Person) -> list[str]:
    """Return which of a person's telephone numbers have digits that no telephone has, as `faults_of`; none told is right."""
    office, mobile = (BLANKS.sub("", person[name]) for name in ("office_phone", "mobile"))
    faults = []
    if mobile and not is_mobile(mobile):
        faults.append(f"{_whose(person)}移动电话“{mobile}”位数或号段不对")
    if office and not (OFFICE_PHONE.fullmatch(office) or is_mobile(office)):
        faults.append(f"{_whose(person)}工作电话“{office}”位数不对")
    return faults


def _whose(person: Person) -> str:
    return f"{label('liaison_role', person['role'])}{person['name']}的"
