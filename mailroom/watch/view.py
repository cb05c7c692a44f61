"""From where the office is looked at, and what is found: one thing that is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ledger.codes import AlarmKind
from mailroom.office import Office

# What trying again does not mend is told after this, without waiting for `silent_minutes`.
SURE_AFTER = timedelta(minutes=5)
LOOK = "请运行 mailroom check，照提示处理"


@dataclass(frozen=True)
class Condition:
    """One thing that is wrong: its kind, which one, what it is and what to do, since when."""

    kind: AlarmKind
    subject: str  # 信箱 office@example.cn; "" where there is only one
    sentence: str
    since: datetime


@dataclass(frozen=True)
class View:
    """From where the office is looked at. `began`: since when it has been at work without a gap; None: it does one
    round now and then, and only what failed in it tells.
    """

    office: Office
    now: datetime
    began: datetime | None

    def since(self, moment: datetime | None) -> datetime:
        """The moment from which a silence counts: what happened before a stop of the machine is no fault of now, and
        what is said to happen later was written by a clock that was wrong.
        """
        believed = moment if moment is not None and moment <= self.now else datetime.min
        return max(believed, self.began or datetime.min)

    def silent(self, seconds: float = 0) -> timedelta:
        """How long a round that is made every so many seconds may be silent."""
        minutes = timedelta(minutes=self.office.settings.watch.silent_minutes)
        return max(minutes, timedelta(seconds=2 * seconds))
