"""Getting into an IMAP server: encryption, certificates, passwords, folders, and whose turn it is where that fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mailroom.errors import Misconfigured, Temporary
from mailroom.providers import Arrival, open_mailbox
from tests.contracts.mailbox_kinds import imap_settings, mail
from tests.servers.faulty_proxy import FaultyProxy
from tests.servers.ports import free_ports


@pytest.fixture
def address(new_address: Callable[..., str]) -> str:
    return new_address("office")


def all_of(mailbox) -> list[Arrival]:
    lists = mailbox.arrivals(lambda folder, validity: 0, since=None)
    return [arrival for mails in lists for arrival in mails]


def test_log_in_works_over_starttls(mail_host, address):
    mailbox = open_mailbox(imap_settings(mail_host, address, port=mail_host.imap_port, security="starttls"))
    mail_host.append(address, mail(1))
    assert [arrival.raw for arrival in all_of(mailbox)] == [mail(1)]


def test_a_wrong_password_is_the_operators_turn_and_is_not_repeated(mail_host, address):
    mailbox = open_mailbox(imap_settings(mail_host, address, password="falsch-geheim"))
    with pytest.raises(Misconfigured, match="请核对账号和密码") as error:
        all_of(mailbox)
    assert "falsch-geheim" not in str(error.value)


def test_a_certificate_that_nobody_vouches_for_is_refused(mail_host, address):
    mailbox = open_mailbox(imap_settings(mail_host, address, ca_file=None))
    with pytest.raises(Misconfigured, match="证书未通过验证"):
        all_of(mailbox)


def test_a_certificate_for_another_name_is_refused(mail_host, address):
    with FaultyProxy(mail_host.imaps_port, host="127.0.0.2") as proxy:  # the certificate names 127.0.0.1
        mailbox = open_mailbox(imap_settings(mail_host, address, host="127.0.0.2", port=proxy.port))
        with pytest.raises(Misconfigured, match="证书未通过验证"):
            all_of(mailbox)


def test_an_unreadable_ca_file_is_the_operators_turn(mail_host, address, tmp_path: Path):
    (tmp_path / "ca.pem").write_text("not a certificate")
    mailbox = open_mailbox(imap_settings(mail_host, address, ca_file=tmp_path / "ca.pem"))
    with pytest.raises(Misconfigured, match="证书文件"):
        all_of(mailbox)


def test_an_unencrypted_connection_leaves_this_machine_for_nobody(mail_host, address):
    mailbox = open_mailbox(imap_settings(mail_host, address, host="mail.example.cn", security="none"))
    with pytest.raises(Misconfigured, match="不加密连接只允许用于本机"):
        all_of(mailbox)


def test_tls_on_a_plain_port_is_the_operators_turn(mail_host, address):
    mailbox = open_mailbox(imap_settings(mail_host, address, port=mail_host.smtp_port))
    with pytest.raises(Misconfigured, match="不是 TLS 端口"):
        all_of(mailbox)


def test_a_folder_that_does_not_exist_is_named_with_those_that_do(mail_host, address):
    mailbox = open_mailbox(imap_settings(mail_host, address, folders=("来件",)))
    with pytest.raises(Misconfigured, match=r"没有文件夹“来件”，现有：.*INBOX"):
        mailbox.check()


def test_a_server_that_is_down_is_nobodys_turn(mail_host, address):
    mailbox = open_mailbox(imap_settings(mail_host, address, port=free_ports(1)[0]))
    with pytest.raises(Temporary, match="拒绝连接"):
        all_of(mailbox)
