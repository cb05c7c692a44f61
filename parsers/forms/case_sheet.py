"""Case sheets (工单, 转办单, 市长信箱来信): entries → CaseSheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from parsers.dates import day_of
from parsers.forms.case_matter import kind_of, place_of, title_and_request
from parsers.forms.case_surroundings import (
    Around,
    channel_of,
    due_of,
    level_of,
    return_form_of,
    secret_of,
    urgency_of,
)
from parsers.forms.entries import Entry, is_blank
from parsers.forms.filling import Context, Filling
from parsers.labels import Labels, fold
from parsers.numbers import find_case_numbers, find_phones, find_upper_numbers, tidy_upper_number
from parsers.reading import CaseSheet, Petitioner

OLDEST = timedelta(days=730)
"""A call older than this at the time of the mail is doubted."""

LATEST_DUE = timedelta(days=400)
"""A limit further off than this is doubted: the longest lawful one is a few months."""

_STAFF = re.compile(
    r"(?:承办|经办|受理|坐席|座席|话务|派单|办理|审核|复核|填报|值班|转办|交办|制表|登记|打印|签收|协办|记录|拟办|分办|接线|接话)"
    r"(?:人|人员|员|者|人姓名|工号)?$|^被.{1,4}(?:人|单位|企业|对象)$"
)
_GENERIC = re.compile("联系|联络|电话|手机|移动|号码|固定|座机|通讯")
_UNIT = re.compile(r"(?:单位|部门|科室|机构|企业|公司|物业)$")
_AUTHORITY = re.compile(r"(?:局|委|委员会|镇|街道|办事处|政府|管委会|支队|大队|中队|中心)$")
_NUMBER = re.compile(
    r"^[A-Za-z\u4e00-\u9fff〔〕\[\]()（）]{0,10}[-_]?[0-9A-Za-z][0-9A-Za-z\-_/第号〔〕\[\]()（）]{2,38}$"
)


def read_case(
    entries: Sequence[Entry], context: Context, path: str, around: Around
) -> tuple[CaseSheet, Filling]:
    """Return the case that the entries of one sheet, or one row of a list, make up."""
    kept, suspects = without_staff(entries, context.labels)
    filling = Filling("case", kept, context, path)
    for entry in suspects:
        filling.doubt(
            "petitioner.phone",
            f"这个电话写在「{fold(entries[entries.index(entry) - 1].label)}」后面，不一定是诉求人的",
            entry.where,
        )
    number = filling.take("upper_no", upper_number)
    called = filling.moment("called_at")
    due = due_of(filling, around)
    name, phone = filling.name("petitioner.name"), _phone(filling)
    title, request = title_and_request(filling)
    case = CaseSheet(
        upper_no=number,
        channel=channel_of(filling, around),
        level=level_of(filling, around),
        kind=kind_of(filling),
        title=title,
        request_text=request,
        petitioner=Petitioner(name, phone, filling.text("petitioner.address")),
        secret=secret_of(filling, around),
        called_at=called,
        place=place_of(filling),
        department=_department(filling),
        upper_due_at=due,
        urgency=urgency_of(filling, around),
        return_form=return_form_of(filling, around),
    )
    _check_dates(case, filling)
    return case, filling


def _department(filling: Filling) -> str | None:
    """Return the unit that is to act; under a bare 单位 an authority only, since petitioners have their 单位 too."""
    written = filling.written("department")
    if written and all(fold(e.label) == "单位" and not _AUTHORITY.search(e.text.strip()) for e in written):
        return None
    return filling.unit("department")


def is_case(entries: Sequence[Entry], labels: Labels) -> bool:
    """Whether these entries are a case of the upper platform: a number or a text of the request, and some more.

    A sheet whose number is one of ours is a letter of the office itself that has come back.
    """
    numbers = [e for e in entries if (m := labels.meaning("case", e.label)) and m[0] == "upper_no"]
    if any(_is_ours(e.text) for e in numbers):
        return False
    filled = {
        m[0]
        for e in entries
        if (m := labels.meaning("case", e.label)) and (not is_blank(e.text) or e.value is not None)
    }
    if "request_text" in filled and len(filled) >= 3:
        return True
    known = [number for e in numbers if (number := upper_number(e))]
    if any(find_upper_numbers(number) for number in known):
        return len(filled) >= 2
    return bool(known) and len(filled) >= 4 and bool(filled & {"kind", "called_at", "upper_due_at", "title"})


def split_cases(entries: Sequence[Entry], labels: Labels) -> list[tuple[Entry, ...]]:
    """Return the entries of a paper as one tuple a case: a paper may hold several forms, one below the other."""
    fields = [(m[0] if (m := labels.meaning("case", e.label)) else "") for e in entries]
    numbers = [i for i, e in enumerate(entries) if fields[i] == "upper_no" and upper_number(e)]
    # Two numbers that a spreadsheet has rounded may look alike and are not the same.
    distinct = {
        (upper_number(entries[i]), entries[i].where if entries[i].is_rounded else "") for i in numbers
    }
    cuts = (
        _by_numbers(entries, fields, len(distinct)) if len(distinct) > 1 else _by_repetition(entries, fields)
    )
    if not cuts:
        return [tuple(entries)]
    ends = [*cuts[1:], len(entries)]
    return [tuple(entries[start:end]) for start, end in zip(cuts, ends, strict=True)]


def _by_numbers(entries: Sequence[Entry], fields: Sequence[str], count: int) -> list[int]:
    """Return where each of `count` forms begins, by the first field that stands in all of them."""
    start_field = next((f for f in fields if f and fields.count(f) >= count), "upper_no")
    first_label = next(fold(e.label) for e, f in zip(entries, fields, strict=True) if f == start_field)
    return [i for i, e in enumerate(entries) if fields[i] == start_field and fold(e.label) == first_label]


def _by_repetition(entries: Sequence[Entry], fields: Sequence[str]) -> list[int]:
    """Return where each form begins on a paper whose numbers stand under labels that nobody knows; [] for one form.

    Forms one below the other say the same labels in the same number, and each asks something else: one petitioner's
    request must never run on into another's.
    """
    places: dict[str, list[int]] = {}
    for i, e in enumerate(entries):
        places.setdefault(fold(e.label), []).append(i)
    asked = [i for i, f in enumerate(fields) if f == "request_text" and not is_blank(entries[i].text)]
    count = len({entries[i].text for i in asked})
    same = [at for at in places.values() if len(at) == count]
    known = [at for at in same if fields[at[0]]]
    if count < 2 or len(asked) != count or asked not in same or len(known) < REPEATED:
        return []
    first = min(same, key=lambda at: at[0])
    in_turn = all(
        first[i] <= at[i] and (i + 1 == count or at[i] < first[i + 1]) for at in known for i in range(count)
    )
    return first if in_turn else []


REPEATED = 3
"""So many known labels must stand in each form before a paper is read as several forms without numbers."""


def without_staff(entries: Sequence[Entry], labels: Labels) -> tuple[list[Entry], list[Entry]]:
    """Return (entries, suspects): telephones that follow a member of staff or a unit are not the petitioner's.

    At the foot of a sheet (经办人… 电话…), or where the petitioner's own stands elsewhere, they are left out; a
    telephone that is the only one is kept, but suspect.
    """
    phones = [
        e
        for e in entries
        if (m := labels.meaning("case", e.label)) and m[0] == "petitioner.phone" and not is_blank(e.text)
    ]
    suspects = [
        e
        for e in phones
        if e.source != "list" and _GENERIC.match(fold(e.label)) and _follows_others(e, entries)
    ]
    others = len(phones) > len(suspects)
    asked = [e.band for e in entries if (m := labels.meaning("case", e.label)) and m[0] == "request_text"]
    feet = [e for e in phones if e.source == "foot"]
    dropped = feet + [e for e in suspects if others or (e.source == "line" and asked and e.band > asked[-1])]
    return [e for e in entries if e not in dropped], [e for e in suspects if e not in dropped]


def _follows_others(entry: Entry, entries: Sequence[Entry]) -> bool:
    at = entries.index(entry)
    before = entries[at - 1] if at else None
    if before is None or before.band != entry.band:
        return False
    label = fold(before.label)
    return bool(_STAFF.search(label) or _UNIT.search(label))


def upper_number(entry: Entry) -> str | None:
    """Return the number of the upper platform that an entry holds, a remark behind it left out; None if it is ours."""
    number = tidy_upper_number(
        re.sub(r"[（(][^（()）]*[\u4e00-\u9fff][^（()）]*[)）]$", "", entry.text.strip())
    )
    if not number or is_blank(number) or not _NUMBER.match(number) or not re.search(r"\d", number):
        return None
    return None if _is_ours(number) else number


def _is_ours(text: str) -> bool:
    ours = find_case_numbers(text)
    return bool(ours.sound or ours.broken)


def _phone(filling: Filling) -> str | None:
    """Return the petitioner's telephone. In a table it may share the cell of the name (诉求人及电话): that one wins over
    a number in a line of the letter, which is the platform's own.
    """
    if not any(e.source not in ("line", "foot") for e in filling.written("petitioner.phone")):
        for entry in filling.written("petitioner.name"):
            phones = find_phones(entry.text)
            apart = entry.source in ("line", "foot") and filling.written("petitioner.phone")
            if len(phones) == 1 and not apart:
                filling.note("petitioner.phone", entry.where)
                return phones[0]
    return filling.phone("petitioner.phone")


def _check_dates(case: CaseSheet, filling: Filling) -> None:
    near, called, due = filling.context.near, case.called_at, case.upper_due_at
    at = filling.found.get
    if called and near:
        if day_of(called) > near.date():
            filling.doubt("called_at", "来电时间晚于来件日期", at(f"{filling.path}.called_at", ""))
        elif near.date() - day_of(called) > OLDEST:
            filling.doubt("called_at", "来电时间在来件两年以前", at(f"{filling.path}.called_at", ""))
    if due and near and not -LATEST_DUE < day_of(due) - near.date() < LATEST_DUE:
        filling.doubt("upper_due_at", "办理时限离来件日期太远", at(f"{filling.path}.upper_due_at", ""))
    if due and called and day_of(due) < day_of(called):
        filling.doubt("upper_due_at", "办理时限早于来电时间", at(f"{filling.path}.upper_due_at", ""))
