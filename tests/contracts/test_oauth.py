"""Logging in by access tokens: real Dovecot and Postfix that ask the endpoint about each token."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config.logins import OAuthSettings
from mailroom.errors import KeptOut, LoginRefused, Misconfigured, Unreachable
from mailroom.providers import Arrival, Mailbox, oauth, open_courier, open_mailbox
from mailroom.providers.bearer import Conversation, mechanism_of
from mailroom.providers.login_replies import token_refusal_words
from mailroom.providers.oauth import TokenSource
from tests.contracts.courier_kinds import NO_COURIER, as_sent, letter, smtp_settings
from tests.contracts.mailbox_kinds import imap_settings, mail
from tests.servers.mail_host import MailHost
from tests.servers.ports import free_ports
from tests.servers.scripted_smtp import ScriptedSmtp
from tests.servers.token_endpoint import TokenEndpoint


@pytest.fixture
def endpoint(mail_host: MailHost) -> Iterator[TokenEndpoint]:
    with TokenEndpoint(mail_host.tokens_port) as running:
        yield running


@pytest.fixture
def address(new_address: Callable[..., str]) -> str:
    return new_address("office")


@pytest.fixture
def application(endpoint: TokenEndpoint, address: str) -> OAuthSettings:
    """An application that may use the office's account by its own right."""
    secret = endpoint.new_application(address, acts_for=address)
    return OAuthSettings(endpoint.url, address, secret, "mail", None)


@pytest.fixture
def person(endpoint: TokenEndpoint, address: str, tmp_path: Path) -> OAuthSettings:
    """The office's account by the refresh token of a person."""
    file = tmp_path / "refresh-token"
    file.write_text(endpoint.new_refresh_token(address) + "\n", encoding="utf-8")
    return OAuthSettings(endpoint.url, "public-client", "", "", file)


def by_token(settings: OAuthSettings) -> dict:
    return {"auth": "oauth2", "password": "", "oauth": settings}


def all_of(mailbox: Mailbox) -> list[Arrival]:
    return [each for mails in mailbox.arrivals(lambda folder, validity: 0, since=None) for each in mails]


def send(courier, sender: str, to: str, number: int = 1):
    return courier.send(letter(number), sender=sender, recipients=[to], handing_over=lambda: None)


def test_a_mailbox_is_read_and_letters_go_out_by_one_token(
    mail_host, endpoint, address, application, new_address
):
    mail_host.append(address, mail(1))
    to = new_address("zjj")

    brought = all_of(open_mailbox(imap_settings(mail_host, address, **by_token(application))))
    send(open_courier(smtp_settings(mail_host, address, **by_token(application))), address, to)

    assert [each.raw for each in brought] == [mail(1)]
    assert [as_sent(raw) for raw in mail_host.wait_for_mails(to, 1)] == [letter(1)]
    assert [form["grant_type"] for form in endpoint.asked] == ["client_credentials"]


def test_a_person_s_refresh_token_opens_the_account_without_a_secret(mail_host, endpoint, address, person):
    mail_host.append(address, mail(1))

    assert len(all_of(open_mailbox(imap_settings(mail_host, address, **by_token(person))))) == 1
    assert "client_secret" not in endpoint.asked[0]


def test_a_token_that_ended_in_mid_session_is_renewed_once_and_nothing_is_lost(
    mail_host, endpoint, address, application
):
    mail_host.append(address, mail(1))
    mailbox = open_mailbox(imap_settings(mail_host, address, **by_token(application)))
    assert len(all_of(mailbox)) == 1
    endpoint.end_tokens()
    mailbox._session.drop()  # as Microsoft does: it ends the connection when the token ends
    mail_host.append(address, mail(2))

    assert [each.raw for each in all_of(mailbox)] == [mail(1), mail(2)]
    assert len(endpoint.asked) == 2


def test_a_courier_renews_an_ended_token_as_well(mail_host, endpoint, address, application, new_address):
    to = new_address("zjj")
    courier = open_courier(
        smtp_settings(mail_host, address, letters_per_connection=1, **by_token(application))
    )
    send(courier, address, to)
    endpoint.end_tokens()

    send(courier, address, to, number=2)

    assert len(mail_host.wait_for_mails(to, 2)) == 2
    assert len(endpoint.asked) == 2


