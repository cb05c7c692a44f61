"""Values that were read off a picture, or out of a table without lines, without certainty become doubts.

A person then compares them with the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from parsers.paper import Paper, Unsure
from parsers.reading import Doubt, Reading

LONG_TEXTS = frozenset({"request_text", "facts", "measures", "reason", "remark", "text", "title"})
"""Fields in which a few unsure characters do no harm; a name, a number or a date has none to spare."""

TOO_MANY = 0.1
"""Part of a long text that may stand in words that are hard to read before the text as a whole is doubted."""

HARD_TO_READ = 0.7
"""Confidence below which a word in a long text counts."""

SHORT = 60
"""Characters of a text in which one such word is too many already."""

_DIGITS = re.compile(r"\d+")
_KEEP = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")


def low_confidence(papers: Iterable[Paper], reading: Reading) -> tuple[Doubt, ...]:
    """Return a doubt for each value of `reading` that stands on what the recognition of `papers` was unsure of.

    A value counts where it stood at the very place of an unsure word, or contains one. Fields that are doubted
    already are left alone.
    """
    doubted = {doubt.field for doubt in reading.doubts}
    by_name = [(paper.name, paper.unsure) for paper in papers if paper.unsure]
    doubts = []
    for path, where in reading.found.items():
        if path in doubted:
            continue
        for name, words in by_name:
            if where == name or where.startswith(f"{name} "):
                hit = _unsure_of(path, value_at(reading, path), where.removeprefix(name).strip(), words)
                doubts += [Doubt(path, _sentence(hit), f"{name} {hit.where}")] if hit else []
    doubts += _numbers("upper_nos", reading.upper_nos, by_name) if "upper_nos" not in doubted else []
    return tuple(doubts)


def _sentence(word: Unsure) -> str:
    return word.because or f"图片上的「{word.text}」识别把握不足，请对照原件核对"


def _unsure_of(path: str, value: object, where: str, words: tuple[Unsure, ...]) -> Unsure | None:
    """Return the word that makes a value doubtful."""
    placed = next((word for word in words if word.because and word.where == where), None)
    if placed:
        return placed
    words = tuple(word for word in words if not word.because)
    here = [word for word in words if word.where == where]
    if isinstance(value, str):
        if path.rpartition(".")[2] in LONG_TEXTS:
            return _in_long_text(value, words)
        return next((word for word in words if _overlap(word.text, value)), None)
    if isinstance(value, date):
        return next((word for word in words if _of_date(word, value, where)), None)
    return min(here, key=lambda word: word.confidence, default=None)


def _in_long_text(value: str, words: tuple[Unsure, ...]) -> Unsure | None:
    tight = _tight(value)
    hard = [w for w in words if w.confidence < HARD_TO_READ and _tight(w.text) and _tight(w.text) in tight]
    few = sum(len(word.text) for word in hard) <= TOO_MANY * len(value)
    return None if not hard or (few and len(value) >= SHORT) else min(hard, key=lambda w: w.confidence)


def _overlap(word: str, value: str) -> bool:
    """Whether a word and a value share their characters: one lies within the other, or they share a number."""
    a, b = _tight(word), _tight(value)
    if not a or not b:
        return False
    numbers = {n for n in _DIGITS.findall(a) if len(n) >= 3}
    return a in b or b in a or bool(numbers & set(_DIGITS.findall(b)))


def _of_date(word: Unsure, value: date, where: str) -> bool:
    numbers = {int(n) for n in _DIGITS.findall(word.text)}
    parts = {value.year, value.month, value.day, value.year % 100}
    if isinstance(value, datetime):
        parts |= {value.hour, value.minute}
    if word.where == where:
        return bool(numbers) or any(sign in word.text for sign in "年月日时分午")
    return bool(numbers) and numbers <= parts and any(sign in word.text for sign in "年月日.-/时分")


def _numbers(
    field: str, numbers: tuple[str, ...], by_name: list[tuple[str, tuple[Unsure, ...]]]
) -> Iterator[Doubt]:
    for name, words in by_name:
        hit = next(
            (word for word in words if not word.because for number in numbers if _overlap(word.text, number)),
            None,
        )
        if hit:
            yield Doubt(field, _sentence(hit), f"{name} {hit.where}")
            return


def _tight(text: str) -> str:
    return _KEEP.sub("", text)


def value_at(reading: Reading, path: str) -> object:
    """Return the value at a path like `cases.0.petitioner.phone`, None where there is none."""
    value: object = reading
    for part in path.split("."):
        if isinstance(value, tuple) and part.isdigit():
            value = value[int(part)] if int(part) < len(value) else None
        else:
            value = getattr(value, part, None)
    return value
