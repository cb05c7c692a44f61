"""What a letter tells of calls back beside a filled-in sheet: of a case that no row of the sheet is about, or otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.forms.call_back_prose import REACHED
from parsers.forms.filling import Context
from parsers.forms.layout import Layout
from parsers.forms.prose import UNREACHED, opinion_in
from parsers.forms.tries import UNANSWERED
from parsers.labels import Labels
from parsers.numbers import find_case_numbers, find_upper_numbers, wide_to_narrow, without_case_numbers
from parsers.paper import Line
from parsers.reading import Doubt, FollowUp

_CLAUSES = re.compile(r"[。；;！!，,]")
_WORDS = re.compile(r"[，,、：:。.；;！!\s（）()]+")
_POINTS = re.compile(
    r"(?:详?见|在|填在|列入|登记在)?(?:附件|附表|表格?|回访表|清单)(?:[里中内上]|第.{1,3}行)?|保密件|工单|编号"
    r"|(?:都|均|已经?|也)?(?:回访|填写?|登记)(?:了|完|好|过|完毕|情况)*|请(?:领导)?(?:查收|审阅|阅)|[号件等的和与及共]|今[天日]|以上|两"
)
"""Words that only point at the sheet: 见附件，以上两件均已填好，请查收."""
_OF_ALL = re.compile(
    rf"(?:\d+|[一二两三四五六七八九十]+)\s*[件户人个]|(?:非常|基本|不太?|比?较)?满意|[未没已]?有?(?:接通|打通|接听|联系上|解决)"
    rf"|{UNANSWERED.pattern}|其中|[其他余外有为共均都是：:、\s]|全部"
)
_TO_BE_CALLED = re.compile(r"^(?:[未没]有?|打?不)\S{1,3}的.{0,6}(?:继续|再|接着|明[天日]|改天|下午).{0,6}$")
"""Words on the rows as a whole, 满意3件，未接通的明天再打：the rows tell the same, one by one."""
_OPINIONS = {"satisfied": "满意", "basically": "基本满意", "dissatisfied": "不满意"}


def calls_beside(letter: Layout, rows: Sequence[FollowUp], context: Context) -> Iterator[Doubt]:
    """Yield a doubt for each sentence of a letter that tells of a call, or names a case, and that no row says as well.

    The doubt tells no more than the number and the outcome: the sentence may name who asked.
    """
    told_in = {number: row for row in rows for number in (row.case_no, row.upper_no) if number}
    for line in _lines(letter):
        for numbers, text in _stretches(line.text, context.prefix):
            outcome = _outcome(text)
            for number in numbers:
                row = told_in.get(number)
                if row is None:
                    because = f"{letter.paper.name}写到 {number}{_quoted(outcome)}，回访表里没有填"
                    yield Doubt("follow_ups", because, line.where)
                elif not _says_the_same(text, row, context.labels):
                    because = f"{letter.paper.name}另外写到 {number}{_quoted(outcome)}，与回访表所填对照"
                    yield Doubt("follow_ups", because, line.where)
            if not numbers and outcome and not _of_all_rows(text):
                because = f"{letter.paper.name}写到回访情况{_quoted(outcome)}，没有写是哪一件"
                yield Doubt("follow_ups", because, line.where)


def cases_untold(letter: Layout, rows: Sequence[FollowUp], context: Context) -> Iterator[Doubt]:
    """Yield a doubt for each case of ours that a letter of calls names and of which nothing was read: two in one line."""
    told = {
        row.case_no for row in rows if row.reached is not None or row.satisfaction or row.solved or row.tries
    }
    for line in letter.lines:
        ours = find_case_numbers(line.text, context.prefix)
        for number in (*ours.sound, *ours.broken):
            if number not in told:
                yield Doubt("follow_ups", f"{letter.paper.name}写到 {number}，没有读出回访情况", line.where)


def _lines(letter: Layout) -> Iterator[Line]:
    """Yield the lines of a letter, of a table in it each row."""
    yield from letter.lines
    for grid in letter.grids:
        for row in dict.fromkeys(cell.row for cell in grid.cells):
            text = "，".join(cell.text.replace("\n", "，") for cell in grid.cells if cell.row == row)
            yield Line(text, f"{grid.where} R{row}")


def _stretches(line: str, prefix: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (numbers, text without them) of the parts of a line: each begins with a clause that names a case."""
    numbers: tuple[str, ...] = ()
    text = ""
    for clause in _CLAUSES.split(wide_to_narrow(line)):
        ours = find_case_numbers(clause, prefix)
        found = (*ours.sound, *ours.broken, *find_upper_numbers(clause, prefix=prefix))
        if found:
            yield numbers, text
            numbers, text = found, ""
        rest = without_case_numbers(clause, prefix)
        for number in found:
            rest = rest.replace(number, " ")
        text = f"{text}，{rest}"
    yield numbers, text


def _outcome(text: str) -> str:
    """Return what a text says that a call came to, in a word of our own, or ""."""
    if opinion := _OPINIONS.get(opinion_in(text) or ""):
        return opinion
    if UNREACHED.search(text) or UNANSWERED.search(text):
        return "未接通"
    return "接通" if REACHED.search(text) else ""


def _quoted(outcome: str) -> str:
    return f"（{outcome}）" if outcome else ""


def _of_all_rows(text: str) -> bool:
    """Whether each clause that tells of a call counts the rows, or says what is done with some, and names nobody."""
    return all(
        _TO_BE_CALLED.match(clause) or not _POINTS.sub("", _OF_ALL.sub("", clause))
        for clause in text.split("，")
        if _outcome(clause)
    )


def _says_the_same(text: str, row: FollowUp, labels: Labels) -> bool:
    """Whether a sentence tells no more of a call than its row: 已填，见附件; 接通，满意."""
    words = [_POINTS.sub("", word) for word in _WORDS.split(text)]
    return all(_is_of(word, row, labels) for word in words if word)


def _is_of(word: str, row: FollowUp, labels: Labels) -> bool:
    satisfaction = labels.code("satisfaction", word)
    if satisfaction:
        return satisfaction == ("unreached" if row.reached is False else row.satisfaction)
    solved, reached = labels.code("solved", word), labels.code("yes_no", word)
    if solved:
        return solved == row.solved
    return reached is not None and (reached == "yes") == row.reached
