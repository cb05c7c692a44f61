"""A model as it is kept in the office: weights, how right it was measured to be, and past cases to compare with.

The file is data (numbers, and texts as JSON), never a program: `numpy.load` with pickles switched off.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mailroom.routing.learning import Floats, Vector, Vocabulary, shares

FILE = "routing.npz"
VERSION = 2  # 2: tells which ledger it was learned from
NEAR_PIECES = 40  # of a past case: the most telling ones
LEAST_ALIKE = 0.2  # cosine


@dataclass(frozen=True)
class Measure:
    """How right the model is on cases that it had not seen (cross-validation), and where the bar stands."""

    cases: int
    right: float  # share of right ones among all
    bar: float  # of a department's share; above 1: no bar is high enough
    right_above: float  # share of right ones above the bar
    above: float  # share of all cases that lie above it
    learned_at: str  # ISO 8601


@dataclass(frozen=True)
class Past:
    """Past cases, none of them secret: number, department, and pieces one after the other, `starts` at each case's first."""

    case_nos: tuple[str, ...]
    departments: tuple[int, ...]
    places: NDArray[np.int32]
    values: Floats
    starts: NDArray[np.int64]

    def nearest(self, vector: Vector, most: int, grams: int) -> list[tuple[str, int, float]]:
        """Return (case number, department's number, likeness from 0 to 1) of those most alike."""
        if not self.case_nos:
            return []
        dense = np.zeros(grams, dtype=np.float32)
        dense[vector.places] = vector.values
        alike = np.add.reduceat(dense[self.places] * self.values, self.starts)
        best = np.argsort(-alike, kind="stable")[:most]
        return [
            (self.case_nos[each], self.departments[each], float(alike[each]))
            for each in best
            if alike[each] >= LEAST_ALIKE
        ]


@dataclass(frozen=True)
class Model:
    """What was learned."""

    vocabulary: Vocabulary
    departments: tuple[str, ...]  # by name
    weights: Floats
    measure: Measure
    past: Past
    ledger_print: str  # of the ledger it was learned from

    def ranked(self, vector: Vector) -> list[tuple[str, float]]:
        """Return the departments with their shares, the best first."""
        found = shares_of(vector, self.weights)
        return [(self.departments[each], float(found[each])) for each in np.argsort(-found, kind="stable")]

    def speaking_for(self, vector: Vector, department: str, most: int = 12) -> dict[str, float]:
        """Return the pieces that speak most for a department against all others, and how much each does."""
        column = self.departments.index(department)
        rows = self.weights[vector.places]
        speaking = vector.values * (rows[:, column] - rows.mean(axis=1))
        best = [each for each in np.argsort(-speaking, kind="stable")[:most] if speaking[each] > 0]
        return {self.vocabulary.grams[vector.places[each]]: float(speaking[each]) for each in best}


def shares_of(vector: Vector, weights: Floats) -> Floats:
    """Return the share of each department, by its number."""
    return shares(vector.values @ weights[vector.places])


def past_of(cases: list[tuple[str, int, Vector]]) -> Past:
    """Return past cases to compare with, of (case number, department's number, vector)."""
    kept = [(number, department, *_most_telling(vector)) for number, department, vector in cases]
    kept = [each for each in kept if len(each[2])]
    sizes = [len(each[2]) for each in kept]
    return Past(
        case_nos=tuple(each[0] for each in kept),
        departments=tuple(each[1] for each in kept),
        places=np.concatenate([each[2] for each in kept] or [np.zeros(0, np.int32)]),
        values=np.concatenate([each[3] for each in kept] or [np.zeros(0, np.float32)]),
        starts=np.cumsum([0, *sizes])[:-1].astype(np.int64),
    )


def _most_telling(vector: Vector) -> tuple[NDArray[np.int32], Floats]:
    best = np.argsort(-vector.values, kind="stable")[:NEAR_PIECES]
    return vector.places[best], vector.values[best]


def save(model: Model, folder: Path) -> None:
    """Write the model into the office's folder, whole or not at all."""
    words = {
        "version": VERSION,
        "grams": model.vocabulary.grams,
        "telling_unknown": model.vocabulary.telling_unknown,
        "departments": model.departments,
        "measure": asdict(model.measure),
        "ledger_print": model.ledger_print,
        "case_nos": model.past.case_nos,
        "case_departments": model.past.departments,
    }
    draft = folder / f".{FILE}.part"
    with draft.open("wb") as file:
        np.savez_compressed(
            file,
            words=np.frombuffer(json.dumps(words, ensure_ascii=False).encode(), dtype=np.uint8),
            telling=model.vocabulary.telling,
            weights=model.weights.astype(np.float16),
            places=model.past.places,
            values=model.past.values.astype(np.float16),
            starts=model.past.starts,
        )
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / FILE)


def load(folder: Path, ledger_print: str) -> Model | None:
    """Return the model of an office; None where nothing was learned yet, its file is no model (any more), or it was
    learned from another ledger than the one of this print: how right it is was not measured here.
    """
    model = _latest(folder)
    return model if model is not None and model.ledger_print == ledger_print else None


def _latest(folder: Path) -> Model | None:
    file = folder / FILE
    try:
        stamp = file.stat()
    except OSError:
        return None
    return _load(file, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=2)
def _load(file: Path, changed: int, size: int) -> Model | None:
    try:
        with np.load(file, allow_pickle=False) as kept:
            words = json.loads(kept["words"].tobytes())
            return _made_of(words, {name: kept[name] for name in kept.files if name != "words"})
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None


def _made_of(words: Mapping, arrays: Mapping[str, NDArray]) -> Model | None:
    if words["version"] != VERSION:
        return None
    numbers = {gram: number for number, gram in enumerate(words["grams"])}
    weights = arrays["weights"].astype(np.float32)
    if weights.shape != (len(numbers), len(words["departments"])):
        return None
    return Model(
        vocabulary=Vocabulary(numbers, arrays["telling"], words["telling_unknown"]),
        departments=tuple(words["departments"]),
        weights=weights,
        measure=Measure(**words["measure"]),
        past=Past(
            tuple(words["case_nos"]),
            tuple(words["case_departments"]),
            arrays["places"],
            arrays["values"].astype(np.float32),
            arrays["starts"],
        ),
        ledger_print=words["ledger_print"],
    )
