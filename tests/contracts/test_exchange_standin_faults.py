"""The stand-in for Exchange lets in whom it should, and goes wrong as told and no further."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from ssl import create_default_context

import exchangelib
import pytest
from exchangelib import errors
from exchangelib.protocol import close_connections

from tests.contracts.exchange_accounts import CLERK, OFFICE, mail, opened, operations
from tests.servers.exchange import Exchange

pytestmark = pytest.mark.timeout(60)
Opener = Callable[..., exchangelib.Account]


# -- who is let in -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("auth", [exchangelib.BASIC, exchangelib.NTLM])
@pytest.mark.parametrize("user", [OFFICE, "TENGZHOU\\office"])
def test_an_account_logs_in_by_its_address_or_its_domain_and_name(exchange, auth, user):
    password = exchange.new_mailbox(OFFICE)
    assert opened(exchange, user, password, auth_type=auth).inbox.total_count == 0


@pytest.mark.parametrize("auth", [exchangelib.BASIC, exchangelib.NTLM])
def test_a_wrong_password_is_refused(exchange, auth):
    exchange.new_mailbox(OFFICE)
    with pytest.raises(errors.UnauthorizedError):
        opened(exchange, OFFICE, "wrong", auth_type=auth).inbox  # noqa: B018 - looking asks
    assert exchange.refused == 1
    assert operations(exchange) == []


def test_ntlm_is_spoken_once_a_connection(exchange):
    account = opened(exchange, OFFICE, exchange.new_mailbox(OFFICE), auth_type=exchangelib.NTLM)
    for _ in range(3):
        account.inbox.refresh()
    exchange.change_password(OFFICE, "another")
    account.inbox.refresh()
    exchange.hang_up()
    with pytest.raises(errors.EWSError):
        account.inbox.refresh()


def test_the_server_names_its_ways_to_log_in_and_its_version(exchange):
    password = exchange.new_mailbox(OFFICE)
    account = opened(exchange, OFFICE, password, auth_type=None)
    assert account.protocol.auth_type == exchangelib.NTLM
    assert account.version.api_version == "Exchange2016"


def test_an_older_server_refuses_a_newer_version_and_is_found_out():
    with Exchange(version="Exchange2013_SP1") as exchange:
        account = opened(exchange, OFFICE, exchange.new_mailbox(OFFICE))
        assert (account.inbox.total_count, account.version.api_version) == (0, "Exchange2013_SP1")
    close_connections()


def test_somebody_elses_mailbox_is_not_found_until_it_is_shared(exchange):
    exchange.new_mailbox(OFFICE)
    password = exchange.new_mailbox(CLERK)
    exchange.deliver(OFFICE, mail(1))
    with pytest.raises(errors.ErrorFolderNotFound):
        opened(exchange, CLERK, password).inbox  # noqa: B018 - looking asks
    close_connections()
    exchange.share(OFFICE, to=CLERK)
    shared = opened(exchange, CLERK, password)
    assert [one.message_id for one in shared.inbox.all()] == ["<1@example.cn>"]


def test_a_letter_from_a_shared_mailbox_lies_in_its_sent_folder(exchange):
    exchange.new_mailbox(OFFICE)
    password = exchange.new_mailbox(CLERK)
    exchange.share(OFFICE, to=CLERK)
    shared = opened(exchange, CLERK, password)
    raw = b"From: office@tengzhou.test\r\nTo: zjj@example.cn\r\nMessage-ID: <1@tengzhou.test>\r\n\r\n.\r\n"
    exchangelib.Message(account=shared, mime_content=raw, folder=shared.sent).send_and_save()
    assert (len(exchange.sent(OFFICE)), len(exchange.sent(CLERK))) == (1, 0)
    assert len(exchange.outgoing("zjj@example.cn")) == 1


def test_impersonation_needs_the_right_to_it(exchange):
    exchange.new_mailbox(OFFICE)
    password = exchange.new_mailbox(CLERK)
    with pytest.raises(errors.ErrorImpersonateUserDenied):
        opened(exchange, CLERK, password, access_type=exchangelib.IMPERSONATION).inbox  # noqa: B018 - looking asks
    close_connections()
    exchange.let_impersonate(OFFICE, by=CLERK)
    account = opened(exchange, CLERK, password, access_type=exchangelib.IMPERSONATION)
    assert account.inbox.total_count == 0


# -- OAuth2 --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Exchange]:
    with Exchange(schemes=("bearer",), tls=True) as exchange:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(exchange.ca_file))
        exchange.new_mailbox(OFFICE)
        yield exchange
    close_connections()


def token(cloud: Exchange, **form: str) -> tuple[int, dict]:
    request = urllib.request.Request(cloud.token_url, urllib.parse.urlencode(form).encode())
    context = create_default_context(cafile=cloud.ca_file)
    try:
        with urllib.request.urlopen(request, context=context) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def by_token(cloud: Exchange, access_token: str, identity: str = "") -> exchangelib.Account:
    named = exchangelib.Identity(primary_smtp_address=identity) if identity else None
    credentials = exchangelib.OAuth2AuthorizationCodeCredentials(
        access_token={"access_token": access_token, "token_type": "Bearer"}, identity=named
    )
    access = exchangelib.IMPERSONATION if identity else exchangelib.DELEGATE
    return opened(cloud, "", "", credentials=credentials, auth_type=exchangelib.OAUTH2, access_type=access)


def test_an_application_gets_a_token_and_acts_as_the_owner_it_names(cloud):
    app = cloud.new_application()
    form = {"grant_type": "client_credentials", "client_id": app.client_id, "client_secret": app.secret}
    status, told = token(cloud, **form)
    assert (status, told["expires_in"]) == (200, 3599)
    assert by_token(cloud, told["access_token"], OFFICE).inbox.total_count == 0
    close_connections()
    with pytest.raises(errors.EWSError, match="must be present"):
        by_token(cloud, told["access_token"]).inbox  # noqa: B018 - looking asks


def test_wrong_secrets_and_strange_applications_get_no_token(cloud):
    app = cloud.new_application()
    form = {"grant_type": "client_credentials", "client_id": app.client_id, "client_secret": "wrong"}
    status, told = token(cloud, **form)
    assert (status, told["error"]) == (401, "invalid_client")
    status, told = token(cloud, grant_type="client_credentials", client_id="nobody")
    assert (status, told["error"]) == (400, "unauthorized_client")


def test_a_refresh_token_is_good_once_and_gives_the_next(cloud):
    app = cloud.new_application()
    form = {"grant_type": "refresh_token", "client_id": app.client_id, "client_secret": app.secret}
    first = cloud.new_refresh_token(OFFICE)
    _, told = token(cloud, refresh_token=first, **form)
    assert by_token(cloud, told["access_token"]).inbox.total_count == 0
    assert token(cloud, refresh_token=first, **form)[1]["error"] == "invalid_grant"
    assert token(cloud, refresh_token=told["refresh_token"], **form)[0] == 200
    cloud.tokens.end_refreshing()
    assert token(cloud, refresh_token=told["refresh_token"], **form)[1]["error"] == "invalid_grant"


def test_an_expired_token_is_refused_and_a_fresh_one_taken(cloud):
    app = cloud.new_application()
    form = {"grant_type": "client_credentials", "client_id": app.client_id, "client_secret": app.secret}
    account = by_token(cloud, token(cloud, **form)[1]["access_token"], OFFICE)
    account.inbox.refresh()
    cloud.faults.token_expires()
    with pytest.raises(errors.UnauthorizedError):
        account.inbox.refresh()
    close_connections()
    assert by_token(cloud, token(cloud, **form)[1]["access_token"], OFFICE).inbox.total_count == 0


# -- what goes wrong -----------------------------------------------------------------------------------------------------


def test_a_busy_server_says_how_long_to_wait_and_is_sound_again(exchange, account):
    inbox = account.inbox
    exchange.faults.busy(backoff_ms=1500)
    with pytest.raises(errors.ErrorServerBusy) as error:
        inbox.refresh()
    assert error.value.back_off == 1.5
    inbox.refresh()
    assert exchange.faults.happened == ["busy"]


def test_an_unavailable_store_and_bare_http_errors(exchange, account):
    inbox = account.inbox
    exchange.faults.unavailable()
    with pytest.raises(errors.ErrorMailboxStoreUnavailable):
        inbox.refresh()
    for status, error in ((503, errors.ErrorServerBusy), (401, errors.UnauthorizedError)):
        exchange.faults.status(status)
        with pytest.raises(error):
            inbox.refresh()
    inbox.refresh()


def test_a_fault_waits_for_the_operation_it_is_meant_for(exchange, account):
    exchange.faults.busy(operation="CreateItem")
    exchange.deliver(OFFICE, mail(1))
    assert len(list(account.inbox.all())) == 1
    assert exchange.faults.happened == []


@pytest.mark.parametrize("code", ["ErrorContentConversionFailed", "ErrorMimeContentConversionFailed"])
def test_a_mail_whose_mime_fails_has_its_properties_still(exchange, account, code):
    item = exchange.deliver(OFFICE, mail(1))
    exchange.faults.mime_fails(item, code)
    with pytest.raises(getattr(errors, code)):
        for answer in account.inbox.all().only("mime_content"):
            raise answer
    (found,) = account.inbox.all().only("subject", "body", "headers")
    assert (found.subject, found.body) == ("工单 1", "滕州 1\r\n")


def test_a_mail_is_moved_between_listing_and_getting(exchange, account):
    item = exchange.deliver(OFFICE, mail(1))
    exchange.faults.move_in_between(item, "垃圾邮件")
    (answer,) = account.fetch([exchangelib.items.Message(id=item)])
    assert isinstance(answer, errors.ErrorItemNotFound)
    assert exchange.mails(OFFICE, "junkemail") == [mail(1)]


def send(account: exchangelib.Account) -> None:
    raw = b"From: office@tengzhou.test\r\nTo: zjj@example.cn\r\nMessage-ID: <1@tengzhou.test>\r\n\r\n.\r\n"
    exchangelib.Message(account=account, mime_content=raw, folder=account.sent).send_and_save()


def test_a_connection_cut_before_leaves_nothing_done(exchange, account):
    exchange.faults.cut_before()
    with pytest.raises(errors.ErrorTimeoutExpired):
        send(account)
    assert exchange.outgoing("zjj@example.cn") == []


def test_a_connection_cut_after_hides_that_it_was_done(exchange, account):
    exchange.faults.cut_after()
    with pytest.raises(errors.ErrorTimeoutExpired):
        send(account)
    assert len(exchange.outgoing("zjj@example.cn")) == len(exchange.sent(OFFICE)) == 1


def test_an_operation_is_refused_by_its_code(exchange, account):
    exchange.faults.refuse("ErrorQuotaExceeded", "CreateItem")
    with pytest.raises(errors.ErrorQuotaExceeded):
        send(account)
    assert exchange.outgoing("zjj@example.cn") == []
    send(account)


def test_a_sent_copy_may_come_late(exchange, account):
    exchange.faults.copy_comes_late(0.3)
    send(account)
    assert (len(exchange.outgoing("zjj@example.cn")), exchange.sent(OFFICE)) == (1, [])
    time.sleep(0.6)
    assert len(exchange.sent(OFFICE)) == 1


def test_an_answer_breaks_off_in_the_middle(exchange, account):
    inbox = account.inbox
    exchange.faults.cut_half(operation="GetFolder")
    with pytest.raises(errors.EWSError):
        inbox.refresh()
    inbox.refresh()


def test_a_slow_answer_comes_in_the_end(exchange, account):
    inbox = account.inbox
    exchange.faults.slow(0.3)
    start = time.monotonic()
    inbox.refresh()
    assert time.monotonic() - start >= 0.3


def test_a_dropped_stream_breaks_off(exchange, account):
    inbox = account.inbox
    subscription = inbox.subscribe_to_streaming()
    threading.Timer(0.3, exchange.faults.drop_stream).start()
    with pytest.raises(Exception, match=r"InvalidChunk|Incomplete|ended prematurely|Connection"):
        list(inbox.get_streaming_events(subscription, connection_timeout=1))
    assert exchange.streams.open == {OFFICE: 0}


def test_nothing_comes_on_a_silent_stream(exchange, account):
    exchange.streams.minute = 0.6
    exchange.faults.silence_streams()
    inbox = account.inbox
    subscription = inbox.subscribe_to_streaming()
    threading.Timer(0.1, exchange.deliver, [OFFICE, mail(1)]).start()
    assert list(inbox.get_streaming_events(subscription, connection_timeout=1)) == []
    assert len(exchange.mails(OFFICE)) == 1


def test_an_account_has_three_streams_at_most_and_those_hung_up_do_not_count(exchange, account):
    inbox = account.inbox
    subscription = inbox.subscribe_to_streaming()
    exchange.streams.open[OFFICE] = 3
    with pytest.raises(errors.ErrorExceededConnectionCount):
        list(inbox.get_streaming_events(subscription, connection_timeout=1))
    exchange.streams.open[OFFICE] = 0
    threading.Timer(0.2, exchange.deliver, [OFFICE, mail(1)]).start()
    stream = inbox.get_streaming_events(subscription, connection_timeout=1)
    next(stream)
    assert exchange.streams.open == {OFFICE: 1}
    stream.close()
    close_connections()
    deadline = time.monotonic() + 10
    while exchange.streams.open[OFFICE] and time.monotonic() < deadline:
        time.sleep(0.02)
    assert exchange.streams.open == {OFFICE: 0}


def test_autodiscover_tells_where_the_mailbox_is(exchange):
    password = exchange.new_mailbox(OFFICE)
    config = exchangelib.Configuration(
        service_endpoint=f"{exchange.origin}/autodiscover/autodiscover.svc",
        credentials=exchangelib.Credentials(OFFICE, password),
        auth_type=exchangelib.BASIC,
    )
    protocol = exchangelib.autodiscover.protocol.AutodiscoverProtocol(config=config)
    told = protocol.get_user_settings(user=OFFICE)
    assert (told.ews_url, told.autodiscover_smtp_address) == (exchange.url, OFFICE)
    assert told.version.api_version == "Exchange2016"
    assert protocol.get_user_settings(user="nobody@tengzhou.test").error_code == "InvalidUser"
    protocol.close()
