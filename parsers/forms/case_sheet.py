"""Case sheets (工单, 转办单, 市长信箱来信): entries → CaseSheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from parsers.dates import day_of, find_dates
from parsers.forms.entries import Entry, is_blank, tidy
from parsers.forms.filling import Context, Filling
from parsers.forms.origin import asks_for_form, channel_in, level_in
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
_NUMBER = re.compile(
    r"^[A-Za-z\u4e00-\u9fff〔〕\[\]()（）]{0,10}[-_]?[0-9A-Za-z][0-9A-Za-z\-_/第号〔〕\[\]()（）]{2,38}$"
)
_DUE = re.compile(
    r"(?:请|须|应|务必|要求|限)?[^，。；\n]{0,8}?(?:于|在)?(?P<on>[^，。；\n于在]{4,30}?)(?:前|之前|以前|内)\s*(?:将[^，。；\n]{0,16})?"
    r"(?:书面)?(?:办结|反馈|回复|答复|上报|报送|报|办理完毕|处理完毕|完成)"
)


@dataclass(frozen=True)
class Around:
    """What surrounds a sheet and tells of its origin: its title, the mail's subject, the sender's name, its text."""

    title: str = ""
    subject: str = ""
    sender: str = ""
    text: str = ""
    where: str = ""

    def told(self) -> list[tuple[str, str]]:
        """Subject, sender and text of the mail, each with its place."""
        return [(self.subject, "主题"), (self.sender, "发件人"), (self.text, self.where or "正文")]


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
    due = _due(filling, around)
    name, phone = filling.name("petitioner.name"), _phone(filling)
    case = CaseSheet(
        upper_no=number,
        channel=_channel(filling, around),
        level=_level(filling, around),
        kind=_kind(filling),
        title=filling.text("title"),
        request_text=_request(filling),
        petitioner=Petitioner(name, phone, filling.text("petitioner.address")),
        secret=_secret(filling),
        called_at=called,
        place=filling.text("place"),
        department=filling.unit("department"),
        upper_due_at=due,
        urgency=filling.code("urgency"),
        return_form=_return_form(filling, around),
    )
    _check_dates(case, filling)
    return case, filling


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
    numbers = [
        i
        for i, e in enumerate(entries)
        if fields[i] == "upper_no" and labels.meaning("case", e.label) and upper_number(e)
    ]
    distinct = {upper_number(entries[i]) for i in numbers}
    if len(distinct) < 2:
        return [tuple(entries)]
    start_field = next((f for f in fields if f and fields.count(f) >= len(distinct)), "upper_no")
    first_label = next(fold(e.label) for e, f in zip(entries, fields, strict=True) if f == start_field)
    cuts = [i for i, e in enumerate(entries) if fields[i] == start_field and fold(e.label) == first_label]
    ends = [*cuts[1:], len(entries)]
    return [tuple(entries[start:end]) for start, end in zip(cuts, ends, strict=True)]


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


def _channel(filling: Filling, around: Around) -> str | None:
    written = [(e.text, e.where) for e in filling.written("channel")]
    labels = [(fold(e.label), e.where) for e in filling.entries]
    channel, where = channel_in([*written, (around.title, "标题"), *labels, *around.told()])
    if channel:
        filling.note("channel", where)
    return channel


def _level(filling: Filling, around: Around) -> str | None:
    for entry in filling.written("level"):
        if re.search("省|市|枣庄", entry.text):
            filling.note("level", entry.where)
            return "province" if "省" in entry.text else "city"
    texts = [(e.text, e.where) for name in ("channel", "demand") for e in filling.written(name)]
    labels = [(fold(e.label), e.where) for e in filling.entries]
    if channel_in([(around.title, ""), *labels])[0] != "mayors_mailbox":
        texts += [*labels, (around.title, "标题"), *around.told()]
    level, where = level_in(texts)
    if level:
        filling.note("level", where)
    return level


def _kind(filling: Filling) -> str | None:
    code = filling.code("kind", optional=True)
    if code is None and filling.written("kind"):
        entry = filling.written("kind")[0]
        if not filling.context.labels.codes["kind"].get(fold(entry.text)):
            filling.doubt("kind", f"诉求类型「{tidy(entry.text)[:20]}」不认识或没有勾选", entry.where)
    return code


def _phone(filling: Filling) -> str | None:
    phone = filling.phone("petitioner.phone")
    if phone is None and not filling.written("petitioner.phone"):
        for entry in filling.written("petitioner.name"):
            phones = find_phones(entry.text)
            if len(phones) == 1:
                filling.note("petitioner.phone", entry.where)
                return phones[0]
    return phone


def _request(filling: Filling) -> str | None:
    entries = filling.written("request_text")
    if len(entries) <= 1:
        return filling.text("request_text")
    longest = max(entries, key=lambda e: len(e.text))
    if all(
        len(e.text) * 3 < len(longest.text) or e.text in longest.text for e in entries if e is not longest
    ):
        filling.note("request_text", longest.where)
        return tidy(longest.text)
    return filling.joined("request_text")


def _secret(filling: Filling) -> bool | None:
    return filling.yes_no("secret")


def _return_form(filling: Filling, around: Around) -> bool | None:
    for name in ("demand", "request_text"):
        for entry in filling.written(name):
            if name == "demand" and asks_for_form(entry.text):
                filling.note("return_form", entry.where)
                return True
    if asks_for_form(around.text) or asks_for_form(around.title):
        filling.note("return_form", around.where or "正文")
        return True
    return None


def _due(filling: Filling, around: Around) -> date | datetime | None:
    """Return the limit; one given in working days or hours is no date, and a letter may name it beside the sheet."""
    due = filling.moment("upper_due_at", optional=True)
    if due is not None:
        return due
    for entry in filling.written("upper_due_at"):
        if not re.search(
            r"\d+\s*(?:个)?\s*(?:工作日|小时|天|日内)|[一二两三四五六七八九十]+个?(?:工作日|小时|天|日内)|按|尽快|立即|及时|当日|当天",
            entry.text,
        ):
            filling.doubt("upper_due_at", f"办理时限写着「{tidy(entry.text)[:20]}」，没有读懂", entry.where)
    if filling.written("upper_due_at"):
        return None
    return due_in_prose(around.text, filling, around.where)


def due_in_prose(text: str, filling: Filling, where: str) -> date | datetime | None:
    """Return the day before which a letter wants the answer: 请于6月5日前反馈."""
    found: dict[date | datetime, None] = {}
    for hit in _DUE.finditer(text):
        dates = find_dates(hit["on"], filling.context.near)
        if dates:
            found[dates[-1].value] = None
    if not found:
        return None
    if len(found) > 1:
        filling.doubt("upper_due_at", "来文里写了几个不同的时限", where)
    filling.note("upper_due_at", where or "正文")
    return next(iter(found))


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
