"""The cases of a whole mail: papers that complement each other are one case, a note with the number and a sheet with the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from parsers.dates import day_of
from parsers.forms.case_prose import case_in_prose
from parsers.forms.case_surroundings import Around
from parsers.forms.cases import Cases, alike, read_cases
from parsers.forms.filling import Context, Filling
from parsers.forms.layout import Layout
from parsers.reading import CaseSheet


def cases_of_mail(
    layouts: Sequence[Layout], context: Context, around: Around, numbers: tuple[str, ...]
) -> Cases:
    """Return the cases on these papers, each once; `numbers` are those of the platform that the mail names."""
    cases = read_cases(layouts, context, around)
    if len(layouts) == 1 and len(cases.cases) == 1 and _is_told(cases.cases[0], layouts[0]):
        cases = case_in_prose(layouts[0], context, around) if numbers else cases
    join_complements(cases, context)
    numbered_by(cases, numbers, "来信")
    return cases


def _is_told(case: CaseSheet, layout: Layout) -> bool:
    """Whether a letter has labels for its number and request alone: who called, when and where stands in sentences."""
    told = (case.petitioner.name, case.petitioner.phone, case.called_at, case.place, case.department)
    return bool(case.upper_no) and not layout.grids and not layout.rows and not any(told)


def join_complements(cases: Cases, context: Context) -> None:
    """Make one case of two of which one alone has a number, where nothing that both say contradicts."""
    if len(cases.cases) != 2:
        return
    first, second = cases.cases
    if bool(first.upper_no) == bool(second.upper_no) or not _agree(first, second):
        return
    path = "cases.1"
    filling = Filling("case", (), context, path)
    filling.found = {key: cases.found.pop(key) for key in [*cases.found] if key.startswith(f"{path}.")}
    filling.doubts = [doubt for doubt in cases.doubts if doubt.field.startswith(f"{path}.")]
    del cases.cases[1]
    cases.doubts = [doubt for doubt in cases.doubts if doubt not in filling.doubts]
    cases.join(0, first, second, filling)
    found = {"cases.0.upper_no", *(["cases.0.request_text"] if cases.cases[0].request_text else [])}
    cases.doubts = [d for d in cases.doubts if d.field not in found or not d.because.startswith("没有找到")]


def numbered_by(cases: Cases, numbers: tuple[str, ...], where: str) -> None:
    """Give the only case of a mail, its sheet without a number, the only number that the mail names: doubted."""
    if len(cases.cases) != 1 or len(numbers) != 1 or cases.cases[0].upper_no:
        return
    key = "cases.0.upper_no"
    cases.cases[0] = replace(cases.cases[0], upper_no=numbers[0])
    cases.found[key] = where
    cases.doubts = [
        replace(d, because="单子上没有编号，取自来信") if d.field == key else d for d in cases.doubts
    ]


def _agree(one: CaseSheet, other: CaseSheet) -> bool:
    """Whether two sheets may tell of one case: what stands on both is the same, and one request at most is told."""
    pairs = [
        (one.petitioner.name, other.petitioner.name),
        (one.petitioner.phone, other.petitioner.phone),
        *((getattr(one, name), getattr(other, name)) for name in _TOLD),
    ]
    return all(a is None or b is None or _same(a, b) for a, b in pairs)


_TOLD = ("request_text", "called_at", "place", "department", "upper_due_at", "kind")


def _same(one: object, other: object) -> bool:
    if isinstance(one, date) and isinstance(other, date):
        return day_of(one) == day_of(other)
    return alike(one, other)
