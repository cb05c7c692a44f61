"""The cases of a mail: from sheets, lists and letters, one record a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace

from parsers.field_names import told
from parsers.forms.case_sheet import is_case, read_case, split_cases
from parsers.forms.case_surroundings import Around
from parsers.forms.entries import Entry, tidy
from parsers.forms.filling import Context, Filling
from parsers.forms.layout import Layout
from parsers.forms.letters import find_signature
from parsers.forms.origin import channel_in, level_in
from parsers.forms.people import SURNAMES
from parsers.forms.secrecy import wants_secrecy
from parsers.forms.secrecy_beside import heed_beside
from parsers.numbers import find_phones, find_upper_numbers, wide_to_narrow
from parsers.reading import CaseSheet, Doubt, Petitioner

_SIGNED_BY = re.compile(
    r"^\s*(?:反映人|诉求人|写信人|来信人|一(?:名|位|个)[^，。]{0,8}[:：]?|此致)?\s*([\u3400-\u9fff]{2,4})\s*$"
)
_OWN_PHONE = re.compile(
    r"(?:我的|本人|联系)?(?:电话|手机号?|联系方式|联系我|号码)(?:是|为)?[:：]?\s*([\d\-\s]{7,15})"
)
_OWN_NAME = re.compile(
    rf"(?:我叫|我是|本人叫|姓名[:：]?|本人)\s*([{SURNAMES}][\u3400-\u9fff]{{1,2}})(?=[，,。；;、\s]|是|家住|住)"
)


@dataclass
class Cases:
    """Cases in order, with where their values stood and what is doubtful."""

    cases: list[CaseSheet] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    _places: dict[str, int] = field(default_factory=dict)  # the place of each number's case

    def add(self, case: CaseSheet, filling: Filling) -> None:
        """Add a case read under the path `cases.N`, N being its place; a number seen before fills that case up."""
        number = _key(case.upper_no)
        if number in self._places:
            i = self._places[number]
            self.join(i, self.cases[i], case, filling)
            return
        if number:
            self._places[number] = len(self.cases)
        self.cases.append(case)
        self.found.update(filling.found)
        self.doubts += filling.doubts

    @property
    def next_path(self) -> str:
        """The path of the next case."""
        return f"cases.{len(self.cases)}"

    def join(self, i: int, known: CaseSheet, case: CaseSheet, filling: Filling) -> None:
        """Fill up the case at `i`, `known`, with another paper of it; values that differ are doubted."""
        path = f"cases.{i}"
        here = {key.replace(filling.path, path, 1): where for key, where in filling.found.items()}
        doubts = [replace(d, field=d.field.replace(filling.path, path, 1)) for d in filling.doubts]
        known, case = self._stated(f"{path}.secret", known, case, here, doubts)
        before = {d.field for d in doubts if d.field in self.found}
        petitioner = _joined(known.petitioner, case.petitioner, f"{path}.petitioner", here, self)
        whole = _joined(
            replace(known, petitioner=petitioner), replace(case, petitioner=petitioner), path, here, self
        )
        if known.secret is not None and case.secret is not None:
            whole = replace(whole, secret=known.secret or case.secret)  # until a person has looked
        self.cases[i] = whole
        self.doubts += [d for d in doubts if d.field in self.found and d.field not in before]

    def _stated(
        self, key: str, known: CaseSheet, case: CaseSheet, here: dict[str, str], doubts: list[Doubt]
    ) -> tuple[CaseSheet, CaseSheet]:
        """Return both with one word on secrecy. Two boxes that differ are told of where the rest is compared; a wish read
        out of a text needs no box, and no box that says no does away with it.
        """
        guessed_before = any(d.field == key for d in self.doubts)
        guessed_now = any(d.field == key for d in doubts)
        if known.secret is None and case.secret is not None and not guessed_now:
            self.doubts = [
                d for d in self.doubts if d.field != key
            ]  # an empty box there, a filled-in one here
        if None in (known.secret, case.secret) or guessed_before == guessed_now:
            return known, case
        stated, guessed = (case.secret, known.secret) if guessed_before else (known.secret, case.secret)
        if stated and guessed:  # a box says what the text says: nothing is left to doubt
            self.doubts = [d for d in self.doubts if d.field != key]
            doubts[:] = [d for d in doubts if d.field != key]
        elif guessed and guessed_now:
            self.doubts += [d for d in doubts if d.field == key]
        self.found.setdefault(key, here.get(key, ""))
        secret = bool(stated or guessed)
        return replace(known, secret=secret), replace(case, secret=secret)


def _joined(known, more, path: str, here: dict[str, str], into: Cases):
    """Return `known` with the gaps filled from `more`; values that differ are doubted."""
    changes = {}
    for name in (f.name for f in fields(known)):
        old, new = getattr(known, name), getattr(more, name)
        key = f"{path}.{name}"
        if old is None and new is not None:
            changes[name] = new
            into.found[key] = here.get(key, "")
        elif old is not None and new is not None and old != new and not alike(old, new):
            one, other = told(key, old)[:24], told(key, new)[:24]
            into.doubts.append(Doubt(key, f"两份材料写得不一样：「{one}」与「{other}」", here.get(key, "")))
    return replace(known, **changes)


def alike(one: object, other: object) -> bool:
    """Whether two values say the same: signs and widths apart, or one the beginning or end of the other."""
    a, b = (re.sub(r"[\s\W]+", "", wide_to_narrow(str(value))) for value in (one, other))
    return a == b or (
        min(len(a), len(b)) >= 4 and (a.startswith(b) or b.startswith(a) or a.endswith(b) or b.endswith(a))
    )


def _key(number: str | None) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", number or "").upper()


def read_cases(layouts: Sequence[Layout], context: Context, around: Around) -> Cases:
    """Return the cases on these papers: each row of a list, each form, numbers seen twice joined."""
    cases = Cases()
    for layout in layouts:
        sheets = [*_sheets(layout, context)]
        for entries in sheets:
            case, filling = read_case(entries, context, cases.next_path, _around(layout, around))
            if not case.upper_no and len(sheets) == 1:
                case = _numbered(case, filling, layout, context)
            if not case.upper_no:
                case = _numbered_strangely(case, filling, entries, context)
            if case.upper_no or case.request_text:
                _doubt_gaps(case, filling, layout.paper.name)
                cases.add(case, filling)
    heed_beside(cases, layouts, context.labels, around)
    return cases


def _around(layout: Layout, around: Around) -> Around:
    """Return what surrounds the sheets of this paper: its title, and its lines that are no field."""
    values = [entry.text for entry in layout.entries if entry.text.strip()]
    own = (line.text for line in layout.lines if not any(v in line.text or line.text in v for v in values))
    return replace(
        around, title=layout.title or around.title, own="\n".join(own), own_where=layout.paper.name
    )


def _numbered(case: CaseSheet, filling: Filling, layout: Layout, context: Context) -> CaseSheet:
    """Return a case whose sheet has no number with the one that its document's name or title has, where it is one."""
    year = context.near.year if context.near else None
    alone = not layout.rows
    told_in_lines = "\n".join(line.text for line in layout.lines)
    for text, where in (
        (layout.paper.name, "附件名"),
        (layout.title, f"{layout.paper.name} 标题"),
        (told_in_lines, layout.paper.name),
    ):
        numbers = find_upper_numbers(text, year, context.prefix)
        if alone and len(numbers) == 1:
            filling.note("upper_no", where)
            return replace(case, upper_no=numbers[0])
    return case


