"""The office's mailboxes and its courier, as configured: where they are and how to log in.

Passwords come from the environment, a file or the system's keyring; they are in no config file, no `repr` and no fault.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from config.exchange import endpoint_host, read_exchange
from config.faults import Fault
from config.logins import OAuthSettings, read_login
from config.mail_hosts import belongs, junk_folders_of, letter_limits_of
from config.secrets import NOWHERE, SecretPlace
from config.surroundings import Surroundings, is_loopback
from config.tables import Table

__all__ = [
    "CourierSettings",
    "MailboxSettings",
    "Surroundings",
    "is_loopback",
    "read_courier",
    "read_mailboxes",
]

# How an account may log in, by provider. EWS: whichever of Basic and NTLM the server offers, or one of them.
AUTH = {
    "imap": ("password", "oauth2"),
    "smtp": ("password", "oauth2"),
    "ews": ("password", "oauth2", "basic", "ntlm"),
    "folder": ("password",),
}
NO_FOLDERS = ("none",)  # junk_folders = ["none"]: not even those that are known of the provider
IMAP_PORTS = {"tls": 993, "starttls": 143, "none": 143}
SMTP_PORTS = {"tls": 465, "starttls": 587, "none": 25}


@dataclass(frozen=True)
class MailboxSettings:
    """One mailbox to watch; `path` is set for the folder provider, the server's fields for the others."""

    name: str
    provider: str  # imap | ews | folder
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
    auth: str = "password"  # password | oauth2, for EWS also basic | ntlm
    password_place: SecretPlace = NOWHERE
    password_ends_on: date | None = None  # None: not known, or never
    oauth: OAuthSettings | None = None  # given where `auth` is oauth2
    url: str = ""  # ews: the endpoint; empty: found out by the address
    address: str = ""  # ews: of the mailbox; empty: `user`
    ews_version: str = ""  # empty: asked of the server
    streaming: bool = True  # ews: the server tells at once of mail
    category: str = ""  # ews: what Outlook shows on mails that are registered; empty: nothing


@dataclass(frozen=True)
class CourierSettings:
    """What delivers the letters; limits of 0 mean none."""

    provider: str  # smtp | ews | folder
    host: str
    port: int
    security: str
    user: str  # empty: no log-in
    password: str = field(repr=False)
    ca_file: Path | None
    per_minute: int
    per_day: int
    pause_seconds: int  # from one letter to the next
    letters_per_connection: int
    save_sent: str  # server | append | none
    sent_folder: str
    timeout_seconds: int
    path: Path | None
    auth: str = "password"  # password | oauth2, for EWS also basic | ntlm
    password_place: SecretPlace = NOWHERE
    password_ends_on: date | None = None  # None: not known, or never
    oauth: OAuthSettings | None = None  # given where `auth` is oauth2
    url: str = ""  # ews: the endpoint; empty: found out by the address
    address: str = ""  # ews: of the mailbox that sends; empty: `user`
    ews_version: str = ""  # empty: asked of the server


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
    provider = table.one_of("provider", "imap", "ews", "folder")
    path = _folder(table, near, provider)
    return MailboxSettings(
        name=_name(table),
        **_server(table, near, provider, IMAP_PORTS, log_in=True),
        folders=table.texts("folders", required=provider != "folder"),
        junk_folders=_junk_folders(table),
        filed_folder=table.text("filed_folder"),
        since=table.day("since"),
        poll_seconds=table.number("poll_seconds", least=1, most=3600),
        timeout_seconds=table.number("timeout_seconds", least=1, most=3600),
        max_mail_mb=table.number("max_mail_mb", least=1),
        attachments_mb=table.number("attachments_mb", least=1),
        path=path,
        streaming=table.flag("streaming"),
        category=table.text("category"),
    )


def _name(table: Table) -> str:
    return next(filter(None, (table.text(name) for name in ("name", "user", "address", "path"))), "")


def _junk_folders(table: Table) -> tuple[str, ...]:
    """The junk folders to look into: as written, or where the provider is known to put what is no junk."""
    written = table.texts("junk_folders")
    return () if written == NO_FOLDERS else written or junk_folders_of(table.text("host"))


def read_courier(
    values: Mapping[str, Any], near: Surroundings, faults: list[Fault], key: str = "courier"
) -> CourierSettings:
    """Read a courier, the table `key` of the config; `save_sent` left empty follows from the host."""
    table = Table(key, values, faults)
    provider = table.one_of("provider", "smtp", "ews", "folder")
    path = _folder(table, near, provider)
    a_day, between = letter_limits_of(table.text("host"))
    server = _server(table, near, provider, SMTP_PORTS, log_in=provider == "ews" or bool(table.text("user")))
    return CourierSettings(
        **server,
        per_minute=table.number("per_minute"),
        per_day=table.number("per_day") or a_day,
        pause_seconds=table.number("pause_seconds", most=3600) or between,
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
    return "server" if belongs(host, table.texts("saving_hosts")) else "none"


def _server(
    table: Table, near: Surroundings, provider: str, ports: Mapping[str, int], *, log_in: bool
) -> dict:
    """Read what every provider shares: host, port, security, account, and how it logs in."""
    remote = provider != "folder"
    by_host = remote and provider != "ews"  # EWS is found by its URL or the address
    security = table.one_of("security", "tls", "starttls", "none")
    host = table.text("host", required=True) if by_host else endpoint_host(table)
    nobody = (
        provider == "ews" and table.text("auth") == "oauth2"
    )  # an application acts for the mailbox's owner
    user = table.text("user", required=remote and log_in and not nobody)
    if by_host and security == "none" and host and not is_loopback(host):
        table.fault("security", "不加密（none）只允许用于本机地址，请改为 tls 或 starttls")
    ca_file = near.path(table.text("ca_file"))
    if ca_file is not None and not ca_file.is_file():
        table.fault("ca_file", f"找不到证书文件 {ca_file}")
    login = read_login(table, near, host=host, user=user, kinds=AUTH[provider], required=remote and log_in)
    return {
        "provider": provider,
        "host": host,
        "port": table.number("port", most=65535) or ports[security],
        "security": security,
        "user": user,
        "ca_file": ca_file,
        **vars(login),
        **read_exchange(table, provider),
    }


def _folder(table: Table, near: Surroundings, provider: str) -> Path | None:
    return near.path(table.text("path", required=provider == "folder"))
