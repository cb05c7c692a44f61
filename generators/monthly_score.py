"""The score of a unit (考评得分): its rates, each by the weight that the office gives it, out of 100."""

from __future__ import annotations

from collections.abc import Mapping

from generators.monthly_figures import UnitFigures

# part of the score: (its Chinese name, what is counted, of what)
PARTS = {
    "acknowledged": ("按时签收率", "acknowledged", "dispatched"),
    "on_time": ("按时办结率", "on_time", "due"),
    "answered": ("办结率", "answered", "due"),
    "once": ("一次办结率", "once", "answered"),
    "followed_up": ("回访率", "followed_up", "to_follow_up"),
    "satisfied": ("满意率", "satisfied", "rated"),
    "solved": ("解决率", "solved", "rated"),
    "sent_back": ("没有无理退单的比率", "well_founded", "dispatched"),
}


def score_of(unit: UnitFigures, weights: Mapping[str, int]) -> int | None:
    """Return the score in hundredths of a point, rounded half up; None where nothing of what is weighed was counted.

    A part with nothing to count gives its weight to the others, in proportion to theirs.
    """
    parts = [
        (weight, getattr(unit, PARTS[part][1]), getattr(unit, PARTS[part][2]))
        for part, weight in weights.items()
        if weight
    ]
    counted = [(weight, count, whole) for weight, count, whole in parts if whole]
    if not counted:
        return None
    common = 1
    for _, _, whole in counted:
        common *= whole
    points = sum(weight * count * (common // whole) for weight, count, whole in counted)
    whole = sum(weight for weight, _, _ in counted) * common
    return (points * 20000 + whole) // (2 * whole)


def score_words(unit: UnitFigures, weights: Mapping[str, int]) -> str:
    """Return 96.50, or — where nothing was counted."""
    score = score_of(unit, weights)
    return "—" if score is None else f"{score // 100}.{score % 100:02d}"


def definition_of_score(weights: Mapping[str, int]) -> str:
    """Return how the score is made up, in one sentence; "" where nothing is weighed."""
    told = "、".join(f"{PARTS[part][0]}{weight}分" for part, weight in weights.items() if weight)
    return (
        f"满分100分：{told}；各项得分为比率乘以分值，没有可计件数的项，其分值按比例折算到其余各项"
        if told
        else ""
    )
