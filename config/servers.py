"""The office's mailboxes and its courier, as configured: where they are and how to log in.

Passwords come from the environment or a file; they are in no config file, no `repr` and no fault.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from config.faults import Fault
from config.tables import Table

IMAP_PORTS = {"tls": 993, "starttls": 143, "none": 143}
SMTP_PORTS = {"tls": 465, "starttls": 587, "none": 25}


@dataclass(frozen=True)
class MailboxSettings:
    """One mailbox to watch; `path` is set for the folder provider, the server's fields for the others."""

    name: str
    provider: str  # imap | folder
    host: str
    port: int
    security: str  # tls | starttls | none
    user: str
    password: str = field(repr=False)
    ca_file: Path | None
    folders: tuple[str, ...]
    junk_folders: tuple[str, ...]
    filed_folder: str  # empty: mails stay where they are
    since: date | None
    poll_seconds: int
    timeout_seconds: int
    max_mail_mb: int
    attachments_mb: int  # told to senders
    path: Path | None


@dataclass(frozen=True)
class CourierSettings:
    """What delivers the letters; limits of 0 mean none."""

    provider: str  # smtp | folder
    host: str
    port: int
    security: str
    user: str  # empty: no log-in
    password: str = field(repr=False)
    ca_file: Path | None
    per_minute: int
    per_day: int
    letters_per_connection: int
    save_sent: str  # server | append | none
    sent_folder: str
    timeout_seconds: int
    path: Path | None


@dataclass(frozen=True)
class Surroundings:
    """What a config may refer to: the office's folder, the environment, and whether passwords are wanted."""

    dir: Path
    env: Mapping[str, str]
    secrets: bool = True

    def path(self, written: str) -> Path | None:
        """A path as written, from the office's folder; None where none is written."""
        return (self.dir / Path(written).expanduser()) if written else None


def read_mailboxes(
    entries: Sequence[dict], near: Surroundings, faults: list[Fault]
) -> tuple[MailboxSettings, ...]:
    """Read every mailbox; their names must differ, because the ledger remembers by name what was taken in."""
    read: list[MailboxSettings] = []
    for place, values in enumerate(entries):
        key = f"mailbox[{place + 1}]" if len(entries) > 1 else "mailbox"
        table = Table(key, values, faults)
        mailbox = _read_mailbox(table, near)
        if mailbox.name in {other.name for other in read}:
            table.fault("name", f"名称“{mailbox.name}”与前面的信箱重复，请各起一个 name")
        read.append(mailbox)
    return tuple(read)


def _read_mailbox(table: Table, near: Surroundings) -> MailboxSettings:
    provider = table.one_of("provider", "imap", "folder")
    path = _folder(table, near, provider)
    return MailboxSettings(
        name=table.text("name") or table.text("user") or table.text("path"),
        **_server(table, near, provider, IMAP_PORTS, log_in=True),
        folders=table.texts("folders", required=provider != "folder"),
        junk_folders=table.texts("junk_folders"),
        filed_folder=table.text("filed_folder"),
        since=table.day("since"),
        poll_seconds=table.number("poll_seconds", least=1, most=3600),
        timeout_seconds=table.number("timeout_seconds", least=1, most=3600),
        max_mail_mb=table.number("max_mail_mb", least=1),
        attachments_mb=table.number("attachments_mb", least=1),
        path=path,
    )


def read_courier(
    values: Mapping[str, Any], near: Surroundings, faults: list[Fault], key: str = "courier"
) -> CourierSettings:
    """Read a courier, the table `key` of the config; `save_sent` left empty follows from the host."""
    table = Table(key, values, faults)
    provider = table.one_of("provider", "smtp", "folder")
    path = _folder(table, near, provider)
    server = _server(table, near, provider, SMTP_PORTS, log_in=bool(table.text("user")))
    return CourierSettings(
        **server,
        per_minute=table.number("per_minute"),
        per_day=table.number("per_day"),
        letters_per_connection=table.number("letters_per_connection"),
        save_sent=_save_sent(table, server["host"]),
        sent_folder=table.text("sent_folder"),
        timeout_seconds=table.number("timeout_seconds", least=1, most=3600),
        path=path,
    )


def _save_sent(table: Table, host: str) -> str:
    """Who keeps sent letters. A server not known to keep them is not asked: "not found" would prove nothing."""
    chosen = table.one_of("save_sent", "", "server", "append", "none")
    if chosen:
        return chosen
    domains = table.texts("saving_hosts")
    keeps = any(host == domain or host.endswith("." + domain) for domain in domains)
    return "server" if keeps else "none"


def _server(
    table: Table, near: Surroundings, provider: str, ports: Mapping[str, int], *, log_in: bool
) -> dict:
    """Read what every provider shares: host, port, security, account."""
    remote = provider != "folder"
    security = table.one_of("security", "tls", "starttls", "none")
    host = table.text("host", required=remote)
    if remote and security == "none" and host and not is_loopback(host):
        table.fault("security", "不加密（none）只允许用于本机地址，请改为 tls 或 starttls")
    ca_file = near.path(table.text("ca_file"))
    if ca_file is not None and not ca_file.is_file():
        table.fault("ca_file", f"找不到证书文件 {ca_file}")
    return {
        "provider": provider,
        "host": host,
        "port": table.number("port", most=65535) or ports[security],
        "security": security,
        "user": table.text("user", required=remote and log_in),
        "password": read_password(table, near, required=remote and log_in),
        "ca_file": ca_file,
    }


def _folder(table: Table, near: Surroundings, provider: str) -> Path | None:
    return near.path(table.text("path", required=provider == "folder"))


def read_password(table: Table, near: Surroundings, *, required: bool) -> str:
    """Return the password of a table; "" where passwords are not wanted now, or none is needed."""
    variable, file = table.text("password_env"), table.text("password_file")
    if variable and file:
        table.fault("password_env", "与 password_file 只能填写一个")
    elif required and not variable and not file:
        table.fault("password_env", "请填写存放密码的环境变量名，或改用 password_file")
    elif near.secrets and variable:
        return _from_environment(table, variable, near)
    elif near.secrets and file:
        return _from_file(table, near.dir / Path(file).expanduser())
    return ""


def _from_environment(table: Table, variable: str, near: Surroundings) -> str:
    password = near.env.get(variable, "")
    if not password:
        table.fault("password_env", f"环境变量 {variable} 未设置或为空")
    return password


def _from_file(table: Table, file: Path) -> str:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        table.fault("password_file", f"无法读取密码文件 {file}")
        return ""
    if not lines or not lines[0]:
        table.fault("password_file", f"密码文件 {file} 的第一行为空")
        return ""
    return lines[0]


def is_loopback(host: str) -> bool:
    """Whether a server is this machine itself, so that nothing goes over a wire."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
