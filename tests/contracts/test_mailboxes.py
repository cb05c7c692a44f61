"""What every mailbox keeps to: Dovecot over TLS, Dovecot behind 163.com's manners, Exchange, a folder of files."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from mailroom.errors import Gone
from mailroom.providers import Arrival, Mailbox
from tests.contracts.exchange_kinds import EwsKind
from tests.contracts.mailbox_kinds import FILED, FolderKind, ImapKind, Kind, mail
from tests.servers.coremail_proxy import CoremailProxy
from tests.servers.exchange import Exchange
from tests.servers.loop_thread import server_tls
from tests.servers.mail_host import MailHost

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(params=["imap", "coremail", "ews", "ews with notifications", "folder"])
def kind(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kind]:
    if request.param == "folder":
        yield FolderKind(tmp_path / "mailbox")
        return
    if request.param.startswith("ews"):
        with Exchange() as exchange:
            yield EwsKind(exchange, "office@tengzhou.test", streaming="notifications" in request.param)
        return
    host: MailHost = request.getfixturevalue("mail_host")
    address = request.getfixturevalue("new_address")("office")
    if request.param == "imap":
        yield ImapKind(host, address)
        return
    with CoremailProxy(host.imap_port, tls=server_tls(str(host.ca_file), str(host.key_file))) as proxy:
        yield ImapKind(host, address, port=proxy.port)


@pytest.fixture
def mailbox(kind: Kind) -> Iterator[Mailbox]:
    mailbox = kind.open()
    yield mailbox
    mailbox.close()


def nothing_known(folder: str, uidvalidity: int) -> int:
    return 0


def all_of(mailbox: Mailbox, *, since: date | None = None, batch: int = 50) -> list[Arrival]:
    return [mail for mails in mailbox.arrivals(nothing_known, since=since, batch=batch) for mail in mails]


def bodies(mailbox: Mailbox) -> list[bytes]:
    return [arrival.raw for arrival in all_of(mailbox)]


def test_an_empty_mailbox_gives_nothing(mailbox):
    assert all_of(mailbox) == []
    assert mailbox.failed == []


def test_mails_come_oldest_first_and_byte_for_byte(kind, mailbox):
    sent = [mail(number) for number in range(5)]
    for raw in sent:
        kind.drop(raw)
    assert bodies(mailbox) == sent


def test_reading_leaves_no_trace(kind, mailbox):
    kind.drop(mail(1))
    all_of(mailbox)
    assert kind.untouched()
    assert kind.waiting() == [mail(1)]


def test_a_list_is_never_longer_than_asked(kind, mailbox):
    for number in range(7):
        kind.drop(mail(number))
    sizes = [len(mails) for mails in mailbox.arrivals(nothing_known, since=None, batch=3)]
    assert sizes == [3, 3, 1]


def test_every_mail_has_a_slot_of_its_own_that_stays_the_same(kind, mailbox):
    for number in range(3):
        kind.drop(mail(number))
    first, again = all_of(mailbox), all_of(kind.open())
    assert len({arrival.slot for arrival in first}) == 3
    assert [arrival.slot for arrival in first] == [arrival.slot for arrival in again]
    assert all(0 < arrival.slot.uid < 2**63 for arrival in first)


def test_the_moment_of_arrival_is_told_in_china_time(kind, mailbox):
    kind.drop(mail(1), arrived_at=datetime(2018, 3, 15, 0, 20, 30))
    assert [arrival.arrived_at for arrival in all_of(mailbox)] == [datetime(2018, 3, 15, 0, 20, 30)]


def test_mails_from_before_the_start_date_are_left_alone(kind, mailbox):
    kind.drop(mail(1), arrived_at=datetime(2018, 3, 11, 23, 59, 59))
    kind.drop(mail(2), arrived_at=datetime(2018, 3, 12, 0, 0, 0))
    kind.drop(mail(3), arrived_at=datetime(2018, 3, 13, 9, 0, 0))
    assert [arrival.raw for arrival in all_of(mailbox, since=date(2018, 3, 12))] == [mail(2), mail(3)]


def test_filed_mails_leave_the_inbox_and_are_not_offered_again(kind, mailbox):
    for number in range(3):
        kind.drop(mail(number))
    first, second, _ = all_of(mailbox)
    mailbox.file_away([first.slot, second.slot], FILED)
    assert sorted(kind.filed()) == [mail(0), mail(1)]
    assert kind.waiting() == [mail(2)]
    assert bodies(mailbox) == [mail(2)]


def test_filing_twice_or_what_has_gone_is_no_error(kind, mailbox):
    kind.drop(mail(1))
    kind.drop(mail(2))
    gone, filed = all_of(mailbox)
    kind.take_away(gone.slot)
    mailbox.file_away([gone.slot, filed.slot], FILED)
    mailbox.file_away([gone.slot, filed.slot], FILED)
    assert kind.filed() == [mail(2)]


def test_filing_between_two_lists_does_not_disturb_the_next(kind, mailbox):
    sent = [mail(number) for number in range(6)]
    for raw in sent:
        kind.drop(raw)
    taken = []
    for mails in mailbox.arrivals(nothing_known, since=None, batch=2):
        taken += [arrival.raw for arrival in mails]
        mailbox.file_away([arrival.slot for arrival in mails], FILED)
    assert taken == sent
    assert kind.waiting() == []
    assert sorted(kind.filed()) == sent


def test_a_mail_that_vanishes_in_between_is_left_out(kind, mailbox):
    for number in range(4):
        kind.drop(mail(number))
    third = all_of(mailbox)[2]
    lists = mailbox.arrivals(nothing_known, since=None, batch=2)
    taken = [arrival.raw for arrival in next(lists)]
    kind.take_away(third.slot)
    taken += [arrival.raw for mails in lists for arrival in mails]
    assert taken == [mail(0), mail(1), mail(3)]
    assert mailbox.failed == []


def test_a_mail_that_is_too_large_is_reported_and_the_others_come(kind, mailbox):
    large = mail(2, body="长" * 70 + "\r\n") + (b"x" * 76 + b"\r\n") * 15_000
    for raw in (mail(1), large, mail(3)):
        kind.drop(raw)
    assert bodies(mailbox) == [mail(1), mail(3)]
    ((slot, sentence),) = mailbox.failed
    assert "1 MB 的上限" in sentence
    assert mailbox.fetch(slot).raw == large


def test_a_mail_that_is_not_brought_is_named_before_a_later_one_is_given(kind, mailbox):
    """Else a look that breaks off in between would count it as taken in."""
    kind.drop(mail(1) + b"x" * 1_200_000)
    for number in (2, 3):
        kind.drop(mail(number))
    next(mailbox.arrivals(nothing_known, since=None, batch=1))
    assert len(mailbox.failed) == 1


def test_a_single_mail_can_be_brought_again_unless_it_has_gone(kind, mailbox):
    kind.drop(mail(1))
    (arrival,) = all_of(mailbox)
    assert mailbox.fetch(arrival.slot).raw == mail(1)
    kind.take_away(arrival.slot)
    with pytest.raises(Gone):
        mailbox.fetch(arrival.slot)


def test_the_list_of_failures_begins_anew_each_time(kind, mailbox):
    kind.drop(mail(1) + b"x" * 1_200_000)
    all_of(mailbox)
    (failure,) = mailbox.failed
    mailbox.file_away([failure[0]], FILED)
    all_of(mailbox)
    assert mailbox.failed == []


def test_watching_an_unchanged_mailbox_ends_after_the_time_given(kind, mailbox):
    kind.drop(mail(1))
    all_of(mailbox)
    assert mailbox.watch(0.2, lambda: False) is False


def test_watching_notices_a_mail_that_comes(kind, mailbox):
    all_of(mailbox)
    threading.Timer(0.5, kind.drop, [mail(1)]).start()
    assert mailbox.watch(60, lambda: False) is True
    assert bodies(mailbox) == [mail(1)]


def test_watching_notices_a_mail_that_came_just_before(kind, mailbox):
    all_of(mailbox)
    kind.drop(mail(1))
    assert mailbox.watch(60, lambda: False) is True


def test_watching_does_not_tell_twice_of_the_same_mail(kind, mailbox):
    all_of(mailbox)
    kind.drop(mail(1))
    assert mailbox.watch(60, lambda: False) is True
    all_of(mailbox)
    assert mailbox.watch(0.2, lambda: False) is False


def test_watching_ends_soon_when_told_to(mailbox):
    all_of(mailbox)
    wish = threading.Event()
    threading.Timer(0.3, wish.set).start()
    assert mailbox.watch(600, wish.is_set) is False


def test_a_check_says_in_chinese_what_was_found(kind, mailbox):
    kind.drop(mail(1))
    assert any("有信 1 封" in sentence for sentence in mailbox.check())


def test_a_closed_mailbox_can_be_closed_again_and_used_again(kind, mailbox):
    kind.drop(mail(1))
    mailbox.close()
    mailbox.close()
    assert bodies(mailbox) == [mail(1)]


def test_the_filing_folder_may_be_removed_and_is_made_again(kind, mailbox):
    kind.drop(mail(1))
    mailbox.file_away([all_of(mailbox)[0].slot], FILED)
    kind.forget_filing_folder()
    kind.drop(mail(2))
    mailbox.file_away([all_of(mailbox)[0].slot], FILED)
    assert kind.filed() == [mail(2)]


def test_mails_of_one_second_keep_their_order(kind, mailbox):
    moment = datetime(2018, 3, 15, 9, 0, 0)
    for number in range(3):
        kind.drop(mail(number), arrived_at=moment)
    assert bodies(mailbox) == [mail(0), mail(1), mail(2)]
