"""Lines that break while a letter goes out: before it, in the middle, between the last byte and the reply.

Real Postfix behind a proxy that breaks at a chosen byte; a plain port, so that it can see the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from mailroom.errors import Temporary, Uncertain
from mailroom.providers import open_courier
from tests.contracts.courier_kinds import as_sent, letter, message_id, smtp_settings
from tests.contracts.mailbox_kinds import imap_settings
from tests.servers.faulty_proxy import Fault, FaultyProxy, Then

END_OF_LETTER = b"\r\n.\r\n"


@pytest.fixture
def address(new_address: Callable[..., str]) -> str:
    return new_address("office")


@pytest.fixture
def post(mail_host) -> Iterator[FaultyProxy]:
    """The line to the server that takes letters; the mail host's port 25, which wants no log-in for its own domain."""
    with FaultyProxy(mail_host.smtp_port) as proxy:
        yield proxy


class Office:
    """Sends letters over a line and remembers what it was told."""

    def __init__(self, line: FaultyProxy, host, sender: str, **changes):
        plain = {
            "port": line.port,
            "security": "none",
            "user": "",
            "password": "",
            "timeout_seconds": 1,
            **changes,
        }
        self.courier = open_courier(smtp_settings(host, sender, **plain))
        self.sender = sender
        self.handed_over: list[int] = []

    def send(
        self, number: int, to: str, *, body: bytes = b"", before: Callable[[], None] = lambda: None
    ) -> None:
        def handing_over() -> None:
            self.handed_over.append(number)
            before()

        message = letter(number, to=to, body=body)
        self.courier.send(message, sender=self.sender, recipients=[to], handing_over=handing_over)


@pytest.fixture
def office(post, mail_host, address, monkeypatch) -> Office:
    monkeypatch.setattr("mailroom.providers.smtp.PATIENCE_AFTER_LETTER", 2)
    return Office(post, mail_host, address)


@pytest.fixture
def department(new_address) -> str:
    return new_address("zjj")


def test_a_line_cut_before_the_letter_is_whole_delivered_nothing(mail_host, post, office, department):
    large = b"A" * 20_000_000 + b"\r\n"  # more than the buffers in between hold
    post.arm(Fault("server", after="两点".encode(), count=100_000))
    with pytest.raises(Temporary, match="尚未交完"):
        office.send(1, department, body=large)
    assert office.handed_over == [1]
    office.send(2, department)
    assert [as_sent(raw) for raw in mail_host.wait_for_mails(department, 1)] == [letter(2, to=department)]


def test_a_server_that_left_while_the_letter_was_made_ready_got_nothing(mail_host, post, office, department):
    with pytest.raises(Temporary, match="尚未交完"):
        office.send(1, department, before=post.hang_up)
    office.send(2, department)
    assert [as_sent(raw) for raw in mail_host.wait_for_mails(department, 1)] == [letter(2, to=department)]


def test_a_line_cut_between_the_last_byte_and_the_reply_is_uncertain_and_the_letter_went(
    mail_host, post, office, department
):
    post.arm(Fault("server", after=END_OF_LETTER, then=Then.CUT_AFTER_REPLY))
    with pytest.raises(Uncertain, match="是否发出须查对"):
        office.send(1, department)
    assert [as_sent(raw) for raw in mail_host.wait_for_mails(department, 1)] == [letter(1, to=department)]


def test_silence_after_the_last_byte_is_uncertain_too(post, office, department):
    post.arm(Fault("client", after=b"354", then=Then.SILENCE))
    with pytest.raises((Uncertain, Temporary)):
        office.send(1, department)
    post.arm(Fault("server", after=END_OF_LETTER, then=Then.HALF_OPEN))
    with pytest.raises(Uncertain):
        office.send(2, department)


def test_silence_before_the_letter_is_nobodys_turn(post, office, department):
    post.arm(Fault("server", after=b"DATA", then=Then.HALF_OPEN))
    with pytest.raises(Temporary, match="没有应答"):
        office.send(1, department)
    assert office.handed_over == []


@pytest.mark.parametrize("moment", [b"mail FROM", b"rcpt TO", b"DATA\r\n"])
@pytest.mark.parametrize("then", [Then.CUT, Then.HALF_OPEN])
def test_a_kept_connection_that_broke_before_the_letter_is_replaced(
    mail_host, post, office, department, moment, then
):
    office.send(1, department)
    post.arm(Fault("server", after=moment, then=then))
    office.send(2, department)
    assert post.connections == 2
    assert office.handed_over == [1, 2]
    assert len(mail_host.wait_for_mails(department, 2)) == 2


def test_a_server_that_refuses_the_connection_is_nobodys_turn(post, office, department):
    post.refusing = True
    with pytest.raises(Temporary):
        office.send(1, department)
    assert office.handed_over == []
    post.refusing = False
    office.send(2, department)


def test_what_is_uncertain_is_cleared_up_by_the_sent_folder(mail_host, address, department, new_address):
    with FaultyProxy(mail_host.smtps_saving_port) as line:
        settings = smtp_settings(mail_host, address, port=line.port, save_sent="server")
        courier = open_courier(settings, imap_settings(mail_host, address))
        courier.check()

        def the_line_goes_dead_from_here() -> None:
            line.arm(
                Fault("client", then=Then.CUT)
            )  # inside TLS: the next thing the server says is its reply

        with pytest.raises(Uncertain):
            courier.send(
                letter(1, to=department),
                sender=address,
                recipients=[department],
                handing_over=the_line_goes_dead_from_here,
            )
        assert courier.find_sent(message_id(1)) is True
        assert courier.find_sent(message_id(2)) is False


def test_closing_a_broken_courier_raises_nothing(post, office, department):
    office.send(1, department)
    post.arm(Fault("server"))
    office.courier.close()
