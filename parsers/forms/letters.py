"""Letters: who signed, when, and the paragraphs between the greeting and the signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from parsers.dates import find_dates, no_such_day
from parsers.forms.entries import Entry, organisation, tight
from parsers.forms.headings import is_heading
from parsers.numbers import wide_to_narrow
from parsers.paper import Line

LEAST_PROSE = 12
"""Characters before the first label of a line that count as a sentence of the letter."""

LAST_LINES = 10
"""Lines at the end of a letter among which its signature is looked for."""

HEAD_LINES = 6
"""Lines at the head of a letter among which its addressee is looked for: letterhead, number, title in two lines."""

LONGEST_TITLE = 40
"""Characters of a line that is a title or addresses somebody."""

LEAST_UNIT = 4
"""Characters of a unit's name in a page's head or a title, where 内部 and 全部 stand too."""

_GREETING = re.compile(
    r"^\s*(?:[^，。；\s]{0,24}(?:办公室|领导|同志|主任|科长|负责人|热线办|市长热线|中心|各位|老师|办)?\s*(?:[：:]\s*$|您好|你好|你们好)|"
    r"(?:您好|你好|你们好|各位好|大家好|尊敬的)[^。]{0,12}[！!，,。：:]?\s*$|滕州[^。；]{0,14}[：:]$)"
)
_INSTRUCTS = re.compile(r"批示|签批|批阅|批注|指示")  # 张建国副市长批示： announces, and greets nobody
_OPENING = re.compile(
    r"(?:现将|现就|现把).{0,40}(?:回复|报告|汇报|反馈|答复|说明|函复|报送|上报).{0,6}[：:。]?\s*$|(?:回复|报告|答复|汇报|反馈|函复)如下\s*[：:。]?\s*$|"
    r"(?:号件|转办件|转办单|来函|来件|交办单|诉求|案件|工单).{0,12}(?:收悉|已收到|已收悉|已办结)[。，](?:.{0,40}[：:]|(?!.*(?:经|因|不属|职责|权限|无权|职权)).{0,40})$"
)
_LEAVING = re.compile(
    r"^\s*(?:此致|敬礼|特此.{0,8}|专此.{0,8}|此复.{0,4}|谢谢[！!。]?|感谢.{0,8}|妥否.{0,10}|祝.{0,10}|顺颂.{0,8}|请(?:查收|审阅|审核|知悉|批示|予以?批准|批准|支持).{0,8}|发自我的.{0,20}|"
    r"附件?\s*[:：].*|.{0,10}见附件.{0,12}|以上.{0,10}请.{0,8}|-{2,}.*|_{4,}.*|\s*)$"
)
_TITLE = re.compile(
    r"^关于.{2,70}(?:回复|报告|答复|函|说明|反馈|汇报|请示|通知|情况|申请|意见)$|^[^，。；]{2,24}〔\d{4}〕第?\d{1,4}号$"
)
_TITLE_ALONE = re.compile(
    r"^(?!.*(?:已|未|正在|全部))[^，。；：:]{0,40}(?:办理|办结|处理|处置|核查|核实|调查|答复|回复|反馈)(?:情况|结果|意见)?的?(?:说明|报告|汇报|回复|答复|反馈|情况|单|函)?$"
)
_FORM_TITLE = re.compile(r"^(?!.*(?:已|未|正在|无法|不|附|见))[^，。；：:！？]{2,28}(?:表|单|书|函)$")
"""The name of a form, above its table: 12345工单退单审批表."""
_RECEIVED = re.compile(r"^(?:你|贵)(?:办|单位|中心)[^。]{0,60}(?:收悉|收到|已收)[^。]{0,10}。(?=.{6})")
_MARGIN = re.compile(
    r"页[眉脚]\d*$"
)  # a page's head or foot stands at the end of the lines, and signs nothing
_UNIT_FIRST = re.compile(
    r"^(?!关于)(\S{3,28}?)(?:关于|\d{4,5}|[一二三四五六七八九十\d]{1,3}月|市长|政务服务|热线|工单|承办|办理|转办|交办|群众|诉求|反馈|回复|答复)"
)
_STAMP = re.compile(r"[（(](?:盖章|公章|章|印章|签章|加盖公章|单位公章)[)）]")


@dataclass(frozen=True)
class Signature:
    """The end of a letter: the unit that signed and the day, each with its place; `first` is the line it begins on."""

    unit: str = ""
    unit_where: str = ""
    on: date | datetime | None = None
    on_where: str = ""
    first: int | None = None
    no_day: Line | None = None  # where a day should stand, one that no calendar has


def find_signature(lines: Sequence[Line], near: datetime | None) -> Signature:
    """Return the signature: a unit's name on a line of its own, and the date below it, beside it or before it."""
    numbered = [
        (i, line) for i, line in enumerate(lines) if line.text.strip() and not _MARGIN.search(line.where)
    ]
    tail = numbered[-LAST_LINES:]
    unit = unit_where = on_where = ""
    on: date | datetime | None = None
    first: int | None = None
    for i, line in reversed(tail):
        day = _date_line(line.text, near)
        if day and on is None:
            on, on_where, first = day[0], line.where, i
            above = next((other for n, other in reversed(tail) if n < i), None)
            if day[1] and not unit:
                unit, unit_where = day[1], line.where
            elif unit and above and (name := organisation(_STAMP.sub("", above.text))):
                unit, unit_where = name, above.where  # below it stood the card that a mail program adds
        elif not unit and (name := organisation(_STAMP.sub("", line.text))):
            unit, unit_where, first = name, line.where, i
        elif unit and on:
            break
    if first is not None and not any(i >= first for i, _ in tail[-8:]):
        first = None
    wrong = [line for _, line in tail if len(line.text) <= LONGEST_TITLE and no_such_day(line.text)]
    return Signature(unit, unit_where, on, on_where, first, wrong[-1] if wrong and on is None else None)


