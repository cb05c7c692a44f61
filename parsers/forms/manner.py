"""How a paper without a table writes its fields, seen from those that leave no doubt."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.labels import Labels
from parsers.paper import Line

LEAST_ALIKE = 3
"""Fields written in one manner before a paper is taken to write all its fields so."""

LONGEST_ALONE = 16
"""Characters of a line that is a label by itself."""

LEAST_SURE = 4
"""Characters of a label before a single blank that leave no doubt: 地点 and 时间 also begin sentences."""


@dataclass(frozen=True)
class Manner:
    """`spaced`: label and value with one blank between (来电人 赵强); `alone`: labels on lines above their values."""

    spaced: bool = False
    alone: bool = False


def manner_of(lines: Sequence[Line], labels: Labels) -> Manner:
    """Return how these lines write their fields."""
    texts = [line.text.strip() for line in lines if line.text.strip()]
    spaced = sum(_is_spaced(text, labels) for text in texts)
    above = [is_alone(text, labels) for text in texts]
    alone = sum(here and not below for here, below in itertools.pairwise(above))
    return Manner(spaced >= LEAST_ALIKE, alone >= LEAST_ALIKE)


def is_alone(text: str, labels: Labels) -> bool:
    """Whether a line is a label and nothing else; a person's (群众) may also be a word of the text."""
    return (
        len(text) <= LONGEST_ALONE
        and not {":", "："} & set(text)
        and labels.is_label(text)
        and not labels.is_person(text)
    )


def _is_spaced(text: str, labels: Labels) -> bool:
    label, _, value = text.partition(" ")
    return len(label) >= LEAST_SURE and labels.is_label(label) and bool(value) and not labels.is_label(value)
