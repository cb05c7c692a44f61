"""The settings of an office: `office.toml` laid over `defaults.toml`, checked, as frozen dataclasses.

Config is read once, at the top. All faults are reported together, each with its key (`ConfigFaults`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from config.faults import ConfigFaults, Fault, not_toml
from config.office_file import default_office_toml
from config.packaged import holiday_files, load_holidays, packaged_departments, read_holidays
from config.parts import (
    AnswerSettings,
    DispatchingSettings,
    DutySettings,
    HoursSettings,
    LoggingSettings,
    OfficeSettings,
    OutboxSettings,
    PrivacySettings,
    TrustSettings,
    UpperSettings,
    read_answers,
    read_dispatching,
    read_duties,
    read_hours,
    read_labels,
    read_logging,
    read_numbering,
    read_office,
    read_outbox,
    read_privacy,
    read_trust,
    read_upper,
)
from config.procedure import (
    ExtensionSettings,
    FollowUpSettings,
    LiaisonSettings,
    LinesSettings,
    NoticeSettings,
    RoutingSettings,
    SendBackSettings,
    SupervisionSettings,
    read_extensions,
    read_follow_up,
    read_liaison,
    read_lines,
    read_notice,
    read_routing,
    read_send_backs,
    read_supervision,
)
from config.rule_sets import Rules, RuleSets, read_rule_sets
from config.secrets import read_password
from config.servers import (
    CourierSettings,
    MailboxSettings,
    read_courier,
    read_mailboxes,
)
from config.surroundings import Surroundings
from config.tables import Table, laid_over
from config.watch import WatchSettings, read_watch

__all__ = [
    "AnswerSettings",
    "ConfigFaults",
    "CourierSettings",
    "DispatchingSettings",
    "DutySettings",
    "ExtensionSettings",
    "Fault",
    "FollowUpSettings",
    "HoursSettings",
    "LiaisonSettings",
    "LinesSettings",
    "LoggingSettings",
    "MailboxSettings",
    "NoticeSettings",
    "OfficeSettings",
    "OutboxSettings",
    "PrivacySettings",
    "RoutingSettings",
    "RuleSets",
    "Rules",
    "Settings",
    "SupervisionSettings",
    "TrustSettings",
    "UpperSettings",
    "WatchSettings",
    "default_office_toml",
    "holiday_files",
    "load",
    "load_holidays",
    "packaged_defaults",
    "packaged_departments",
    "read_holidays",
]

OFFICE_FILE = "office.toml"


@dataclass(frozen=True)
class Settings:
    """Everything an office decided, or left at its default. Paths are resolved against `dir`."""

    dir: Path
    office: OfficeSettings
    mailboxes: tuple[MailboxSettings, ...]
    courier: CourierSettings
    ledger_url: str = field(repr=False)  # may carry the database's password
    numbering: Mapping[str, str]  # kind of paper → the character of its series, "": no number
    upper: tuple[UpperSettings, ...]
    rules: RuleSets
    hours: HoursSettings
    dispatching: DispatchingSettings
    answers: AnswerSettings
    extensions: ExtensionSettings
    send_backs: SendBackSettings
    supervision: SupervisionSettings
    follow_up: FollowUpSettings
    liaison: LiaisonSettings
    notice: NoticeSettings
    lines: LinesSettings
    routing: RoutingSettings
    outbox: OutboxSettings
    duties: DutySettings
    privacy: PrivacySettings
    trust: TrustSettings
    watch: WatchSettings
    reading_labels: Mapping[str, tuple[str, ...]]
    logging: LoggingSettings
    archive_dir: Path
    templates_dir: Path
    calendar_dir: Path
    calendar_warn_from: tuple[int, int]  # month, day
    least_free_mb: int


def packaged_defaults() -> dict[str, Any]:
    """Return `config/defaults.toml` as a dict."""
    return tomllib.loads(resources.files("config").joinpath("defaults.toml").read_text(encoding="utf-8"))


def load(office_dir: Path, env: Mapping[str, str], *, secrets: bool = True) -> Settings:
    """Read the settings of the office in `office_dir`; `ConfigFaults` lists everything wrong at once.

    `env` is where `password_env` looks. With `secrets=False` passwords are left empty and not missed: for commands
    that talk to no server.
    """
    office_dir = office_dir.absolute()
    written = _read_office_file(office_dir / OFFICE_FILE)
    faults: list[Fault] = []
    settings = _read(written, Surroundings(office_dir, env, secrets), faults)
    if faults:
        raise ConfigFaults(faults)
    return settings


def _read_office_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        sentence = f"找不到配置文件 {file}，请先用 mailroom init 新建，或用 -C 指明工作目录"
    except (OSError, UnicodeDecodeError):
        sentence = f"无法读取配置文件 {file}，应为 UTF-8 编码的文本"
    except tomllib.TOMLDecodeError as error:
        sentence = not_toml(error)
    raise ConfigFaults([Fault(OFFICE_FILE, sentence)])


def _read(written: Mapping[str, Any], near: Surroundings, faults: list[Fault]) -> Settings:
    defaults = packaged_defaults()
    defaults["watch"]["courier"] = dict(defaults["courier"])  # the second way out is written like the first
    for name, title in (("mailbox", "收件信箱"), ("courier", "发件服务器"), ("upper", "上级平台")):
        if written.get(name, []) == []:
            faults.append(Fault(name, f"缺少 [{name}]（{title}）"))
    written_watch = written.get("watch", {}) if isinstance(written.get("watch"), dict) else {}
    merged = laid_over(defaults, {"mailbox": [], "upper": [], "rules": [], **written}, faults)

    def table(name: str) -> Table:
        return Table(name, merged[name], faults)

    folders, calendar, hours = table("folders"), table("calendar"), read_hours(table("hours"))
    return Settings(
        dir=near.dir,
        office=read_office(table("office")),
        mailboxes=read_mailboxes(merged["mailbox"], near, faults),
        courier=read_courier(merged["courier"], near, faults if "courier" in written else []),
        ledger_url=_ledger_url(table("ledger"), near),
        numbering=read_numbering(table("numbering")),
        upper=read_upper(merged["upper"], faults),
        rules=read_rule_sets(defaults["rules"], merged["rules"], faults),
        hours=hours,
        dispatching=read_dispatching(table("dispatching")),
        answers=read_answers(table("answers")),
        extensions=read_extensions(table("extensions")),
        send_backs=read_send_backs(table("send_backs")),
        supervision=read_supervision(table("supervision")),
        follow_up=read_follow_up(table("follow_up")),
        liaison=read_liaison(table("liaison")),
        notice=read_notice(table("notice")),
        lines=read_lines(table("lines")),
        routing=read_routing(table("routing")),
        outbox=read_outbox(table("outbox")),
        duties=read_duties(table("duties"), hours),
        privacy=read_privacy(table("privacy"), defaults["rules"][0]["limit_days"]),
        trust=read_trust(table("trust")),
        watch=read_watch(merged["watch"], near, faults, second_way="courier" in written_watch),
        reading_labels=read_labels(table("reading")),
        logging=read_logging(table("logging"), near),
        archive_dir=near.dir / folders.text("archive", required=True),
        templates_dir=near.dir / folders.text("templates", required=True),
        calendar_dir=near.dir / calendar.text("dir", required=True),
        calendar_warn_from=_month_and_day(calendar),
        least_free_mb=folders.number("least_free_mb"),
    )


def _month_and_day(calendar: Table) -> tuple[int, int]:
    value = calendar.text("warn_from")
    month, _, day = value.partition("-")
    if month.isdigit() and day.isdigit() and 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
        return int(month), int(day)
    calendar.fault("warn_from", f"应为月-日，如 11-01，现为“{value}”")
    return 11, 1


def _account_in(url: str) -> str:
    try:
        return urlsplit(url).username or ""
    except ValueError:
        return ""


def _ledger_url(table: Table, near: Surroundings) -> str:
    """Return the database's URL: SQLite with an absolute path, PostgreSQL with its password, where it has one."""
    url = table.text("url", required=True)
    # Every command opens the ledger, also those that need no mail password.
    password = read_password(table, replace(near, secrets=True), account=_account_in(url))
    try:
        parts = urlsplit(url)
        _ = parts.port  # what is no number is found out here
    except ValueError:
        table.fault("url", "写法有误，应如 postgresql://用户@主机:5432/库名")
        return url
    if parts.scheme == "sqlite" and not parts.path.strip("/"):
        table.fault("url", "请写明数据库文件，如 sqlite:///ledger.db")
    elif parts.scheme == "sqlite":
        return f"sqlite:///{near.dir / url.removeprefix('sqlite:///')}"
    elif parts.scheme not in ("postgresql", "postgres"):
        table.fault("url", "应以 sqlite:/// 或 postgresql:// 开头")
    elif parts.password or "password" in parse_qs(parts.query, keep_blank_values=True):
        table.fault("url", "密码不得写入配置文件，请改用 password_env、password_file 或 password_keyring")
    elif password and parts.username:
        return url.replace("@", f":{quote(password, safe='')}@", 1)
    return url
