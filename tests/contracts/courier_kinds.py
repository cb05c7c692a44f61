"""The couriers that pass the contract: each kind knows what lies at the other end."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from config.settings import CourierSettings, MailboxSettings
from mailroom.providers import Courier, open_courier
from tests.contracts.mailbox_kinds import imap_settings
from tests.servers.mail_host import MailHost

# What every kind starts from; nothing listens anywhere.
NO_COURIER = CourierSettings(
    provider="folder",
    host="",
    port=0,
    security="tls",
    user="",
    password="",
    ca_file=None,
    per_minute=0,
    per_day=0,
    pause_seconds=0,
    letters_per_connection=10,
    save_sent="none",
    sent_folder="",
    timeout_seconds=20,
    path=None,
)


def letter(number: int, *, to: str = "zjj@example.cn", body: bytes = b"") -> bytes:
    """A letter with what goes wrong on a careless way: lines of dots, 8-bit bytes, a long line."""
    head = f"From: office@example.cn\r\nTo: {to}\r\nSubject: letter {number}\r\n"
    head += f"Date: Thu, 15 Mar 2018 09:00:00 +0800\r\nMessage-ID: {message_id(number)}\r\n"
    head += "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    text = f".\r\n..两点\r\n转办第 {number} 件\r\n" + "x" * 900 + "\r\n"
    return head.encode() + text.encode() + body


def message_id(number: int) -> str:
    """The Message-ID of `letter(number)`."""
    return f"<dispatch.TZ2018031500{number}.1@example.cn>"


def smtp_settings(server: MailHost, sender: str, /, **changes: Any) -> CourierSettings:
    """Settings to submit letters to the mail host, over TLS, with what a test wants otherwise."""
    account = {"provider": "smtp", "user": sender, "password": server.password}
    place = {"host": server.host, "port": server.smtps_port, "ca_file": server.ca_file}
    return replace(NO_COURIER, **{**account, **place, **changes})


class CourierKind(ABC):
    """A courier under test, seen from outside."""

    sender: str
    saves: str  # what the provider's Sent folder can tell: server (yes and no) | append (yes) | none

    @abstractmethod
    def open(self) -> Courier:
        """Return the courier as the office would open it."""

    @abstractmethod
    def address(self, name: str) -> str:
        """An address that no other test uses."""

    @abstractmethod
    def delivered(self, to: str, count: int) -> list[bytes]:
        """Wait for `count` letters and return those that `to` got, without the headers of the way."""


class SmtpKind(CourierKind):
    """Submission to Postfix."""

    def __init__(self, host: MailHost, new_address: Callable[..., str], *, saves: str, **changes: Any):
        self.host = host
        self._new_address = new_address
        self.sender = new_address("office")
        self.saves = saves
        self.settings = smtp_settings(host, self.sender, save_sent=saves, **changes)
        self.mailbox: MailboxSettings = imap_settings(host, self.sender)

    def open(self) -> Courier:
        return open_courier(self.settings, self.mailbox)

    def address(self, name: str) -> str:
        return self._new_address(name)

    def delivered(self, to: str, count: int) -> list[bytes]:
        mails = self.host.wait_for_mails(to, count) if count else self.host.mails(to)
        return [as_sent(raw) for raw in mails]


class FolderCourierKind(CourierKind):
    """Files in a folder."""

    saves = "server"
    sender = "office@example.cn"

    def __init__(self, path: Path):
        self._path = path
        self.settings = replace(NO_COURIER, path=path)

    def open(self) -> Courier:
        return open_courier(self.settings)

    def address(self, name: str) -> str:
        return f"{name}@example.cn"

    def delivered(self, to: str, count: int) -> list[bytes]:
        letters = [file.read_bytes() for file in sorted((self._path / "out").glob("*.eml"))]
        return [raw for raw in letters if f"To: {to}".encode() in raw]


def as_sent(raw: bytes) -> bytes:
    """Take off what servers put before a letter: everything above our From."""
    return raw[raw.index(b"From: office@example.cn") :]
