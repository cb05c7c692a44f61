"""A server that is asked to take a letter and knows nobody of that name: the letter goes to the next address on file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from generators.letter import Draft
from ledger import addresses
from ledger.models import Department, Held, Letter
from ledger.opening import transaction
from mailroom import outbox
from mailroom.desks import dead_addresses
from mailroom.errors import Refused
from mailroom.office import Office, open_office
from mailroom.providers.base import Receipt
from mailroom.providers.smtp_replies import Stage, reply_error
from tests.mailroom.command_line import TOWN

NOW = datetime(2018, 3, 12, 10, 0)
FIRST, SECOND = "first@example.cn", "second@example.cn"


class Knowing:
    """A courier that refuses the first address with a server's reply."""

    settle_seconds = 0.0

    def __init__(self, reply: str):
        self.reply, self.sent = reply, []

    def send(self, message, *, sender, recipients, handing_over):
        if recipients == [FIRST]:
            raise reply_error(550, self.reply.encode(), Stage.RECIPIENT, recipients=(FIRST,))
        handing_over()
        self.sent.append((recipients, message))
        return Receipt("250 OK")

    def find_sent(self, message_id):
        return None

    def close(self):
        """Nothing is open."""


@pytest.fixture
def posted(office) -> Iterator[Office]:
    """An office with a letter to a town that has two addresses."""
    opened = open_office(office.folder)
    with transaction():
        Department.update(addresses=[FIRST, SECOND]).where(Department.name == TOWN).execute()
        town = Department.get(name=TOWN)
        draft = Draft("notice/a", "notice", (FIRST,), "通知", "通知。", "<body><p>通知。</p></body>")
        outbox.post(opened, draft, now=NOW, department=town)
    yield opened
    opened.close()


def refused_and_gone_on(office: Office, reply: str) -> Knowing:
    courier = Knowing(reply)
    for _ in range(2):
        outbox.deliver(office, courier, clock=lambda: NOW)
        dead_addresses.pass_refused_on(office, now=NOW)
    return courier


@pytest.mark.parametrize("reply", ["5.1.1 User unknown", "Mailbox not found: no such user", "用户不存在"])
def test_what_a_server_has_no_mailbox_for_goes_to_the_next_address(posted: Office, reply: str):
    courier = refused_and_gone_on(posted, reply)

    assert [recipients for recipients, _ in courier.sent] == [[SECOND]] * 2
    went = [(letter.kind, letter.state) for letter in Letter.select().order_by(Letter.id)]
    assert went == [("notice", "failed"), ("notice", "sent"), ("liaison_chase", "sent")]
    assert addresses.live(Department.get(name=TOWN)) == [SECOND]
    entries = [(entry.what, entry.state) for entry in Held.select().order_by(Held.id)]
    assert entries == [("letter", "released"), ("bounce", "open")]
    assert "已改寄" in Held.get(what="bounce").because


@pytest.mark.parametrize("reply", ["5.7.1 Relay access denied", "Blocked by policy", "Mail rejected"])
def test_a_refusal_that_says_nothing_of_the_address_waits_for_a_person(posted: Office, reply: str):
    courier = refused_and_gone_on(posted, reply)

    assert courier.sent == []
    assert Letter.get(key="notice/a").state == "failed"
    assert addresses.live(Department.get(name=TOWN)) == [FIRST, SECOND]
    assert [entry.what for entry in Held.select()] == ["letter"]


def test_the_error_is_the_couriers_own():
    assert isinstance(reply_error(550, b"5.1.1 User unknown", Stage.RECIPIENT), Refused)
