"""Lines to Exchange that break: in the middle of a mail, of a letter, before the answer, or without a word.

The stand-in behind a proxy that breaks at a chosen byte; plain HTTP on loopback, so that it can see the moment.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from mailroom.errors import Temporary, Uncertain
from mailroom.providers import Courier, Mailbox, open_courier, open_mailbox
from tests.contracts.courier_kinds import letter, message_id
from tests.contracts.exchange_accounts import operations
from tests.contracts.exchange_kinds import exchange_courier_settings, exchange_settings
from tests.contracts.mailbox_kinds import FILED, mail
from tests.contracts.test_exchange import arrivals, bodies
from tests.servers.exchange import Exchange
from tests.servers.faulty_proxy import Fault, FaultyProxy, Then

pytestmark = pytest.mark.timeout(120)
OFFICE, TO = "office@example.cn", "zjj@example.cn"
LARGE = b"A" * 5_000_000 + b"\r\n"  # more than the buffers in between hold


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    with Exchange(schemes=("basic",)) as exchange:
        yield exchange


@pytest.fixture
def line(exchange: Exchange) -> Iterator[FaultyProxy]:
    """The line to the server."""
    with FaultyProxy(exchange.port) as proxy:
        yield proxy


def over(line: FaultyProxy, **changes: object) -> dict:
    url = f"http://127.0.0.1:{line.port}/EWS/Exchange.asmx"
    return {"url": url, "auth": "basic", "timeout_seconds": 2, **changes}


@pytest.fixture
def password(exchange: Exchange) -> str:
    return exchange.new_mailbox(OFFICE)


@pytest.fixture
def mailbox(exchange: Exchange, line: FaultyProxy, password: str) -> Iterator[Mailbox]:
    mailbox = open_mailbox(exchange_settings(exchange, OFFICE, password, **over(line)))
    yield mailbox
    mailbox.close()


@pytest.fixture
def courier(exchange: Exchange, line: FaultyProxy, password: str) -> Iterator[Courier]:
    courier = open_courier(exchange_courier_settings(exchange, OFFICE, password, **over(line)))
    yield courier
    courier.close()


def send(courier: Courier, number: int, body: bytes = b"") -> list[str]:
    """Send a letter; return whether it was handed over."""
    told: list[str] = []
    message = letter(number, to=TO, body=body)
    courier.send(message, sender=OFFICE, recipients=[TO], handing_over=lambda: told.append("handed over"))
    return told


# -- mail in -------------------------------------------------------------------------------------------------------------


def test_a_line_cut_in_the_middle_of_a_mail_is_made_anew_and_nothing_is_lost_or_doubled(
    exchange, line, mailbox
):
    sent = [mail(number, body="正文" * 5000 + "\r\n") for number in range(6)]
    for raw in sent:
        exchange.deliver(OFFICE, raw)
    line.arm(Fault("client", after=b"MimeContent", count=20_000))
    assert bodies(mailbox) == sent
    assert line.happened
    assert mailbox.failed == []


def test_a_line_that_is_always_cut_is_nobodys_turn_and_later_all_is_well(exchange, line, mailbox):
    sent = [mail(number) for number in range(3)]
    for raw in sent:
        exchange.deliver(OFFICE, raw)
    line.arm(Fault("client", after=b"SyncState", count=20), times=4)
    while line.due("client"):
        with pytest.raises(Temporary):
            arrivals(mailbox)
    assert bodies(mailbox) == sent
    assert mailbox.failed == []


def test_a_silent_server_is_given_up_after_the_time_out(exchange, line, mailbox):
    exchange.deliver(OFFICE, mail(1))
    line.arm(Fault("client", after=b"MimeContent", then=Then.SILENCE), times=2)  # a new line is tried once
    start = time.monotonic()
    with pytest.raises(Temporary):
        arrivals(mailbox)
    assert time.monotonic() - start < 15
    assert mailbox.failed == []
    assert bodies(mailbox) == [mail(1)]


def test_a_mail_at_which_the_server_falls_silent_every_time_does_not_stop_the_next(exchange, line, mailbox):
    for number in (1, 2):
        exchange.deliver(OFFICE, mail(number))
    line.arm(Fault("client", after=b"MimeContent", then=Then.SILENCE), times=4)
    with pytest.raises(Temporary):
        arrivals(mailbox)
    assert bodies(mailbox) == [mail(2)]
    ((slot, sentence),) = mailbox.failed
    assert "没有应答" in sentence
    assert mailbox.fetch(slot).raw == mail(1)


@pytest.mark.parametrize("then", [Then.CUT, Then.CUT_AFTER_REPLY])
def test_a_line_cut_while_a_mail_is_moved_files_it_once(exchange, line, mailbox, then):
    exchange.deliver(OFFICE, mail(1))
    (arrival,) = arrivals(mailbox)
    line.arm(Fault("server", after=b"m:MoveItem", then=then))
    for _ in range(2):
        try:
            mailbox.file_away([arrival.slot], FILED)
            break
        except Temporary:
            continue
    assert exchange.mails(OFFICE, FILED) == [mail(1)]
    assert exchange.mails(OFFICE) == []


def test_a_stream_that_dies_without_a_word_keeps_no_mail_from_being_noticed(exchange, line, password):
    settings = exchange_settings(exchange, OFFICE, password, **over(line, streaming=True, poll_seconds=1))
    mailbox = open_mailbox(settings)
    arrivals(mailbox)
    line.arm(Fault("server", after=b"m:GetStreamingEvents", then=Then.HALF_OPEN))
    mailbox.watch(0.5, lambda: False)
    deadline = time.monotonic() + 20
    while not line.happened and time.monotonic() < deadline:
        mailbox.watch(0.5, lambda: False)
    threading.Timer(0.5, exchange.deliver, [OFFICE, mail(1)]).start()
    assert mailbox.watch(30, lambda: False) is True
    start = time.monotonic()
    mailbox.close()
    assert time.monotonic() - start < 5


# -- letters out ---------------------------------------------------------------------------------------------------------


def test_a_line_cut_before_the_letter_is_whole_delivered_nothing(exchange, line, courier):
    send(courier, 2)
    line.arm(Fault("server", after=b"m:CreateItem", count=100_000))
    with pytest.raises((Uncertain, Temporary)):
        send(courier, 1, LARGE)
    assert courier.find_sent(message_id(1)) is False
    send(courier, 3)
    assert exchange.outgoing(TO) != []
    assert len(exchange.outgoing(TO)) == 2


def test_a_line_cut_between_the_letter_and_the_reply_is_uncertain_and_the_letter_went_once(
    exchange, line, courier
):
    send(courier, 2)
    line.arm(Fault("server", after=b"</s:Envelope>", then=Then.CUT_AFTER_REPLY))
    with pytest.raises(Uncertain):
        send(courier, 1)
    assert courier.find_sent(message_id(1)) is True
    assert len(exchange.outgoing(TO)) == 2
    assert operations(exchange).count("CreateItem") == 2


def test_silence_after_the_letter_is_uncertain(exchange, line, courier):
    send(courier, 2)
    line.arm(Fault("client", then=Then.SILENCE))
    with pytest.raises(Uncertain):
        send(courier, 1)
    assert courier.find_sent(message_id(1)) is True
    assert len(exchange.outgoing(TO)) == 2


def test_a_server_that_is_not_there_has_nothing(line, courier):
    line.refusing = True
    told: list[str] = []
    with pytest.raises(Temporary):
        told += send(courier, 1)
    assert told == []
    line.refusing = False
    assert send(courier, 1) == ["handed over"]
