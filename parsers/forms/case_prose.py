"""A case that a platform's letter tells in sentences: 3月20日上午，市民罗某（电话…）拨打热线反映：…。请转某局，于…前反馈。"""

from __future__ import annotations

import re
from datetime import date, datetime

from parsers.dates import find_dates
from parsers.forms.case_matter import HANDS_OVER
from parsers.forms.case_surroundings import Around, due_in_prose, secret_of, urgency_of
from parsers.forms.cases import Cases
from parsers.forms.entries import organisation, tidy
from parsers.forms.filling import Context, Filling, code_in
from parsers.forms.layout import Layout
from parsers.forms.letters import HEAD_LINES, find_signature
from parsers.forms.origin import channel_in, level_in
from parsers.forms.people import NAME, NO_NAMES, SURNAMES
from parsers.forms.secrecy import wants_secrecy
from parsers.numbers import find_phones, find_upper_numbers
from parsers.reading import CaseSheet, Petitioner

_WHO = "市民|群众|居民|村民|来电人|诉求人|反映人|业主|职工|投诉人"
_CALLING = "来电|来信|来访|致电|反映|投诉|举报|咨询|求助"
_CALLER = re.compile(
    rf"(?:{_WHO})?\s*([{SURNAMES}][\u3400-\u9fff]{{0,3}}?(?:先生|女士|某某|某)|(?<=市民|群众|居民|村民|业主)[{SURNAMES}](?:(?!{_CALLING})[\u3400-\u9fff]){{1,2}})"
    rf"\s*(?:{_CALLING})?\s*[（(，,]?\s*(?:联系)?(?:电话|手机|联系方式)?[:：]?\s*([\d\-]{7, 13})?"
)
_CALLS = re.compile(r"(?:来电|来信|致电|拨打|打进|来访|留言)(?!人|者|号|时间|日期|内容|诉求|方式|类型)")
_INTRODUCED = re.compile(
    r"(?:具体|主要|详细|诉求|反映|来电|来信|投诉|举报|求助|咨询|问题|其){0,3}(?:内容|情况|诉求|问题|事项)(?:如下|为|是)\s*[:：]\s*"
    r"(?:[“\"「](?P<quoted>[^”\"」]{6,})[”\"」]|(?P<told>.{6,}))",
    re.DOTALL,
)
_PLACE = re.compile(
    r"(?:^|(?<=[，,。；;\n\s]))(?:(?:事发|发生|案发|反映|诉求|问题|事件|涉事|具体)(?:的)?)?(?:地点|地址|位置|地|所在地)(?:(?:在|为|是|位于)[:：]?|[:：])\s*"
    r"(?P<at>[\u3400-\u9fff][\u3400-\u9fffA-Za-z0-9\-（）()]{2,29}?)(?=[，,。；;\n]|$)"
)
_HAPPENED = re.compile(
    r"(?:该|此|本|上述|以上)?(?:事项|诉求|问题|事件|情况|件)(?:发生|事发|位|出现)(?:在|于|地(?:点)?(?:为|是|在))\s*"
    r"(?P<at>[\u3400-\u9fff][\u3400-\u9fffA-Za-z0-9\-（）()]{2,29}?)(?=[，,。；;\n]|$)"
)
_WITH_PHONE = re.compile(
    rf"(?:^|(?<=[，,。；;：:\s])|(?<=来电人|诉求人|反映人|投诉人|举报人|来信人|咨询人|求助人)|(?<=市民|群众|居民|村民|业主))(?P<name>{NAME}?)\s*(?:{_CALLING})?\s*[（(，,、]?\s*"
    r"(?:(?:联系)?(?:电话|手机号?码?|联系方式|号码)\s*[:：为是]?)?\s*(?P<phone>1\d{10}(?!\d)|0\d{2,3}-\d{7,8}(?!\d))",
    re.MULTILINE,
)
"""A name with a telephone behind it: 来电人费宗亮，电话158…; 熊子轩（电话：166…）来电; 群众熊子轩来电（166…）."""
_NO_DEPARTMENT = re.compile(r"政府|热线|公开电话|办公室|平台|中心|督查")
"""Whom a letter may greet that is the office itself, or the town it works for."""
_TELLS = r"(?:(?:来电|来信|致电|通过12345|拨打12345)?(?:反映|投诉|举报|咨询|求助|建议|诉称)|(?:来电|来信|致电|留言|拨打|打)(?:12345|市长|热线|电话|本中心|我办|[，,]){0,3}(?:称|说|表示|询问|反映|投诉|举报|咨询|求助|建议))"
_SAYS = re.compile(
    rf"(?:{_TELLS}[:：]\s*|(?={_TELLS}))(.{{6,}})",
    re.DOTALL,
)
_KIND = re.compile(
    r"(?:诉求|工单|事项|来电)?(?:类型|类别|性质)(?:为|是|属)[:：]?[“\"]?([\u3400-\u9fff]{2,8}?)(?:类|件)?[”\"]?[，,。；]"
)
_TO = re.compile(
    r"(?:请?(?:[你贵](?:单位|办|中心|局))?(?:转派|派发|分派|转|交|派|通知|责成|由)(?:给|由|办|至|交|往)?|请)\s*([\u3400-\u9fff]{3,20}?(?:局|委员会|委|镇|街道|办事处|公司|中心|大队|院|管理处|人民政府|政府))"
    r"(?=承办|查办|落实|调查|核实|处置|处理|办理|核查|研究|依法|认真|尽快|牵头|查处|立即|，|,)"
)
_GUESSED = "正文没有分项，由文意取出"


