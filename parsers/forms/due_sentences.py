"""Sentences that set a limit: 请于6月5日前反馈，办结时间不得晚于6月8日，办理期限至6月8日，今日12时前。"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from parsers.dates import Moment, find_dates
from parsers.numbers import wide_to_narrow

_ACTS = "办结|办毕|反馈|回复|答复|上报|报送|报告|报|办理完毕|处理完毕|处置完毕|完成|回告|办复"
_BY = re.compile(
    r"(?:请|须|应|务必|要求|限)?[^，。；\n]{0,8}?(?:于|在)?(?P<on>[^，。；\n于在]{4,30}?)(?:前|之前|以前|内)\s*(?:将[^，。；\n]{0,16})?"
    rf"(?:书面|网上|在线|线上|电话|当面|通过[^，。；\n]{{2,10}})?(?:{_ACTS})"
)
_BEFORE = re.compile(
    r"^(?:下班|当[天日])?(?:前|之前|以前|止|为止)\s*(?:\((?P<H>\d{1,2})[:时点](?P<M>\d{2})?分?\))?\s*[,，]?\s*"
    r"(?:务必|必须|应当?|须|需|请|全部|及时|一并|统一|书面|网上|在线|线上|电话|当面|以书面形式|以正式文件|[将把][^，,。；\n]{0,16}?|向我?(?:办|中心|单位|局)|按[^，,。；\n]{0,12}?){0,4}"
    rf"(?:{_ACTS})"
)
_LIMIT = re.compile(
    r"(?:时限|期限|限期|截止(?:时间|日期|期)?|截至(?:时间|日期)?)(?:是|为|至|到|截至|截止至?|定于|定为|于|在)?[:：]?\s*$|"
    rf"(?:{_ACTS}|办理|处理|处置)(?:时间|日期|工作)?[^，,。；\n]{{0,6}}?(?:不得|不能|不可|不应|不要|勿)(?:晚于|迟于|晚过|超过|逾期?)\s*$"
)
_LATEST = re.compile(
    r"(?:最迟|最晚|不晚于|不迟于|不得晚于|不得迟于)(?:应?[于在]|不超过|不晚于|不得超过)?\s*$"
)
_ACT = re.compile(rf"^[^，。；\n]{{0,14}}?(?:{_ACTS})")
_OTHER = re.compile(r"签收|首次|先行|联系|原|延期|延长|曾|已于|上次|前次|申请")
_TODAY = re.compile(
    r"^\W*(?:请?于|限)?(今[日天]|本日|明[日天])(上午|中午|下午|晚上?)?(\d{1,2})[时点:](\d{2})?(?:分|整)?(?:之?前|以前|止)?\W*$"
)


def dates_due(text: str, near: datetime | None) -> list[date | datetime]:
    """Return the different limits that sentences set, in order; a day of signing or of a first call is none."""
    found: dict[date | datetime, None] = {}
    for sentence in re.split(r"[。；;\n]", wide_to_narrow(text)):
        for hit in _BY.finditer(sentence):
            dates = find_dates(hit["on"], near)
            if dates:
                found.setdefault(dates[-1].value)
        for moment in find_dates(sentence, near):
            due = _limit(sentence, moment)
            if due:
                found.setdefault(due)
    whole = {value.date() for value in found if isinstance(value, datetime)}
    return [value for value in found if isinstance(value, datetime) or value not in whole]


def _limit(sentence: str, moment: Moment) -> date | datetime | None:
    """Return the moment where the words around it make it a limit."""
    before, after = re.split(r"[,，]", sentence[: moment.start])[-1], sentence[moment.end :]
    if _OTHER.search(before):
        return None
    by = _BEFORE.match(after)
    if by and by["H"] and not isinstance(moment.value, datetime):
        return datetime.combine(moment.value, time(int(by["H"]) % 24, int(by["M"] or 0)))
    set_so = _LIMIT.search(before) or (_LATEST.search(before) and _ACT.match(after))
    return moment.value if by or set_so else None


def due_today(text: str, near: datetime | None) -> datetime | None:
    """Return the moment of 今日12时前 or 明天上午10点前, counted from the day of the mail."""
    hit = _TODAY.match(wide_to_narrow(re.sub(r"\s", "", text)))
    if not hit or not near or int(hit[3]) > 23:
        return None
    hour = int(hit[3]) + (12 if hit[2] in ("下午", "晚", "晚上") and int(hit[3]) < 12 else 0)
    return datetime.combine(near.date(), time(hour, int(hit[4] or 0))) + timedelta(days=hit[1][0] == "明")
