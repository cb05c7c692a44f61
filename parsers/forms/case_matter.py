"""What a case is about: its kind, title, request and place, where a sheet says one thing under another's label."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.forms.entries import Entry, is_blank, tidy
from parsers.forms.filling import Filling
from parsers.labels import fold

LONGEST_SUBJECT = 40
"""Characters of a text that may be the title of a longer one beside it."""

LEAST_REQUEST = 30
"""Characters of a summary that is the request itself, where a sheet has no other text of it."""

_SUBJECT_LABEL = re.compile(r"(?:事项|问题|事由)$")
_SENTENCES = re.compile(r"[。！？；\n]")
_PARTS = re.compile(r"[-—–_/|>＞→、，,（）()：:\s]+")
_AREA_ALONE = re.compile(r"(?:[\u4e00-\u9fff]{2,7}?(?:省|市|区|县))+")
HANDS_OVER = re.compile(
    r"^(?:现|特|该(?:诉求|件|工单|问题|事项)?(?:已|现)?|以上|上述|请|望)[^。；]*?"
    r"(?:转(?:给|交|至|你|贵|由|往)|转[\u3400-\u9fff]{2,20}?(?:局|委|镇|街道|处|公司|中心|政府)|派(?:给|往|至|发)|交由|责成|通知[^。；，]{2,20}(?:处置|处理|办理|到场)|登记(?:为|成)|书面(?:反馈|回复)"
    r"|(?:反馈|回复|答复|上报|报|告知)(?:至|给)?(?:我|本)(?:办|中心|处|单位)|(?:前|之前|以前|日内|小时内)(?:将[^。；，]{0,16})?(?:书面|网上|在线|线上|电话|当面|通过[^。；，]{2,10})?(?:反馈|回复|答复|上报|办结|办复|报结|报送|告知|报[^。；，]{0,6}结果))"
)


def kind_of(filling: Filling) -> str | None:
    """Return the kind that the sheet names; a category or a purpose (诉求目的：求助) counts where it is one whole word."""
    code = filling.code("kind", optional=True)
    if code is None:
        code = _kind_among(filling)
    if code is None and filling.written("kind"):
        entry = filling.written("kind")[0]
        if not filling.context.labels.code("kind", entry.text):
            filling.doubt("kind", f"诉求类型「{tidy(entry.text)[:20]}」不认识或没有勾选", entry.where)
    return code


def _kind_among(filling: Filling) -> str | None:
    """Return the one kind that categories name, or a word that stands for the request: a subject (城市管理) is none."""
    labels = filling.context.labels
    named: dict[str, Entry] = {}
    for entry in filling.written("category"):
        words = [word for word in _PARTS.split(entry.text) if word]
        named.update({code: entry for word in words if (code := labels.code("kind", word))})
    requests = _written_anyhow(filling, "request_text")
    named.update({code: e for e in requests if (code := labels.code("kind", e.text))})
    if len(named) != 1:
        return None
    ((code, entry),) = named.items()
    filling.note("kind", entry.where)
    return code


def title_and_request(filling: Filling) -> tuple[str | None, str | None]:
    """Return title and request; a short 反映事项 above the whole text is its title, a long 诉求概述 alone is the text."""
    title = filling.text("title")
    entries = [
        e
        for e in filling.written("request_text")
        if filling.context.labels.code("kind", e.text) is None  # 诉求：投诉
    ]
    if not entries and (summary := _summary(filling)):
        filling.note("request_text", summary.where)
        return (None if title == tidy(summary.text) else title), tidy(summary.text)
    subject = None if title or filling.written("title") else _subject(entries)
    if subject:
        filling.note("title", subject.where)
        title, entries = tidy(subject.text), [e for e in entries if e is not subject]
    return title, _request(filling, entries)


def _written_anyhow(filling: Filling, field: str) -> list[Entry]:
    """Return all filled-in entries under labels of a field, second-best ones too."""
    meaning = filling.context.labels.meaning
    return [
        e
        for e in filling.entries
        if not is_blank(e.text) and (m := meaning("case", e.label)) and m[0] == field
    ]


def _summary(filling: Filling) -> Entry | None:
    """Return the summary that is long enough to be all that was said."""
    meaning = filling.context.labels.meaning
    summaries = [e for e in filling.entries if meaning("case", e.label) == ("title", 1)]
    return next(
        (e for e in summaries if len(e.text) >= LEAST_REQUEST or _SENTENCES.search(e.text.strip()[:-1])), None
    )


def _subject(entries: Sequence[Entry]) -> Entry | None:
    """Return the entry that names in a few words what a longer one tells: 反映事项 above 反映内容."""
    short = [
        e
        for e in entries
        if len(e.text) <= LONGEST_SUBJECT
        and _SUBJECT_LABEL.search(fold(e.label))
        and not _SENTENCES.search(e.text)
    ]
    longest = max((len(e.text) for e in entries), default=0)
    return short[0] if len(short) == 1 and len(short[0].text) * 2 < longest else None


def _request(filling: Filling, entries: Sequence[Entry]) -> str | None:
    if not entries:
        return None
    longest = max(entries, key=lambda e: len(e.text))
    if len(entries) == 1:
        text = without_handing_over(longest.text, longest.source)
    elif all(
        len(e.text) * 3 < len(longest.text) or e.text in longest.text for e in entries if e is not longest
    ):
        text = tidy(longest.text)
    else:
        longest = entries[0]
        text = "\n".join(dict.fromkeys(tidy(e.text) for e in entries))
    if text:
        filling.note("request_text", longest.where)
    return text or None


def without_handing_over(text: str, source: str) -> str:
    """Return the request in running text without the platform's own sentences behind it: to whom, and by when."""
    lines = tidy(text).split("\n")
    if source != "line":
        return "\n".join(lines)
    ends = (i for i, line in enumerate(lines) if i and HANDS_OVER.match(line.strip()))
    return "\n".join(lines[: next(ends, len(lines))])


def handed_over(text: str) -> str:
    """Return the platform's own sentences that `without_handing_over` leaves out of a request, or ""."""
    lines = tidy(text).split("\n")
    start = next((i for i, line in enumerate(lines) if i and HANDS_OVER.match(line.strip())), len(lines))
    return "\n".join(lines[start:])


def place_of(filling: Filling) -> str | None:
    """Return the place; a sheet that names only a city or county there may give the place itself as 详细地址."""
    written = filling.written("place")
    if written and all(_is_area(e.text) for e in written):
        finer = [e for e in _written_anyhow(filling, "place") if not _is_area(e.text)]
        if len(finer) == 1:
            filling.note("place", finer[0].where)
            return tidy(finer[0].text)
    exact = [e for e in written if not _is_area(e.text)]
    if len(exact) == 1:
        filling.note("place", exact[0].where)
        return tidy(exact[0].text)
    return filling.text("place")


def _is_area(text: str) -> bool:
    return _AREA_ALONE.fullmatch(tidy(text)) is not None
