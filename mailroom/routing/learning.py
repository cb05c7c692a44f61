"""The arithmetic of learning: pieces of text as vectors, and a linear model of departments over them.

A multinomial logistic regression, one case after the other (stochastic gradient descent). It takes numpy and nothing
else: the library that has it brings 200 MB along and stores its models as programs (docs/dependencies.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
MOST_GRAMS = 30_000
ROUNDS = 5  # times that all cases are gone through
RATE = 4.0  # how far one case moves the weights, the first time
RARE = 2  # pieces in fewer cases are left out


@dataclass(frozen=True)
class Vector:
    """A case as the numbers of its known pieces, and the weight of each; of length 1 with the unknown ones."""

    places: NDArray[np.int32]
    values: Floats


@dataclass(frozen=True)
class Vocabulary:
    """The pieces that are known: piece → its number; how telling each is, by number, and an unknown one."""

    numbers: Mapping[str, int]
    telling: Floats
    telling_unknown: float

    @cached_property
    def grams(self) -> tuple[str, ...]:
        """The pieces, by their numbers."""
        return tuple(self.numbers)

    def vector(self, counts: Mapping[str, int]) -> Vector:
        """Return the vector of a case; unknown pieces make it shorter, and what is said of it less sure."""
        known = [(self.numbers[gram], count) for gram, count in counts.items() if gram in self.numbers]
        places = np.array([place for place, _ in known], dtype=np.int32)
        weights = np.array([1 + math.log(count) for _, count in known], dtype=np.float32)
        values = weights * self.telling[places] if known else weights
        unknown = (len(counts) - len(known)) * self.telling_unknown**2
        return Vector(places, values / max(math.sqrt(float(values @ values) + unknown), 1e-6))


def vocabulary_of(cases: Sequence[Mapping[str, int]]) -> Vocabulary:
    """Return the pieces that stand in several cases, the most frequent `MOST_GRAMS` of them."""
    found: dict[str, int] = {}
    for counts in cases:
        for gram in counts:
            found[gram] = found.get(gram, 0) + 1
    often = sorted(
        (gram for gram, count in found.items() if count >= RARE), key=lambda gram: (-found[gram], gram)
    )
    kept = often[:MOST_GRAMS]
    total = len(cases) + 1
    telling = np.array([math.log(total / found[gram]) + 0.1 for gram in kept], dtype=np.float32)
    # An unknown piece is likely one of everyday language, not as telling as one that stood in one case.
    return Vocabulary({gram: number for number, gram in enumerate(kept)}, telling, math.log(total / RARE) / 2)


@dataclass(frozen=True)
class Example:
    """A past case: its vector, the number of the department that answered it, and of those that it was wrongly sent to."""

    vector: Vector
    right: int
    wrong: tuple[int, ...] = ()


def learn(examples: Sequence[Example], *, grams: int, departments: int) -> Floats:
    """Return the weight of each piece (row) for each department (column); the same examples give the same weights."""
    weights = np.zeros((grams, departments), dtype=np.float32)
    dice = np.random.default_rng(12345)
    for turn in range(ROUNDS):
        step = RATE / (1 + turn)
        for number in dice.permutation(len(examples)):
            example = examples[number]
            places, values = example.vector.places, example.vector.values
            error = shares(values @ weights[places])
            error[example.right] -= 1
            for wrong in example.wrong:
                error[wrong] *= 2  # it has said itself that it isn't the one
            weights[places] -= step * np.outer(values, error)
    return weights


def shares(scores: Floats) -> Floats:
    """Return scores as shares of 1."""
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()
