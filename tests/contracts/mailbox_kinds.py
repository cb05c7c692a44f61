"""The mailboxes that pass the contract: each kind knows how a mail comes to lie in it, and what lies there."""

from __future__ import annotations

import os
import shutil
from abc import ABC, abstractmethod
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from config.settings import MailboxSettings
from mailroom.providers import Mailbox, Slot, open_mailbox
from tests.servers.mail_host import MailHost

CHINA = timezone(timedelta(hours=8))
FILED = "已登记"


def mail(number: int, *, body: str = "滕州市民反映路灯不亮。\r\n", subject: str = "case") -> bytes:
    """A small real mail: a raw 8-bit Chinese body, a line that begins with a dot, CRLF line ends."""
    head = f"From: zz12345@example.cn\r\nTo: office@example.cn\r\nSubject: {subject} {number}\r\n"
    head += f"Message-ID: <{subject}-{number}@example.cn>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    return (head + f".{number}\r\n" + body).encode()


# What every kind starts from; nothing listens anywhere.
NO_MAILBOX = MailboxSettings(
    name="",
    provider="folder",
    host="",
    port=0,
    security="tls",
    user="",
    password="",
    ca_file=None,
    folders=(),
    junk_folders=(),
    filed_folder=FILED,
    since=None,
    poll_seconds=1,
    timeout_seconds=20,  # patience for a slow test machine
    max_mail_mb=1,
    attachments_mb=50,
    path=None,
)


def imap_settings(server: MailHost, address: str, /, **changes: Any) -> MailboxSettings:
    """Settings for an address on the mail host, over TLS, with what a test wants otherwise."""
    account = {
        "name": address,
        "user": address,
        "password": server.password,
        "folders": ("INBOX",),
        "provider": "imap",
    }
    place = {"host": server.host, "port": server.imaps_port, "ca_file": server.ca_file}
    return replace(NO_MAILBOX, **{**account, **place, **changes})


class Kind(ABC):
    """A mailbox under test, seen from outside."""

    settings: MailboxSettings

    def open(self) -> Mailbox:
        """Return the mailbox as the office would open it."""
        return open_mailbox(self.settings)

    @abstractmethod
    def drop(self, raw: bytes, *, arrived_at: datetime | None = None) -> None:
        """Let a mail arrive (at a moment in China time)."""

    @abstractmethod
    def waiting(self) -> list[bytes]:
        """The mails that lie where new mail comes in."""

    @abstractmethod
    def filed(self) -> list[bytes]:
        """The mails that were filed away."""

    @abstractmethod
    def take_away(self, slot: Slot) -> None:
        """Let someone else remove a mail."""

    @abstractmethod
    def untouched(self) -> bool:
        """Whether nobody could tell that the mails were read."""

    @abstractmethod
    def forget_filing_folder(self) -> None:
        """Let someone else remove the folder of filed mails, with all that is in it."""


class ImapKind(Kind):
    """An address on Dovecot, reached directly or through a proxy."""

    def __init__(self, host: MailHost, address: str, **changes: Any):
        self.host = host
        self.address = address
        self.settings = imap_settings(host, address, **changes)

    def drop(self, raw: bytes, *, arrived_at: datetime | None = None) -> None:
        self.host.append(self.address, raw, arrived_at=arrived_at)

    def waiting(self) -> list[bytes]:
        return self.host.mails(self.address)

    def filed(self) -> list[bytes]:
        return self.host.mails(self.address, FILED)

    def take_away(self, slot: Slot) -> None:
        self.host.remove(self.address, slot.folder, f"uid {slot.uid}")

    def untouched(self) -> bool:
        return set(self.host.flags(self.address)) <= {""}

    def forget_filing_folder(self) -> None:
        self.host.delete_folder(self.address, FILED)


class FolderKind(Kind):
    """A folder of files."""

    def __init__(self, path: Path):
        self.path = path
        self._count = 0
        self.settings = replace(NO_MAILBOX, name="folder", path=path)
        (path / "in").mkdir(parents=True)

    def drop(self, raw: bytes, *, arrived_at: datetime | None = None) -> None:
        self._count += 1
        draft = self.path / f"mail-{self._count:05d}.tmp"
        draft.write_bytes(raw)
        if arrived_at:
            moment = arrived_at.replace(tzinfo=CHINA).timestamp()
            os.utime(draft, (moment, moment))
        draft.rename(self.path / "in" / f"mail-{self._count:05d}.eml")

    def waiting(self) -> list[bytes]:
        return [file.read_bytes() for file in sorted((self.path / "in").glob("*.eml"))]

    def filed(self) -> list[bytes]:
        return [file.read_bytes() for file in sorted((self.path / "filed").glob("*.eml"))]

    def take_away(self, slot: Slot) -> None:
        for file in (self.path / "in").glob("*.eml"):
            if file.read_bytes() == self.open().fetch(slot).raw:
                file.unlink()
                return

    def untouched(self) -> bool:
        return not self.filed()

    def forget_filing_folder(self) -> None:
        shutil.rmtree(self.path / "filed")