def test_a_new_token_that_is_refused_too_is_not_asked_for_again_and_again(
    mail_host, endpoint, address, new_address
):
    secret = endpoint.new_application("of-another", acts_for=new_address("other"))
    settings = OAuthSettings(endpoint.url, "of-another", secret, "mail", None)
    mailbox = open_mailbox(imap_settings(mail_host, address, **by_token(settings)))

    with pytest.raises(LoginRefused, match="的令牌，请核对应用的权限") as error:
        mailbox.check()

    assert len(endpoint.asked) == 1
    assert endpoint.given[0] not in str(error.value)


def test_what_the_server_says_of_a_token_in_base64_can_be_read(mail_host, endpoint, address, application):
    mailbox = open_mailbox(imap_settings(mail_host, address, **by_token(application)))
    mailbox.check()
    endpoint.end_tokens()
    endpoint.refusals = [(200, {"access_token": "nobody-knows-this", "expires_in": 3600})]

    with pytest.raises(LoginRefused, match="令牌已失效或不是为这个信箱发的"):
        mailbox.check()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            b'{"status":"400","schemes":"bearer","scope":"https://mail.google.com/"}',
            "令牌的写法不对（status 400）",
        ),
        (b'{"status":"invalid_token"}', "令牌已失效或不是为这个信箱发的（status invalid_token）"),
        (b'{"status":"insufficient_scope","scope":"imap"}', "服务器要求的权限：imap"),
        (b"", ""),
        (b"[1]", ""),
        (b"\xff", ""),
    ],
)
def test_each_reason_against_a_token_is_a_sentence(told, words):
    assert words in token_refusal_words(told)


def test_a_server_that_takes_no_tokens_is_the_operators_turn(endpoint, address, application):
    with ScriptedSmtp() as server:
        place = {
            "provider": "smtp",
            "host": server.host,
            "port": server.port,
            "security": "none",
            "user": address,
        }
        courier = open_courier(replace(NO_COURIER, **place, **by_token(application)))

        with pytest.raises(Misconfigured, match="不接受令牌登录"):
            courier.check()

    assert "AUTH" not in server.commands


def test_a_mechanism_is_chosen_that_the_server_has():
    assert mechanism_of(["PLAIN", "xoauth2", "OAUTHBEARER"]) == "XOAUTH2"
    assert mechanism_of(["OAUTHBEARER"]) == "OAUTHBEARER"
    assert mechanism_of(["PLAIN", "LOGIN"]) is None


def test_both_mechanisms_say_what_their_papers_ask():
    microsoft = Conversation("XOAUTH2", "a@b.cn", "T", "h", 993)
    standard = Conversation("OAUTHBEARER", "a@b.cn", "T", "h", 993)

    assert microsoft() == "user=a@b.cn\x01auth=Bearer T\x01\x01"
    assert (microsoft(b"{}"), microsoft.challenge) == ("", b"{}")
    assert standard() == "n,a=a@b.cn,\x01host=h\x01port=993\x01auth=Bearer T\x01\x01"
    assert standard(b"{}") == "\x01"


# -- the endpoint ----------------------------------------------------------------------------------------------------


