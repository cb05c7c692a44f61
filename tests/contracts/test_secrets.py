"""Passwords and tokens stand in no log (at its most talkative), no error, no trace and no `repr`, whatever goes wrong."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

import pytest

from config.logins import OAuthSettings
from mailroom.errors import MailroomError
from mailroom.providers import open_courier, open_mailbox
from tests.contracts.courier_kinds import NO_COURIER, letter, smtp_settings
from tests.contracts.mailbox_kinds import imap_settings, mail
from tests.servers.mail_host import MailHost
from tests.servers.scripted_smtp import ScriptedSmtp
from tests.servers.token_endpoint import TokenEndpoint

SECRET = "mi-ma-Geheim-42"
IN_BASE64 = "bWktbWEtR2VoZWltLTQy"


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """All that was logged by anybody or printed, so far."""
    caplog.set_level(logging.DEBUG)
    return lambda: caplog.text + "".join(capfd.readouterr())


@pytest.fixture
def address(new_address: Callable[..., str]) -> str:
    return new_address("office")


def trace_of(act: Callable[[], object]) -> str:
    """The whole trace of a failure, as a log would have it."""
    with pytest.raises(MailroomError) as error:
        act()
    return "".join(traceback.format_exception(error.value))


def is_told(text: str, *secrets: str) -> bool:
    return any(secret in text for secret in secrets)


def test_a_password_that_is_good_is_not_logged(mail_host: MailHost, address, new_address, told):
    mail_host.append(address, mail(1))
    mailbox = open_mailbox(imap_settings(mail_host, address))
    list(mailbox.arrivals(lambda folder, validity: 0, since=None))
    courier = open_courier(smtp_settings(mail_host, address))
    courier.send(letter(1), sender=address, recipients=[new_address("zjj")], handing_over=lambda: None)

    assert not is_told(told() + repr(vars(mailbox)) + repr(vars(courier)), mail_host.password)


def test_a_password_that_is_refused_is_in_no_log_and_no_trace(mail_host: MailHost, address, told):
    mailbox = open_mailbox(imap_settings(mail_host, address, password=SECRET))
    courier = open_courier(smtp_settings(mail_host, address, password=SECRET))

    text = trace_of(mailbox.check) + trace_of(courier.check)

    assert not is_told(text + told(), SECRET, IN_BASE64)


@pytest.mark.parametrize("reply", [f"535 wrong: {SECRET}", f"454 {SECRET}", f"421 {SECRET}", f"550 {SECRET}"])
def test_a_server_that_repeats_the_password_is_not_quoted(reply, told):
    with ScriptedSmtp() as server:
        server.answer("AUTH", reply.encode())
        place = {"provider": "smtp", "host": server.host, "port": server.port, "security": "none"}
        settings = {**vars(NO_COURIER), **place, "user": "office@example.cn", "password": SECRET}
        courier = open_courier(type(NO_COURIER)(**settings))

        assert not is_told(trace_of(courier.check) + told(), SECRET)


def test_a_password_with_characters_beyond_ascii_is_not_quoted(mail_host: MailHost, address, told):
    chinese = "密码一二三"
    mailbox = open_mailbox(imap_settings(mail_host, address, password=chinese))
    courier = open_courier(smtp_settings(mail_host, address, password=chinese))

    text = trace_of(mailbox.check) + trace_of(courier.check) + told()

    assert not is_told(text, chinese, repr(chinese.encode()), ascii(chinese))


def test_tokens_and_the_secrets_they_come_from_are_in_no_log_and_no_trace(
    mail_host: MailHost, address, tmp_path, told
):
    file = tmp_path / "refresh-token"
    with TokenEndpoint(mail_host.tokens_port) as endpoint:
        secret = endpoint.new_application("app", acts_for=address)
        refresh = endpoint.new_refresh_token(address)
        file.write_text(refresh)
        settings = OAuthSettings(endpoint.url, "app", secret, "", file)
        by_token = {"auth": "oauth2", "password": "", "oauth": settings}
        mailbox = open_mailbox(imap_settings(mail_host, address, **by_token))
        mailbox.check()
        good = endpoint.given[0]
        endpoint.end_tokens()
        endpoint.end_refreshing()
        text = trace_of(mailbox.check) + trace_of(
            open_courier(smtp_settings(mail_host, address, **by_token)).check
        )

    assert not is_told(text + told() + repr(vars(mailbox)), secret, refresh, good)
