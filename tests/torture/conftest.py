"""The kinds of places in which an office is tortured."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.in_files import FolderOffice
from tests.journeys.offices import OfficeAtWork, share_templates
from tests.journeys.on_exchange import ExchangeOffice
from tests.journeys.served import ServedOffice
from tests.servers.coremail_proxy import CoremailProxy
from tests.servers.exchange import Exchange
from tests.servers.mail_host import MailHost

NewAddress = Callable[..., str]


@pytest.fixture(autouse=True)
def one_set_of_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """See `share_templates`."""
    share_templates(monkeypatch)


@pytest.fixture
def dovecot(tmp_path: Path, new_address: NewAddress, mail_host: MailHost) -> OfficeAtWork:
    """MOVE and IDLE, and no copy of what was sent: after a crash in sending nobody can tell whether it went."""
    office = ServedOffice(tmp_path / "office", new_address, mail_host)
    office.open()
    return office


@pytest.fixture
def like_163(tmp_path: Path, new_address: NewAddress, mail_host: MailHost) -> Iterator[OfficeAtWork]:
    """No MOVE, no IDLE, and the server files what was sent: its Sent folder tells whether a letter went."""
    with CoremailProxy(mail_host.imap_port) as proxy:
        office = ServedOffice(tmp_path / "office", new_address, mail_host)
        office.open(
            mailbox={"port": proxy.port, "security": "none", "poll_seconds": 1},
            courier={"port": mail_host.smtps_saving_port, "save_sent": "server"},
        )
        yield office


@pytest.fixture
def on_exchange(tmp_path: Path, new_address: NewAddress) -> Iterator[OfficeAtWork]:
    """Ids that change, and a folder of sent mail that tells whether a letter went."""
    with Exchange() as exchange:
        office = ExchangeOffice(tmp_path / "office", new_address, exchange)
        office.open()
        yield office


@pytest.fixture
def in_files(tmp_path: Path, new_address: NewAddress) -> OfficeAtWork:
    """A folder of files: what was sent lies there."""
    office = FolderOffice(tmp_path / "office", new_address)
    office.open()
    return office
