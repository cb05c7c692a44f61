"""Instructions of leaders (领导批示): a paper for instructions, or the words passed on in a letter → Instruction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from parsers.dates import find_dates
from parsers.forms.entries import tidy
from parsers.forms.filling import Context, Filling
from parsers.forms.layout import Layout
from parsers.forms.letters import find_signature, paragraphs
from parsers.forms.names import person_name
from parsers.forms.people import NAME, POSTS, person_with_post
from parsers.numbers import wide_to_narrow
from parsers.paper import Line
from parsers.reading import Instruction

_SAYS = re.compile(
    r"(?:批示|签批|批阅|批注|批复|指示)(?:如下|指出|要求|意见|内容|原文)?(?:是|为)?\s*[：:]\s*(.*)$",
    re.DOTALL,
)
_QUOTED = re.compile(
    r"(?:批示|签批|批阅|指示)(?:[^“\"「『。]{0,12}[：:，,]?|[^“\"「『。]{0,40}[：:])\s*[“\"「『](.+?)[”\"」』]",
    re.DOTALL,
)
_OPENS_QUOTE = re.compile(r"^\s*[“\"「『]")
_CLOSES_QUOTE = re.compile(r"[”\"」』]\s*[。.]?\s*$")
_MOST_PARAGRAPHS = 6
"""Paragraphs over which an instruction in quotation marks may run."""
_ANNOUNCES = re.compile(r"(?:批示|签批|批阅|批注|指示)[^。；]{0,40}[：:]\s*$")
_PASS_ON = re.compile(
    r"^\s*(?:请|望|务必|现|特)?\s*(?:你办|你单位|各有关单位|各相关单位|有关单位|贵办|你们|市长公开电话办公室)?[^。]{0,6}(?:立即|及时|尽快|认真|抓紧|按照|根据|严格|将)?[^。]{0,10}"
    r"(?:转达|转告|转交|转送|贯彻|落实批示|抓好落实|遵照|按(?:照)?批示|知照|请阅办|传达|报送?(?:办公室|我科|我办|市政府))"
)
_DATED = re.compile(r"[（(]\s*((?:\d{4}|\d{1,2})\s*[年月./-][\d年月日号./\-\s]{2,12})\s*[)）]")
_PASSES_ON = re.compile(
    r"^\s*(?:请|望|务必|现|特)?(?:你办|贵办|你单位|各?(?:有关|相关|承办|责任)单位|各单位|各镇街)?[^。；，]{0,4}"
    r"(?:(?:按照?|根据|对照|落实)[^。；，]{0,8}批示[^。；，]{0,8}|即?(?:转办|转达|传达|转(?:有关|承办|责任|相关)[^。；，]{0,8})|遵照(?:执行|办理))[。！]?\s*$"
)
"""A sentence of the office that passes an instruction on, on a line of its own below it: 请按批示要求办理。"""
_SIGNED_BEHIND = re.compile(
    rf"\s*(?:—{{1,2}}|-{{2}})\s*(?:(?:{POSTS})?{NAME}|{NAME}(?:{POSTS}))[^。！]{{0,14}}$"
)
"""Who gave an instruction, behind a dash: 此事要快办。——李明市长，6月13日."""
_SIGNED = re.compile(
    rf"\s*(?:签\s*[名字]\s*[：:]\s*)?({NAME.replace('{1,2}', '{1,2}?')})\s*(?:{POSTS})?\s*[（(]?\s*((?:\d{{4}}|\d{{1,2}})[年月./-][\d年月日./\-\s]{{2,10}})[)）]?\s*$"
)


_UNSIGNED = re.compile(r"\s*签\s*[名字]\s*[：:][\s_]*(?:年[\s_]*月[\s_]*日)?\s*$")
"""Where a leader signs a paper laid before him, nobody having done so."""


def read_instruction(layout: Layout, context: Context) -> tuple[Instruction, Filling]:
    """Return who instructs what, when, and until when."""
    filling = Filling("instruction", layout.entries, context, "instruction")
    leader = filling.take("leader", lambda e: leader_name(e.text), optional=True)
    text = filling.text("text")
    if text and filling.written("text")[0].source == "line":
        text = _without_passing_on(text)
    text = _UNSIGNED.sub("", text or "").strip() or None
    on = filling.moment("on", optional=True)
    if text:
        leader, text, on = _signed_text(leader, text, on, filling)
    else:
        leader, text, on = _from_letter(layout, filling, leader, on)
    due = _due(text or "", filling)
    if due is None:
        due = filling.moment("due_on", optional=True)
        if due and on and _day(due) < _day(on):  # the case's own, which is over: not what the leader wants
            due = None
    return Instruction(leader, text, on, due), filling


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _without_passing_on(text: str) -> str:
    """Return an instruction without the last lines that are the office's own."""
    lines = text.split("\n")
    while len(lines) > 1 and _PASSES_ON.match(lines[-1]):
        lines.pop()
    return "\n".join(lines)


