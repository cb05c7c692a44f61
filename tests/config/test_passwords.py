"""Passwords come from the environment or a file, never from the config, and are shown nowhere."""

import pytest

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
