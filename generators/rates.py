"""Shares, changes and ranks as the notices print them: two decimals, half up, and — where there is nothing to divide by.

All of it is whole numbers: a hundredth of a per cent is the unit, so that what is printed equal is also ranked equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

NOTHING = "—"
Unit = TypeVar("Unit")


def hundredths(part: int, whole: int) -> int | None:
    """Return the share in hundredths of a per cent, rounded half up; None where `whole` is 0."""
    return None if whole == 0 else (part * 20000 + whole) // (2 * whole)


def percent(part: int, whole: int) -> str:
    """Return 98.57%, or — where `whole` is 0."""
    return _percent(hundredths(part, whole))


def change(now: int, before: int | None) -> str:
    """Return how a count has changed: 上升12.50%, 下降3.00%, 持平, or — where nothing is known or was before."""
    if not before:
        return NOTHING
    if now == before:
        return "持平"
    return f"{'上升' if now > before else '下降'}{percent(abs(now - before), before)}"


def points(now: int | None, before: int | None) -> str:
    """Return how a rate in hundredths has changed: 上升1.25个百分点, 持平, or — where one of the two is not known."""
    if now is None or before is None:
        return NOTHING
    if now == before:
        return "持平"
    return f"{'上升' if now > before else '下降'}{_decimal(abs(now - before))}个百分点"


def ranks(units: Iterable[tuple[Unit, int]]) -> list[tuple[int, Unit]]:
    """Return (rank, unit) by rate, the highest first; equal rates share a rank and keep the order they came in."""
    ordered = sorted(units, key=lambda each: -each[1])
    placed: list[tuple[int, Unit]] = []
    for number, (unit, rate) in enumerate(ordered):
        tied = number > 0 and ordered[number - 1][1] == rate
        placed.append((placed[-1][0] if tied else number + 1, unit))
    return placed


def _percent(rate: int | None) -> str:
    return NOTHING if rate is None else f"{_decimal(rate)}%"


def _decimal(rate: int) -> str:
    return f"{rate // 100}.{rate % 100:02d}"
