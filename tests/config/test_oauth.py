"""OAuth2 in the config: where tokens come from, and what must be written for it."""

import pytest

from config.settings import ConfigFaults
from tests.config.offices import ENV, SECRET, SMALL, imap

APPLICATION = {
    "host": "outlook.office365.com",
    "user": "hotline@example.cn",
    "auth": "oauth2",
    "password_env": None,
    "oauth_client_id": "app-1",
}
BY_OWN_RIGHT = {"oauth_tenant": "tenant-1", "oauth_client_secret_env": "MAILROOM_PASSWORD"}


def test_an_application_of_a_tenant_needs_no_more_than_its_secret(office):
    settings = office(imap(**APPLICATION, **BY_OWN_RIGHT))

    oauth = settings.mailboxes[0].oauth
    assert oauth.token_url == "https://login.microsoftonline.com/tenant-1/oauth2/v2.0/token"
    assert oauth.scope == "https://outlook.office365.com/.default"
    assert (oauth.client_id, oauth.client_secret) == ("app-1", SECRET)
    assert settings.mailboxes[0].password == ""
    assert SECRET not in repr(settings)


def test_the_cloud_of_21vianet_has_its_own_places(office):
    oauth = office(imap(**APPLICATION | {"host": "partner.outlook.cn"}, **BY_OWN_RIGHT)).mailboxes[0].oauth

    assert oauth.token_url == "https://login.partner.microsoftonline.cn/tenant-1/oauth2/v2.0/token"
    assert oauth.scope == "https://partner.outlook.cn/.default"


def test_a_person_s_refresh_token_needs_no_secret_and_asks_for_what_was_granted(office, tmp_path):
    oauth = (
        office(imap(**APPLICATION, oauth_tenant="tenant-1", oauth_refresh_token_file="token"))
        .mailboxes[0]
        .oauth
    )

    assert oauth.refresh_token_file == tmp_path / "token"
    assert (oauth.client_secret, oauth.scope) == ("", "")


def test_google_s_place_is_known(office):
    keys = APPLICATION | {"host": "imap.gmail.com", "oauth_refresh_token_file": "token"}

    assert office(imap(**keys)).mailboxes[0].oauth.token_url == "https://oauth2.googleapis.com/token"


def test_all_that_is_missing_is_named_at_once(faults_of):
    keys = APPLICATION | {"oauth_client_id": None, "host": "mail.example.cn"}

    assert list(faults_of(imap(**keys))) == [
        "mailbox.oauth_client_id",
        "mailbox.oauth_client_secret_env",
        "mailbox.oauth_token_url",
    ]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://login.example.cn/token", "密钥不得明文传送"),
        ("login.example.cn", "应为 https:// 开头"),
        ("https://a:b@login.example.cn/token", "不得写账号和密码"),
    ],
)
def test_a_key_goes_over_no_open_wire(faults_of, url, said):
    assert (
        said in faults_of(imap(**APPLICATION, **BY_OWN_RIGHT, oauth_token_url=url))["mailbox.oauth_token_url"]
    )


def test_a_secret_in_the_config_is_refused_without_being_repeated(office):
    with pytest.raises(ConfigFaults) as caught:
        office(imap(**APPLICATION, oauth_tenant="t", oauth_client_secret=SECRET))

    assert "oauth_client_secret_keyring" in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_courier_logs_in_by_token_as_well(office):
    lines = [
        'provider = "smtp"',
        'host = "smtp.office365.com"',
        'security = "starttls"',
        'user = "hotline@example.cn"',
    ]
    lines += ['auth = "oauth2"', 'oauth_tenant = "t"', 'oauth_client_id = "app-1"']
    lines += ['oauth_client_secret_env = "MAILROOM_PASSWORD"']
    text = SMALL.replace('[courier]\nprovider = "folder"\npath = "mailbox"', "[courier]\n" + "\n".join(lines))

    assert office(text, ENV).courier.oauth.client_secret == SECRET


def test_a_way_to_log_in_that_the_provider_does_not_have_is_a_fault(faults_of):
    assert "password、oauth2" in faults_of(imap(auth="ntlm"))["mailbox.auth"]
