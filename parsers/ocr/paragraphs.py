"""Written lines → paragraphs: a line that ran full and went on in the next is one text with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from parsers.ocr.writing import WIDE_GAP, Written

_NUMBERED = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[、.．](?!\d)|[①-⑩])"
)
_LABEL = re.compile(r"^\s*[\u4e00-\u9fff]{2,8}[：:]")
_ENDS = re.compile(r"[。！？；：:）)]\s*$")
_TOKEN = re.compile(r"[!-~]+|.", re.DOTALL)
_PADDING = 0.3  # characters that the text of a cell keeps away from its lines
_HANGS = "，。；：、！？）》”’】,.;:!?)"
_ADDRESS = re.compile(r"(?:@|://|www\.|\d)[!-~]*$")
_LONG_NUMBER, _ITS_REST = re.compile(r"(?<!\d)\d{12,17}$"), re.compile(r"^\d{1,6}$")
LONGEST_NUMBER = 18
"""Digits of the longest numbers that papers bear: the upper platform's, and those of identity cards."""
_DAY, _CLOCK = re.compile(r"(?<!\d)\d{4}([-./])\d{1,2}\1\d{1,2}$"), re.compile(r"^\d{1,2}[:：]\d{2}(?!\d)")
_LATIN_END, _LATIN_BEGIN = re.compile(r"[A-Za-z]$"), re.compile(r"^[A-Za-z]")


def join_in_cell(lines: Sequence[Written], left: float, right: float) -> Written | None:
    """Return the text of a cell as one; a line break stays where the line had room for more."""
    if not lines:
        return None
    whole = lines[0]
    flush = min(line.left for line in lines)
    for before, after in pairwise(lines):
        pad = _PADDING * before.em
        full = _ran_over(_room(before, left + pad, right - pad), before, after)
        goes_on = full or _runs_on(before, after, flush, right - left)
        broken = not goes_on or _starts_anew(before, after)
        broken = broken and not _is_rest_of_number(before, after)
        whole = whole.followed_by(after, "\n" if broken else _between(whole, after))
    return whole


def _is_rest_of_number(before: Written, after: Written) -> bool:
    """Whether a line has only the last digits of the long number above: a cell may break it with room to spare.

    Below it and near: what stands farther down is another number.
    """
    number, rest = _LONG_NUMBER.search(before.text), _ITS_REST.match(after.text)
    if number is None or rest is None or after.top - before.bottom > before.em:
        return False
    return len(number[0]) + len(rest[0]) <= LONGEST_NUMBER


def _runs_on(before: Written, after: Written, flush: float, width: float) -> bool:
    """Whether a line of handwriting, which never fills a cell to its edge, goes on in the next."""
    em = before.em
    long = before.right - before.left > 0.6 * width and len(before.text) >= 6
    open_ended = (
        not _ENDS.search(before.text) and not _LABEL.match(after.text) and not _NUMBERED.match(after.text)
    )
    return long and open_ended and after.left - flush < 0.8 * em and after.top - before.bottom < em


def join_on_page(lines: Sequence[Written], left: float, right: float, width: int) -> list[Written]:
    """Return the paragraphs of running text between these margins; first lines may stand in, or not.

    `width` of the page: a line that does not reach over half of it has not run full, whatever the margins seem.
    """
    paragraphs = list(lines[:1])
    for before, after in pairwise(lines):
        ran_full = before.right - before.left > 0.5 * width and _goes_on(before, after, left, right)
        if ran_full or _is_rest_of_number(before, after):
            paragraphs[-1] = paragraphs[-1].followed_by(after, _between(paragraphs[-1], after))
        else:
            paragraphs.append(after)
    return paragraphs


def _goes_on(before: Written, after: Written, left: float, right: float) -> bool:
    em = before.em
    if not 0.75 < after.em / em < 1.33 or after.top - before.bottom > 2 * em:
        return False
    if WIDE_GAP in before.text and WIDE_GAP in after.text:  # rows of a list without ruling
        return False
    if not _ran_over(_room(before, left, right), before, after) or _starts_anew(before, after):
        return False
    flush = after.left - left < 1.2 * em
    centred = abs((after.left - left) - (right - after.right)) < 1.2 * em and em > 0
    title = (
        centred
        and abs((before.left - left) - (right - before.right)) < 1.2 * em
        and not _ENDS.search(before.text)
    )
    return flush or title


def _room(line: Written, left: float, right: float) -> float:
    """Return how much room a line left unused: at its end, or, where it is centred, at both ends."""
    before, after = max(0.0, line.left - left), max(0.0, right - line.right)
    return before + after if abs(before - after) < 0.7 * line.em else after


def _ran_over(room: float, before: Written, after: Written) -> bool:
    """Whether the first word of the next line would not have had room in this one."""
    token = _TOKEN.match(after.text)
    if not token:
        return False
    word = token[0]
    width = 0.5 * len(word) if word[0] < "\x7f" else 1.0
    if after.text[len(word) : len(word) + 1] in _HANGS:
        width += 0.9
    return room < (width + 0.45) * before.em


def _starts_anew(before: Written, after: Written) -> bool:
    """Whether the next line begins a heading or a field, where the line before it has ended."""
    return bool(_ENDS.search(before.text) and (_NUMBERED.match(after.text) or _LABEL.match(after.text)))


def _between(before: Written, after: Written) -> str:
    """Return the blank between two words; an address or a number that was too long for its line has none."""
    if _DAY.search(before.text) and _CLOCK.match(after.text):
        return " "
    words = _LATIN_END.search(before.text) and _LATIN_BEGIN.match(after.text)
    return " " if words and not _ADDRESS.search(before.text) else ""


def margins_of(
    lines: Sequence[Written], tables: Sequence[tuple[int, int, int, int]], width: int
) -> tuple[float, float]:
    """Return left and right edge of the writing on a page `width` pixels wide; tables are boxes (left, top, …).

    The left edge is the outermost that two lines share. The right one likewise, where these lines are long: a page of
    short lines shows no edge, and then it is taken to lie as far from the right as the writing does from the left.
    """
    em = lines[len(lines) // 2].em if lines else 1.0
    lefts = sorted(line.left for line in lines)
    rights = sorted((line.right for line in lines), reverse=True)
    left = next((a for a, b in pairwise(lefts) if b - a < em), lefts[0] if lefts else 0.0)
    shared = next((a for a, b in pairwise(rights) if a - b < em), 0.0)
    outermost = rights[0] if rights else float(width)
    if shared - left > 0.6 * width:
        return left, shared
    return left, max([outermost, *(0.0 + box[2] - em for box in tables), width - left - em])
