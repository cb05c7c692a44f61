"""Letters that go by SMTP from an account whose mailbox is on Exchange: its folder of sent mail is looked into there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from config.settings import load
from mailroom.office import account_of_courier
from mailroom.providers import open_courier
from tests.config.offices import ENV, SMALL
from tests.contracts.courier_kinds import NO_COURIER, letter, message_id
from tests.contracts.exchange_kinds import exchange_settings
from tests.servers.exchange import Exchange
from tests.servers.scripted_smtp import ScriptedSmtp

OFFICE = "office@example.cn"


@pytest.fixture
def server() -> Iterator[ScriptedSmtp]:
    with ScriptedSmtp() as server:
        yield server


def opened(server: ScriptedSmtp, exchange: Exchange, save_sent: str):
    mailbox = exchange_settings(exchange, OFFICE, exchange.new_mailbox(OFFICE))
    place = {"provider": "smtp", "host": server.host, "port": server.port, "security": "none", "user": OFFICE}
    return open_courier(replace(NO_COURIER, **place, password="x", save_sent=save_sent), mailbox)


def test_the_copy_we_save_lies_in_the_mailbox_and_is_found_there(server, exchange):
    courier = opened(server, exchange, "append")
    receipt = courier.send(letter(1), sender=OFFICE, recipients=["zjj@example.cn"], handing_over=lambda: None)
    assert (receipt.remark, exchange.sent(OFFICE)) == ("", [letter(1)])
    (item,) = exchange.ids(OFFICE, "sentitems")
    assert exchange.is_read(OFFICE, item)
    assert courier.find_sent(message_id(1)) is True
    assert courier.sent_since(date(2018, 3, 1)) == [message_id(1)]
    assert exchange.outgoing("zjj@example.cn") == []  # saved, not sent a second time
    courier.close()


def test_a_letter_that_is_not_there_did_not_go_where_the_server_saves(server, exchange):
    courier = opened(server, exchange, "server")
    exchange.deliver(OFFICE, letter(1), folder="sentitems")
    assert (courier.find_sent(message_id(1)), courier.find_sent(message_id(2))) == (True, False)
    assert any("已发送邮件" in sentence for sentence in courier.check())
    courier.close()


@pytest.mark.parametrize(
    "account", ['user = "office@example.cn"', 'user = "clerk"\naddress = "office@example.cn"']
)
def test_the_mailbox_of_the_courier_is_known_by_its_user_or_its_address(tmp_path, account):
    box = f'provider = "ews"\n{account}\npassword_env = "MAILROOM_PASSWORD"'
    out = 'provider = "smtp"\nhost = "smtp.example.cn"\nuser = "office@example.cn"\npassword_env = "MAILROOM_PASSWORD"'
    folder = 'provider = "folder"\npath = "mailbox"'
    (tmp_path / "office.toml").write_text(
        SMALL.replace(folder, box, 1).replace(folder, out, 1), encoding="utf-8"
    )
    settings = load(tmp_path, ENV)
    assert account_of_courier(settings) is settings.mailboxes[0]
