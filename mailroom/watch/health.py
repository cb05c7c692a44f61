"""How the office is, for a program that asks: plain data, found anew each time and never written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from generators.privacy import mask_text
from generators.wording import moment_words
from ledger import gauges, watching
from ledger.codes import AlarmKind
from ledger.vocabulary import label
from ledger.workdays import workdays_between
from mailroom.office import Office
from mailroom.watch.alarms import LOOKED, begun_at
from mailroom.watch.conditions import found
from mailroom.watch.view import Condition, View

OK, DEGRADED, DOWN = "ok", "degraded", "down"
# The part of the office that a condition belongs to does not work at all; the others only want to be seen to.
NOT_AT_ALL = (AlarmKind.MAILBOX, AlarmKind.COURIER, AlarmKind.DELIVERY, AlarmKind.DUTIES)
LOOKS_EVERY = timedelta(
    minutes=5
)  # the office's look at itself is a minute's; later than this it does not run


@dataclass(frozen=True)
class Part:
    """One part of the office: what it is called, how it is, since when, in a Chinese sentence."""

    name: str
    status: str  # ok | degraded | down
    sentence: str
    since: datetime | None = None


@dataclass(frozen=True)
class Health:
    """The whole office."""

    status: str
    at: datetime
    parts: tuple[Part, ...]

    def as_json(self) -> dict[str, Any]:
        """The object that /health answers."""
        parts = [vars(part) | {"since": _written(part.since)} for part in self.parts]
        return {"status": self.status, "at": _written(self.at), "parts": parts}


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") + "+08:00" if moment else None


def unknown(sentence: str, *, at: datetime) -> Health:
    """The office of which nothing can be told: its ledger does not answer."""
    return Health(DOWN, at, (Part("台账", DOWN, sentence),))


def health_of(office: Office, *, now: datetime) -> Health:
    """Look at everything; raises what the ledger raises."""
    conditions = found(View(office, now, begun_at()))
    parts = (
        Part("台账", OK, "可以读写"),
        *_mailboxes(office, conditions),
        _round("发信", "delivery", (AlarmKind.COURIER, AlarmKind.DELIVERY), conditions),
        _round("定时事项", "duties", (AlarmKind.DUTIES,), conditions),
        _looks(now),
        _pen(office, now),
        *_others(conditions),
    )
    return Health(_whole(parts, len(office.settings.mailboxes)), now, parts)


def _mailboxes(office: Office, conditions: list[Condition]) -> Iterator[Part]:
    for each in office.settings.mailboxes:
        name = f"信箱 {each.name}"
        wrong = [one for one in conditions if one.kind == AlarmKind.MAILBOX and one.subject == name]
        yield _part(name, f"mailbox {each.name}", wrong)


def _round(name: str, round_: str, kinds: tuple[AlarmKind, ...], conditions: list[Condition]) -> Part:
    return _part(name, round_, [one for one in conditions if one.kind in kinds])


def _part(name: str, round_: str, wrong: list[Condition]) -> Part:
    """A part that is worked in rounds: down, in trouble that may pass, or well since its last success."""
    if wrong:
        return Part(name, DOWN, mask_text(wrong[0].sentence), wrong[0].since)
    trouble, last = watching.trouble_of(round_), watching.last_success(round_)
    if trouble is not None:
        return Part(name, DEGRADED, mask_text(f"最近一次没有成功：{trouble.sentence}"), trouble.since)
    told = f"{moment_words(last)}成功" if last else "还没有做过"
    return Part(name, OK, told, last)


def _looks(now: datetime) -> Part:
    last = watching.last_success(LOOKED)
    if last is None or abs(now - last) < LOOKS_EVERY:
        return Part("自查", OK, "照常", last)
    return Part("自查", DOWN, f"自{moment_words(last)}起没有自查过，常驻程序可能停了", last)


def _pen(office: Office, now: datetime) -> Part:
    """What waits for a person is no fault of the machine: told, and never worse than well."""
    count, oldest = gauges.held_entries()
    if oldest is None:
        return Part("待人工", OK, "没有")
    days = workdays_between(oldest, now, office.calendar)
    return Part("待人工", OK, f"{count} 条，最早的已等 {days} 个工作日", oldest)


def _others(conditions: list[Condition]) -> Iterator[Part]:
    for each in conditions:
        if each.kind not in NOT_AT_ALL:
            name = "：".join(filter(None, [label("alarm_kind", each.kind), each.subject]))
            yield Part(name, DEGRADED, mask_text(each.sentence), each.since)


def _whole(parts: tuple[Part, ...], mailboxes: int) -> str:
    """Down where nothing comes in, nothing goes out or nothing is done; one of several mailboxes is not everything."""
    down = [part.name for part in parts if part.status == DOWN]
    lost = [name for name in down if name.startswith("信箱 ")]
    if len(down) > len(lost) or (lost and len(lost) == mailboxes):
        return DOWN
    return OK if all(part.status == OK for part in parts) else DEGRADED
