"""Dates and times as Chinese letters and sheets write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from parsers.numbers import DIGITS, chinese_number, wide_to_narrow

_CN_DIGIT = "〇零○OＯo0一二三四五六七八九"
_CN_DATE = re.compile(
    rf"([{_CN_DIGIT}]{{4}})\s*年\s*([元正一二三四五六七八九十]{{1,3}})\s*月\s*([一二三四五六七八九十廿卅]{{1,3}})\s*[日号]"
)
_CN_SHORT = re.compile(
    r"(?<![〇一二三四五六七八九十年])([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)
_FULL = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2}|\d{2}(?=年))\s*[年./\\\-—]\s*(?P<m>\d{1,2})\s*[月./\\\-—]\s*(?P<d>\d{1,2})(?!\d)\s*[日号]?"
)
_SHORT = re.compile(r"(?<![\d年])(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]")
_BARE_SHORT = re.compile(r"^\s*(?P<m>\d{1,2})[./\-](?P<d>\d{1,2})(?=\s|$)")
_TIGHT = re.compile(
    r"(?<!\d)(?P<y>20\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?:\s*(?P<H>[01]\d|2[0-3])(?P<M>[0-5]\d)(?:[0-5]\d)?)?(?!\d)"
)
_TIME = re.compile(
    r"\s*[T,，]?\s*(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?\s*"
    r"(?P<half>上午|下午|中午|晚上|晚间|夜间|傍晚|凌晨|早上|早晨|清晨|晚|早|AM|PM|am|pm)?\s*"
    r"(?P<H>\d{1,2})\s*(?:(?P<half_hour>[时点]半)|[:时点]\s*(?:(?P<M>\d{1,2})\s*分?)?(?::\d{2})?(?:\.\d+)?)(?:\s*(?P<after>AM|PM|am|pm)\b)?"
)
_AFTERNOON = ("下午", "晚上", "晚间", "夜间", "傍晚", "晚", "PM")
_LATE_NIGHT = ("凌晨", "早上", "早晨", "清晨", "早", "上午", "AM")
_SERIAL = re.compile(r"^\s*(\d{5})(?:\.(\d+))?\s*$")

SAME_SEASON = 300
"""Days from the mail within which a day without a year must lie: in December, 1月5日 is next year's, 4月5日 is not."""


@dataclass(frozen=True)
class Moment:
    """A date or moment found in a text: its value, where it stands, and whether its year was inferred."""

    value: date | datetime
    start: int
    end: int
    year_inferred: bool = False


def find_dates(text: str, near: date | None = None) -> list[Moment]:
    """Return the dates in `text` (with their times), in order; days that don't exist are left out.

    A day without a year takes the year of `near`, the day of the mail, or around New Year the one next to it;
    without `near` it is left out. `start` and `end` count in the narrowed text (`wide_to_narrow`).
    """
    text = wide_to_narrow(text)
    found: list[Moment] = []
    for pattern in (_FULL, _CN_DATE, _TIGHT, _SHORT, _CN_SHORT, _BARE_SHORT):
        for hit in pattern.finditer(text):
            if any(m.start < hit.end() and hit.start() < m.end for m in found):
                continue
            moment = _moment(pattern, hit, text, near)
            if moment:
                found.append(moment)
    return sorted(found, key=lambda m: m.start)


def no_such_day(text: str) -> str:
    """Return the first date written in `text` that no calendar has (2018年2月30日, 13月5日), or ""."""
    text = wide_to_narrow(text)
    for hit in (*_FULL.finditer(text), *_CN_DATE.finditer(text)):
        if _moment(hit.re, hit, text, None) is None and re.search("[年月]", hit[0]):
            return hit[0].strip()
    for hit in _SHORT.finditer(text):  # in a leap year, every day of the calendar
        if _day(2000, int(hit["m"]), int(hit["d"])) is None:
            return hit[0].strip()
    return ""


