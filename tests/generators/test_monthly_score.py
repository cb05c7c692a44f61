"""The score of a unit: weighed rates, two decimals, half up; what has nothing to count weighs nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from generators.monthly_figures import UnitFigures
from generators.monthly_score import PARTS, definition_of_score, score_of, score_words

WEIGHTS = {"on_time": 60, "satisfied": 40}


@pytest.mark.parametrize(
    ("unit", "score"),
    [
        (UnitFigures("甲", "town", due=4, on_time=4, rated=2, satisfied=2), "100.00"),
        (UnitFigures("甲", "town", due=4, on_time=3, rated=2, satisfied=1), "65.00"),
        (UnitFigures("甲", "town", due=4, on_time=3), "75.00"),  # nobody rated: 满意率 weighs nothing
        (UnitFigures("甲", "town", due=3, on_time=2, rated=3, satisfied=1), "53.33"),
        (UnitFigures("甲", "town"), "—"),
    ],
)
def test_rates_are_weighed(unit: UnitFigures, score: str):
    assert score_words(unit, WEIGHTS) == score


def test_without_groundless_send_backs_a_unit_gets_all_of_that_part():
    weights = {"sent_back": 100}
    assert score_words(UnitFigures("甲", "town", dispatched=4, sent_back=1), weights) == "100.00"
    assert score_words(UnitFigures("甲", "town", dispatched=4, groundless=1), weights) == "75.00"


def test_without_weights_there_is_no_score():
    assert score_of(UnitFigures("甲", "town", due=4, on_time=4), {}) is None
    assert definition_of_score({}) == ""


def test_its_definition_names_every_part_that_weighs():
    told = definition_of_score(WEIGHTS | {"followed_up": 0})
    assert told.startswith("满分100分：按时办结率60分、满意率40分；")


counts = some.integers(0, 30)


@given(
    wholes=some.tuples(*[counts] * 5), shares=some.tuples(*[counts] * 8), weights=some.tuples(*[counts] * 8)
)
def test_it_is_the_weighed_mean_of_what_was_counted(wholes, shares, weights):
    dispatched, due, answered, called, rated = wholes
    whole_of = {
        "dispatched": dispatched,
        "due": due,
        "answered": answered,
        "to_follow_up": called,
        "rated": rated,
    }
    parts = {part: min(share, whole_of[PARTS[part][2]]) for part, share in zip(PARTS, shares, strict=True)}
    named = {PARTS[part][1]: count for part, count in parts.items() if part not in ("answered", "sent_back")}
    # 办结率 and 一次办结率 share a field: what is answered is what both are counted of
    unit = UnitFigures("甲", "town", **(whole_of | named), groundless=dispatched - parts["sent_back"])
    given_weights = dict(zip(PARTS, weights, strict=True))

    rates = {
        part: Fraction(getattr(unit, PARTS[part][1]), getattr(unit, PARTS[part][2]))
        for part in PARTS
        if getattr(unit, PARTS[part][2]) and given_weights[part]
    }
    weight = sum(given_weights[part] for part in rates)
    expected = None
    if weight:
        mean = sum(given_weights[part] * rate for part, rate in rates.items()) / weight
        expected = int(mean * 10000 + Fraction(1, 2))
    assert score_of(unit, given_weights) == expected
