"""The stand-in for Exchange, for the tests that need nothing special of it. exchangelib is imported where it is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.servers.exchange import Exchange

if TYPE_CHECKING:
    import exchangelib


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    from exchangelib import close_connections

    with Exchange() as exchange:
        yield exchange
    close_connections()


@pytest.fixture
def password(exchange: Exchange) -> str:
    """That of the office's own mailbox."""
    from tests.contracts.exchange_accounts import OFFICE

    return exchange.new_mailbox(OFFICE)


@pytest.fixture
def account(exchange: Exchange, password: str) -> exchangelib.Account:
    """The office's mailbox as exchangelib itself opens it."""
    from tests.contracts.exchange_accounts import OFFICE, opened

    return opened(exchange, OFFICE, password)
