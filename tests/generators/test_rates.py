"""Figures of the notices: rounded half up, never divided by nothing, ranked fairly."""

from __future__ import annotations

import pytest

from generators.monthly_figures import MonthlyFigures, UnitFigures, ranking_of
from generators.rates import change, hundredths, percent, points, ranks
from ledger.spans import month_of


def units_of(*units: UnitFigures) -> MonthlyFigures:
    return MonthlyFigures(month_of(2018, 3), units, sources=(), kinds=(), months=())


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (1, 3, "33.33%"),
        (2, 3, "66.67%"),
        (1, 16000, "0.01%"),  # 0.00625
        (1, 20000, "0.01%"),  # exactly 0.005: half goes up
        (1, 20001, "0.00%"),
        (7, 7, "100.00%"),
        (0, 7, "0.00%"),
        (0, 0, "—"),
    ],
)
def test_a_share_has_two_decimals_half_up_and_none_of_nothing(part: int, whole: int, printed: str):
    assert percent(part, whole) == printed


def test_a_count_rises_falls_or_stays():
    assert change(90, 80) == "上升12.50%"
    assert change(97, 100) == "下降3.00%"
    assert change(80, 80) == "持平"


def test_nothing_is_compared_with_nothing():
    assert change(5, 0) == "—"
    assert change(5, None) == "—"
    assert points(None, 9000) == "—"


def test_a_rate_changes_by_points_not_by_per_cent():
    assert points(hundredths(99, 100), hundredths(97, 100)) == "上升2.00个百分点"
    assert points(9700, 9905) == "下降2.05个百分点"


def test_equal_rates_share_a_rank_and_the_next_is_as_many_further():
    assert ranks([("乙", 9000), ("甲", 10000), ("丁", 8000), ("丙", 9000)]) == [
        (1, "甲"),
        (2, "乙"),
        (2, "丙"),
        (4, "丁"),
    ]


def test_rates_that_are_printed_equal_are_ranked_equal():
    many = UnitFigures("甲镇", "town", due=30001, on_time=30000)
    more = UnitFigures("乙镇", "town", due=30002, on_time=30001)
    assert [rank for rank, _ in ranking_of(units_of(many, more), "town").placed] == [1, 1]


def test_groups_are_ranked_apart_and_small_ones_listed_without_a_place():
    figures = units_of(
        UnitFigures("甲镇", "town", due=5, on_time=5),
        UnitFigures("乙镇", "town", due=4, on_time=4),
        UnitFigures("丙镇", "town"),
        UnitFigures("丁局", "department", due=9, on_time=9),
    )
    ranking = ranking_of(figures, "town")
    assert [(rank, unit.name) for rank, unit in ranking.placed] == [(1, "甲镇")]
    assert [unit.name for unit in ranking.few] == ["乙镇"]
    assert [unit.name for unit in ranking.idle] == ["丙镇"]


def test_units_without_cases_are_named_in_the_order_of_the_directory():
    figures = units_of(
        UnitFigures("荆河街道", "town"), UnitFigures("龙泉街道", "town"), UnitFigures("东郭镇", "town")
    )
    assert [unit.name for unit in ranking_of(figures, "town").idle] == ["荆河街道", "龙泉街道", "东郭镇"]
