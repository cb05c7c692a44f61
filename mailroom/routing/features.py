"""What is learned from: runs of one to three characters of a case's title, text and place. No names, telephones, digits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generators.people import HIDDEN, WORDS, given_name_of
from generators.privacy import is_secret, redact, without_petitioner

HAN = re.compile(r"[\u4e00-\u9fff]+")
PLACE = "@"  # before a piece of the place: 滨湖镇 where it happened is not 滨湖镇 in the text
IN_TITLE = 2  # a piece of the title counts so often
LONGEST = 2000  # characters of a text


@dataclass(frozen=True)
class CaseText:
    """What a case is about, without who asked."""

    title: str
    request: str
    place: str


def text_of(case: Any, petitioner: Any | None) -> CaseText:
    """Return the texts of a case without its petitioner, of a secret one without anybody; digits are never learned from."""
    hide = redact if is_secret(case) else without_petitioner
    texts = ((text or "")[:LONGEST] for text in (case.title, case.request_text, case.place))
    return CaseText(*(_without_given_name(hide(text, petitioner), petitioner) for text in texts))


def _without_given_name(text: str, petitioner: Any | None) -> str:
    """A given name is taken out wherever it stands: nothing is lost by it here."""
    given = given_name_of(petitioner.name or "") if petitioner else ""
    kept = text.replace(given, HIDDEN) if len(given) > 1 and given not in WORDS else text
    return kept.replace(HIDDEN, "，")


def grams_of(text: CaseText) -> dict[str, int]:
    """Return the pieces of a case with how often each stands there; pieces don't reach over punctuation and digits."""
    counts: dict[str, int] = {}
    for part, times in ((text.title, IN_TITLE), (text.request, 1)):
        for gram in pieces_of(part):
            counts[gram] = counts.get(gram, 0) + times
    for gram in pieces_of(text.place):
        if len(gram) > 1:
            counts[PLACE + gram] = counts.get(PLACE + gram, 0) + 1
    return counts


def pieces_of(text: str) -> list[str]:
    """Return all runs of one to three characters within the Chinese words of a text, in order."""
    runs = HAN.findall(text)
    return [run[at : at + size] for size in (1, 2, 3) for run in runs for at in range(len(run) - size + 1)]


def words_of(text: CaseText, speaking: Mapping[str, float], most: int = 3) -> list[str]:
    """Return the words of a text that these pieces make up, joined where they overlap, those that speak most first.

    `speaking`: piece → how much it says.
    """
    found: dict[str, float] = {}
    for part, before in ((text.title, ""), (text.request, ""), (text.place, PLACE)):
        for run in HAN.findall(part):
            for start, end in _covered(
                run,
                {each.removeprefix(before) for each in speaking if each.startswith(PLACE) == bool(before)},
            ):
                word = run[start:end]
                said = sum(speaking.get(before + gram, 0.0) for gram in set(pieces_of(word)))
                found[word] = max(found.get(word, 0.0), said)
    ranked = sorted((word for word in found if len(word) > 1), key=lambda word: -found[word])
    return [word for at, word in enumerate(ranked) if not any(word in other for other in ranked[:at])][:most]


def _covered(run: str, pieces: set[str]) -> list[tuple[int, int]]:
    """Return where pieces of two characters and more lie in a run, those that overlap as one."""
    spans: list[tuple[int, int]] = []
    for start in range(len(run)):
        size = next((size for size in (3, 2) if run[start : start + size] in pieces), 0)
        if size and spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], start + size))
        elif size:
            spans.append((start, start + size))
    return spans
