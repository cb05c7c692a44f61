"""Lines that break while mail comes in: in the middle of a mail, of a move, of waiting, or without a word.

Real Dovecot behind a proxy that breaks at a chosen byte; a plain port, so that it can see the moment.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from mailroom.errors import Temporary
from mailroom.providers import Arrival, open_mailbox
from tests.contracts.mailbox_kinds import FILED, imap_settings, mail
from tests.servers.coremail_proxy import CoremailProxy
from tests.servers.faulty_proxy import Fault, FaultyProxy, Then


@pytest.fixture
def address(new_address: Callable[..., str]) -> str:
    return new_address("office")


@pytest.fixture
def line(mail_host) -> Iterator[FaultyProxy]:
    """The line to the IMAP server."""
    with FaultyProxy(mail_host.imap_port) as proxy:
        yield proxy


@pytest.fixture
def coremail_line(mail_host) -> Iterator[FaultyProxy]:
    """The line to an IMAP server that is like 163.com."""
    with CoremailProxy(mail_host.imap_port) as coremail, FaultyProxy(coremail.port) as proxy:
        yield proxy


@pytest.fixture
def mailbox(mail_host, address, line):
    mailbox = open_over(line, mail_host, address)
    yield mailbox
    mailbox.close()


def open_over(line: FaultyProxy, host, address: str, **changes):
    words = {"port": line.port, "security": "none", "timeout_seconds": 2, **changes}
    return open_mailbox(imap_settings(host, address, **words))


def all_of(mailbox, batch: int = 50) -> list[Arrival]:
    lists = mailbox.arrivals(lambda folder, validity: 0, since=None, batch=batch)
    return [arrival for mails in lists for arrival in mails]


def bodies(mailbox) -> list[bytes]:
    return [arrival.raw for arrival in all_of(mailbox)]


def test_a_line_cut_in_the_middle_of_a_mail_is_made_anew_and_nothing_is_lost_or_doubled(
    mail_host, address, line, mailbox
):
    sent = [mail(number, body="正文" * 5000 + "\r\n") for number in range(10)]
    for raw in sent:
        mail_host.append(address, raw)
    line.arm(Fault("client", after=b"BODY[]", count=60_000))
    assert bodies(mailbox) == sent
    assert line.connections == 2
    assert mailbox.failed == []


def test_a_line_that_is_always_cut_is_nobodys_turn_and_later_all_is_well(mail_host, address, line, mailbox):
    sent = [mail(number) for number in range(5)]
    for raw in sent:
        mail_host.append(address, raw)
    fault = Fault("client", after=b"BODY[]", count=20)
    line.arm(fault, times=8)
    with pytest.raises(Temporary):
        all_of(mailbox)
    assert mailbox.failed == []
    while line.due("client"):
        with pytest.raises(Temporary):
            all_of(mailbox)
    assert bodies(mailbox) == sent


def test_a_mail_at_which_the_line_breaks_each_time_does_not_stop_the_next(mail_host, address, line, mailbox):
    sent = [mail(number, subject="poison" if number == 2 else "case") for number in range(5)]
    for raw in sent:
        mail_host.append(address, raw)
    line.arm(Fault("client", after=b"Subject: poison"), times=4)  # in the batch, and alone, twice each
    assert bodies(mailbox) == [raw for raw in sent if b"poison" not in raw]
    ((slot, sentence),) = mailbox.failed
    assert "连接一再中断" in sentence
    assert mailbox.fetch(slot).raw == sent[2]


def test_a_silent_server_is_given_up_after_the_time_out(mail_host, address, line, mailbox):
    mail_host.append(address, mail(1))
    line.arm(Fault("client", after=b"BODY[]", then=Then.SILENCE), times=3)
    with pytest.raises(Temporary, match="没有应答"):
        all_of(mailbox)
    assert mailbox.failed == []
    assert bodies(mailbox) == [mail(1)]


def test_a_mail_at_which_the_server_falls_silent_every_time_is_reported(mail_host, address, line, mailbox):
    mail_host.append(address, mail(1))
    line.arm(Fault("client", after=b"BODY[]", then=Then.SILENCE), times=10)
    with pytest.raises(Temporary, match="没有应答"):
        all_of(mailbox)
    assert all_of(mailbox) == []
    ((_, sentence),) = mailbox.failed
    assert "没有应答" in sentence


def test_a_server_that_does_not_greet_is_given_up_after_the_time_out(line, mailbox):
    line.arm(Fault("client", then=Then.SILENCE))
    with pytest.raises(Temporary, match="没有应答"):
        all_of(mailbox)


def test_a_kept_connection_whose_other_end_has_gone_is_replaced(mail_host, address, line, mailbox):
    assert bodies(mailbox) == []
    mail_host.append(address, mail(1))
    line.arm(Fault("server", then=Then.HALF_OPEN))
    assert bodies(mailbox) == [mail(1)]
    assert line.connections == 2


def test_a_server_that_refuses_is_nobodys_turn_and_later_all_is_well(mail_host, address, line, mailbox):
    mail_host.append(address, mail(1))
    line.refusing = True
    with pytest.raises(Temporary):
        all_of(mailbox)
    line.refusing = False
    assert bodies(mailbox) == [mail(1)]


def test_a_line_cut_during_log_in_is_no_wrong_password(mail_host, address, line, mailbox):
    line.arm(Fault("server", after=b"LOGIN"))
    with pytest.raises(Temporary, match="连接中断"):
        all_of(mailbox)
    assert bodies(mailbox) == []


def test_a_restarted_server_is_found_again(mail_host, address, mailbox):
    mail_host.append(address, mail(1))
    assert bodies(mailbox) == [mail(1)]
    mail_host.restart_dovecot()
    mail_host.append(address, mail(2))
    assert bodies(mailbox) == [mail(1), mail(2)]


def test_watching_outlives_a_line_that_breaks(mail_host, address, line, mailbox):
    all_of(mailbox)
    line.arm(Fault("client", after=b"+ idling"))
    threading.Timer(1, mail_host.append, [address, mail(1)]).start()
    assert mailbox.watch(60, lambda: False) is True
    assert bodies(mailbox) == [mail(1)]


def test_watching_a_line_that_stays_broken_is_nobodys_turn(line, mailbox):
    all_of(mailbox)
    line.refusing = True
    line.arm(Fault("client", after=b"+ idling"))
    with pytest.raises(Temporary):
        mailbox.watch(60, lambda: False)


def test_a_move_whose_reply_was_lost_is_not_made_twice(mail_host, address, line, mailbox):
    for number in range(2):
        mail_host.append(address, mail(number))
    slots = [arrival.slot for arrival in all_of(mailbox)]
    line.arm(Fault("server", after=b"UID MOVE", then=Then.CUT_AFTER_REPLY))
    mailbox.file_away(slots, FILED)
    assert sorted(mail_host.mails(address, FILED)) == [mail(0), mail(1)]
    assert mail_host.mails(address) == []


@pytest.mark.parametrize("moment", [b"UID COPY", b"UID STORE", b"UID EXPUNGE"])
def test_a_copy_and_removal_cut_half_way_is_finished_and_not_doubled(
    mail_host, address, coremail_line, moment
):
    for number in range(2):
        mail_host.append(address, mail(number))
    mailbox = open_over(coremail_line, mail_host, address)
    slots = [arrival.slot for arrival in all_of(mailbox)]
    coremail_line.arm(Fault("server", after=moment, then=Then.CUT_AFTER_REPLY))
    mailbox.file_away(slots, FILED)
    assert coremail_line.happened
    assert sorted(mail_host.mails(address, FILED)) == [mail(0), mail(1)]
    assert mail_host.mails(address) == []


def test_closing_a_broken_connection_raises_nothing(mail_host, address, line, mailbox):
    all_of(mailbox)
    line.arm(Fault("server"))
    mailbox.close()
