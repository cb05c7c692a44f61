"""Fixtures that every kind of test may use: a real mail host, addresses on it, databases."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator

import pytest

from tests.servers.mail_host import MailHost
from tests.servers.postgres import PostgresHost

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def mail_host() -> Iterator[MailHost]:
    """Dovecot and Postfix for the whole session of this worker; tests keep apart by using addresses of their own."""
    with MailHost() as host:
        yield host


@pytest.fixture
def new_address() -> Callable[..., str]:
    """`new_address("office")` gives an address of example.cn that no other test uses; its mailbox exists at once."""

    def make(name: str = "office") -> str:
        return f"{name}-{os.getpid()}-{next(_numbers)}@example.cn"

    return make


@pytest.fixture(scope="session")
def postgres_host() -> Iterator[PostgresHost]:
    """PostgreSQL for the whole session of this worker."""
    with PostgresHost() as host:
        yield host


@pytest.fixture
def postgres_url(postgres_host: PostgresHost) -> Iterator[str]:
    """The URL of a database made for this test and removed after it."""
    url = postgres_host.new_database()
    yield url
    postgres_host.drop_database(url)
