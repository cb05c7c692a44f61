"""What a single paper is: a case sheet, an answer, a form of another kind, a blank form, or nothing we know."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.forms import wording
from parsers.forms.answer import is_answer
from parsers.forms.case_sheet import is_case, split_cases
from parsers.forms.entries import Entry, is_blank, tight
from parsers.forms.follow_up import is_follow_up
from parsers.forms.layout import Layout
from parsers.forms.liaison_change import is_liaison_change
from parsers.forms.liaison_form import is_liaison_form
from parsers.forms.prose import substantiated_in
from parsers.labels import Labels, fold
from parsers.numbers import find_case_numbers, find_upper_numbers

LONGEST_LETTER = 3000
"""Characters of a document that may be a letter about one case."""

LONGEST_LEADER = 30
"""Characters of the name and post of a leader who gave an instruction."""

OWN = "own"
"""A letter of the office itself that has come back."""

BLANK = "blank"
"""A form that nobody has filled in, such as the reply form that comes with a case of the province."""

_REPORTS = re.compile(
    r"关于.{2,60}(?:的)?(?:回复|报告|答复|反馈|情况说明|情况的说明|复函|函复|汇报)$|(?:办理|处理|调查|核实|办结)(?:结果|情况)?.{0,6}(?:回复|报告|反馈|答复|函)"
)
_HANDS_ON = re.compile(
    r"请[^。；，]{0,12}(?:立即|尽快|抓紧|及时|认真|速)?(?:派员|派人|组织|安排)[^。；，]{0,8}(?:处理|办理|核实|调查|处置|查处)|请(?:你|贵)?(?:单位|办|局|市)?(?:转|交|派|责成|通知|依法|调查|核实|处理|办理|研究)|(?:现|兹)[^。；]{0,60}(?:转|交|派)(?:去|给|你|贵|由)"
)
_REPORTS_ALONE = re.compile(
    r"^(?:[^，。；：]{0,20}(?:局|镇|街道|办事处|政府|委|中心|大队|公司|处|所|站))?(?:关于.{2,50})?(?:情况|办理|办结|核查|调查|核实|处理|答复|回复|书面)(?:情况)?(?:说明|汇报|报告|回复|答复|反馈)$"
)
"""A title without a subject, as stands above a short letter: 情况说明."""
_RECEIVED_BY = re.compile(r"^(?:签收|接收|收件|收文)(?:单位|部门|人|人员|时间|日期)$")
_REPLIES = re.compile(r"^(?:书面|情况)?(?:回复|答复|反馈|复函)$")
"""A title of one word: a letter under it answers only what it names by our number."""
_ARTICLE = re.compile(r"(?m)^\s*第\s*[一二三四五六七八九十百零\d]+\s*[条章]")
_RULES_TITLE = re.compile(
    r"(?:办法|细则|规定|规程|条例|规则|制度)(?:[（(].{1,12}[)）])?$|(?:征求意见|讨论|送审)稿[)）]?$"
)
_TO_ALL = re.compile(r"(?:通知|通报|纪要|简报|总结|要点|讲话)(?:[（(].{1,12}[)）])?$")
"""Titles of papers that speak to everybody: no department gives one case back, or asks for time, in such a one."""
LEAST_ARTICLES = 2
"""Articles (第一条) on lines of their own that make a paper a set of rules."""
_PLACEHOLDER = re.compile(r"^[（(【].{2,40}[)）】]$|^[×xX_＿\s]+$")
_BY_LABELS = (
    ("extension", ("reason", "span", "until")),
    ("send_back", ("reason", "suggested_department")),
    ("instruction", ("text", "leader")),
)


def judge(layout: Layout, labels: Labels, prefix: str) -> str:
    """Return the kind of a paper, `own`, `blank`, or "" where it is no form or letter of ours."""
    text = layout.paper.text()
    if wording.OUR_LETTER.search(text) and find_case_numbers(text, prefix).sound:
        return OWN
    if is_liaison_form(layout, labels):
        return "liaison_form"
    if any(_calls_back(sheet, layout, labels) for sheet in (*layout.rows, layout.entries)):
        return "follow_up"
    titled = _by_title(layout, labels)
    if titled:
        return titled
    if any(is_answer(row, labels) for row in layout.rows) and not _rows_are_cases(layout, labels):
        return "answer"
    if any(is_case(row, labels) for row in layout.rows):
        return "case"
    entries = layout.entries
    answered, asked = (
        is_answer(entries, labels) and not _is_template(layout, labels),
        any(is_case(s, labels) for s in split_cases(entries, labels)),
    )
    if answered and (not asked or _answers_more(layout, labels)):
        return "answer"
    if asked:
        return "case"
    for kind, fields in _BY_LABELS:
        if sum(_filled(layout, labels, kind, name, rank=0) for name in fields) >= 1:
            return kind
    if labels.in_title("acknowledgement", f"{layout.title}{layout.paper.name}") or _is_slip(layout):
        return "acknowledgement"
    if _is_template(layout, labels) or _is_empty_form(layout, labels):
        return BLANK
    if not (_is_letter_of_answer(layout, labels) or _replies_to_ours(layout, prefix)):
        return ""
    return "send_back" if wording.gives_back("\n".join(line.text for line in layout.lines)) else "answer"


def _calls_back(entries: Sequence[Entry], layout: Layout, labels: Labels) -> bool:
    """Whether a row or form records a call back; an answer too may say who called the petitioner back, and when."""
    if not is_follow_up(entries, labels):
        return False
    if "回访" in layout.title or "回访" in layout.paper.name:
        return True
    return not is_answer(entries, labels) and any("回访" in fold(e.label) for e in entries)


def judge_letter(layout: Layout, prefix: str) -> str:
    """Return the kind of a document that is a letter in sentences, by its words; it must name a case or say so in its title."""
    text = "\n".join(line.text for line in layout.lines)
    if layout.grids or not text or len(text) > LONGEST_LETTER:
        return ""
    ours = find_case_numbers(text, prefix).sound
    upper = find_upper_numbers(text, prefix=prefix)
    if lays_down_rules(text) and not ours and not upper:
        return ""
    if is_liaison_change(text):
        return "liaison_form"
    title = layout.title.split("\n", 3)[:3]
    if any(_TO_ALL.search(line) for line in title) and not ours and not upper:
        return ""
    settled = wording.ANSWERED.search(text) is not None and not wording.wants_back(text)
    for kind, pattern in (("extension", wording.EXTENDS), ("send_back", wording.SENDS_BACK)):
        if any(pattern.search(t) for t in title) or (
            ours and pattern.search(text) and not (settled and kind == "send_back")
        ):
            return kind
    if wording.INSTRUCTS.search(text) and not wording.ASKS_INSTRUCTION.search(text) and (ours or upper):
        return "instruction"
    notice = wording.WITHDRAWS.search(text) or wording.RETURNS.search(text) or wording.URGES.search(text)
    if notice and upper and not ours and not wording.TRANSFERS.search(text):
        return "upper_notice"
    if len(upper) == 1 and not ours and wording.TELLS_A_CASE.search(text) and _HANDS_ON.search(text):
        return "case"
    return ""


def lays_down_rules(text: str) -> bool:
    """Whether a text is a set of rules or a draft of one (考核办法, 征求意见稿): it speaks of 退单, 延期, 督办 in general."""
    lines = [tight(line) for line in text.split("\n") if line.strip()][:3]
    return len(_ARTICLE.findall(text)) >= LEAST_ARTICLES or any(_RULES_TITLE.search(line) for line in lines)


def _by_title(layout: Layout, labels: Labels) -> str:
    """Return the kind that the title names, where the form has a field of that kind filled in."""
    title = layout.title
    for kind, fields in (
        ("extension", ("reason", "span", "until")),
        ("send_back", ("reason", "suggested_department")),
        ("instruction", ("text", "leader")),
    ):
        if labels.in_title(kind, title) and any(_filled(layout, labels, kind, name) for name in fields):
            return kind
    return ""


def _filled(layout: Layout, labels: Labels, kind: str, name: str, rank: int = 1) -> bool:
    return any(
        (m := labels.meaning(kind, e.label))
        and m[0] == name
        and m[1] <= rank
        and not is_blank(e.text)
        and len(tight(e.text)) >= 2
        and (name != "leader" or len(tight(e.text)) <= LONGEST_LEADER)  # 领导：…件已办完 greets
        for e in layout.everything
    )


def _rows_are_cases(layout: Layout, labels: Labels) -> bool:
    """Whether the rows of a list are cases with an empty or short column for the result."""
    cases = sum(is_case(row, labels) for row in layout.rows)
    answers = sum(is_answer(row, labels) for row in layout.rows)
    return cases > 0 and answers < len(layout.rows) / 2


def _answers_more(layout: Layout, labels: Labels) -> bool:
    """Whether a sheet with a request and a result counts as the answer: findings, or somebody signed for it."""
    fields = {
        m[0] for e in layout.entries if not is_blank(e.text) and (m := labels.meaning("answer", e.label))
    }
    return bool(fields & {"facts", "both", "substantiated"}) or (
        "measures" in fields and bool(fields & {"handler", "approver", "opinion", "informed_on"})
    )


def _is_template(layout: Layout, labels: Labels) -> bool:
    """Whether the long fields of a form hold only instructions in brackets, or nothing."""
    texts = [
        e.text
        for e in layout.entries
        if (m := labels.meaning("answer", e.label))
        and m[0] in ("facts", "measures", "background", "both", "feedback")
    ]
    return len(texts) >= 2 and all(is_blank(t) or _PLACEHOLDER.match(tight(t)) for t in texts)


def _is_empty_form(layout: Layout, labels: Labels) -> bool:
    known = [e for e in layout.entries if labels.is_label(e.label)]
    return len(known) >= 4 and sum(not is_blank(e.text) for e in known) <= len(known) / 5


def _is_letter_of_answer(layout: Layout, labels: Labels) -> bool:
    """Whether a letter without headings reports a result: its title says so, or its text says what was found."""
    titles = layout.title.split("\n")
    text = "\n".join(line.text for line in layout.lines)
    reports = any(
        _REPORTS.search(t) or _REPORTS_ALONE.match(t) or t in labels.titles.get("answer", ()) for t in titles
    )
    found = (
        re.search(r"经查|经核实|经调查|经现场|调查核实|经了解|经实地|经走访|经勘|经排查|经检测", text)
        is not None
    )
    return (reports and (found or substantiated_in(text) is not None)) or (
        found and substantiated_in(text) is not None
    )


def _replies_to_ours(layout: Layout, prefix: str) -> bool:
    """Whether a letter headed 回复 names a case of ours and says what was found or done, with nothing asked for."""
    if layout.grids or not any(_REPLIES.match(tight(t)) for t in layout.title.split("\n")):
        return False
    text = "\n".join(line.text for line in layout.lines)
    told = substantiated_in(text) is not None or wording.ANSWERED.search(text) is not None
    return told and bool(find_case_numbers(text, prefix).sound) and not wording.EXTENDS.search(text)


def _is_slip(layout: Layout) -> bool:
    """Whether a paper headed 回执 tells who received something and when, in two fields that are filled in."""
    headed = any(tight(t).endswith("回执") for t in layout.title.split("\n"))
    told = {fold(e.label) for e in layout.entries if not is_blank(e.text)}
    return headed and sum(_RECEIVED_BY.match(label) is not None for label in told) >= 2
