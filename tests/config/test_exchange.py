"""Where a mailbox on Exchange is, in the config."""

import pytest

from tests.config.offices import ENV, SECRET, imap


def exchange(**changes):
    """An office whose mailbox is on Exchange, with some keys changed or left out (None)."""
    keys = {"provider": "ews", "host": None, "url": "https://mail.example.cn/EWS/Exchange.asmx"}
    return imap(**(keys | changes))


def test_an_endpoint_and_an_account_are_enough(office):
    mailbox = office(exchange()).mailboxes[0]

    assert mailbox.provider == "ews"
    assert (mailbox.url, mailbox.user) == ("https://mail.example.cn/EWS/Exchange.asmx", "a@163.com")
    assert (mailbox.address, mailbox.ews_version) == ("", "")
    assert (mailbox.streaming, mailbox.category) == (True, "已登记")
    assert (mailbox.auth, mailbox.password) == ("password", SECRET)


def test_the_endpoint_may_be_left_to_be_found(office):
    assert office(exchange(url=None)).mailboxes[0].url == ""


def test_a_shared_mailbox_has_an_address_of_its_own(office):
    mailbox = office(exchange(user="clerk", address="hotline@example.cn")).mailboxes[0]

    assert (mailbox.user, mailbox.address) == ("clerk", "hotline@example.cn")


def test_an_application_needs_no_user(office):
    keys = {
        "auth": "oauth2",
        "user": None,
        "password_env": None,
        "url": None,
        "address": "hotline@example.cn",
    }
    secret = {
        "oauth_client_id": "app-1",
        "oauth_tenant": "t-1",
        "oauth_client_secret_env": "MAILROOM_PASSWORD",
    }
    mailbox = office(exchange(**keys, **secret)).mailboxes[0]

    assert (mailbox.name, mailbox.user) == ("hotline@example.cn", "")
    assert mailbox.oauth.token_url == "https://login.microsoftonline.com/t-1/oauth2/v2.0/token"


def test_the_cloud_of_21vianet_is_known_by_its_endpoint(office):
    keys = {"auth": "oauth2", "password_env": None, "url": "https://partner.outlook.cn/EWS/Exchange.asmx"}
    secret = {
        "oauth_client_id": "app-1",
        "oauth_tenant": "t-1",
        "oauth_client_secret_env": "MAILROOM_PASSWORD",
    }
    mailbox = office(exchange(**keys, **secret)).mailboxes[0]

    assert mailbox.oauth.scope == "https://partner.outlook.cn/.default"


def test_an_account_that_is_no_address_needs_the_mailbox_s(faults_of):
    assert "邮箱地址" in faults_of(exchange(user="clerk"))["mailbox.address"]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://mail.example.cn/EWS/Exchange.asmx", "明文"),
        ("mail.example.cn", "https://"),
        ("https://[mail.example.cn", "https://"),
        ("https://a:b@mail.example.cn/EWS/Exchange.asmx", "不得写账号"),
    ],
)
def test_an_endpoint_that_is_none_or_not_encrypted_is_a_fault(faults_of, url, said):
    assert said in faults_of(exchange(url=url))["mailbox.url"]


def test_an_endpoint_on_this_machine_may_be_in_the_clear(office):
    assert office(exchange(url="http://127.0.0.1:8080/EWS/Exchange.asmx"), ENV)


def test_a_version_nobody_knows_is_a_fault(faults_of):
    assert "Exchange2016" in faults_of(exchange(ews_version="Exchange2020"))["mailbox.ews_version"]


def test_the_versions_of_the_config_are_those_that_exchangelib_knows():
    from config.exchange import VERSIONS
    from mailroom.providers.ews_session import version_named

    assert [version_named(name).api_version for name in VERSIONS] == list(VERSIONS)
