"""The smaller tables of an office's settings: each a frozen dataclass and how it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from config.faults import Fault
from config.surroundings import Surroundings
from config.tables import ADDRESS, Table

SENDER_DOMAIN = re.compile(r"@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


@dataclass(frozen=True)
class OfficeSettings:
    """Who we are, as letters, numbers and Message-IDs show it."""

    name: str
    short_name: str
    address: str
    prefix: str  # of case numbers: TZ
    document_prefix: str  # of document numbers: 滕热
    city: str
    parent: str
    inspection_bureau: str
    phones: tuple[str, ...]
    room: str


def read_office(table: Table) -> OfficeSettings:
    """Read [office]; what is left empty follows from name and address."""
    name, address = table.text("name", required=True), table.address("address")
    prefix = table.text("prefix", required=True)
    if prefix and not re.fullmatch(r"[A-Z]{1,4}", prefix):
        table.fault("prefix", f"应为 1 至 4 个大写字母，现为“{prefix}”")
    return OfficeSettings(
        name=name,
        short_name=table.text("short_name") or name,
        address=address,
        prefix=prefix,
        document_prefix=table.text("document_prefix", required=True),
        city=table.text("city"),
        parent=table.text("parent"),
        inspection_bureau=table.text("inspection_bureau"),
        phones=table.texts("phones"),
        room=table.text("room"),
    )


def read_numbering(table: Table) -> Mapping[str, str]:
    """Read [numbering]: kind of paper → the character behind `document_prefix`; "" where it carries no number."""
    words = {kind: table.text(kind) for kind in table.values}
    for kind, word in words.items():
        if not re.fullmatch(r"[一-鿿]{0,4}", word):
            table.fault(kind, f"应为至多 4 个汉字，或空（不编发文字号），现为“{word}”")
        elif word and (same := next((other for other in words if words[other] == word), kind)) != kind:
            table.fault(kind, f"“{word}”已是 {same} 的代字")
    return words


@dataclass(frozen=True)
class UpperSettings:
    """A platform that sends us cases and gets our reports."""

    name: str
    level: str  # city | province
    channel: str  # hotline | mayors_mailbox
    senders: tuple[str, ...]  # addresses, or domains as "@example.cn"; lower case
    report_to: str


def read_upper(entries: Sequence[dict], faults: list[Fault]) -> tuple[UpperSettings, ...]:
    """Read each [[upper]]."""
    read: list[UpperSettings] = []
    for place, values in enumerate(entries):
        table = Table(f"upper[{place + 1}]" if len(entries) > 1 else "upper", values, faults)
        senders = tuple(sender.lower() for sender in table.texts("senders", required=True))
        for sender in senders:
            if not (ADDRESS.fullmatch(sender) or SENDER_DOMAIN.fullmatch(sender)):
                table.fault("senders", f"应为邮箱地址或以 @ 开头的域名，现为“{sender}”")
            before = next((upper for upper in read if sender in upper.senders), None)
            if before:
                table.fault("senders", f"“{sender}”已写在上级平台“{before.name}”名下")
        read.append(
            UpperSettings(
                name=table.text("name", required=True),
                level=table.one_of("level", "city", "province"),
                channel=table.one_of("channel", "hotline", "mayors_mailbox"),
                senders=senders,
                report_to=table.address("report_to"),
            )
        )
    return tuple(read)


@dataclass(frozen=True)
class HoursSettings:
    """Office hours on working days, as (start, end); the end of the afternoon is the close of business."""

    morning: tuple[time, time]
    afternoon: tuple[time, time]

    @property
    def close(self) -> time:
        """When a deadline ends."""
        return self.afternoon[1]


def read_hours(table: Table) -> HoursSettings:
    """Read [hours]."""
    hours = HoursSettings(table.clock_pair("morning"), table.clock_pair("afternoon"))
    if hours.morning[1] > hours.afternoon[0]:
        table.fault("afternoon", "下午应在上午结束之后开始")
    return hours


@dataclass(frozen=True)
class DispatchingSettings:
    """From when on a dispatch goes out by itself."""

    bar: float
    clear_by: float
    candidates: int
    enclosures_mb: int  # a letter
    weights: Mapping[str, float]
    repeat_likeness: float  # from which a case of the same petitioner is proposed as a repeat


def read_dispatching(table: Table) -> DispatchingSettings:
    """Read [dispatching]."""
    weights = table.within("weights")
    return DispatchingSettings(
        bar=table.share("bar"),
        clear_by=table.share("clear_by"),
        candidates=table.number("candidates", least=1, most=20),
        enclosures_mb=table.number("enclosures_mb", least=1, most=50),
        weights={name: weights.share(name) for name in weights.values},
        repeat_likeness=table.share("repeat_likeness"),
    )


@dataclass(frozen=True)
class AnswerSettings:
    """When an answer is complete; parts are named as in a reading (facts, measures, …)."""

    required: tuple[str, ...]
    required_province: tuple[str, ...]  # besides `required`
    not_of_secret: tuple[str, ...]
    bare: tuple[str, ...]
    least_characters: int


PARTS_OF_AN_ANSWER = {
    "department",
    "substantiated",
    "facts",
    "measures",
    "petitioner_informed",
    "informed_on",
    "informed_by",
    "petitioner_opinion",
    "handler",
    "approver",
    "phone",
    "answered_on",
}


def read_answers(table: Table) -> AnswerSettings:
    """Read [answers]."""
    for name in ("required", "required_province", "not_of_secret"):
        for part in table.texts(name):
            if part not in PARTS_OF_AN_ANSWER:
                table.fault(name, f"没有这一项：“{part}”，可用：{'、'.join(sorted(PARTS_OF_AN_ANSWER))}")
    return AnswerSettings(
        required=table.texts("required"),
        required_province=table.texts("required_province"),
        not_of_secret=table.texts("not_of_secret"),
        bare=table.texts("bare"),
        least_characters=table.number("least_characters"),
    )


@dataclass(frozen=True)
class OutboxSettings:
    """How often a letter is tried again: minutes after each temporary failure, then a person. How many answers an hour."""

    retry_minutes: tuple[int, ...]
    replies_per_hour: int  # to one correspondent; 0: no limit
    reconcile_at: time
    reconcile_days: int  # 0: the office does not reconcile


def read_outbox(table: Table) -> OutboxSettings:
    """Read [outbox]."""
    minutes = table.values["retry_minutes"]
    if not all(type(each) is int and each > 0 for each in minutes):
        table.fault("retry_minutes", "应为正整数的列表，如 [1, 5, 15, 60]")
        minutes = []
    return OutboxSettings(
        tuple(minutes),
        table.number("replies_per_hour"),
        table.clock("reconcile_at"),
        table.number("reconcile_days", most=366),
    )


@dataclass(frozen=True)
class DutySettings:
    """When the office's own rounds are made."""

    remind_at: time
    round_seconds: int


