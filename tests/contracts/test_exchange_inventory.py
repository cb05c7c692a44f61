"""What a mailbox and a courier on Exchange list of themselves, so that they can be reconciled with the post book."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from mailroom.providers import open_courier, open_mailbox
from mailroom.providers.base import Inventoried, KeepsSent
from tests.contracts.courier_kinds import letter, message_id
from tests.contracts.exchange_accounts import OFFICE, operations
from tests.contracts.exchange_kinds import exchange_courier_settings, exchange_settings
from tests.contracts.mailbox_kinds import FILED, mail
from tests.contracts.test_exchange import arrivals

pytestmark = pytest.mark.timeout(120)
START = date(2018, 3, 1)


def test_everything_that_lies_there_since_a_day_is_listed_and_can_be_brought(exchange, password):
    mailbox = open_mailbox(exchange_settings(exchange, OFFICE, password))
    for number, day in (
        (1, datetime(2018, 3, 10)),
        (2, datetime(2018, 3, 11, 9)),
        (3, datetime(2018, 2, 28, 23)),
    ):
        exchange.deliver(OFFICE, mail(number), arrived_at=day)
    (first,) = [each for each in arrivals(mailbox) if each.raw == mail(1)]
    mailbox.file_away([first.slot], FILED)
    assert isinstance(mailbox, Inventoried)
    before = len(exchange.requests)

    listed = mailbox.inventory(START)

    assert sorted((each.message_id, each.filed) for each in listed) == [
        ("<case-1@example.cn>", True),
        ("<case-2@example.cn>", False),
    ]
    assert "GetItem" not in operations(exchange)[before:]
    assert sorted(mailbox.fetch(each.slot).raw for each in listed) == [mail(1), mail(2)]
    mailbox.close()


def test_a_mailbox_that_has_filed_nothing_yet_is_listed_all_the_same(exchange, password):
    mailbox = open_mailbox(exchange_settings(exchange, OFFICE, password))
    exchange.deliver(OFFICE, b"Subject: none\r\n\r\nnone\r\n", arrived_at=datetime(2018, 3, 10))
    assert isinstance(mailbox, Inventoried)
    assert [(each.message_id, each.filed) for each in mailbox.inventory(START)] == [("", False)]
    assert exchange.mails(OFFICE, FILED) == []
    mailbox.close()


def test_an_inventory_takes_no_news_from_those_who_watch(exchange, password):
    mailbox = open_mailbox(exchange_settings(exchange, OFFICE, password))
    assert arrivals(mailbox) == []
    exchange.deliver(OFFICE, mail(1), arrived_at=datetime(2018, 3, 10))
    assert isinstance(mailbox, Inventoried)
    assert len(mailbox.inventory(START)) == 1
    assert [each.raw for each in arrivals(mailbox)] == [mail(1)]
    mailbox.close()


def test_the_folder_of_sent_mail_is_listed(exchange, password):
    courier = open_courier(exchange_courier_settings(exchange, OFFICE, password))
    raw = letter(1).replace(b"office@example.cn", OFFICE.encode(), 1)
    courier.send(raw, sender=OFFICE, recipients=["zjj@example.cn"], handing_over=lambda: None)
    assert isinstance(courier, KeepsSent)
    assert courier.sent_since(START) == [message_id(1)]
    assert courier.sent_since(date(2100, 1, 1)) == []
    courier.close()
