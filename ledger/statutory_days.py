"""The statutory days off (全体公民放假的节日) of a year whose notice is not out yet: what the law fixes, and no more.

全国年节及纪念日放假办法, as amended on 2024-11-10 (国务院令第795号), in force from 2025-01-01: 13 days. Which days before
and after are off as well, and which weekend is worked for them, only the yearly notice says; nothing of that is guessed.
"""

from __future__ import annotations

from datetime import date, timedelta

IN_FORCE_FROM = 2025  # every year before has its notice in `config/holidays`

FIXED = {"元旦": [(1, 1)], "劳动节": [(5, 1), (5, 2)], "国庆节": [(10, 1), (10, 2), (10, 3)]}

# 正月初一, 五月初五, 八月十五 as (month, day). The lunar calendar (GB/T 33661-2017) needs astronomy; these were taken from
# two independent libraries that agree for every year, and agree with the notices of 2018 to 2026. The new moons of
# 2027-02-06 23:56 and 2030-02-03 00:07 China time lie so near to midnight that ICU 72 is a day off in both years.
LUNAR = {
    2025: ((1, 29), (5, 31), (10, 6)),
    2026: ((2, 17), (6, 19), (9, 25)),
    2027: ((2, 6), (6, 9), (9, 15)),
    2028: ((1, 26), (5, 28), (10, 3)),
    2029: ((2, 13), (6, 16), (9, 22)),
    2030: ((2, 3), (6, 5), (9, 12)),
    2031: ((1, 23), (6, 24), (10, 1)),
    2032: ((2, 11), (6, 12), (9, 19)),
    2033: ((1, 31), (6, 1), (9, 8)),
    2034: ((2, 19), (6, 20), (9, 27)),
    2035: ((2, 8), (6, 10), (9, 16)),
    2036: ((1, 28), (5, 30), (10, 4)),
}


def statutory_days(year: int) -> dict[date, str]:
    """Return the days off that the law gives in `year`, with the holiday's name.

    Of a year that the table of lunar days does not reach, the days by the sun alone; of one before the law, none.
    """
    if year < IN_FORCE_FROM:
        return {}
    days = {date(year, month, day): name for name, places in FIXED.items() for month, day in places}
    days[_tomb_sweeping(year)] = "清明节"
    if year in LUNAR:
        spring, boats, moon = (date(year, month, day) for month, day in LUNAR[year])
        days |= {spring + timedelta(days=shift): "春节" for shift in range(-1, 3)}  # 除夕, 初一 to 初三
        days |= {boats: "端午节", moon: days.get(moon, "中秋节")}
    return days


def _tomb_sweeping(year: int) -> date:
    """清明 by the usual formula, right for 2000 to 2099."""
    place = year % 100
    return date(year, 4, int(place * 0.2422 + 4.81) - place // 4)
