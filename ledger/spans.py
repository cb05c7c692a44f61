"""The spans that notices tell of: a month, a quarter, a year (统计期). Pure; written 2018-03, 2018-Q1, 2018."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

MONTHS = {"month": 1, "quarter": 3, "year": 12}
WRITTEN = re.compile(r"([0-9]{4})(?:-(?:([0-9]{1,2})|[Qq]([1-4])))?")
THIS = {"month": "本月", "quarter": "本季度", "year": "本年"}
BEFORE = {"month": "上月", "quarter": "上季度", "year": "上年"}


@dataclass(frozen=True, order=True)
class Span:
    """One month, quarter or year: `kind`, and its number within the year (1 for a year)."""

    year: int
    kind: str  # month | quarter | year
    number: int = 1

    def __str__(self) -> str:
        """As it is written: 2018-03, 2018-Q1, 2018."""
        parts = {"month": f"-{self.number:02d}", "quarter": f"-Q{self.number}", "year": ""}
        return f"{self.year}{parts[self.kind]}"

    @property
    def words(self) -> str:
        """As it is printed: 2018年3月, 2018年第一季度, 2018年."""
        parts = {"month": f"{self.number}月", "quarter": f"第{'〇一二三四'[self.number % 5]}季度", "year": ""}
        return f"{self.year}年{parts[self.kind]}"

    @property
    def this(self) -> str:
        """How a text calls it: 本月."""
        return THIS[self.kind]

    @property
    def last(self) -> str:
        """How a text calls the one before: 上月."""
        return BEFORE[self.kind]

    @property
    def compared(self) -> str:
        """What a comparison with the one before is called: 环比, of a year 同比."""
        return "同比" if self.kind == "year" else "环比"

    @property
    def unit(self) -> str:
        """What spans of its kind are called: 月, 季度, 年."""
        return {"month": "月", "quarter": "季度", "year": "年"}[self.kind]

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, (self.number - 1) * MONTHS[self.kind] + 1, 1)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return self.following.start

    @property
    def following(self) -> Span:
        """The next of its kind."""
        return self._moved(1)

    @property
    def before(self) -> Span:
        """The one before of its kind (环比)."""
        return self._moved(-1)

    @property
    def year_ago(self) -> Span:
        """The same a year earlier (同比)."""
        return Span(self.year - 1, self.kind, self.number)

    def _moved(self, steps: int) -> Span:
        in_a_year = 12 // MONTHS[self.kind]
        count = self.year * in_a_year + self.number - 1 + steps
        return Span(count // in_a_year, self.kind, count % in_a_year + 1)


def month_of(year: int, month: int) -> Span:
    """The month of a year."""
    return Span(year, "month", month)


def span_written(text: str) -> Span:
    """Return what 2018-03, 2018-Q1 or 2018 means; `ValueError` for anything else."""
    found = WRITTEN.fullmatch(text.strip())
    if not found or (found[2] and not 1 <= int(found[2]) <= 12):
        raise ValueError(f"看不懂统计期“{text}”，月份写作 2018-03，季度写作 2018-Q1，年度写作 2018")
    year, month, quarter = int(found[1]), found[2], found[3]
    if month:
        return Span(year, "month", int(month))
    return Span(year, "quarter", int(quarter)) if quarter else Span(year, "year")


def span_at(moment: datetime, kind: str) -> Span:
    """The span of a kind that a moment lies in."""
    return Span(moment.year, kind, (moment.month - 1) // MONTHS[kind] + 1)