def leader_name(text: str) -> str | None:
    """Return a leader's name without the post: `廖奉国副市长` → `廖奉国`."""
    name = person_with_post(text) if re.search(POSTS, text) else person_name(text)
    return name or person_name(text)


def _signed_text(
    leader: str | None, text: str, on: date | datetime | None, filling: Filling
) -> tuple[str | None, str, date | datetime | None]:
    """Take the name and day off the end of an instruction as leaders write it: `请住建局阅处。王某 4月5日`."""
    entry = filling.written("text")[0]
    hit = _SIGNED.search(text)
    if hit:
        body = text[: hit.start()].strip()
        if body:
            text = body
        if leader is None:
            leader = hit[1]
            filling.note("leader", entry.where)
        if on is None:
            on = filling.read_moment(hit[2], None, "on", entry.where)
            filling.note("on", entry.where)
    return leader, text, on


def _from_letter(
    layout: Layout, filling: Filling, leader: str | None, on: date | datetime | None
) -> tuple[str | None, str | None, date | datetime | None]:
    near = filling.context.near
    lines = layout.lines
    signature = find_signature(lines, near)
    written = paragraphs(lines, signature)
    for i, line in enumerate(written):
        if not re.search("批示|签批|批阅|指示", line.text):
            continue
        where = line.where
        before = re.split("批示|签批|批阅|指示", line.text, maxsplit=1)[0]
        if leader is None and (leader := person_with_post(before) or person_with_post(line.text)):
            filling.note("leader", where)
        if on is None and (dates := find_dates(before, near)):
            on = filling.read_moment(wide_to_narrow(before)[dates[-1].start :], None, "on", where)
            filling.note("on", where)
        text, place = _words_after(written, i)
        if text and on is None and (dated := _DATED.search(line.text, line.text.find(text[-6:]) + 1)):
            on = filling.read_moment(dated[1], None, "on", where)
            filling.note("on", where)
        if text and on is None and signature.on and not signature.unit:
            on = signature.on  # the leader dated it; a unit below would have dated its own letter
            filling.note("on", signature.on_where)
        if text:
            filling.note("text", place)
            return leader, text, on
    return leader, None, on


def _words_after(written: Sequence[Line], i: int) -> tuple[str | None, str]:
    """Return the instruction itself: what is quoted, what stands behind the colon, or the next paragraph."""
    line = written[i]
    quoted = _QUOTED.search(line.text)
    if quoted:
        return tidy(quoted[1]), line.where
    if i + 1 < len(written) and _OPENS_QUOTE.match(written[i + 1].text):
        return _in_quotes(written[i + 1 :]), written[i + 1].where
    hit = _SAYS.search(line.text)
    if not hit and not _ANNOUNCES.search(line.text):
        return None, ""
    if hit and hit[1].strip():
        return _own_words(tidy(hit[1])).strip('“”"「」'), line.where
    texts: list[str] = []
    for later in written[i + 1 :]:
        if texts and _PASS_ON.match(later.text):
            break
        texts.append(later.text.strip())
        if len(texts) >= 3:
            break
    return (tidy("\n".join(texts)).strip('“”"「」') or None), written[i + 1].where if i + 1 < len(
        written
    ) else ""


def _in_quotes(lines: Sequence[Line]) -> str:
    """Return what stands in the quotation marks that the first of these paragraphs opens, up to where they close."""
    end = next(
        (i for i, line in enumerate(lines[:_MOST_PARAGRAPHS]) if _CLOSES_QUOTE.search(line.text)), None
    )
    if end is None:  # they close inside a paragraph, or nobody closed them
        return tidy(re.split(r"[”」』]", lines[0].text, maxsplit=1)[0]).strip('“”"「」『』')
    text = tidy("\n".join(line.text for line in lines[: end + 1])).rstrip("。.")
    return text.strip('“”"「」『』')


def _own_words(text: str) -> str:
    """Return an instruction without the sentences behind it that pass it on: 现转去，请抓好落实。"""
    sentences = re.findall(r"[^。！\n]+[。！]?", text)
    while (
        len(sentences) > 1
        and not _SIGNED_BEHIND.fullmatch(sentences[-1])
        and (_PASS_ON.match(sentences[-1]) or re.match(r"\s*现(?:转|将|印)", sentences[-1]))
    ):
        sentences.pop()
    return _SIGNED_BEHIND.sub("", "".join(sentences)).strip()


def _due(text: str, filling: Filling) -> date | datetime | None:
    """Return the day before which the instruction wants the matter done: 12月12日前办结."""
    narrow = wide_to_narrow(text)
    for found in find_dates(narrow, filling.context.near):
        if re.match(r"\s*(?:前|之前|以前|内|底前)", narrow[found.end :]):
            filling.note("due_on", filling.found.get("instruction.text", ""))
            return found.value
    return None
