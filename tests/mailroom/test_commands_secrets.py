"""`secrets`: says where passwords lie and puts in new ones; shows none."""

from __future__ import annotations

import json

import keyring
import pytest
from keyring.backend import KeyringBackend

from tests.mailroom.command_line import CommandLine
from tests.servers.token_endpoint import TokenEndpoint

SECRET = "xin-shou-quan-ma"


class Memory(KeyringBackend):
    """A keyring of one process."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password


@pytest.fixture
def memory():
    before, backend = keyring.get_keyring(), Memory()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


def configured(office: CommandLine, *lines: str, table: str = "courier") -> CommandLine:
    """The office with a real courier (or mailbox) whose password lies where `lines` say."""
    place = office.folder / "office.toml"
    text = place.read_text(encoding="utf-8")
    head, mark, tail = text.partition(f"[{table}]")
    kind = 'provider = "smtp"' if table == "courier" else 'provider = "imap"'
    account = [kind, 'host = "smtp.163.com"', 'user = "tzsszxx@163.com"', *lines]
    folder = next(line for line in tail.splitlines() if line.startswith("provider ="))
    tail = tail.replace(folder, "\n".join(account), 1)
    tail = "\n".join(
        line for line in tail.splitlines() if table != "courier" or not line.startswith("path =")
    )
    place.write_text(head + mark + tail, encoding="utf-8")
    return office


def test_a_password_goes_into_its_file_which_others_cannot_read(office):
    configured(office, 'password_file = "code.txt"')

    said = office("secrets", "set", stdin=f"{SECRET}\n")

    file = office.folder / "code.txt"
    assert said.exit_code == 0, said.output
    assert SECRET not in said.output
    assert file.read_text(encoding="utf-8") == f"{SECRET}\n"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_password_goes_into_the_keyring_under_its_account(office, memory):
    configured(office, 'password_keyring = "hotline"')

    said = office("secrets", "set", "courier", stdin=f"{SECRET}\n")

    assert said.exit_code == 0, said.output
    assert memory.kept == {("hotline", "tzsszxx@163.com"): SECRET}


def test_the_list_says_where_each_lies_and_when_it_ends_and_shows_none(office):
    configured(office, 'password_file = "code.txt"', 'password_set_on = "2026-03-01"')
    (office.folder / "code.txt").write_text(SECRET, encoding="utf-8")
    (office.folder / "code.txt").chmod(0o644)

    [row] = office.rows("secrets")

    assert (row["name"], row["account"], row["ends_on"]) == ("courier", "tzsszxx@163.com", "2026-08-28")
    assert row["state"] == "已存入，但别的账号也能读，请 chmod 600"
    assert SECRET not in str(row) + office.done("secrets")


def test_a_password_that_is_not_there_yet_is_told(office):
    configured(office, 'password_file = "code.txt"')

    assert "无法读取密码文件" in office.rows("secrets")[0]["state"]


def test_a_password_from_the_environment_cannot_be_put_there(office):
    configured(office, 'password_env = "MAILROOM_PASSWORD"')

    said = office("secrets", "set", "courier", stdin="x\n")

    assert said.exit_code == 1
    assert "环境变量 MAILROOM_PASSWORD由启动 mailroom 的环境给出" in said.stderr


def test_which_secret_is_meant_must_be_clear(office):
    configured(office, 'auth = "oauth2"', 'oauth_tenant = "t"', 'oauth_client_id = "app"',
               'oauth_client_secret_file = "key.txt"', 'oauth_refresh_token_file = "token.txt"')  # fmt: skip

    said = office.refused("secrets", "set")

    assert "courier.oauth_client_secret、courier.oauth_refresh_token" in said
    assert office("secrets", "set", "courier.oauth_refresh_token", stdin=f"{SECRET}\n").exit_code == 0
    assert (office.folder / "token.txt").stat().st_mode & 0o777 == 0o600
    assert "没有“mailbox”" in office.refused("secrets", "set", "mailbox")


def test_a_file_in_a_folder_that_is_not_there_is_told(office):
    configured(office, 'password_file = "nowhere/code.txt"')

    said = office("secrets", "set", stdin="x\n")

    assert said.exit_code == 1
    assert "写不进去" in said.stderr


@pytest.fixture
def person(office, monkeypatch):
    """An office that logs in on behalf of a person, who has not agreed yet."""
    monkeypatch.setattr("mailroom.commands.secrets.time", Clock())
    with TokenEndpoint() as endpoint:
        configured(office, 'auth = "oauth2"', f'oauth_token_url = "{endpoint.url}"',
                   'oauth_client_id = "tzsszxx@163.com"', 'oauth_refresh_token_file = "token.txt"')  # fmt: skip
        yield endpoint


class Clock:
    """Time that passes at once."""

    def sleep(self, seconds):
        """It has passed."""


def test_a_person_lets_the_office_in_by_a_code_in_a_browser(office, person):
    person.answers_to_code = ["authorization_pending", "slow_down", "authorization_pending"]

    said = office.done("secrets", "authorise")

    file = office.folder / "token.txt"
    assert "https://login.example.cn/device" in said
    assert "ABCD-1234" in said
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text().startswith("shua-xin-ling-pai-")
    assert file.read_text().strip() not in said
    assert "offline_access" in person.asked[0]["scope"]


@pytest.mark.parametrize(
    ("code", "said"), [("access_denied", "本人没有同意"), ("expired_token", "请重新开始")]
)
def test_a_person_who_does_not_agree_is_told(office, person, code, said):
    person.answers_to_code = [code]

    assert said in office.refused("secrets", "authorise")
    assert not (office.folder / "token.txt").exists()


def test_an_office_with_passwords_has_nobody_to_ask(office):
    assert "oauth_refresh_token_file" in office.refused("secrets", "authorise")


def test_check_tells_of_a_code_that_ends_soon_and_of_one_that_has_ended(office):
    configured(
        office,
        'password_file = "code.txt"',
        'password_set_on = "2018-03-01"',
        "timeout_seconds = 1",
        "port = 1",
    )
    (office.folder / "code.txt").write_text(SECRET, encoding="utf-8")

    rows = [row for row in map(str, _check_rows(office)) if "授权码）" in row]

    assert len(rows) == 1
    assert "已于2018年8月28日到期" in rows[0]
    assert "password_set_on" in rows[0]


def _check_rows(office):
    return [json.loads(line) for line in office("check", "--json").stdout.splitlines()]
