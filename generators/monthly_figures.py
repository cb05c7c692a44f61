"""The figures of a month as the notice (每月通报) takes them: frozen counts, no rates; `generators.rates` divides.

Counted are assignments due in the month, as lead (主办), without cases that were approved as unreasonable.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from generators.rates import hundredths, ranks

GROUPS = {"town": "镇街", "department": "部门", "enterprise": "企业"}
FEWEST = 5  # cases due, below which a unit is not ranked


@dataclass(frozen=True)
class UnitFigures:
    """One unit's month, in cases."""

    name: str
    group: str  # town | department | enterprise
    dispatched: int = 0  # 派发
    acknowledged: int = 0  # 按时签收, of those dispatched
    due: int = 0  # 应办结
    on_time: int = 0  # 按时办结: first valid answer within the deadline
    answered: int = 0  # 办结, late or not
    sent_back: int = 0  # 退单
    groundless: int = 0  # 无理退单: refused, or without a reason
    redone: int = 0  # 重办
    to_follow_up: int = 0  # 应回访
    followed_up: int = 0  # 已回访
    rated: int = 0  # reached, and rated
    satisfied: int = 0  # 满意 and 基本满意
    solved: int = 0  # 已解决, of those rated

    @property
    def late(self) -> int:
        """Cases answered late, or not yet (超期)."""
        return self.due - self.on_time

    @property
    def dissatisfied(self) -> int:
        """Rated cases that are not satisfied."""
        return self.rated - self.satisfied


@dataclass(frozen=True)
class Count:
    """How many cases a source, a kind, a topic or a town has, and had the month before (None: not known)."""

    name: str
    now: int
    before: int | None = None
    where: str = ""  # where or in what it gathers: 主要集中在…


@dataclass(frozen=True)
class Month:
    """One of the last months, the oldest first."""

    year: int
    month: int
    received: int
    due: int = 0
    on_time: int = 0


@dataclass(frozen=True)
class ListedCase:
    """A case of the annexes: `case` and `petitioner` are records, and what is printed of them is masked."""

    case: Any
    petitioner: Any | None
    unit: str
    due_on: date
    answered_on: date | None = None
    days_late: int = 0  # working days
    outcome: str = ""  # of a dissatisfied one: 已重办, 重办中 …


@dataclass(frozen=True)
class Supervisions:
    """How often the office supervised in the month, by its four ways, and what it handed to the inspection bureau."""

    phone: int = 0
    written: int = 0
    on_site: int = 0
    instruction: int = 0
    handed_over: int = 0


@dataclass(frozen=True)
class MonthlyFigures:
    """A month of the whole office; `months` ends with this one, `last_year` is what the same month had a year ago."""

    year: int
    month: int
    units: tuple[UnitFigures, ...]
    sources: tuple[Count, ...]
    kinds: tuple[Count, ...]
    months: tuple[Month, ...]
    last_year: int | None = None
    topics: tuple[Count, ...] = ()
    towns: tuple[Count, ...] = ()
    overdue: tuple[ListedCase, ...] = ()
    dissatisfied: tuple[ListedCase, ...] = ()
    unreasonable: int = 0  # 经批准认定的不合理诉求, left out of all rates
    supervisions: Supervisions = Supervisions()

    @property
    def name(self) -> str:
        """The month as papers call it: 2018年3月."""
        return f"{self.year}年{self.month}月"

    @property
    def received(self) -> int:
        """Cases taken in during the month."""
        return sum(each.now for each in self.sources)

    @property
    def month_before(self) -> Month | None:
        """The month before; None where the office wasn't counting yet."""
        year, month = (self.year, self.month - 1) if self.month > 1 else (self.year - 1, 12)
        return next((each for each in self.months if (each.year, each.month) == (year, month)), None)

    def total(self, field: str) -> int:
        """Return the sum of a count over all units: total("late")."""
        return sum(getattr(unit, field) for unit in self.units)


@dataclass(frozen=True)
class Ranking:
    """A group's units: those with a place, those with too few cases for one, and those with none."""

    group: str
    placed: tuple[tuple[int, UnitFigures], ...]
    few: tuple[UnitFigures, ...]
    idle: tuple[UnitFigures, ...]


def ranking_of(figures: MonthlyFigures, group: str, fewest: int = FEWEST) -> Ranking:
    """Return the group ranked by 按时办结率; with equal rates the unit with more cases is named first."""
    units = [unit for unit in figures.units if unit.group == group]
    units.sort(key=lambda unit: (-unit.due, unit.name))
    counted = [(unit, hundredths(unit.on_time, unit.due)) for unit in units if unit.due >= max(fewest, 1)]
    return Ranking(
        group,
        tuple(ranks((unit, rate) for unit, rate in counted if rate is not None)),
        tuple(unit for unit in units if 0 < unit.due < fewest),
        tuple(unit for unit in units if unit.due == 0),
    )
