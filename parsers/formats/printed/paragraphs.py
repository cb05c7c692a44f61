"""Lines → paragraphs: a line goes on in the next one where that one's first word would not have fitted any more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from parsers.formats.printed.marks import WORD, Sign, TextLine

_OPENS = re.compile(
    r"^(?:[\u4e00-\u9fff（）()\s]{2,12}[:：]|第?[一二三四五六七八九十]{1,3}[、.．章节条]|[(（][一二三四五六七八九十\d]{1,2}[)）]"
    r"|\d{1,2}[、.．](?!\d)|[①-⑳]|[【■□●◆★※])"
)
_HEADING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])\s*[\u4e00-\u9fff]{2,14}[：:。]?\s*$"
)
RIGHT = 0.45
"""Of the column's width, how far to the right a line begins that is set to its right edge."""

_FARTHEST = 3.0  # times the type that a paragraph's first line is indented at most
_OPENERS = "（《「『“‘【〈(["
_CLOSERS = "，。、；：？！）》」』”’】〉…,.;:?!)"


@dataclass(frozen=True)
class Column:
    """Where text may stand: between these two edges, on a page of that width (0: in a cell of a table)."""

    left: float
    right: float
    page_width: float = 0.0
    pitch: float = 0.0  # usual distance of lines, 0 where unknown


def column_of(lines: Sequence[TextLine], page_width: float) -> Column:
    """Return the column that the lines of running text fill."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    steps = [b.top - a.top for a, b in pairwise(lines) if a.page == b.page and 0 < b.top - a.top < 5 * b.size]
    return Column(left, right, page_width, median(steps) if steps else 0.0)


def join(lines: Sequence[TextLine], column: Column) -> list[list[TextLine]]:
    """Return the lines grouped by paragraph."""
    found: list[list[TextLine]] = []
    for line in lines:
        if found and _goes_on(found[-1], line, column):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def text_of(lines: Sequence[TextLine], column: Column) -> str:
    """Return the text of one paragraph."""
    text = lines[0].text
    for before, line in pairwise(lines):
        text += _seam(before, line, column) + line.text
    return text


def cell_text(lines: Sequence[TextLine], left: float, right: float) -> str:
    """Return the text of a cell between those edges, a line for each of its paragraphs."""
    if not lines:
        return ""
    margin = min(max(min(line.left for line in lines) - left, 1.0), 8.0)
    column = Column(left + margin, right - margin)
    return "\n".join(text_of(group, column) for group in join(lines, column))


def _goes_on(paragraph: Sequence[TextLine], line: TextLine, column: Column) -> bool:
    before = paragraph[-1]
    if not _is_full(before, line, column) or abs(before.size - line.size) > 0.15 * before.size:
        return False
    if not column.page_width:
        return _goes_on_in_cell(paragraph, line, column)
    if (
        before.page == line.page
        and column.pitch
        and line.top - before.top > 1.6 * max(column.pitch, line.size)
    ):
        return False
    if _is_indented(line, column):
        return _is_rest_of_title(before, line, column)
    if _heads(line) or _is_set_right(before, paragraph, column):
        return False
    if _is_indented(paragraph[0], column):
        return True
    return not _OPENS.match(line.text)


def _heads(line: TextLine) -> bool:
    """Whether a line is a numbered heading and nothing else: 二、核实情况, at the left edge below indented text."""
    return _HEADING.match(line.text) is not None


def _is_set_right(before: TextLine, paragraph: Sequence[TextLine], column: Column) -> bool:
    """Whether a paragraph is one short line at the right edge: the unit or the day of a signature."""
    width = column.right - column.left
    return len(paragraph) == 1 and before.left > column.left + RIGHT * width


def _goes_on_in_cell(paragraph: Sequence[TextLine], line: TextLine, column: Column) -> bool:
    """Whether a full line goes on: at the left edge, or in the middle below one in the middle."""
    first = paragraph[0]
    if first.left > column.left + _FARTHEST * first.size and not _is_central(first, column):
        return False  # set to the right
    return not _is_indented(line, column) or _is_central(line, column)


def _is_central(line: TextLine, column: Column) -> bool:
    return abs((line.left + line.right) / 2 - (column.left + column.right) / 2) < 0.6 * line.size


def _is_full(before: TextLine, line: TextLine, column: Column) -> bool:
    """Whether a line ends because it was full."""
    if column.page_width and column.right < column.page_width - 1.35 * column.left - 2 * before.size:
        return False  # no line comes near the right margin: none was full
    return column.right - before.right < first_word(line) + 0.35 * before.size


def first_word(line: TextLine) -> float:
    """Return the width of what is not parted at the beginning of a line: a word, or a sign with its brackets and comma.

    Some programs do not part a comma from the digits behind it either.
    """
    signs = line.signs
    end = 1
    while end < len(signs) and signs[end - 1].text in _OPENERS:
        end += 1
    end = _end_of_word(signs, end)
    closed = end
    while closed < len(signs) and signs[closed].text in _CLOSERS:
        closed += 1
    if closed > end and closed < len(signs) and signs[closed].text.isdigit():
        closed = _end_of_word(signs, closed + 1)
    return signs[closed - 1].right - signs[0].left


def _end_of_word(signs: Sequence[Sign], end: int) -> int:
    """Return where the word ends of which the sign before `end` is one."""
    if WORD.match(signs[end - 1].text):
        while end < len(signs) and WORD.match(signs[end].text):
            end += 1
    return end


def _is_indented(line: TextLine, column: Column) -> bool:
    return line.left > column.left + 1.2 * line.size


def _is_rest_of_title(before: TextLine, line: TextLine, column: Column) -> bool:
    """Whether a line is the second one of a long title: in the middle, in the same type."""
    middle = column.page_width / 2

    def is_central(one: TextLine) -> bool:
        return abs((one.left + one.right) / 2 - middle) < one.size

    return (
        is_central(before)
        and is_central(line)
        and line.left > before.left + line.size
        and abs(before.size - line.size) < 0.5
        and before.page == line.page
        and not _OPENS.match(line.text)
    )


def _seam(before: TextLine, line: TextLine, column: Column) -> str:
    """Return what stands between two lines of a paragraph: a space between words, nothing in Chinese."""
    if not (WORD.match(before.text[-1]) and WORD.match(line.text[0])):
        return ""
    if before.blank_after:
        return " "
    if column.right - before.right < line.signs[0].width:
        return ""  # not one sign more would have fitted: the word was broken
    if before.text[-1] == "-" and line.text[0].isdigit():
        return ""
    broken = (
        column.right - before.right < 0.6 * before.size
        and first_word(line) > column.right - column.left - before.size
    )
    letters = before.text[-1].isalpha() and line.text[0].isalpha()
    apart = column.right - before.right >= 0.3 * before.size
    return " " if not broken and (letters or apart) else ""