def _numbered_strangely(
    case: CaseSheet, filling: Filling, entries: Sequence[Entry], context: Context
) -> CaseSheet:
    """Return a case with the only number on its sheet, where it stands under a label that nobody knows: doubted."""
    year = context.near.year if context.near else None
    unknown = [e for e in entries if context.labels.meaning("case", e.label) is None]
    numbers = {n: e for e in unknown for n in find_upper_numbers(e.text, year, context.prefix)}
    if len(numbers) != 1:
        return case
    ((number, entry),) = numbers.items()
    filling.note("upper_no", entry.where)
    filling.doubt("upper_no", f"编号写在不认识的「{tidy(entry.label)[:12]}」一栏", entry.where)
    return replace(case, upper_no=number)


def _sheets(layout: Layout, context: Context) -> Iterable[Sequence[Entry]]:
    yield from (row for row in layout.rows if is_case(row, context.labels))
    for sheet in split_cases(layout.entries, context.labels):
        if is_case(sheet, context.labels):
            yield sheet


def _doubt_gaps(case: CaseSheet, filling: Filling, where: str) -> None:
    if not case.upper_no and not any(doubt.field == f"{filling.path}.upper_no" for doubt in filling.doubts):
        filling.doubt("upper_no", "没有找到工单编号", where)
    if not case.request_text:
        filling.doubt("request_text", "没有找到诉求内容", where)


def cases_of_numbers(numbers: Sequence[str], context: Context, around: Around) -> Cases:
    """Return cases of which only the number is known, because their documents could not be read."""
    cases = Cases()
    channel, _ = channel_in(around.told())
    level = level_in(around.told())[0] if channel != "mayors_mailbox" else None
    for number in numbers:
        filling = Filling("case", (), context, cases.next_path)
        filling.note("upper_no", "主题、正文或附件名")
        filling.doubt("request_text", "附件读不出来，只知道编号")
        cases.add(CaseSheet(upper_no=number, channel=channel, level=level), filling)
    return cases


def letter_to_mayor(layout: Layout, context: Context, subject: str) -> Cases:
    """Return the case that a citizen's own letter to the mayor is: all of its text, name and telephone where given."""
    cases = Cases()
    lines = layout.lines
    where = layout.paper.name
    filling = Filling("case", layout.entries, context, cases.next_path)
    text = "\n".join(line.text.strip() for line in lines if line.text.strip())
    signature = find_signature(lines, context.near)
    last = [line.text for line in lines if line.text.strip()][-4:]
    signed = next(
        (hit[1] for line in reversed(last) if (hit := _SIGNED_BY.match(line)) and hit[1][0] in SURNAMES), None
    )
    own_name, own_phone = _OWN_NAME.search(text), _OWN_PHONE.search(text)
    phones = find_phones(own_phone[1]) if own_phone else ()
    name = filling.name("petitioner.name") or signed or (own_name[1] if own_name else None)
    phone = filling.phone("petitioner.phone") or (phones[0] if phones else None)
    ends = {signed or "", "此致", "敬礼", "敬礼！"}
    written = [
        line for line in lines[: signature.first] if line.text.strip() and line.text.strip() not in ends
    ]
    case = CaseSheet(
        channel="mayors_mailbox",
        title=subject or None,
        request_text="\n".join(line.text.strip() for line in written) or text,
        petitioner=Petitioner(name, phone),
        secret=wants_secrecy(text) or None,
        called_at=context.near,
    )
    for key in (
        "upper_no",
        "secret",
        "request_text",
        "petitioner.name",
        "petitioner.phone",
        "called_at",
        "title",
    ):
        filling.doubt(key, "来信没有分项，由文意取出", where)
    cases.add(case, filling)
    return cases
