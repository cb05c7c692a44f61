"""How a letter tells the count of a deadline's working days: one sentence in official dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from generators.wording import WEEKDAYS, month_day_words
from ledger.workdays import PROLONGED

COUNTED_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2}) 周. (调休上班，)?第(\d+)个工作日")


def trace_words(lines: Sequence[str]) -> str:
    """Return a deadline's count as official papers tell it, from its first day to its last; "" where none is counted.

    `lines` are those of `ledger.workdays.trace_text`: 2018-03-22 周四 第1个工作日. Of one that was prolonged, what was added.
    """
    turns = [place for place, line in enumerate(lines) if PROLONGED in line]
    found = [each for line in lines[turns[-1] if turns else 0 :] if (each := COUNTED_DAY.match(line))]
    if not found:
        return ""
    days = [date(int(each[1]), int(each[2]), int(each[3])) for each in found]
    told = [f"{month_day_words(day)}（{WEEKDAYS[day.weekday()]}）" for day in days]
    last = f"{told[-1]}为第{found[-1][5]}个工作日"
    if len(found) == 1:
        return last
    shifted = "、".join(day for day, each in zip(told, found, strict=True) if each[4])
    worked = f"，调休上班的{shifted}计算在内" if shifted else ""
    return f"自{told[0]}起算，{last}，休息日和节假日不计{worked}"
