"""An office whose mail is on a real Dovecot and Postfix."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tests.journeys.offices import FILED, PASSWORD_ENV, OfficeAtWork, Row, wait_until
from tests.servers.mail_host import MailHost

QUEUES = ("maildrop", "incoming", "active", "deferred")


class ServedOffice(OfficeAtWork):
    """An office with an account on the mail host; departments and platforms have theirs beside it."""

    def __init__(self, folder: Path, new_address: Callable[..., str], host: MailHost):
        super().__init__(folder, new_address)
        self.host = host
        self.address = new_address("office")
        self.password = host.password

    @property
    def account(self) -> Row:
        """What IMAP and SMTP share."""
        return {
            "host": self.host.host,
            "security": "tls",
            "user": self.address,
            "password_env": PASSWORD_ENV,
            "ca_file": str(self.host.ca_file),
            "timeout_seconds": 30,
        }

    def mailbox(self) -> Row:
        return {"provider": "imap", "port": self.host.imaps_port, **self.account}

    def courier(self) -> Row:
        return {"provider": "smtp", "port": self.host.smtps_port, **self.account}

    def mail_in(self, raw: bytes, folder: str = "INBOX", *, arrived_at: datetime | None = None) -> None:
        self.host.append(self.address, raw, folder, arrived_at=arrived_at)

    def waiting(self) -> list[bytes]:
        return self.host.mails(self.address)

    def filed(self) -> list[bytes]:
        return self.host.mails(self.address, FILED)

    def settle(self) -> None:
        """Postfix takes a letter out of its queue when Dovecot has it."""
        queue = self.host.folder / "queue"
        wait_until(
            lambda: not any(file.is_file() for name in QUEUES for file in (queue / name).rglob("*")),
            "Postfix's queue is empty",
        )

    def _delivered(self, address: str) -> list[bytes]:
        return self.host.mails(address)