def case_in_prose(layout: Layout, context: Context, around: Around) -> Cases:
    """Return the case that a letter tells in sentences; all that is guessed from them is doubted."""
    cases = Cases()
    text = "\n".join(line.text for line in layout.lines)
    written = "\n".join(
        line.text for line in layout.lines[: find_signature(layout.lines, context.near).first]
    )
    numbers = find_upper_numbers(text, context.near.year if context.near else None)
    filling = Filling("case", layout.entries, context, cases.next_path)
    where = layout.paper.name
    told_name, told_phone = _caller(written)
    name = filling.name("petitioner.name") or told_name
    phone = filling.phone("petitioner.phone") or told_phone
    channel, _ = channel_in(around.told())
    case = CaseSheet(
        upper_no=numbers[0] if numbers else None,
        channel=channel,
        level=level_in(around.told())[0] if channel != "mayors_mailbox" else None,
        kind=filling.code("kind", optional=True) or _kind(written, filling),
        request_text=_request(filling.text("request_text") or "", written),
        petitioner=Petitioner(name, phone),
        secret=secret_of(filling, around) or wants_secrecy(written) or None,
        called_at=filling.moment("called_at") or _called(written, context),
        place=_first_sentence(filling.text("place")) or _place(written),
        department=filling.unit("department") or _department(written) or _addressee(layout),
        upper_due_at=due_in_prose(text, filling, where),
        urgency=urgency_of(filling, around),
    )
    _doubt_guesses(case, filling, where)
    if numbers:
        filling.note("upper_no", where)
        cases.add(case, filling)
    return cases


def _caller(text: str) -> tuple[str | None, str | None]:
    """Return name and telephone of who called: one name with its telephone behind it, else a person spoken of."""
    with_phone = {
        hit["name"]: hit["phone"] for hit in _WITH_PHONE.finditer(text) if not NO_NAMES.match(hit["name"])
    }
    if len(with_phone) == 1:
        return next(iter(with_phone.items()))
    caller = _CALLER.search(text)
    if caller is None:
        return None, None
    return caller[1], caller[2] if caller[2] and find_phones(caller[2]) else None


def _first_sentence(text: str | None) -> str | None:
    return text.partition("。")[0] if text else None


def _addressee(layout: Layout) -> str | None:
    """Return the unit that the letter greets at its head (滕州市公安局：), where that is one which handles cases."""
    for line in layout.lines[:HEAD_LINES]:
        text = line.text.strip()
        if text.endswith(("：", ":")) and (unit := organisation(text.rstrip("：:"))):
            return None if _NO_DEPARTMENT.search(unit) else unit
    return None


def _doubt_guesses(case: CaseSheet, filling: Filling, where: str) -> None:
    guesses = {
        "petitioner.name": case.petitioner.name,
        "petitioner.phone": case.petitioner.phone,
        "request_text": case.request_text,
        "kind": case.kind,
        "secret": case.secret,
        "called_at": case.called_at,
        "place": case.place,
        "department": case.department,
    }
    for key, value in guesses.items():
        if value and (key == "request_text" or f"{filling.path}.{key}" not in filling.found):
            filling.note(key, where)
            filling.doubt(key, _GUESSED, where)


def _request(labelled: str, text: str) -> str | None:
    """Return what is asked: from the word that says it to the sentence in which the platform speaks again."""
    introduced, says = _INTRODUCED.search(text), _SAYS.search(text)
    if introduced and says and "。" in text[says.start() : introduced.start()]:
        introduced = None  # 反映路灯不亮。具体情况是：…, the citizen's own words
    if not labelled and introduced and introduced["quoted"]:
        return tidy(introduced["quoted"]) or None
    told = introduced["told"] if introduced else says[1] if says else ""
    kept: list[str] = []
    for sentence in re.findall(r"[^。；\n]+[。；\n]*", labelled or told):
        if kept and (HANDS_OVER.match(sentence.strip()) or _PLACE.match(sentence.strip())):
            break
        kept.append(sentence)
    return tidy("".join(kept)) or None


def _called(text: str, context: Context) -> date | datetime | None:
    """Return when the citizen called: the last moment in the sentence before a word that tells of the call."""
    calls = list(_CALLS.finditer(text))
    for call in calls:
        begin = max(text.rfind(mark, 0, call.start()) for mark in "。；\n")
        dates = find_dates(text[begin + 1 : call.start()], context.near)
        if dates:
            return dates[-1].value
    dates = find_dates(text[: calls[0].start()], context.near) if calls else []
    return dates[-1].value if dates else None


def _place(text: str) -> str | None:
    """Return the one place that the platform's own sentences name: 事发地为…，地点在…"""
    named = {hit["at"] for pattern in (_PLACE, _HAPPENED) for hit in pattern.finditer(text)}
    return named.pop() if len(named) == 1 else None


def _kind(text: str, filling: Filling) -> str | None:
    hit = _KIND.search(text)
    return code_in(hit[1], "kind", filling.context.labels)[0] if hit else None


def _department(text: str) -> str | None:
    """Return the one unit that the letter wants to have it; None where it names several."""
    named = {hit[1] for hit in _TO.finditer(text)}
    return named.pop() if len(named) == 1 else None
