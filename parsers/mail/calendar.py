"""Invitations to meetings (iCalendar in a mail, RFC 5546): what they say, for the clerk. The office answers none by itself."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from parsers.charsets import decode
from parsers.mail.parts import Part

_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(
    r"^(?P<name>[A-Za-z-]+)(?P<words>(?:;[^:\"\n]*(?:\"[^\"\n]*\")?)*):(?P<value>.*)$", re.MULTILINE
)
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z)?)?$")
_KINDS = {  # METHOD → what the sentence begins with
    "REQUEST": "会议邀请",
    "PUBLISH": "会议通知",
    "ADD": "会议邀请",
    "CANCEL": "会议取消通知",
    "REPLY": "对会议邀请的答复",
    "COUNTER": "对会议时间的另议",
}
_CHINA_TIME = timedelta(hours=8)


def is_calendar(part: Part) -> bool:
    """Whether a part is an invitation (it names a method, RFC 6047) rather than a calendar file that somebody attached."""
    asks = part.disposition[0] != "attachment" or part.parameter("method")
    return part.content_type == "text/calendar" and bool(asks)


def about_meeting(part: Part) -> str:
    """Return the Chinese sentence that tells a clerk what is asked: what, when, where, by whom."""
    fields = _fields(_FOLD.sub("", decode(part.content, part.charset)))
    method = (fields.get("METHOD", ("", ""))[1] or part.parameter("method")).strip().upper()
    title = _text(fields, "SUMMARY")
    told = [f"《{title}》" if title else "", _when(fields), _text(fields, "LOCATION"), _organizer(fields)]
    return f"这是{_KINDS.get(method, '日历事项')}：{'，'.join(each for each in told if each)}。须由人看过，本系统不作答复。"


def _fields(text: str) -> dict[str, tuple[str, str]]:
    """Return name → (parameters, value) of the calendar's own fields and those of its first event."""
    event = text.find("BEGIN:VEVENT")
    end = text.find("END:VEVENT", event)
    # A time zone has fields of the same names as an event (DTSTART).
    head = (
        text
        if event < 0
        else text[:event].partition("BEGIN:VTIMEZONE")[0] + text[event : end if end > 0 else None]
    )
    return {
        hit["name"].upper(): (hit["words"], hit["value"].strip())
        for hit in reversed(list(_LINE.finditer(head)))
    }


def _text(fields: dict[str, tuple[str, str]], name: str) -> str:
    value = fields.get(name, ("", ""))[1]
    return " ".join(re.sub(r"\\([,;\\])", r"\1", re.sub(r"\\[nN]", " ", value)).split())[:200]


def _when(fields: dict[str, tuple[str, str]]) -> str:
    """The beginning in China time; a zone by name is taken for ours, as meetings of a city are."""
    hit = _MOMENT.search(fields.get("DTSTART", ("", ""))[1])
    if hit is None:
        return ""
    year, month, day = (int(hit[place]) for place in (1, 2, 3))
    try:
        moment = datetime(year, month, day, int(hit[4] or 0), int(hit[5] or 0))
        moment += _CHINA_TIME if hit[6] else timedelta()
    except (ValueError, OverflowError):
        return ""
    return f"{moment.year}年{moment.month}月{moment.day}日" + (f"{moment:%H:%M}" if hit[4] else "")


def _organizer(fields: dict[str, tuple[str, str]]) -> str:
    words, address = fields.get("ORGANIZER", ("", ""))
    name = re.search(r";CN=\"?([^\";]+)", words, re.IGNORECASE)
    who = name[1].strip() if name else re.sub(r"(?i)^mailto:", "", address)
    return f"{who}发起" if who else ""
