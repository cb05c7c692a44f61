"""Settings of the later stages: supervision, extensions, calls back, liaison forms, notices, hotlines, learned routing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from config.packaged import packaged_topics
from config.tables import ADDRESS, Table


@dataclass(frozen=True)
class SupervisionSettings:
    """To whom a case goes that a department leaves undone, and by when it has to report; `_days` are working days."""

    report_days: int  # for the written report that a 督办通知书 demands
    site_days: int  # to go and see
    instruction_report_days: int  # for the report on a leader's instruction that names no day
    leader: str  # before whom a 拟办单 is laid
    leader_address: str  # "": the paper is printed
    bureau_address: str  # of the inspection bureau, "": the papers are printed
    copies: tuple[str, ...]  # whom a 督办通知书 names as copied (抄送)
    cc: tuple[str, ...]  # their addresses


def read_supervision(table: Table) -> SupervisionSettings:
    """Read [supervision]."""
    return SupervisionSettings(
        report_days=table.number("report_days", least=1, most=60),
        site_days=table.number("site_days", least=1, most=60),
        instruction_report_days=table.number("instruction_report_days", least=1, most=60),
        leader=table.text("leader", required=True),
        leader_address=_address(table, "leader_address"),
        bureau_address=_address(table, "bureau_address"),
        copies=table.texts("copies"),
        cc=_addresses(table, "cc"),
    )


@dataclass(frozen=True)
class ExtensionSettings:
    """Who decides on an extension that keeps to the rules: a person, or the rule."""

    decided_by: str  # person | rule


def read_extensions(table: Table) -> ExtensionSettings:
    """Read [extensions]."""
    return ExtensionSettings(table.one_of("decided_by", "person", "rule"))


@dataclass(frozen=True)
class SendBackSettings:
    """Who decides on a send-back that keeps to the rules: a person, or the rule."""

    decided_by: str  # person | rule


def read_send_backs(table: Table) -> SendBackSettings:
    """Read [send_backs]."""
    return SendBackSettings(table.one_of("decided_by", "person", "rule"))


@dataclass(frozen=True)
class FollowUpSettings:
    """Who calls the petitioners back, when the list of the day goes to them, and how often a case is handled again."""

    list_at: time
    callers: tuple[str, ...]  # addresses; none: the list is printed (`mailroom follow-ups --save`)
    judge_days: (
        int  # working days to judge a dissatisfied petitioner's demand, before it is handled again by itself
    )
    redos: int  # after so many a dissatisfied petitioner's case counts as hard


def read_follow_up(table: Table) -> FollowUpSettings:
    """Read [follow_up]."""
    return FollowUpSettings(
        list_at=table.clock("list_at"),
        callers=_addresses(table, "callers"),
        judge_days=table.number("judge_days", least=0, most=30),
        redos=table.number("redos", least=0, most=10),
    )


@dataclass(frozen=True)
class LiaisonSettings:
    """By when departments file their liaison form, and how they are chased."""

    due_on: date | None
    chase_before_days: int  # working days before `due_on`
    chase_every_days: int  # working days after it, from letter to letter
    chases: int  # letters after `due_on`; then a telephone task


def read_liaison(table: Table) -> LiaisonSettings:
    """Read [liaison]."""
    return LiaisonSettings(
        due_on=table.day("due_on"),
        chase_before_days=table.number("chase_before_days", least=0, most=30),
        chase_every_days=table.number("chase_every_days", least=1, most=60),
        chases=table.number("chases", least=0, most=20),
    )


@dataclass(frozen=True)
class NoticeSettings:
    """The monthly notice: when it is drafted, whether it waits for approval, and who gets a copy."""

    at: time
    approval: bool
    fewest: int  # cases due, below which a unit is not ranked
    copies: tuple[str, ...]  # named at the foot (抄送)
    cc: tuple[str, ...]  # leaders' and the bureau's addresses
    quarterly: bool
    yearly: bool
    score: Mapping[str, int]  # part of the score → its weight; together 100
    topics: Mapping[str, tuple[str, ...]]  # name of a topic (热点) → words of its cases


def read_notice(table: Table) -> NoticeSettings:
    """Read [notice] and [notice.score]; the weights have to be 100 together."""
    score = table.within("score")
    weights = {name: score.number(name, most=100) for name in score.values}
    if sum(weights.values()) != 100:
        table.fault("score", f"各项分值之和应为 100，现为 {sum(weights.values())}")
    return NoticeSettings(
        at=table.clock("at"),
        approval=table.flag("approval"),
        fewest=table.number("fewest", least=1, most=1000),
        copies=table.texts("copies"),
        cc=_addresses(table, "cc"),
        quarterly=table.flag("quarterly"),
        yearly=table.flag("yearly"),
        score=weights,
        topics=_read_topics(table),
    )


def _read_topics(table: Table) -> Mapping[str, tuple[str, ...]]:
    """Return the shipped topics with the office's own words behind them, and its own topics behind those."""
    topics, own = packaged_topics(), table.within("topics")
    for name, value in own.values.items():
        if isinstance(value, list):
            topics[name] = (*topics.get(name, ()), *own.texts(name))
        else:
            own.fault(name, '应为词的列表，如 ["校车", "校门口"]')
    return topics


@dataclass(frozen=True)
class LinesSettings:
    """The merger of the departments' own hotlines: its days and its reminders."""

    due_on: date | None
    latest_on: date | None
    remind_days: tuple[int, ...]  # days before each of the two days
    inspection_on: date | None  # 专项督导
    none_opened_after: date | None  # the plan's day: no new ones since then
    emergency: tuple[str, ...]  # numbers that are not merged


def read_lines(table: Table) -> LinesSettings:
    """Read [lines]."""
    days = table.values["remind_days"]
    if not all(type(each) is int and 0 < each < 366 for each in days):
        table.fault("remind_days", "应为天数的列表，如 [30, 10, 3]")
        days = []
    due, latest = table.day("due_on"), table.day("latest_on")
    if due and latest and latest < due:
        table.fault("latest_on", f"不应早于 due_on（{due}）")
    return LinesSettings(
        due_on=due,
        latest_on=latest,
        remind_days=tuple(sorted(days, reverse=True)),
        inspection_on=table.day("inspection_on"),
        none_opened_after=table.day("none_opened_after"),
        emergency=table.texts("emergency"),
    )


@dataclass(frozen=True)
class RoutingSettings:
    """Whether past dispatches teach where cases go, and how right that has to be before it is used."""

    learn: bool
    learn_at: time
    least_cases: int  # of the office's own, before anything is learned
    least_right: float  # share of right ones on held-out cases above the bar that is chosen


def read_routing(table: Table) -> RoutingSettings:
    """Read [routing]."""
    return RoutingSettings(
        table.flag("learn"),
        table.clock("learn_at"),
        table.number("least_cases", least=20),
        table.share("least_right"),
    )


def _address(table: Table, name: str) -> str:
    """An address that may be left empty."""
    return table.address(name) if table.text(name) else ""


def _addresses(table: Table, name: str) -> tuple[str, ...]:
    for value in table.texts(name):
        if not ADDRESS.fullmatch(value):
            table.fault(name, f"不是邮箱地址：“{value}”")
    return table.texts(name)
