"""Passwords come from the environment, a file or the keyring, never from the config, and are shown nowhere."""

import subprocess
import sys
import traceback
from datetime import date

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringLocked, NoKeyringError

from config import system_keyring
from config.settings import ConfigFaults
from tests.config.offices import SECRET, SMALL, imap


def test_the_password_is_in_no_repr(office):
    settings = office(imap())

    assert settings.mailboxes[0].password == SECRET
    assert SECRET not in f"{settings!r} {settings.mailboxes} {settings.courier}"


def test_a_password_in_the_config_is_refused_without_being_repeated(office):
    with pytest.raises(ConfigFaults) as caught:
        office(imap(password=SECRET, password_env=None))

    assert {fault.key for fault in caught.value.faults} == {"mailbox.password", "mailbox.password_env"}
    assert SECRET not in str(caught.value)


def test_a_variable_that_is_not_set_is_a_fault(faults_of):
    assert faults_of(imap(), env={}) == {"mailbox.password_env": "环境变量 MAILROOM_PASSWORD 未设置或为空"}


def test_a_command_that_talks_to_no_server_needs_no_password(office):
    assert office(imap(), env={}, secrets=False).mailboxes[0].password == ""


def test_a_password_file_gives_its_first_line(office, tmp_path):
    (tmp_path / "secret").write_text(f"{SECRET}\n", encoding="utf-8")

    settings = office(imap(password_env=None, password_file="secret"))

    assert settings.mailboxes[0].password == SECRET


def test_a_password_file_that_is_not_there_is_a_fault(faults_of):
    assert list(faults_of(imap(password_env=None, password_file="secret"))) == ["mailbox.password_file"]


@pytest.mark.parametrize(
    ("host", "allowed"), [("127.0.0.1", True), ("localhost", True), ("::1", True), ("imap.163.com", False)]
)
def test_a_connection_in_the_clear_stays_on_this_machine(office, host, allowed):
    text = imap(host=host, security="none")

    if allowed:
        assert office(text).mailboxes[0].port == 143
    else:
        with pytest.raises(ConfigFaults, match="只允许用于本机"):
            office(text)


def test_a_ledger_on_postgresql_gets_its_password_from_the_environment(office):
    url = '[ledger]\nurl = "postgresql://case@db.example.cn/cases"\npassword_env = "DB"\n'

    settings = office(SMALL + url, env={"DB": "p@ss/word"})

    assert settings.ledger_url == "postgresql://case:p%40ss%2Fword@db.example.cn/cases"
    assert "p%40ss" not in repr(settings)


@pytest.mark.parametrize(
    "url",
    ["postgresql://case:geheim@db.example.cn/cases", "postgresql://case@db.example.cn/cases?password=geheim"],
)
def test_a_password_in_the_ledger_s_url_is_refused(faults_of, url):
    faults = faults_of(SMALL + f'[ledger]\nurl = "{url}"\n')

    assert list(faults) == ["ledger.url"]
    assert "geheim" not in str(faults)


SERVICE = "hotline-mailroom"


class OneKeyring(KeyringBackend):
    """A keyring in memory, as a desktop would offer one."""

    priority = 1

    def __init__(self, error=None):
        super().__init__()
        self.kept, self.error = {}, error

    def get_password(self, service, username):
        if self.error:
            raise self.error
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        if self.error:
            raise self.error
        self.kept[service, username] = password


@pytest.fixture
def use_keyring():
    """Let the system have this keyring for a while."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def in_keyring(**changes):
    return imap(password_env=None, password_keyring=SERVICE, **changes)


def test_the_keyring_gives_the_password_of_the_account(office, use_keyring):
    use_keyring(OneKeyring())
    system_keyring.write(SERVICE, "a@163.com", SECRET)

    settings = office(in_keyring())

    assert settings.mailboxes[0].password == SECRET
    assert SECRET not in repr(settings)


def test_an_account_that_the_keyring_does_not_know_is_a_fault(faults_of, use_keyring):
    use_keyring(OneKeyring())

    sentence = faults_of(in_keyring())["mailbox.password_keyring"]

    assert sentence.startswith(f"系统密钥环中没有 {SERVICE}（账号 a@163.com）")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NoKeyringError(), "没有系统密钥环"),
        (KeyringLocked(SECRET), "系统密钥环已上锁"),
        (InitError(SECRET), "系统密钥环打不开（InitError）"),
        (OSError(SECRET), "系统密钥环出错（OSError）"),
    ],
)
def test_a_keyring_that_does_not_answer_is_told_with_what_to_do(office, use_keyring, error, said):
    use_keyring(OneKeyring(error))

    with pytest.raises(ConfigFaults) as caught:
        office(in_keyring())

    [fault] = caught.value.faults
    assert fault.key == "mailbox.password_keyring"
    assert said in fault.sentence
    assert "password_file" in fault.sentence
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_the_keyring_is_not_imported_where_no_password_is_kept_in_it():
    code = "import sys, config.settings, mailroom.cli; sys.exit('keyring' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_a_ledger_on_postgresql_gets_its_password_from_the_keyring(office, use_keyring):
    use_keyring(OneKeyring())
    system_keyring.write(SERVICE, "case", SECRET)
    text = f'[ledger]\nurl = "postgresql://case@db.example.cn/cases"\npassword_keyring = "{SERVICE}"\n'

    assert office(SMALL + text).ledger_url == f"postgresql://case:{SECRET}@db.example.cn/cases"


def test_a_password_is_kept_in_one_place(faults_of):
    two = {"password_file": "secret", "password_keyring": SERVICE}

    assert faults_of(imap(**two)) == {"mailbox.password_env": "与 password_file 只能填写一个"}


def test_a_file_with_a_byte_order_mark_and_a_blank_behind_gives_the_bare_password(office, tmp_path):
    (tmp_path / "secret").write_bytes(b"\xef\xbb\xbf" + SECRET.encode() + b" \r\n")

    assert office(imap(password_env=None, password_file="secret")).mailboxes[0].password == SECRET


def test_a_file_that_is_no_text_is_told_without_what_stands_in_it(office, tmp_path):
    (tmp_path / "secret").write_bytes(SECRET.encode() + b"\xff\n")

    with pytest.raises(ConfigFaults) as caught:
        office(imap(password_env=None, password_file="secret"))

    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_the_place_of_a_password_says_where_and_not_what(office):
    place = office(imap()).mailboxes[0].password_place

    assert str(place) == "环境变量 MAILROOM_PASSWORD"
    assert place.read({"MAILROOM_PASSWORD": "renewed"}) == "renewed"


@pytest.mark.parametrize(
    ("host", "days", "ends_on"),
    [
        ("imap.163.com", 0, date(2026, 8, 28)),
        ("imap.163.com", 90, date(2026, 5, 30)),
        ("mail.example.cn", 0, None),
        ("mail.example.cn", 90, date(2026, 5, 30)),
    ],
)
def test_a_password_ends_as_many_days_after_it_was_set_as_written_or_as_known_of_the_provider(
    office, host, days, ends_on
):
    settings = office(imap(host=host, password_set_on="2026-03-01", password_days=days))

    assert settings.mailboxes[0].password_ends_on == ends_on


def test_a_password_set_on_no_known_day_has_no_known_end(office):
    assert office(imap()).mailboxes[0].password_ends_on is None