def _date_line(text: str, near: datetime | None) -> tuple[date | datetime, str] | None:
    """Return (day, unit before it) of a line that is a date, perhaps behind the unit's name."""
    joined = re.sub(
        r"(?<=[\d年月〇○零一二三四五六七八九十])\s+(?=[\d年月日〇○零一二三四五六七八九十])",
        "",
        wide_to_narrow(text),
    ).strip()
    if len(joined) > 60:
        return None
    dates = find_dates(joined, near)
    if len(dates) != 1:
        return None
    before, after = _STAMP.sub("", joined[: dates[0].start]).strip(), joined[dates[0].end :].strip(" .。")
    if after or (before and not organisation(before)):
        return None
    return dates[0].value, organisation(before) if before else ""


def paragraphs(lines: Sequence[Line], signature: Signature, taken: Sequence[Entry] = ()) -> list[Line]:
    """Return the paragraphs of the letter itself: no greeting, opening, closing, signature, nor lines of `taken`."""
    used: dict[str, list[Entry]] = {}
    for entry in taken:
        used.setdefault(entry.where, []).append(entry)
    end = signature.first if signature.first is not None else len(lines)
    begin = _below_heading(lines)
    found = []
    for i, line in enumerate(lines):
        if i >= end or not line.text.strip() or (i < begin and line.where not in used):
            continue
        text = line.text.strip()
        if line.where in used:
            text = _before_labels(text, used[line.where])
            if len(text) < LEAST_PROSE:
                continue
            found.append(replace(line, text=text))
            continue
        if (
            (_GREETING.match(text) and len(text) <= 30 and not _INSTRUCTS.search(text))
            or _LEAVING.match(text)
            or is_opening(text)
            or organisation(text)
            or is_heading(text)
            or (i == 0 and _TITLE_ALONE.match(tight(text)))
            or (i < HEAD_LINES and _FORM_TITLE.match(tight(text)))
            or _TITLE.match(tight(text))
        ):
            continue
        found.append(replace(line, text=_RECEIVED.sub("", text)))
    return found


def _below_heading(lines: Sequence[Line]) -> int:
    """Return the number of the line that greets the addressee, where only titles stand above it, else 0."""
    for i, line in enumerate(lines[:HEAD_LINES]):
        if _GREETING.match(line.text) and len(line.text) <= LONGEST_TITLE:
            return i
        if len(line.text) > LONGEST_TITLE or re.search("[。；，]", line.text):
            return 0
    return 0


def _before_labels(text: str, entries: Sequence[Entry]) -> str:
    """Return what stands on a line before its first label: `…已电话告知诉求人。承办人：李四，电话：5512345`."""
    marked = (re.search(rf"{re.escape(e.label)}\s*[:：]", text) for e in entries)
    starts = [
        hit.start() if hit else text.find(e.label)
        for hit, e in zip(marked, entries, strict=True)
        if hit or e.label in text
    ]
    return text[: min(starts, default=0)].strip()


def is_opening(text: str) -> bool:
    """Whether a paragraph only introduces the answer: 你办转来的第…号件收悉。现将办理情况回复如下："""
    return len(text) <= 110 and _OPENING.search(text) is not None


def letterhead(lines: Sequence[Line]) -> tuple[str, str]:
    """Return (unit, where) of a unit's name that makes up the first line, else a page's head, or ("", "")."""
    for line in lines[:2]:
        if line.text.strip():
            name = organisation(re.sub(r"(?:文件|便函|函)\s*$", "", line.text.strip()))
            if name and not line.text.strip().endswith(("：", ":")):
                return name, line.where
            break
    margins = [(organisation(line.text), line.where) for line in lines if _MARGIN.search(line.where)]
    return next(((name, where) for name, where in margins if len(name) >= LEAST_UNIT), ("", ""))


def unit_in_title(title: str) -> str:
    """Return the unit that a title begins with (`市水利局12345工单办理情况汇总`), or ""."""
    for line in title.split("\n"):
        hit = _UNIT_FIRST.match(line)
        if hit and len(name := organisation(hit[1])) >= LEAST_UNIT:
            return name
    return ""