def test_a_token_is_kept_until_it_nears_its_end(endpoint, application, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(oauth.time, "monotonic", lambda: now[0])
    source = TokenSource(application)
    first = source.token()
    now[0] += 3600 - 301
    assert source.token() == first
    now[0] += 2
    assert source.token() != first
    assert len(endpoint.asked) == 2


def test_a_rotated_refresh_token_replaces_the_old_one_in_its_file(endpoint, person):
    endpoint.rotates = True
    person.refresh_token_file.chmod(0o644)
    before = person.refresh_token_file.read_text()

    source = TokenSource(person)
    first = source.token()
    source.renewed(first)

    assert person.refresh_token_file.read_text() != before
    assert stat.S_IMODE(person.refresh_token_file.stat().st_mode) == 0o600
    assert len({form["refresh_token"] for form in endpoint.asked}) == 2
    assert os.listdir(person.refresh_token_file.parent) == ["refresh-token"]


def test_a_rotated_token_that_cannot_be_written_is_good_while_the_process_lives(
    endpoint, person, monkeypatch
):
    def full(file, secret):
        raise OSError(28, "No space left on device")

    endpoint.rotates = True
    monkeypatch.setattr(oauth, "write_secret", full)
    source = TokenSource(person)

    second = source.renewed(source.token())

    assert second in endpoint.given


def test_several_threads_that_meet_an_ended_token_renew_it_once(endpoint, application):
    source = TokenSource(application)
    ended = source.token()
    got = []
    threads = [threading.Thread(target=lambda: got.append(source.renewed(ended))) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(set(got)) == 1
    assert len(endpoint.asked) == 2


REFUSALS = [
    (401, {"error": "invalid_client"}, LoginRefused, "应用程序 ID 或密钥不对，或密钥已过期"),
    (400, {"error": "invalid_grant"}, LoginRefused, "刷新令牌已失效"),
    (400, {"error": "unauthorized_client"}, LoginRefused, "没有获准用这种方式登录"),
    (400, {"error": "invalid_scope"}, LoginRefused, "请核对 oauth_scope"),
    (400, {"error": "interaction_required"}, LoginRefused, "要求本人重新登录"),
    (400, {"error": "temporarily_unavailable"}, Unreachable, "暂时不给令牌"),
    (429, {"error": "slow_down"}, Unreachable, "暂时不给令牌（HTTP 429）"),
    (503, b"<html>", Unreachable, "暂时不给令牌（HTTP 503）"),
    (404, b"<html>", Misconfigured, "不像取令牌的地址"),
    (200, b"<html>", Unreachable, "答复看不懂"),
    (200, {"token_type": "Bearer"}, Unreachable, "没有给出令牌"),
]


@pytest.mark.parametrize(("status", "told", "turn", "words"), REFUSALS, ids=lambda value: str(value)[:30])
def test_each_refusal_of_the_endpoint_says_whose_turn_it_is(endpoint, person, status, told, turn, words):
    endpoint.refusals = [(status, told)]

    with pytest.raises(turn, match=words) as error:
        TokenSource(person).token()

    assert type(error.value) is turn
    assert len(endpoint.asked) == 1


def test_no_secret_is_in_what_is_told_even_where_the_endpoint_repeats_it(endpoint, person):
    endpoint.end_refreshing()

    with pytest.raises(LoginRefused) as error:
        TokenSource(person).token()

    assert person.refresh_token_file.read_text().strip() not in str(error.value)
    assert "The refresh token *** has expired" in str(error.value)
    assert error.value.__cause__ is None


def test_an_endpoint_that_is_down_is_nobodys_turn(application):
    with pytest.raises(Unreachable, match="取不到令牌"):
        TokenSource(replace(application, token_url=f"http://127.0.0.1:{free_ports(1)[0]}/token")).token()


def test_a_secret_is_carried_to_no_other_place(endpoint, application):
    """A redirect would post it to wherever the answer points."""
    endpoint.refusals = [(307, b"")]

    with pytest.raises(Misconfigured, match="不像取令牌的地址"):
        TokenSource(application).token()


def test_a_refresh_token_that_is_missing_is_the_operators_turn(person):
    person.refresh_token_file.unlink()
    with pytest.raises(Misconfigured, match="无法读取刷新令牌文件"):
        TokenSource(person).token()


class Memory:
    """A door that keeps out what was refused once."""

    def __init__(self):
        self.refused = {}

    def admit(self, account, secret):
        if self.refused.get(account) == secret:
            raise KeptOut("不再试")

    def note_refused(self, account, secret, error):
        self.refused[account] = secret

    def note_blocked(self, account, error):
        """Not here."""

    def note_let_in(self, account):
        self.refused.pop(account, None)


def test_a_withdrawn_refresh_token_is_not_tried_again_and_a_new_one_at_once(
    mail_host, endpoint, address, person
):
    door = Memory()
    endpoint.end_refreshing()
    mailbox = open_mailbox(imap_settings(mail_host, address, **by_token(person)), door)
    with pytest.raises(LoginRefused):
        mailbox.check()
    with pytest.raises(KeptOut):
        mailbox.check()
    assert len(endpoint.asked) == 1

    person.refresh_token_file.write_text(endpoint.new_refresh_token(address))

    assert mailbox.check()
    assert door.refused == {}


def test_an_endpoint_that_is_down_bars_nobody(mail_host, address, application):
    door = Memory()
    gone = replace(application, token_url=f"http://127.0.0.1:{free_ports(1)[0]}/token")
    mailbox = open_mailbox(imap_settings(mail_host, address, **by_token(gone)), door)

    with pytest.raises(Unreachable):
        mailbox.check()

    assert door.refused == {}
