"""Requests for more time (延期申请): a form, label lines, or sentences → Extension."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from parsers.dates import count_of_days, find_dates
from parsers.forms.entries import Entry, is_blank, tidy
from parsers.forms.filling import Context, Filling
from parsers.forms.layout import Layout
from parsers.forms.letters import find_signature, paragraphs
from parsers.forms.ticks import without_unticked
from parsers.numbers import wide_to_narrow
from parsers.reading import Extension

_ASK = r"(?:延期|延长|延至|顺延|宽限|延后|延缓|推迟|延时|展期)"
_COUNT = r"(?<![年月〇零○一二两三四五六七八九十\d])(\d{1,3}|[一二两三四五六七八九十]{1,3})\s*个?"
_DAYS = re.compile(  # behind 至 or 到, 二十三日 is a day of the month
    rf"{_ASK}[^，。；\d]{{0,14}}?{_COUNT}(?:工作日|工作天)"
    rf"|{_ASK}[^，。；\d至到]{{0,14}}?{_COUNT}(?:天|日)(?!前)"
    rf"|{_COUNT}(?:工作日|工作天)的?{_ASK}"
)
_UNTIL = re.compile(
    rf"(?:{_ASK}[^，。；]{{0,12}}?(?:至|到|于|为)|(?<![应须需限])(?<!原定|要求|规定|应当)(?:至|到|在|于)(?=[^，。；]{{3,16}}(?:前|之前)?(?:办结|回复|反馈|办理完毕|完成)))\s*([^，。；\n]{{3,24}})"
)
_BECAUSE = (
    re.compile(r"(?:原因|理由|事由)(?:说明|如下|是|为)*\s*[：:]\s*([^。；\n]{4,200})"),
    re.compile(
        r"(?:(?<!原)因为?|由于|鉴于|考虑到)([^。；\n]{4,200}?)[，,]?\s*(?:故|特此?|现|拟|特申请|申请|请求|恳请|希望|需(?:要)?(?:延|申)|不能(?:按|在|如)|无法(?:按|在|如)|难以(?:按|在|如)|未能(?:按|在|如))"
    ),
    re.compile(r"(?:(?<!原)因为?|由于|鉴于|考虑到)([^。；\n]{4,200})"),
)
_REQUEST = re.compile(
    rf"(?:申请|请求|恳请|拟|特|现|需|希望|请予?)[^，。；]{{0,16}}{_ASK}|{_ASK}[^，。；]{{0,10}}(?:至|到|\d+\s*个?(?:工作)?[天日])"
)


_GREETS = re.compile(r"^\s*(?:尊敬的)?(?:各位)?(?:领导|老师|同志)?(?:您|你|你们)好[，,！!]\s*")
_POLITE = re.compile(r"妥否|当否|请(?:批准|批示|审批|予批准|领导)|望批准|特此|谢谢")


def read_extension(layout: Layout, context: Context) -> tuple[Extension, Filling]:
    """Return the reason and the days, or the day, that a department asks for."""
    rows = _rows_that_ask(layout, context)
    filling = Filling("extension", [*layout.entries, *(rows[0] if rows else ())], context, "extension")
    if len(rows) > 1:
        filling.doubt("reason", f"一张表里申请了 {len(rows)} 件，这里只列第一件", rows[1][0].where)
    lines = layout.lines
    texts = [line.text for line in lines]
    days, until = _from_fields(filling)
    prose = "\n".join(texts)
    if days is None and until is None:
        days, until = _from_prose(prose, filling, layout.paper.name)
    reason = filling.take("reason", lambda e: _reason_of(e.text))
    if reason is None:
        written = paragraphs(
            lines, find_signature(lines, context.near), [e for e in layout.entries if not is_blank(e.text)]
        )
        reason = _reason_in("\n".join(line.text.strip() for line in written))
        if reason:
            filling.note("reason", written[0].where)
    if until is not None and days is not None:
        filling.found.setdefault("extension.until", filling.found.get("extension.days", ""))
    return Extension(reason, days, until), filling


def _rows_that_ask(layout: Layout, context: Context) -> list[tuple[Entry, ...]]:
    """Return the rows of a list that ask for time, where the form beside the list does not."""

    def asks(entries: Sequence[Entry]) -> bool:
        filling = Filling("extension", entries, context, "extension")
        return any(filling.written(name) for name in ("reason", "span", "until"))

    return [] if asks(layout.entries) else [row for row in layout.rows if asks(row)]


def _from_fields(filling: Filling) -> tuple[int | None, date | datetime | None]:
    until = filling.moment("until", optional=True)
    days = filling.take(
        "span",
        lambda e: count_of_days(re.sub(r"\d{1,2}月\d{1,2}日", "", wide_to_narrow(without_unticked(e.text)))),
        key="days",
        optional=True,
    )
    if days is None:
        days = filling.take(
            "until",
            lambda e: count_of_days(e.text) if "工作日" in e.text else None,
            key="days",
            optional=True,
        )
    if until is None:
        until = filling.take(
            "span",
            lambda e: filling.read_moment(e.text, e.value, "until", e.where),
            key="until",
            optional=True,
        )
    return days, until


def _from_prose(text: str, filling: Filling, where: str) -> tuple[int | None, date | datetime | None]:
    until: date | datetime | None = None
    for hit in _UNTIL.finditer(text):
        dates = find_dates(hit[1], filling.context.near)
        if dates and dates[0].start <= 2:
            until = filling.read_moment(hit[1], None, "until", where)
            filling.note("until", where)
            break
    asked = _DAYS.search(wide_to_narrow(text))
    days = count_of_days(f"{next(filter(None, asked.groups()))}个工作日") if asked else None
    if days is not None:
        filling.note("days", where)
    return days, until


def _reason_of(text: str) -> str | None:
    """Return a written reason without the sentence that asks."""
    sentences = re.findall(r"[^。；;\n]+[。；;]?", tidy(text))
    kept = [s for s in sentences if not _REQUEST.search(s) or re.match(r"\s*(?:因|由于|鉴于)", s)]
    return "".join(kept).strip() or tidy(text) or None


def _reason_in(text: str) -> str | None:
    """Return the reason in running text: what stands behind 因 or 由于, else the sentences that don't ask."""
    for pattern in _BECAUSE:
        hit = pattern.search(text)
        if hit:
            return hit[1].strip(" ，,")
    kept = [_before_request(s) for s in re.findall(r"[^。；;\n]+[。；;]?", text)]
    return "".join(kept).strip(" ，,") or None


def _before_request(sentence: str) -> str:
    """Return the clauses of a sentence before the one that asks for more time."""
    hits = [hit for hit in (_REQUEST.search(sentence), _POLITE.search(sentence)) if hit]
    if not hits:
        return _GREETS.sub("", sentence)
    sentence = _GREETS.sub("", sentence[: min(hit.start() for hit in hits)])
    cut = max(sentence.rfind(mark) for mark in "，,")
    return sentence[: cut + 1] if cut > 0 else ""