def _moment(pattern: re.Pattern[str], hit: re.Match[str], text: str, near: date | None) -> Moment | None:
    if pattern is _CN_DATE:
        year, month, day = chinese_number(_zeros(hit[1])), _cn_month(hit[2]), _cn_day(hit[3])
    elif pattern is _CN_SHORT:
        year, month, day = None, chinese_number(hit[1]), _cn_day(hit[2])
    elif pattern in (_SHORT, _BARE_SHORT):
        year, month, day = None, int(hit["m"]), int(hit["d"])
    else:
        year, month, day = int(hit["y"]), int(hit["m"]), int(hit["d"])
        year += 2000 if year < 100 else 0
    if month is None or day is None:
        return None
    whole = _closest_year(month, day, near) if year is None else _day(year, month, day)
    if whole is None:
        return None
    if pattern is _TIGHT:
        value: date | datetime = (
            datetime(whole.year, whole.month, whole.day, int(hit["H"]), int(hit["M"])) if hit["H"] else whole
        )
        if hit["H"]:
            return Moment(value, hit.start(), hit.end())
    value, end = _with_time(whole, text, hit.end())
    return Moment(value, hit.start(), end, year is None)


def _with_time(day: date, text: str, at: int) -> tuple[date | datetime, int]:
    hit = _TIME.match(text, at)
    if not hit:
        return day, at
    hour, minute = int(hit["H"]), 30 if hit["half_hour"] else int(hit["M"] or 0)
    half = (hit["half"] or hit["after"] or "").upper()
    if (half in _AFTERNOON and hour < 12) or (half == "中午" and hour < 3):
        hour += 12
    elif half in _LATE_NIGHT and hour == 12 and half in ("凌晨", "AM"):
        hour = 0
    if hour > 23 or minute > 59:  # 24时: the day itself
        return day, hit.end() if hour == 24 else at
    return datetime(day.year, day.month, day.day, hour, minute), hit.end()


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _closest_year(month: int, day: int, near: date | None) -> date | None:
    if near is None:
        return None
    near = day_of(near)
    days = [whole for year in (near.year, near.year - 1, near.year + 1) if (whole := _day(year, month, day))]
    return next(
        (whole for whole in days if abs((whole - near).days) <= SAME_SEASON), days[0] if days else None
    )


def _zeros(text: str) -> str:
    return re.sub("[OＯo0]", "〇", text)


def _cn_month(text: str) -> int | None:
    return 1 if text in ("元", "正") else chinese_number(text)


def _cn_day(text: str) -> int | None:
    return chinese_number(text.replace("廿", "二十").replace("卅", "三十"))


def cell_date(value: object) -> date | datetime | None:
    """Return what a typed spreadsheet cell means as a date; a serial number counts from 1899-12-30 (1900 system)."""
    if isinstance(value, datetime):
        return (
            value.date()
            if (value.hour, value.minute) == (0, 0)
            else value.replace(second=0, microsecond=0, tzinfo=None)
        )
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or not 30000 <= value < 60000:
        return None
    moment = datetime(1899, 12, 30) + timedelta(minutes=round(value * 24 * 60))
    return cell_date(moment)


def serial_date(text: str) -> date | datetime | None:
    """Return the date of a serial number that was exported as text: `43435.42` → 2018-12-01 10:05."""
    hit = _SERIAL.match(wide_to_narrow(text))
    return cell_date(float(hit[0])) if hit else None


def day_of(value: date | datetime) -> date:
    """Return the day of a date or moment."""
    return value.date() if isinstance(value, datetime) else value


def count_of_days(text: str) -> int | None:
    """Return a number of working days: `5个工作日`, `延长五天`, `10` → 5, 5, 10; None where it is none."""
    text = wide_to_narrow(text)
    hit = re.search(rf"(\d{{1,3}}|[{''.join(DIGITS)}十百]{{1,4}})\s*(?:个)?\s*(?:工作日|工作天|天|日)", text)
    if not hit:
        hit = re.fullmatch(r"\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*", text)
    return chinese_number(hit[1]) if hit else None
