"""The figures of March once more, slowly and from the journal's sentences alone: an independent check."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, datetime, timedelta

from ledger.models import Journal

MOMENT = r"(\d{4}-\d\d-\d\d \d\d:\d\d)"
DISPATCHED = re.compile(rf"转 (\S+?)（主办），{MOMENT} 前反馈")
PROLONGED = re.compile(rf"→ {MOMENT}")
MARCH, APRIL = datetime(2018, 3, 1), datetime(2018, 4, 1)


def assignments(as_of: datetime) -> list[dict]:
    """What the journal tells of every assignment up to a moment."""
    found: list[dict] = []
    by_case: dict[int, list[dict]] = defaultdict(list)
    for entry in Journal.select().where(Journal.at <= as_of).order_by(Journal.id):
        mine = by_case[entry.case_id]
        if entry.act == "dispatch":
            name, due = DISPATCHED.search(entry.because).groups()
            if mine and not (mine[-1]["answered"] or mine[-1]["taken"]):
                mine[-1]["taken"] = entry.at
            row = {"case": entry.case_id, "unit": name, "sent": entry.at, "due": _moment(due)}
            row |= dict.fromkeys(
                ("acknowledged", "answered", "taken", "ended", "redone", "called", "no_call")
            )
            row |= {"back": [], "refused": False, "bad": False, "said": "", "unreasonable": False}
            mine.append(row)
            found.append(row)
        elif mine:
            _happened(mine[-1], entry)
    return found


def _happened(row: dict, entry: Journal) -> None:
    act, at = entry.act, entry.at
    if act == "acknowledge":
        row["acknowledged"] = row["acknowledged"] or at
    elif act == "answer":
        row["answered"] = at
    elif act == "incomplete":
        row["bad"] = True
    elif act == "extend":
        row["due"] = _moment(PROLONGED.search(entry.because)[1])
    elif act in ("send_back", "send_back_refused", "reassign"):
        row["refused"] |= act == "send_back_refused"
        row["taken"] = at if act != "send_back_refused" else row["taken"]
        row["back"] += [at] if act != "reassign" else []
    elif act in ("withdraw", "merge"):
        row["ended"], row["no_call"] = at, at
    elif act == "close":
        row["no_call"] = at
    elif act == "redo":
        row["redone"], row["no_call"] = at, at
    elif act == "follow_up" and "回访：" in entry.because:
        row["called"], row["said"] = at, entry.because.partition("回访：")[2]
    elif act == "unreasonable":
        row["unreasonable"] = True


def count(as_of: datetime) -> tuple[dict[str, dict[str, int]], int, list[int]]:
    """Counts by department, the unreasonable ones, and the cases that are late, of what fell due in March."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    unreasonable, late = 0, []
    for row in assignments(as_of):
        if not (MARCH <= row["due"] < APRIL and row["due"] <= as_of):
            continue
        if row["unreasonable"]:
            unreasonable += 1
            continue
        done = row["answered"] is not None
        taken_in_time = not done and row["taken"] is not None and row["taken"] <= row["due"]
        ended_in_time = not done and row["ended"] is not None and row["ended"] <= row["due"]
        if ended_in_time and not taken_in_time:
            continue
        tell = counts[row["unit"]]
        tell["dispatched"] += 1
        words = [each for each in (row["acknowledged"], *row["back"]) if each]
        tell["acknowledged"] += bool(words) and min(words) <= _workdays_after(row["sent"], 1)
        tell["sent_back"] += bool(row["back"])
        tell["groundless"] += row["refused"]
        if taken_in_time:
            continue
        tell["due"] += 1
        on_time = done and row["answered"] <= row["due"]
        tell["on_time"] += on_time
        if not on_time:
            late.append(row["case"])
        if done:
            _count_answered(tell, row, as_of)
    return counts, unreasonable, late


def _count_answered(tell: dict[str, int], row: dict, as_of: datetime) -> None:
    tell["answered"] += 1
    tell["redone"] += row["redone"] is not None
    tell["once"] += row["redone"] is None and not row["bad"]
    called = row["called"] is not None
    waits = row["no_call"] is None and _workdays_after(row["answered"], 3) <= as_of
    tell["followed_up"] += called
    tell["to_follow_up"] += called or waits
    rating = next((each for each in ("基本满意", "不满意", "满意") if row["said"].startswith(each)), "")
    tell["rated"] += bool(rating)
    tell["satisfied"] += rating in ("满意", "基本满意")
    tell["solved"] += bool(rating) and "已解决" in row["said"] and "未" not in row["said"]


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M")


def _workdays_after(moment: datetime, days: int) -> datetime:
    """The close of business so many Mondays to Fridays later: the calendar of these histories knows no notice."""
    day: date = moment.date()
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return datetime(day.year, day.month, day.day, 17)
