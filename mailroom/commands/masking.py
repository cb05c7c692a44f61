"""Texts of the ledger as everybody may read them, by the cases that they are about."""

from __future__ import annotations

import re

from generators.privacy import is_secret, mask_text
from ledger import worklists
from ledger.models import Case, Petitioner
from mailroom.discretion import as_listed, departments_addresses

CASE_NUMBER = re.compile(r"[A-Z]{1,5}-\d{4}-\d{6}-[0-9A-Z]")


def masked(text: str, case: Case, petitioner: Petitioner | None) -> str:
    """Return a text about a case as everybody may read it. The upper platform's number and departments' addresses stay
    readable.
    """
    people = [petitioner] if petitioner else []
    kept = [case.upper_no or "", case.case_no, *departments_addresses(text)]
    return as_listed(text, people, secret=is_secret(case), numbers=kept)


def masked_about(text: str, own: Case | None, asked: Petitioner | None = None) -> str:
    """Mask a text by all cases that it is about: the record's own, asked by `asked` where that is at hand, and those
    that it names.
    """
    about = _cases_meant(text, own)
    for each in about:
        text = masked(text, each, asked if asked and each == own else worklists.petitioner_of(each))
    return text if about else mask_text(text)


def _cases_meant(text: str, own: Case | None) -> list[Case]:
    numbers = dict.fromkeys(CASE_NUMBER.findall(text))
    named = [worklists.case_by_number(number) for number in numbers if not own or number != own.case_no]
    return [*([own] if own else []), *(case for case in named if case is not None)]