def read_duties(table: Table, hours: HoursSettings) -> DutySettings:
    """Read [duties]; reminders go out in office hours alone, so an hour after them would be none."""
    remind_at = table.clock("remind_at")
    if time(0) < hours.close <= remind_at:
        table.fault("remind_at", f"应早于下班时间 {hours.close:%H:%M}，否则催办发不出去")
    return DutySettings(remind_at, table.number("round_seconds", least=1, most=3600))


@dataclass(frozen=True)
class PrivacySettings:
    """What is kept from departments besides cases marked 保密."""

    secret_kinds: tuple[str, ...]


def read_privacy(table: Table, kinds: Iterable[str]) -> PrivacySettings:
    """Read [privacy]; `kinds` are those that cases have."""
    secret_kinds = table.texts("secret_kinds")
    for kind in secret_kinds:
        if kind not in kinds:
            table.fault("secret_kinds", f"没有这种类型：“{kind}”，可用：{'、'.join(kinds)}")
    return PrivacySettings(secret_kinds)


@dataclass(frozen=True)
class TrustSettings:
    """Whose word counts as a department's."""

    domains_allowed: bool
    authserv_ids: tuple[str, ...]  # lower case
    lookalikes: bool  # whether senders that imitate one on file are held


def read_trust(table: Table) -> TrustSettings:
    """Read [trust]."""
    return TrustSettings(
        table.flag("domains_allowed"),
        tuple(each.lower() for each in table.texts("authserv_ids")),
        table.flag("lookalikes"),
    )


def read_labels(table: Table) -> Mapping[str, tuple[str, ...]]:
    """Read [reading.labels]: field → more labels for it than `config/fields.toml` has."""
    labels = Table("reading.labels", table.values["labels"], table.faults)
    read = {}
    for name, value in labels.values.items():
        if isinstance(value, list):
            read[name] = labels.texts(name)
        else:
            labels.fault(name, '应为标签的列表，如 ["流水号"]')
    return read


@dataclass(frozen=True)
class LoggingSettings:
    """Where the log goes; `file` None: stderr."""

    level: str
    file: Path | None
    file_mb: int
    files: int


def read_logging(table: Table, near: Surroundings) -> LoggingSettings:
    """Read [logging]."""
    return LoggingSettings(
        level=table.one_of("level", "info", "debug", "warning", "error"),
        file=near.path(table.text("file")),
        file_mb=table.number("file_mb", least=1),
        files=table.number("files", least=1),
    )
