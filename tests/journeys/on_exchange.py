"""An office whose mail is on Exchange."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tests.journeys.offices import FILED, PASSWORD_ENV, OfficeAtWork, Row
from tests.servers.exchange import Exchange

_FOLDERS = {"INBOX": "inbox"}


class ExchangeOffice(OfficeAtWork):
    """An office with a mailbox on Exchange; departments and platforms are elsewhere, as far as Exchange knows."""

    def __init__(self, folder: Path, new_address: Callable[..., str], exchange: Exchange):
        super().__init__(folder, new_address)
        self.exchange = exchange
        self.address = new_address("office")
        self.password = exchange.new_mailbox(self.address)

    @property
    def account(self) -> Row:
        """What reading and sending share."""
        return {
            "provider": "ews",
            "url": self.exchange.url,
            "user": self.address,
            "password_env": PASSWORD_ENV,
            "timeout_seconds": 30,
        }

    def mailbox(self) -> Row:
        return self.account

    def courier(self) -> Row:
        return self.account

    def mail_in(self, raw: bytes, folder: str = "INBOX", *, arrived_at: datetime | None = None) -> None:
        self.exchange.deliver(self.address, raw, _FOLDERS.get(folder, folder), arrived_at)

    def waiting(self) -> list[bytes]:
        return self.exchange.mails(self.address)

    def filed(self) -> list[bytes]:
        return self.exchange.mails(self.address, FILED)

    def settle(self) -> None:
        """A letter is there when Exchange has answered."""

    def _delivered(self, address: str) -> list[bytes]:
        return self.exchange.outgoing(address)
