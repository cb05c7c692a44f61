"""Calls back told in sentences: TZ-…号件已于6月13日回访，电话接通，诉求人称已解决，基本满意 → FollowUp."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from parsers.dates import find_dates
from parsers.forms.answer import is_answer
from parsers.forms.entries import tidy
from parsers.forms.filling import Context, Filling
from parsers.forms.follow_up import told_in_words
from parsers.forms.layout import Layout
from parsers.forms.people import NAME
from parsers.forms.prose import UNREACHED, WHO, opinion_in
from parsers.forms.tries import UNANSWERED
from parsers.numbers import (
    Numbers,
    find_case_numbers,
    find_upper_numbers,
    wide_to_narrow,
    without_case_numbers,
)
from parsers.paper import Line
from parsers.reading import FollowUp, Try

LONGEST_TOLD = 400
"""Characters of a letter that tells no more than what a call back, or a few, came to."""

LONGEST_TITLE = 30
"""Characters of a subject or first line that may be a title."""

LONGEST_WORDS = 200
"""Characters that are kept of what somebody said."""

_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.、)）]|对|关于)?\s*(?:号?(?:工单|件|诉求)|号)?[\s：:，,]*")
_CALLER = re.compile(rf"(?:回访人员?|回访员|话务员|回访专员|坐席)\s*[:：]?\s*(?={NAME}|\S{{2,4}}\s*$)", re.M)
_FINDINGS = re.compile(
    r"经查|经核实|经调查|经现场|经了解|经实地|调查核实|属实|我(?:局|镇|街道|单位|公司|中心)"
)
REACHED = re.compile(
    rf"(?<!未)(?<!未能)(?<!没有)(?:接通|接听|联系上|打通)|{WHO}[^，。；]{{0,6}}(?:表示|称|反映|认为|评价|说)|回访成功"
)
_SOLVED = (
    ("no", re.compile(r"(?:未|没有?|尚未|仍未|还未|并未|不能)(?:得到|予以|能)?(?:彻底)?解决")),
    ("partly", re.compile(r"(?:部分|基本|初步)(?:问题)?(?:已|得到)?解决|解决了?(?:一部分|部分)|正在解决")),
    (
        "yes",
        re.compile(
            r"(?:已经?|均已|全部|得到|完全|彻底|圆满)(?:得到|予以|全部|妥善|基本)?解决|解决(?:了|完毕|到位)"
        ),
    ),
)
_OF_THE_STAFF = re.compile(r"态度|服务")


def tells_of_call(layout: Layout, subject: str, context: Context) -> bool:
    """Whether a short letter tells what a call back came to: its title or subject says so, or a caller signed it.

    A department that has called the petitioner itself tells of findings and measures: that is an answer.
    """
    text = "\n".join(line.text for line in layout.lines)
    if layout.grids or not text or len(text) > LONGEST_TOLD or "回访" not in f"{subject}{text}":
        return False
    titles = [re.sub(r"\s", "", title) for title in (subject, *layout.title.split("\n")[:2])]
    titled = any("回访" in title for title in titles if len(title) <= LONGEST_TITLE) or _CALLER.search(text)
    outcome = UNANSWERED.search(text) or REACHED.search(text) or opinion_in(text)
    return bool(
        titled
        and outcome
        and list(_numbered(layout.lines, context.prefix))
        and not _FINDINGS.search(text)
        and not is_answer(layout.entries, context.labels)
    )


def read_told_calls(layout: Layout, context: Context, before: int) -> list[tuple[FollowUp, Filling]]:
    """Return each call that a letter tells of; `before` were read from other papers."""
    parts = list(_numbered(layout.lines, context.prefix))
    whole = "\n".join(line.text for line in layout.lines)
    alone = len(parts) == 1 and len(find_case_numbers(whole, context.prefix).sound) <= 1
    found = []
    for number, (case_no, upper_no, lines) in enumerate(parts, before):
        text = whole if alone else "\n".join(line.text for line in lines)
        entries = told_in_words(layout.entries, context.labels)
        filling = Filling("follow_up", entries, context, f"follow_ups.{number}")
        record = _record(case_no, upper_no, text, filling, lines[0].where)
        found.append((record, filling))
    return found


def _record(case_no: str | None, upper_no: str | None, text: str, filling: Filling, where: str) -> FollowUp:
    unreached = bool(UNREACHED.search(text) or (UNANSWERED.search(text) and not REACHED.search(text)))
    clauses = re.split(r"[，。；;\n]", text)
    staff = "，".join(clause for clause in clauses if _OF_THE_STAFF.search(clause))
    result = "，".join(clause for clause in clauses if not _OF_THE_STAFF.search(clause))
    opinion = None if unreached else opinion_in(result)
    values = {
        "case_no": case_no,
        "upper_no": upper_no,
        "on": _day(text, filling, where),
        "reached": False if unreached else True if opinion or REACHED.search(text) else None,
        "solved": None if unreached else solved_in(result),
        "satisfaction": opinion,
        "attitude": None if unreached else opinion_in(staff),
        "by": _caller(text, filling),
    }
    for key, value in values.items():
        if value is not None:
            filling.found.setdefault(f"{filling.path}.{key}", where)
    words = _words(clauses, opinion, filling.context.prefix, unreached=unreached)
    tries = (Try(values["on"], not unreached, words),) if words else ()  # type: ignore[arg-type]
    return FollowUp(**values, tries=tries)  # type: ignore[arg-type]


def _words(clauses: Sequence[str], opinion: str | None, prefix: str, *, unreached: bool) -> str:
    """Return the words to be kept of a call: why nobody was reached (空号), what somebody dissatisfied said; else ""."""
    if unreached:
        kept = [clause for clause in clauses if UNANSWERED.search(clause)]
    else:
        kept = [clause for clause in clauses if opinion == "dissatisfied" and not _CALLER.search(clause)]
    told = [_NUMBERED.sub("", _without_numbers(clause, prefix)).strip(" ：:、，") for clause in kept]
    return tidy("，".join(filter(None, told)))[:LONGEST_WORDS]


def _without_numbers(text: str, prefix: str) -> str:
    if find_case_numbers(text, prefix) != Numbers():
        text = without_case_numbers(text, prefix)
    for number in find_upper_numbers(text, prefix=prefix):
        text = text.replace(number, "")
    return text


def solved_in(text: str) -> str | None:
    """Return `yes`, `partly` or `no` where a text says whether the matter is settled (已解决), or None."""
    return next((code for code, pattern in _SOLVED if pattern.search(text)), None)


def _day(text: str, filling: Filling, where: str) -> date | datetime | None:
    """Return the day of the call: the only one named, or else the one in the clause that says 回访."""
    days = {moment.value for moment in find_dates(text, filling.context.near)}
    if len(days) > 1:
        named = [c for c in re.split(r"[，。；;\n]", text) if re.search("回访|拨打|致电", c)]
        days = {m.value for clause in named for m in find_dates(clause, filling.context.near)}
        if len(days) != 1:
            filling.doubt("on", "写着几个日期，看不出哪天回访", where)
    return days.pop() if len(days) == 1 else None


def _caller(text: str, filling: Filling) -> str | None:
    by = filling.name("by")
    if by:
        return by
    hit = re.search(rf"(?:回访人员?|回访员|话务员|坐席)\s*({NAME})(?=[，。；\s]|$)", wide_to_narrow(text))
    return hit[1] if hit else None


def _numbered(lines: Sequence[Line], prefix: str) -> Iterator[tuple[str | None, str | None, list[Line]]]:
    """Yield (our number, theirs, lines) of each stretch of a letter that begins with a line naming one case."""
    open_part: tuple[str | None, str | None, list[Line]] | None = None
    for line in lines:
        ours = find_case_numbers(line.text, prefix).sound
        theirs = () if ours else find_upper_numbers(line.text, prefix=prefix)
        if len(ours) == 1 or len(theirs) == 1:
            if open_part:
                yield open_part
            open_part = (ours[0] if ours else None, theirs[0] if theirs else None, [line])
        elif open_part:
            open_part[2].append(line)
    if open_part:
        yield open_part
