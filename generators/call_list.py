"""The mail that brings the day's call list (回访表) to the office's own callers: how many, which are pressing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from generators.follow_up_sheet import follow_up_list
from generators.letter import Draft, Letterhead
from generators.plain import draw_up_plain
from generators.shelf import Templates
from generators.wording import month_day_words

NAMED = 30  # cases that the mail itself names; the others stand in the list alone


class Call(NamedTuple):
    """One call to be made: about whose answer, by when, and in how many half-days nobody was reached so far."""

    case: Any
    petitioner: Any | None
    department: Any
    answer: Any
    due_at: datetime
    tried: int = 0


def call_list_key(now: datetime) -> str:
    """Return the key of the list of a day: one goes out a day."""
    return f"follow_up/{now:%Y-%m-%d}"


def urgency_of(calls: Sequence[Call], now: datetime) -> str:
    """Return what is pressing in a few words: 已超期1件、今日到期2件; "" where nothing is."""
    late = sum(call.due_at < now for call in calls)
    today = sum(call.due_at >= now and call.due_at.date() == now.date() for call in calls)
    parts = [f"已超期{late}件" if late else "", f"今日到期{today}件" if today else ""]
    return "、".join(part for part in parts if part)


def draw_up_call_list(
    calls: Sequence[Call],
    *,
    to: Sequence[str],
    tries: int,
    head: Letterhead,
    now: datetime,
    templates: Templates | None = None,
) -> Draft:
    """Return the letter with the list of `calls`, the most pressing first; the mail itself names no petitioner.

    `tries`: after so many half-days without an answer a petitioner counts as not reached.
    """
    pressing = urgency_of(calls, now)
    sheet = follow_up_list([call[:4] for call in calls], head=head, on=now.date(), pressing=pressing)
    day = month_day_words(now)
    behind = f"，其中{pressing}" if pressing else ""
    paragraphs = [
        f"{day}应回访{len(calls)}件{behind}，名单见附件《{sheet.name}》。",
        *_named(calls, now),
        f"没有接通的，在“三次拨打”一栏写明何时拨打；{tries}次不同半天都没有接通的记为联系不上。",
        "接通的，选填满意度、是否解决，不满意的在备注写明原因。",
        "填好后带附件回复本邮件即可，没有填的行不影响，可以分几次回。",
        "附件写有群众的姓名、电话，只供本办回访使用，不得外传；保密件登录台账查看。",
    ]
    return draw_up_plain(
        "follow_up",
        call_list_key(now),
        to,
        f"【回访】{day}应回访{len(calls)}件{behind.replace('其中', '')}",
        paragraphs,
        head=head,
        now=now,
        greeting="回访员",
        enclosed=[sheet],
        because=f"{day}应回访{len(calls)}件",
        templates=templates,
    )


def _named(calls: Sequence[Call], now: datetime) -> list[str]:
    """A line for each case that is pressing or was tried before."""
    lines = [_line(call, now) for call in calls if call.tried or call.due_at.date() <= now.date()]
    more = [f"另有{len(lines) - NAMED}件，见附件。"] if len(lines) > NAMED else []
    return [*lines[:NAMED], *more]


def _line(call: Call, now: datetime) -> str:
    due = f"应于{month_day_words(call.due_at)}前回访"
    state = "已超期" if call.due_at < now else "今日到期" if call.due_at.date() == now.date() else ""
    tried = f"已有{call.tried}个半天没有接通" if call.tried else ""
    told = "，".join(each for each in (due, state, tried) if each)
    return f"{call.case.case_no}（{call.department.name}）：{told}"
