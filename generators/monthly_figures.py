"""The figures of a month, quarter or year as the notice (通报) takes them: frozen counts; `generators.rates` divides.

Counted are assignments due in the span, as lead (主办), without cases that were approved as unreasonable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generators.rates import hundredths, ranks
from ledger.spans import Span

GROUPS = {"town": "镇街", "department": "部门", "enterprise": "企业"}
FEWEST = 5  # cases due, below which a unit is not ranked


@dataclass(frozen=True)
class UnitFigures:
    """One unit's counts, in cases; `monthly_definitions` says what each means."""

    name: str
    group: str  # town | department | enterprise
    dispatched: int = 0  # 派发
    acknowledged: int = 0  # 按时签收, of those dispatched
    due: int = 0  # 应办结
    on_time: int = 0  # 按时办结: first valid answer within the deadline
    answered: int = 0  # 办结, late or not
    once: int = 0  # 一次办结: no correction, not redone
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
    def well_founded(self) -> int:
        """Cases dispatched that it did not try to give back without a reason."""
        return self.dispatched - self.groundless

    @property
    def dissatisfied(self) -> int:
        """Rated cases that are not satisfied."""
        return self.rated - self.satisfied


@dataclass(frozen=True)
class Count:
    """How many cases a source, a kind, a topic or a town has, and had in the span before (None: not known)."""

    name: str
    now: int
    before: int | None = None
    where: str = ""  # where or in what it gathers: 主要集中在…


@dataclass(frozen=True)
class Period:
    """One of the last months (quarters, years), the oldest first."""

    span: Span
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
    outcome: str = (
        ""  # of a dissatisfied one: 已重办, 重办中 …; of a late one that nobody answers any more: 已退单 …
    )


@dataclass(frozen=True)
class Supervisions:
    """How often the office supervised in the span, by its four ways, and what it handed to the inspection bureau."""

    phone: int = 0
    written: int = 0
    on_site: int = 0
    instruction: int = 0
    handed_over: int = 0


@dataclass(frozen=True)
class MonthlyFigures:
    """A month, quarter or year of the whole office; `months` are the last ones of its kind and end with this one.

    `last_year`: the same a year ago; None where the office wasn't counting yet. `definitions` are printed as they stand.
    """

    span: Span
    units: tuple[UnitFigures, ...]
    sources: tuple[Count, ...]
    kinds: tuple[Count, ...]
    months: tuple[Period, ...]
    last_year: Period | None = None
    topics: tuple[Count, ...] = ()
    towns: tuple[Count, ...] = ()
    overdue: tuple[ListedCase, ...] = ()
    dissatisfied: tuple[ListedCase, ...] = ()
    unreasonable: int = 0  # 经批准认定的不合理诉求, left out of all rates
    supervisions: Supervisions = Supervisions()
    named: tuple[str, ...] = ()  # 通报点名: units that somebody had to go and see
    weights: Mapping[str, int] = field(
        default_factory=dict
    )  # of the score, see `monthly_score`; none: no score
    definitions: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The span as papers call it: 2018年3月."""
        return self.span.words

    @property
    def received(self) -> int:
        """Cases taken in during the span."""
        return sum(each.now for each in self.sources)

    @property
    def one_before(self) -> Period | None:
        """The span before; None where the office wasn't counting yet."""
        return next((each for each in self.months if each.span == self.span.before), None)

    def total(self, field: str) -> int:
        """Return the sum of a count over all units: total("late")."""
        return sum(getattr(unit, field) for unit in self.units)


@dataclass(frozen=True)
class Ranking:
    """A group's units: those with a place, those with too few cases for one, and those with none, in the directory's order."""

    group: str
    placed: tuple[tuple[int, UnitFigures], ...]
    few: tuple[UnitFigures, ...]
    idle: tuple[UnitFigures, ...]


def ranking_of(figures: MonthlyFigures, group: str, fewest: int = FEWEST) -> Ranking:
    """Return the group ranked by 按时办结率; with equal rates the unit with more cases stands first, with as many
    the one that the directory names first.
    """
    units = [unit for unit in figures.units if unit.group == group]
    units.sort(key=lambda unit: -unit.due)
    counted = [(unit, hundredths(unit.on_time, unit.due)) for unit in units if unit.due >= max(fewest, 1)]
    return Ranking(
        group,
        tuple(ranks((unit, rate) for unit, rate in counted if rate is not None)),
        tuple(unit for unit in units if 0 < unit.due < fewest),
        tuple(unit for unit in figures.units if unit.group == group and unit.due == 0),
    )
