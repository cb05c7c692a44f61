"""Learning at night: the office's answered cases become a model, and tell how far it can be trusted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from generators.privacy import is_secret
from ledger import history
from ledger.history import Dispatched
from mailroom.office import Office
from mailroom.routing.features import grams_of, text_of
from mailroom.routing.learning import Example, Vector, Vocabulary, learn, vocabulary_of
from mailroom.routing.model import Measure, Model, load, past_of, save, shares_of

FOLDS = 3
MOST_CASES = 20_000  # the latest ones: who does what changes over the years
NO_BAR = 1.01  # nothing is that sure


@dataclass(frozen=True)
class Lesson:
    """One past case, as it is learned from."""

    case_no: str
    secret: bool
    grams: dict[str, int]
    right: str
    wrong: tuple[str, ...] = ()


def cases_learned(office: Office) -> int:
    """How many cases the office's model was made of, 0 where there is none."""
    known = load(office.settings.dir, history.ledger_print())
    return known.measure.cases if known else 0


def train(office: Office, *, now: datetime) -> Measure:
    """Learn from the ledger, measure, and keep the model in the office's folder."""
    lessons = [lesson_of(each) for each in history.answered_cases(most=MOST_CASES)]
    model = made_from(lessons, least_right=office.settings.routing.least_right, now=now)
    save(replace(model, ledger_print=history.ledger_print()), office.settings.dir)
    return model.measure


def lesson_of(past: Dispatched) -> Lesson:
    """Return what a past case teaches; who asked is not in it."""
    grams = grams_of(text_of(past.case, past.petitioner))
    return Lesson(past.case.case_no, is_secret(past.case), grams, past.right, past.wrong)


def made_from(lessons: Sequence[Lesson], *, least_right: float, now: datetime) -> Model:
    """Return the model of all lessons, in the order in which they happened; its bar is measured on held-out ones."""
    departments = tuple(
        sorted({each.right for each in lessons} | {name for each in lessons for name in each.wrong})
    )
    measure = _measured(lessons, departments, least_right)
    vocabulary = vocabulary_of([each.grams for each in lessons])
    vectors = [vocabulary.vector(each.grams) for each in lessons]
    past = past_of(
        [
            (lesson.case_no, departments.index(lesson.right), vector)
            for lesson, vector in zip(lessons, vectors, strict=True)
            if not lesson.secret
        ]
    )
    weights = _weights(lessons, vectors, vocabulary, departments)
    return Model(
        vocabulary, departments, weights, replace(measure, learned_at=f"{now:%Y-%m-%dT%H:%M}"), past, ""
    )


def _weights(
    lessons: Sequence[Lesson], vectors: Sequence[Vector], vocabulary: Vocabulary, departments: tuple[str, ...]
):
    number = {name: place for place, name in enumerate(departments)}
    examples = [
        Example(vector, number[lesson.right], tuple(number[name] for name in lesson.wrong))
        for lesson, vector in zip(lessons, vectors, strict=True)
    ]
    return learn(examples, grams=len(vocabulary.numbers), departments=len(departments))


def _measured(lessons: Sequence[Lesson], departments: tuple[str, ...], least_right: float) -> Measure:
    """Learn several times, each time without a stretch of time, and look how right it is there. A stretch, not every third
    case: people ask for the same thing twice within a month, and what was seen already is no test.
    """
    told: list[tuple[float, bool]] = []
    size = -(-len(lessons) // FOLDS)
    for start in range(0, len(lessons), size):
        held_out = lessons[start : start + size]
        known = [*lessons[:start], *lessons[start + size :]]
        vocabulary = vocabulary_of([each.grams for each in known])
        vectors = [vocabulary.vector(each.grams) for each in known]
        weights = _weights(known, vectors, vocabulary, departments)
        for lesson in held_out:
            found = shares_of(vocabulary.vector(lesson.grams), weights)
            best = int(found.argmax())
            told.append((float(found[best]), departments[best] == lesson.right))
    return _with_bar(told, least_right)


def _with_bar(told: list[tuple[float, bool]], least_right: float) -> Measure:
    """Set the bar as low as it can be with enough right ones above it, also if some of them were lucky."""
    told = sorted(told, reverse=True)
    bar, above, right, right_above = NO_BAR, 0, 0, 0
    for place, (share, is_right) in enumerate(told, 1):
        right += is_right
        last_of_its_share = place == len(told) or told[place][0] < share
        if last_of_its_share and at_least(right, place) >= least_right:
            bar, above, right_above = share, place, right
    total = len(told)
    return Measure(total, right / total, bar, right_above / above if above else 0.0, above / total, "")


def at_least(right: int, of: int) -> float:
    """Return the share that so many right ones prove, a standard error below what they are (Wilson's lower bound)."""
    share, wide = right / of, 1 / of
    return (share + wide / 2 - math.sqrt(share * (1 - share) * wide + wide**2 / 4)) / (1 + wide)
