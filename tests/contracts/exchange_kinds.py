"""A mailbox and a courier on the stand-in for Exchange, as the contracts want them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from config.settings import CourierSettings, MailboxSettings
from mailroom.providers import Courier, Mailbox, Slot, open_courier
from tests.contracts.courier_kinds import NO_COURIER, CourierKind, as_sent
from tests.contracts.mailbox_kinds import FILED, NO_MAILBOX, Kind
from tests.servers.exchange import Exchange


def exchange_settings(exchange: Exchange, user: str, password: str, /, **changes: Any) -> MailboxSettings:
    """Settings for a mailbox there, with what a test wants otherwise."""
    account = {"provider": "ews", "name": user, "user": user, "password": password, "folders": ("inbox",)}
    place = {"url": exchange.url, "ca_file": exchange.ca_file, "category": "", "streaming": False}
    return replace(NO_MAILBOX, **{**account, **place, **changes})


def exchange_courier_settings(
    exchange: Exchange, user: str, password: str, /, **changes: Any
) -> CourierSettings:
    """Settings to send through it, with what a test wants otherwise."""
    account = {"provider": "ews", "user": user, "password": password}
    return replace(NO_COURIER, **{**account, "url": exchange.url, "ca_file": exchange.ca_file, **changes})


class EwsKind(Kind):
    """A mailbox on Exchange."""

    def __init__(self, exchange: Exchange, address: str, **changes: Any):
        self.exchange, self.address = exchange, address
        self.settings = exchange_settings(exchange, address, exchange.new_mailbox(address), **changes)

    def drop(self, raw: bytes, *, arrived_at: datetime | None = None) -> None:
        self.exchange.deliver(self.address, raw, arrived_at=arrived_at)

    def waiting(self) -> list[bytes]:
        return self.exchange.mails(self.address)

    def filed(self) -> list[bytes]:
        return self.exchange.mails(self.address, FILED)

    def take_away(self, slot: Slot) -> None:
        mailbox: Mailbox = self.open()
        raw = mailbox.fetch(slot).raw
        mailbox.close()
        place = self.waiting().index(raw)
        self.exchange.remove(self.address, self.exchange.ids(self.address)[place])

    def untouched(self) -> bool:
        return not any(
            self.exchange.is_touched(self.address, item) for item in self.exchange.ids(self.address)
        )

    def forget_filing_folder(self) -> None:
        self.exchange.remove_folder(self.address, FILED)


class EwsCourierKind(CourierKind):
    """Letters sent through Exchange, which keeps a copy of each."""

    saves = "server"
    sender = "office@example.cn"

    def __init__(self, exchange: Exchange, **changes: Any):
        self.exchange = exchange
        password = exchange.new_mailbox(self.sender)
        self.settings = exchange_courier_settings(exchange, self.sender, password, **changes)

    def open(self) -> Courier:
        return open_courier(self.settings)

    def address(self, name: str) -> str:
        return f"{name}@example.cn"

    def delivered(self, to: str, count: int) -> list[bytes]:
        return [as_sent(raw) for raw in self.exchange.outgoing(to)]
