"""Running text → entries: `工单编号：…`, two fields a line, headings with their paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.forms.entries import Entry, organisation
from parsers.forms.headings import is_heading, unknown_headings
from parsers.forms.line_rows import WIDE_GAP, behind_value, entries_between_gaps, is_row, value_before
from parsers.forms.manner import Manner, is_alone, manner_of
from parsers.labels import Labels
from parsers.paper import Line

_COLON = re.compile(r"[:：]")
_BOUNDARY = re.compile(r"[\s；;，,。|、】\])）]+")
_STOP = re.compile(r"[；;。]\s*")
_UNKNOWN = re.compile(r"^[\u4e00-\u9fff]{2,10}$")
_BRACKETED = re.compile(r"^\s*[【\[〔]\s*([^】\]〕]{2,16})\s*[】\]〕]\s*[:：]?\s*(.*)$", re.DOTALL)
_NUMBERED = re.compile(
    r"^\s*((?:第?[一二三四五六七八九十]{1,3}[、.．,，]|[(（][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[、.．](?!\d)|[①-⑩])\s*)"
    r"([^，。：:；\s]{2,16})\s*([：:。.\s]|$)\s*(.*)$",
    re.DOTALL,
)
_FORWARD_HEAD = re.compile(r"^[\s|>*]*(?:发\s?件\s?人|From)\s*[:：|]", re.IGNORECASE)
_FORWARD_FIELD = re.compile(
    r"^[\s|>*]*(?:发\s?件\s?人|发送时间|发送日期|日\s?期|时\s?间|收\s?件\s?人|抄\s?送至?|主\s?题|From|Date|Sent|To|Cc|Subject|Reply-To|回复)\s*[:：|]",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^\s*(?:此致|敬礼|特此(?:回复|报告|函复|函告|说明|汇报|反馈)|妥否|以上.{0,12}(?:请审阅|请审核|妥否)|当否|此邮件由|本邮件由|发自我的|"
    r"系统自动|[（(]系统|（此页无正文|(?:附件?|附图|附表)\s*\d{0,2}\s*[:：]|-{4,}|_{4,}|={4,})"
)
_ASKS_UNIT = re.compile(r"[地址点区]|位\s*置|单\s*位|部\s*门|机\s*构|承\s*办|主\s*体")
_ASKS_TIME = re.compile("时|期")
_GREETS = re.compile(r"^\s*(?:各位|尊敬的)?(?:领导|老师|主任|科长)\s*[:：]\s*[A-Z]{1,8}-\d{4}-[^:：]*$")
_UNITS = frozenset({"department", "suggested_department"})
_DAYS = frozenset({"called_at", "upper_due_at", "answered_on", "informed_on", "until", "on", "due_on"})
_WHOLE_DATE = re.compile(
    r"^\s*(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*[年./-]\s*\S{1,3}\s*[月./-]\s*\S{1,3}\s*日?\s*$"
)


_LONGEST_LABEL = 80
"""Characters before a colon in which a label is looked for: the longest are spread out and have a remark in brackets."""

_SALUTES = re.compile(
    r"^\s*\S{0,20}(?:办公室|公开电话办?|热线办?|办|中心|政府|领导|同志|科|室)(?:的?(?:领导|同志))?\s*[：:]\s*$"
)
_ENDS_IN_DATE = re.compile(
    r"^\s*(\S.{2,40}?)[\s，,]*(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*年\s*\S{1,3}\s*月\s*\S{1,3}\s*日\s*$"
)

LEAST_SENTENCE = 4
"""Characters before the first label of a line that may be the end of the text above it."""

_SENTENCE_ENDS = re.compile(r"[。！!？?；;…][”）)]?$")

LEAST_BESIDE = 2
"""Labels with a value on their own line that show how a paper is written."""


def entries_of_lines(lines: Sequence[Line], labels: Labels, *, band: int = 0) -> list[Entry]:
    """Return the entries of paragraphs in order; a long field (诉求内容, 处理情况) takes the lines below it too.

    `band` is the number of the first line; see `Entry`.
    """
    found: list[Entry] = []
    open_entry = False  # whether the last entry goes on in the next line
    signed = _signed(lines, labels)
    titles = _titles(lines, labels)
    manner = manner_of(lines, labels)
    headed = unknown_headings(lines, labels)
    for i, line in enumerate(lines):
        if i in signed or i in titles:
            open_entry = False  # an empty label takes nothing from the signature below it
            continue
        if i in headed:
            found.append(Entry(*headed[i], line.where, band=band + i, source="line"))
            open_entry = True
            continue
        here = list(_entries_of_line(line, labels, band + i, manner))
        if here and not (
            open_entry
            and labels.is_long(found[-1].label)
            and not labels.is_label(here[0].label)
            and not is_row(line.text, labels)
        ):
            if open_entry and not found[-1].text and (value := value_before(line.text, here[0].label)):
                found[-1] = replace(found[-1], text=value)
            elif open_entry and (before := _sentence_before(line.text, here[0].label)):
                found[-1] = replace(found[-1], text=f"{found[-1].text}\n{before}".strip())
            found += here
            open_entry = labels.is_long(here[-1].label) or (
                not here[-1].text and labels.is_label(here[-1].label)
            )
        elif open_entry and line.text.strip() and _continues(found[-1], line.text, labels):
            last = found[-1]
            found[-1] = replace(last, text=f"{last.text}\n{line.text}" if last.text else line.text)
            open_entry = labels.is_long(last.label) or is_heading(last.label)
        else:
            open_entry = open_entry and not line.text.strip()
    return found


def _sentence_before(text: str, label: str) -> str:
    """Return the sentences before the first label of a line, the end of the text above: `路灯已修复。承办人：李四`."""
    before = text.partition(label)[0].strip()
    return before if len(before) >= LEAST_SENTENCE and _SENTENCE_ENDS.search(before) else ""


def _signed(lines: Sequence[Line], labels: Labels) -> set[int]:
    """Return which lines sign a letter: a unit with a date beside or below it, or a date that ends the paper.

    A date that ends a paper whose labels stand above their values is the value of the last one.
    """
    written = [i for i, line in enumerate(lines) if line.text.strip()]
    signed: set[int] = set()
    for i, following in zip(written, [*written[1:], None], strict=True):
        text = lines[i].text
        dated = _ENDS_IN_DATE.match(text)
        ends = following is None and _WHOLE_DATE.match(text) and _has_values_beside(lines, labels)
        if ends or (dated and organisation(dated[1])):
            signed.add(i)
        elif following and organisation(text) and _WHOLE_DATE.match(lines[following].text):
            signed |= {i, following}
    return signed


def _titles(lines: Sequence[Line], labels: Labels) -> set[int]:
    """Return which lines are a title though they read like a label: 情况说明 above 市长公开电话办公室："""
    written = [i for i, line in enumerate(lines) if line.text.strip()]
    return {
        i
        for i, below in pairwise(written)
        if _SALUTES.match(lines[below].text)
        and not labels.is_label(lines[below].text)
        and not _COLON.search(lines[i].text)
        and not _NUMBERED.match(lines[i].text)
    }


def _has_values_beside(lines: Sequence[Line], labels: Labels) -> bool:
    """Whether labels of a paper have their values on their own lines: 来电人：赵强."""
    beside = 0
    for line in lines:
        label, colon, value = line.text.replace(":", "：").partition("：")
        beside += bool(colon and value.strip() and labels.is_label(label) and not labels.is_long(label))
    return beside >= LEAST_BESIDE


def without_forward_heads(lines: Sequence[Line]) -> list[Line]:
    """Return `lines` without the header lines of a forwarded mail (发件人, 发送时间, 收件人, 主题)."""
    kept: list[Line] = []
    skip = 0
    for i, line in enumerate(lines):
        if skip:
            skip -= 1
            continue
        if _FORWARD_HEAD.match(line.text):
            block = [n for n in range(i, min(i + 8, len(lines))) if _FORWARD_FIELD.match(lines[n].text)]
            if len(block) >= 2:
                skip = block[-1] - i
                continue
        kept.append(line)
    return kept


def is_forward_head(text: str) -> bool:
    """Whether a line begins the header of a forwarded mail: 发件人：…"""
    return _FORWARD_HEAD.match(text) is not None


def _continues(entry: Entry, text: str, labels: Labels) -> bool:
    """Whether a line goes on with the entry above it; a signature is the value of 承办单位 alone, a date that of a time."""
    if not _ends(text):
        return True
    if entry.text:
        return False
    if organisation(text):
        return _ASKS_UNIT.search(entry.label) is not None or labels.asks(entry.label, _UNITS)
    return bool(_WHOLE_DATE.match(text)) and (
        _ASKS_TIME.search(entry.label) is not None or labels.asks(entry.label, _DAYS)
    )


def _ends(text: str) -> bool:
    return bool(_CLOSING.match(text) or _WHOLE_DATE.match(text) or organisation(text))


def _is_choice(text: str, labels: Labels) -> bool:
    """Whether a value of a closed list stands before a gap and the label: `投诉　　地点` is not 投诉地点."""
    before, *behind = WIDE_GAP.split(text.strip(), maxsplit=1)
    return bool(behind) and labels.is_label(behind[0]) and any(labels.code(c, before) for c in labels.codes)


def _entries_of_line(line: Line, labels: Labels, band: int, manner: Manner) -> Iterator[Entry]:
    text = line.text
    heading = _heading(text, labels, manner)
    if heading:
        label, rest = heading
        if not labels.is_long(label) and _COLON.search(rest):
            yield from _with_colons(Line(f"{label}：{rest}", line.where), labels, band)
            return
        yield Entry(label, rest.strip(), line.where, band=band, source="line")
        return
    found = list(_with_colons(line, labels, band))
    yield from found or entries_between_gaps(line, labels, band, manner)


def _heading(text: str, labels: Labels, manner: Manner) -> tuple[str, str] | None:
    """Return (label, rest) of `【诉求内容】…`, `一、基本情况`, or a label alone on its line."""
    hit = _BRACKETED.match(text)
    if hit and labels.is_label(hit[1]):
        return hit[1], hit[2]
    hit = _NUMBERED.match(text)
    if hit and labels.is_label(hit[2]):
        return hit[2], hit[4]
    bare = text.strip()
    if is_alone(bare, labels) or (manner.alone and labels.is_person(bare)):
        return bare, ""
    return None


def _with_colons(line: Line, labels: Labels, band: int) -> Iterator[Entry]:
    """Yield the entries of a line whose labels end in a colon."""
    text = line.text
    marks: list[tuple[int, int, str]] = []  # start of the label, start of its value, label
    for hit in _COLON.finditer(text):
        at = hit.start()
        if text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit():
            continue  # 17:55
        if _GREETS.match(text):
            continue  # 领导：TZ-2018-000123-G号件已办完
        begin = marks[-1][1] if marks else 0
        long = bool(marks) and labels.is_long(marks[-1][2])
        start = _label_start(text, begin, at, labels, first=not marks, long=long)
        if start is not None:
            marks.append((start, hit.end(), text[start:at].strip(" \t\u3000·•●■*-—")))
    if not marks or (
        marks[0][0] > 0 and text[: marks[0][0]].strip() and not _BOUNDARY.search(text[marks[0][0] - 1])
    ):
        return
    ends = [start for start, _, _ in marks[1:]] + [len(text)]
    for (_, begin, label), end in zip(marks, ends, strict=True):
        value = text[begin:end].strip().rstrip("；;，,|、\t \u3000")
        if end < len(text) and not labels.is_long(label):
            value = value.removesuffix("。")
        yield Entry(label, value, line.where, band=band, source="line")


def _label_start(text: str, begin: int, at: int, labels: Labels, *, first: bool, long: bool) -> int | None:
    """Return where the label that ends at `at` begins, or None where the words before the colon are no label."""
    from_start = at - begin <= _LONGEST_LABEL
    begin = max(begin, at - _LONGEST_LABEL)
    segment = text[begin:at]
    gaps = WIDE_GAP if long else _BOUNDARY
    starts = [] if long or not from_start else [0]
    starts += [hit.end() for hit in gaps.finditer(segment) if hit.end() < len(segment)]
    for start in starts:
        if labels.is_label(segment[start:]) and (first or not _is_choice(segment[start:], labels)):
            return begin + start
    if long:
        for hit in _STOP.finditer(segment):
            label = segment[hit.end() :]
            if labels.closes_text(label) or (hit[0][0] in "；;" and labels.is_label(label)):
                return begin + hit.end()
    if not first and not long and (behind := behind_value(segment, labels)):
        return begin + behind
    wide = [hit.end() for hit in WIDE_GAP.finditer(segment) if hit.end() < len(segment)]
    for start in wide[::-1] + ([0] if first and from_start else []):
        if labels.is_label(segment[:start]):
            return None  # 诉求内容⇥家长想了解：…: what follows a label and a gap is its value
        if _UNKNOWN.match(re.sub(r"\s|[（(][^）)]*[)）]", "", segment[start:])):
            return begin + start
    return None
