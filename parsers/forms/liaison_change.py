"""A change of liaison told in a letter: 联系人由甲变更为乙（信息中心，干事），工作电话：… → LiaisonForm."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest

from parsers.forms.entries import tidy
from parsers.forms.filling import Context, Filling
from parsers.forms.layout import Layout
from parsers.forms.letters import find_signature
from parsers.forms.liaison_before import former_words, is_new, without_former
from parsers.forms.liaison_channels import channels_of
from parsers.forms.liaison_people import people_in_entries
from parsers.forms.liaison_since import since_when
from parsers.forms.people import WHOLE_NAME
from parsers.numbers import find_phones, is_mobile, wide_to_narrow
from parsers.reading import LiaisonForm, Person

_ROLE = {
    "分管": "leader",
    "领导": "leader",
    "科室负责人": "section_head",
    "股室负责人": "section_head",
    "科长": "section_head",
}
_WHO = r"(?P<role>分管(?:[^，。；由]{1,16}的)?(?:负责人|领导|负责同志)|科室负责人|股室负责人|联系人|联络员|联络人|承办人|经办人|负责人)"
_ABOUT = r"(?:同志)?\s*(?:[（(](?P<about>[^（）()]{1,80})[)）])?"
_LIAISON = r"(?P<role>分管(?:负责人|领导|负责同志)|科室负责人|股室负责人|联系人|联络员|联络人)"
_POST = r"(?:(?P<post>[^，。；、:：（()）\s]{0,14}?(?:主任|科长|股长|局长|镇长|所长|站长|书记|科员|办事员|干部|干事|职员|人员)))?"
"""What may stand before a name without a blank: 由办公室副主任李四接任."""
_CHANGES = (
    re.compile(
        rf"{_WHO}[^。；]{{0,40}}?(?:变更|调整|更换|更改|改|换|变)(?:为|成|至|:)\s*(?P<name>{WHOLE_NAME}){_ABOUT}"
    ),
    re.compile(
        rf"(?:现|新任?|今后|以后)[^，。；]{{0,12}}?{_WHO}(?:为|是|由|:|：)\s*(?P<name>{WHOLE_NAME}){_ABOUT}"
    ),
    re.compile(
        rf"(?:热线|信箱)[^，。；]{{0,12}}?(?:由|改由|现由)[^，。；]{{0,10}}?(?P<name>{WHOLE_NAME}){_ABOUT}(?:负责|承办|接替)"
    ),
    re.compile(
        rf"(?:改由|现由|暂由|由|指定|确定|明确|安排|委派|推荐|决定)\s*{_POST}\s*(?P<name>{WHOLE_NAME}){_ABOUT}\s*"
        rf"(?:接任|接替|接手|继任|担任|作为|任|为)[^，。；]{{0,24}}?{_LIAISON}"
    ),
    re.compile(
        rf"{_LIAISON}[^。；]{{0,60}}?(?:改由|现由|暂由|由)\s*{_POST}\s*(?P<name>{WHOLE_NAME}){_ABOUT}\s*(?:接任|接替|接手|继任|担任)"
    ),
    re.compile(rf"(?P<name>{WHOLE_NAME}){_ABOUT}\s*(?:接任|接替|接手|继任)[^，。；]{{0,24}}?{_LIAISON}"),
)
"""The wordings that name who it is now; the first that is found in a letter is the one read."""

_NUMBER_CHANGED = re.compile(
    rf"{_WHO}(?P<name>[\u4e00-\u9fff]{{2,4}}?)(?:同志)?的?(?:(?:新|原)?(?:手机|电话|移动电话|办公电话|工作电话|联系电话|联系方式|号码)号?码?)"
    r"[^。；]{0,40}?(?:变更|调整|更换|更改|改|换|变)(?:为|成|至|:)\s*(?P<about>[^。；\n]{5,60})"
)
"""Somebody stays and has another telephone: 联系人王强的手机号更换为139…"""

_LEAVES = re.compile(
    r"不再(?:担任|作为|负责|承担|兼任)[^，。；]{0,12}?(?:联系人|联络员|联络人|分管领导|分管负责人)"
    r"|(?:联系人|联络员|联络人)[\u4e00-\u9fff]{2,4}(?:同志)?(?:现?已|因)?(?:退休|调离|调走|离职|辞职|病故)"
)
"""Somebody leaves, and it may be that nobody comes in his place."""

_SECTION = re.compile(r"(?:科|室|中心|办|股|站|所|队|部|处|局|服务台|窗口|公室)$")
_UNCHANGED = re.compile(r"[^，,。；;\n]*(?:不变|照旧|不(?:作|做)?(?:调整|变动|变更)|维持原)[^，,。；;\n]*")
"""A clause about what stays as it was: 市长信箱联系人不变."""
_SAYS_SO = re.compile(
    r"(?:联系人|联络员|联络人|分管领导)[^。]{0,10}(?:变更|调整|更换)|(?:变更|调整|更换)[^。]{0,10}(?:联系人|联络员|联络人)"
)


def is_liaison_change(text: str) -> bool:
    """Whether a letter tells that a liaison has changed."""
    text = wide_to_narrow(text)
    return any(pattern.search(text) for pattern in (*_CHANGES, _NUMBER_CHANGED, _LEAVES, _SAYS_SO))


def read_liaison_change(layout: Layout, context: Context) -> tuple[LiaisonForm, Filling]:
    """Return the form that a letter amounts to: the new people alone."""
    whole = layout
    layout = without_former(whole, context.labels)
    entries = list(layout.entries)
    filling = Filling("liaison_form", entries, context, "liaison_form")
    text = wide_to_narrow("\n".join(line.text for line in layout.lines))
    where = layout.paper.name
    signature = find_signature(layout.lines, context.near)
    hits = next((found for pattern in _CHANGES if (found := list(pattern.finditer(text)))), [])
    people, sections = [], []
    listed = people_in_entries(entries, filling) if any(is_new(e.label) for e in entries) else []
    hits = [] if any(person.title or person.mobile or person.office_phone for person in listed) else hits
    for hit, following in zip_longest(hits, hits[1:]):
        about = text[hit.end() : following.start() if following else len(text)]
        title, section = _about(hit["about"] or "")
        title = title or hit.groupdict().get("post") or _title_told(about)
        numbers = f"{hit['about'] or ''} {about}"
        office, mobile = _phones(filling if len(hits) == 1 else None, numbers)
        people.append(Person(_role(hit.groupdict().get("role") or ""), hit["name"], title, office, mobile))
        sections.append(section)
    if not hits:
        people = listed or people_in_entries(entries, filling) or _with_other_numbers(text)
    elif len(people) == 1 and people[0].title is None:
        people = [
            replace(
                people[0],
                title=filling.take(
                    "title",
                    lambda e: re.split(r"[,，。；;、]", tidy(e.text))[0].strip() or None,
                    optional=True,
                ),
            )
        ]
    for i, person in enumerate(people):
        for key in ("name", "title", "office_phone", "mobile"):
            if getattr(person, key):
                filling.found.setdefault(f"liaison_form.people.{i}.{key}", where)
    if not people:
        filling.doubt("people", "联系人变更，但没有读懂换成了谁", where)
    if signature.unit:
        filling.note("department", signature.unit_where)
    if signature.on:
        filling.note("filled_on", signature.on_where)
    return (
        LiaisonForm(
            department=filling.unit("department") or signature.unit or None,
            filled_on=signature.on,
            covers=_covers(text),
            section=next((s for s in sections if s), None) or filling.text("section"),
            people=tuple(people),
            email=filling.take("email", lambda e: tidy(e.text) if "@" in e.text else None, optional=True),
            former=f"{text} {former_words(whole, layout)}",
            since=since_when([text], context.near),
        ),
        filling,
    )


def _role(words: str) -> str:
    return next(
        (role for word, role in _ROLE.items() if word in words),
        "section_head" if words == "负责人" else "liaison",
    )


def _about(text: str) -> tuple[str | None, str | None]:
    """Return (title, section) of what stands in brackets behind a name: 信息中心，干事."""
    title = section = None
    for part in re.split(r"[,，、;；\s]+", text):
        part = re.sub(r"^(?:职务|科室|部门)[:：]?", "", part.strip())
        if not part or find_phones(part):
            continue
        if _SECTION.search(part) and section is None:
            section = part
        elif title is None:
            title = part
    return title, section


def _with_other_numbers(text: str) -> list[Person]:
    """Return who stays and has another telephone, with that alone."""
    told = [(hit, _phones(None, hit["about"])) for hit in _NUMBER_CHANGED.finditer(text)]
    return [
        Person(_role(hit["role"]), hit["name"], office_phone=office, mobile=mobile)
        for hit, (office, mobile) in told
        if office or mobile
    ]


def _title_told(text: str) -> str | None:
    """Return the title that is told behind a name: …，职务科员，…"""
    hit = re.match(r"[^。；\n]{0,24}?职务(?:为|是|:)?\s*([\u4e00-\u9fff]{2,12})(?=[,，。；;、\s(（]|$)", text)
    return hit[1] if hit else None


def _phones(filling: Filling | None, text: str) -> tuple[str | None, str | None]:
    """Return (office, mobile) of the labels, where only one person is named, and of the words behind the name."""
    office = filling.phone("office_phone") if filling else None
    mobile = filling.phone("mobile") if filling else None
    if office and is_mobile(office):
        office, mobile = None, mobile or office
    for phone in find_phones(text):
        if is_mobile(phone):
            mobile = mobile or phone
        else:
            office = office or phone
    return office, mobile


def _covers(text: str) -> tuple[str, ...]:
    text = _UNCHANGED.sub("", text)
    hotline, mailbox = "热线" in text.replace("热线办", ""), "信箱" in text
    if hotline != mailbox:
        return ("hotline",) if hotline else ("mayors_mailbox",)
    return channels_of("", text)
