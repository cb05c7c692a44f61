"""Exchange by OAuth2, as Microsoft 365 wants it: an application of its own right, or on behalf of a person."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.logins import OAuthSettings
from mailroom.errors import Misconfigured
from mailroom.providers import Mailbox, open_courier, open_mailbox
from tests.contracts.courier_kinds import letter
from tests.contracts.exchange_accounts import CLERK, OFFICE
from tests.contracts.exchange_kinds import exchange_courier_settings, exchange_settings
from tests.contracts.mailbox_kinds import mail
from tests.contracts.test_exchange import bodies
from tests.servers.exchange import Exchange

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    with Exchange(schemes=("bearer",), tls=True) as exchange:
        exchange.new_mailbox(OFFICE)
        yield exchange


Opener = Callable[..., Mailbox]


@pytest.fixture
def opened(exchange: Exchange) -> Iterator[Opener]:
    """`opened(oauth, **changes)` is a mailbox that is closed after the test."""
    mailboxes: list[Mailbox] = []

    def make(oauth: OAuthSettings, **changes: object) -> Mailbox:
        words = {"auth": "oauth2", "oauth": oauth, "address": OFFICE, **changes}
        mailboxes.append(open_mailbox(exchange_settings(exchange, "", "", name=OFFICE, **words)))
        return mailboxes[-1]

    yield make
    for mailbox in mailboxes:
        mailbox.close()


@pytest.fixture
def application(exchange: Exchange) -> OAuthSettings:
    """An application that acts for the owner of any mailbox (client credentials)."""
    app = exchange.new_application()
    scope = "https://outlook.office365.com/.default"
    return OAuthSettings(exchange.token_url, app.client_id, app.secret, scope, None)


def delegated(exchange: Exchange, address: str, file: Path) -> OAuthSettings:
    """An application for which the owner of `address` has signed in once."""
    app = exchange.new_application()
    file.write_text(exchange.new_refresh_token(address))
    return OAuthSettings(exchange.token_url, app.client_id, app.secret, "", file)


def test_an_application_reads_the_mailbox_it_is_configured_for(exchange, opened, application):
    exchange.deliver(OFFICE, mail(1))
    assert bodies(opened(application)) == [mail(1)]
    assert exchange.tokens.asked == ["client_credentials"]
    assert "<t:PrimarySmtpAddress>office@tengzhou.test</t:PrimarySmtpAddress>" in exchange.requests[-1].xml


def test_a_person_who_signed_in_reads_his_own_mailbox(exchange, opened, tmp_path):
    exchange.deliver(OFFICE, mail(1))
    file = tmp_path / "refresh-token"
    mailbox = opened(delegated(exchange, OFFICE, file), user=OFFICE)
    first = file.read_text().strip()
    assert bodies(mailbox) == [mail(1)]
    assert exchange.tokens.asked == ["refresh_token"]
    assert file.read_text().strip() != first  # the server renewed it; the old one is good no more
    assert "ExchangeImpersonation" not in exchange.requests[-1].xml


def test_a_person_reads_a_mailbox_that_was_shared_with_him(exchange, opened, tmp_path):
    exchange.new_mailbox(CLERK)
    exchange.share(OFFICE, to=CLERK)
    exchange.deliver(OFFICE, mail(1))
    mailbox = opened(delegated(exchange, CLERK, tmp_path / "token"), user=CLERK)
    assert bodies(mailbox) == [mail(1)]


def test_an_expired_token_is_replaced_without_a_word(exchange, opened, application):
    mailbox = opened(application)
    exchange.deliver(OFFICE, mail(1))
    assert bodies(mailbox) == [mail(1)]
    exchange.faults.token_expires()
    assert bodies(mailbox) == [mail(1)]
    assert exchange.tokens.asked == ["client_credentials"] * 2


def test_a_token_near_its_end_is_replaced_before(exchange, opened, application):
    exchange.tokens.seconds = 6
    mailbox = opened(application)
    assert bodies(mailbox) == []
    time.sleep(3.5)
    assert bodies(mailbox) == []
    assert exchange.refused == 0
    assert len(exchange.tokens.asked) == 2


def test_a_wrong_secret_is_the_operators_turn_and_is_not_told(exchange, opened, application):
    wrong = OAuthSettings(
        application.token_url, application.client_id, "wrong-secret", application.scope, None
    )
    with pytest.raises(Misconfigured, match="密钥") as error:
        bodies(opened(wrong))
    assert "wrong-secret" not in str(error.value)
    assert exchange.tokens.asked == ["client_credentials"]
    assert exchange.requests == []


def test_a_person_whose_sign_in_has_ended_must_sign_in_anew(exchange, opened, tmp_path):
    oauth = delegated(exchange, OFFICE, tmp_path / "token")
    exchange.tokens.end_refreshing()
    with pytest.raises(Misconfigured, match="重新登录"):
        bodies(opened(oauth, user=OFFICE))


def test_an_application_sends_in_the_name_of_the_mailbox(exchange, application):
    words = {"auth": "oauth2", "oauth": application, "address": OFFICE}
    courier = open_courier(exchange_courier_settings(exchange, "", "", **words))
    raw = letter(1).replace(b"office@example.cn", OFFICE.encode())
    courier.send(raw, sender=OFFICE, recipients=["zjj@example.cn"], handing_over=lambda: None)
    assert len(exchange.outgoing("zjj@example.cn")) == len(exchange.sent(OFFICE)) == 1
    exchange.faults.token_expires()
    raw = letter(2).replace(b"office@example.cn", OFFICE.encode())
    courier.send(raw, sender=OFFICE, recipients=["zjj@example.cn"], handing_over=lambda: None)
    assert len(exchange.outgoing("zjj@example.cn")) == 2
    courier.close()
