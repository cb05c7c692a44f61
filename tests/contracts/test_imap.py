"""What only an IMAP server can do to us: UIDVALIDITY, IDs, junk folders, marks of others, mails it can't read."""

from __future__ import annotations

import imaplib
import itertools
import os
import re
import ssl
from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from imapclient import IMAPClient

from mailroom.errors import Misconfigured
from mailroom.providers import Advice, Arrival, open_mailbox
from tests.contracts.mailbox_kinds import FILED, imap_settings, mail
from tests.servers import maildir
from tests.servers.coremail_proxy import CoremailProxy
from tests.servers.mail_host import MailHost
from tests.servers.omitting_proxy import OmittingProxy


@pytest.fixture
def address(new_address: Callable[..., str]) -> str:
    return new_address("office")


@pytest.fixture
def coremail(mail_host: MailHost) -> Iterator[CoremailProxy]:
    with CoremailProxy(mail_host.imap_port) as proxy:
        yield proxy


def at_coremail(host: MailHost, address: str, proxy: CoremailProxy, **changes):
    return open_mailbox(imap_settings(host, address, port=proxy.port, security="none", **changes))


def nothing_known(folder: str, uidvalidity: int) -> int:
    return 0


def all_of(mailbox, known=nothing_known, *, since: date | None = None) -> list[Arrival]:
    return [arrival for mails in mailbox.arrivals(known, since=since) for arrival in mails]


def someone(host: MailHost, address: str) -> IMAPClient:
    """Another program on the same account."""
    client = IMAPClient(
        host.host, host.imaps_port, ssl_context=ssl.create_default_context(cafile=str(host.ca_file))
    )
    client.login(address, host.password)
    return client


def test_only_uids_above_the_highest_known_are_brought(mail_host, address):
    for number in range(4):
        mail_host.append(address, mail(number))
    mailbox = open_mailbox(imap_settings(mail_host, address))
    third = all_of(mailbox)[2].slot
    assert [arrival.raw for arrival in all_of(mailbox, lambda folder, validity: third.uid)] == [mail(3)]


def test_the_last_mail_is_not_brought_again_though_the_server_always_names_it(mail_host, address, coremail):
    mail_host.append(address, mail(1))
    mailbox = at_coremail(mail_host, address, coremail)
    (arrival,) = all_of(mailbox)
    assert all_of(mailbox, lambda folder, validity: arrival.slot.uid) == []
    assert all_of(mailbox, lambda folder, validity: arrival.slot.uid + 5000) == []


def test_a_changed_uidvalidity_starts_the_folder_anew(mail_host, address):
    mail_host.append(address, mail(1))
    mailbox = open_mailbox(imap_settings(mail_host, address))
    (before,) = all_of(mailbox)
    mail_host.bump_uidvalidity(address)
    known = {("INBOX", before.slot.uidvalidity): before.slot.uid}
    (after,) = all_of(mailbox, lambda folder, validity: known.get((folder, validity), 0))
    assert after.raw == before.raw
    assert after.slot.uidvalidity != before.slot.uidvalidity


def test_a_slot_of_an_old_uidvalidity_moves_no_mail(mail_host, address):
    mail_host.append(address, mail(1))
    mailbox = open_mailbox(imap_settings(mail_host, address))
    (before,) = all_of(mailbox)
    mail_host.bump_uidvalidity(address)
    mailbox.close()
    mailbox.file_away([before.slot], FILED)
    assert mail_host.mails(address) == [mail(1)]


def test_watching_tells_of_a_changed_uidvalidity(mail_host, address):
    mail_host.append(address, mail(1))
    mailbox = open_mailbox(imap_settings(mail_host, address))
    all_of(mailbox)
    mail_host.bump_uidvalidity(address)
    mailbox.close()
    assert mailbox.watch(30, lambda: False) is True


def test_an_id_is_sent_after_log_in_and_before_the_first_folder_on_every_connection(
    mail_host, address, coremail
):
    mailbox = at_coremail(mail_host, address, coremail)
    all_of(mailbox)
    mailbox.close()
    all_of(mailbox)
    assert coremail.connections == 2
    for connection in b" ".join(coremail.commands).split(b"LOGIN ")[1:]:
        words = connection.split()
        assert words.index(b"ID") < words.index(b"EXAMINE")


def test_an_account_that_netease_distrusts_all_the_same_is_the_operators_turn(mail_host, address, coremail):
    coremail.distrusting = True
    with pytest.raises(Misconfigured, match=r"账号被网易认为不安全.*Unsafe Login"):
        all_of(at_coremail(mail_host, address, coremail))


def test_a_server_without_idle_is_polled_on_the_kept_connection(mail_host, address, coremail):
    mailbox = at_coremail(mail_host, address, coremail, poll_seconds=0.1)
    all_of(mailbox)
    assert mailbox.watch(1, lambda: False) is False
    assert coremail.connections == 1
    assert coremail.commands.count(b"NOOP") > 3
    assert b"IDLE" not in coremail.commands


def test_a_server_with_idle_need_not_be_polled(mail_host, address):
    mailbox = open_mailbox(imap_settings(mail_host, address, poll_seconds=3600))
    all_of(mailbox)
    looks = iter([False, False])

    def stop() -> bool:  # the mail comes once IDLE has begun
        if next(looks, None) is None and not mail_host.mails(address):
            mail_host.append(address, mail(1))
        return False

    assert mailbox.watch(60, stop) is True


def test_without_move_a_mail_is_copied_and_removed_by_its_uid(mail_host, address, coremail):
    for number in range(3):
        mail_host.append(address, mail(number))
    mailbox = at_coremail(mail_host, address, coremail)
    arrivals = all_of(mailbox)
    mailbox.file_away([arrivals[1].slot], FILED)
    assert mail_host.mails(address, FILED) == [mail(1)]
    assert mail_host.mails(address) == [mail(0), mail(2)]
    assert b"UID EXPUNGE" in coremail.commands
    assert b"EXPUNGE" not in coremail.commands


def test_what_others_marked_for_deletion_stays(mail_host, address, coremail):
    for number in range(2):
        mail_host.append(address, mail(number))
    mailbox = at_coremail(mail_host, address, coremail)
    first, second = all_of(mailbox)
    other = someone(mail_host, address)
    other.select_folder("INBOX")
    other.add_flags([first.slot.uid], [b"\\Deleted"])
    other.logout()
    mailbox.file_away([second.slot], FILED)
    assert mail_host.mails(address) == [mail(0)]


def test_a_copy_left_by_a_process_that_ended_half_way_is_not_made_again(mail_host, address, coremail):
    for number in range(2):
        mail_host.append(address, mail(number))
    arrivals = all_of(at_coremail(mail_host, address, coremail))
    half_done = someone(mail_host, address)
    half_done.create_folder(FILED)
    half_done.select_folder("INBOX")
    half_done.copy([arrivals[0].slot.uid], FILED)
    half_done.shutdown()
    mailbox = at_coremail(mail_host, address, coremail)
    mailbox.file_away([arrival.slot for arrival in arrivals], FILED)
    assert sorted(mail_host.mails(address, FILED)) == [mail(0), mail(1)]
    assert mail_host.mails(address) == []


def test_junk_folders_are_looked_into_once_they_exist(mail_host, address):
    junk = ("垃圾邮件", "广告邮件")
    mailbox = open_mailbox(imap_settings(mail_host, address, junk_folders=junk))
    mail_host.append(address, mail(1))
    assert [arrival.raw for arrival in all_of(mailbox)] == [mail(1)]
    mail_host.append(address, mail(2), folder="垃圾邮件")
    assert mailbox.watch(30, lambda: False) is True
    assert [(arrival.slot.folder, arrival.raw) for arrival in all_of(mailbox)] == [
        ("INBOX", mail(1)),
        ("垃圾邮件", mail(2)),
    ]
    [missing] = [sentence for sentence in mailbox.check() if isinstance(sentence, Advice)]
    assert missing.startswith("没有文件夹“广告邮件”，已略过，出现后会自动查看；服务器上有：")
    assert "垃圾邮件" in missing


def test_a_junk_folder_that_is_removed_is_left_out_from_the_next_round_on(mail_host, address):
    mail_host.append(address, mail(1))
    mail_host.append(address, mail(2), folder="垃圾邮件")
    mailbox = open_mailbox(imap_settings(mail_host, address, junk_folders=("垃圾邮件",)))
    assert len(all_of(mailbox)) == 2
    mail_host.delete_folder(address, "垃圾邮件")
    with pytest.raises(Misconfigured, match="没有文件夹“垃圾邮件”"):
        all_of(mailbox)
    assert [arrival.raw for arrival in all_of(mailbox)] == [mail(1)]


def test_a_folder_that_this_provider_may_have_is_no_fault_where_the_account_has_none(
    mail_host, address, monkeypatch
):
    monkeypatch.setattr("mailroom.providers.imap.junk_folders_of", lambda host: ("垃圾邮件", "病毒文件夹"))
    mail_host.append(address, mail(1), folder="垃圾邮件")
    mailbox = open_mailbox(imap_settings(mail_host, address, junk_folders=("垃圾邮件", "病毒文件夹")))
    found = mailbox.check()
    assert "文件夹“垃圾邮件”有信 1 封" in found
    assert not [sentence for sentence in found if "病毒文件夹" in sentence]


def test_uids_of_ten_digits_with_gaps_are_taken_in_once_each(mail_host, address, coremail):
    """NetEase numbers the mails of all its users in one row: 1320957422, 1320959005 …; UIDVALIDITY is 1."""
    first, gap = 1_320_957_422, 70_001
    mail_host.append(address, mail(0))
    mail_host.number_from(address, 1, first)
    for number in (1, 2):
        mail_host.append(address, mail(number))
        mailbox = at_coremail(mail_host, address, coremail)
        newest = all_of(mailbox)[-1].slot
        mail_host.number_from(address, 1, newest.uid + gap)
    mail_host.append(address, mail(3))

    mailbox = at_coremail(mail_host, address, coremail)
    arrivals = all_of(mailbox)
    fresh = all_of(mailbox, lambda folder, validity: arrivals[-2].slot.uid)
    none = all_of(mailbox, lambda folder, validity: arrivals[-1].slot.uid)

    numbers = [each.slot.uid for each in arrivals][1:]
    assert numbers[0] >= first
    assert all(later - earlier >= gap for earlier, later in itertools.pairwise(numbers))
    assert {each.slot.uidvalidity for each in arrivals} == {1}
    assert [each.raw for each in fresh] == [mail(3)]
    assert none == []  # though the server names the last mail for `UID n:*`
    mailbox.file_away([each.slot for each in arrivals], FILED)
    assert mail_host.mails(address) == []
    assert len(mail_host.mails(address, FILED)) == 4


def test_at_qq_mails_are_filed_below_the_one_folder_that_may_have_others(mail_host, address):
    mail_host.append(address, mail(0), folder="其他文件夹/来信")
    mail_host.append(address, mail(1))
    mailbox = open_mailbox(imap_settings(mail_host, address))
    mailbox.file_away([each.slot for each in all_of(mailbox)], FILED)
    assert mail_host.mails(address, f"其他文件夹/{FILED}") == [mail(1)]
    assert mail_host.mails(address, FILED) == []
    mail_host.append(address, mail(2))
    again = open_mailbox(imap_settings(mail_host, address))
    again.file_away([each.slot for each in all_of(again)], FILED)
    assert sorted(mail_host.mails(address, f"其他文件夹/{FILED}")) == [mail(1), mail(2)]


def test_many_polls_are_one_connection(mail_host, address, coremail):
    """QQ and NetEase throttle who connects anew for each look."""
    mailbox = at_coremail(mail_host, address, coremail, poll_seconds=1)
    for _ in range(3):
        all_of(mailbox)
        mailbox.watch(1.2, lambda: False)
    assert coremail.connections == 1
    assert coremail.commands.count(b"LOGIN") == 1
    assert b"IDLE" not in coremail.commands


def test_every_connection_says_who_it_is_before_it_opens_a_folder(mail_host, address, coremail):
    mail_host.append(address, mail(1))
    mailbox = at_coremail(mail_host, address, coremail)
    all_of(mailbox)
    mailbox._session.drop()
    assert len(all_of(mailbox)) == 1
    assert coremail.connections == 2
    assert coremail.commands.count(b"ID") == 2
    assert not [word for word in coremail.commands if word in (b"MOVE", b"UID MOVE", b"IDLE", b"SELECT")]


def test_a_failure_of_the_ledger_is_not_taken_for_a_broken_line(mail_host, address, coremail):
    mailbox = at_coremail(mail_host, address, coremail)

    def ledger_is_gone(folder: str, uidvalidity: int) -> int:
        raise OSError("disk I/O error")

    with pytest.raises(OSError, match="disk I/O error"):
        all_of(mailbox, ledger_is_gone)
    assert all_of(mailbox) == []
    assert coremail.connections == 1


def test_a_mail_that_the_server_cannot_read_does_not_stop_the_next(mail_host, address):
    for number in range(4):
        mail_host.append(address, mail(number))
    mailbox = open_mailbox(imap_settings(mail_host, address))
    bad = all_of(mailbox)[1].slot
    lock_up(mail_host, address, mail(1))
    arrivals = all_of(open_mailbox(imap_settings(mail_host, address)))
    assert [arrival.raw for arrival in arrivals] == [mail(0), mail(2), mail(3)]
    mailbox = open_mailbox(imap_settings(mail_host, address))
    all_of(mailbox)
    ((slot, sentence),) = mailbox.failed
    assert slot == bad
    assert "这封信" in sentence


def test_a_mail_left_out_of_a_batch_is_named_before_the_batch_is_given(mail_host, address):
    """Else a process that ends in between would count it as taken in."""
    for number in range(4):
        mail_host.append(address, mail(number))
    mailbox = open_mailbox(imap_settings(mail_host, address))
    (left_out,) = [arrival.slot for arrival in all_of(mailbox) if arrival.raw == mail(1)]
    mailbox.close()
    with OmittingProxy(mail_host.imap_port, left_out.uid) as line:
        mailbox = open_mailbox(imap_settings(mail_host, address, port=line.port, security="none"))
        given = next(mailbox.arrivals(nothing_known, since=None))
        assert [arrival.raw for arrival in given] == [mail(0), mail(2), mail(3)]
        assert [slot for slot, _ in mailbox.failed] == [left_out]
        mailbox.close()


@pytest.mark.parametrize("moment", ["00-Jan-1970 00:00:00 +0000", " 1-Mar-2018 10:00:00 +9999", ""])
def test_a_mail_that_came_on_a_day_that_never_was_does_not_stop_the_next(
    mail_host, address, monkeypatch, moment
):
    for number in range(2):
        mail_host.append(address, mail(number))
    mailbox = open_mailbox(imap_settings(mail_host, address))
    told = re.compile(rb'(?<=UID 1 )(.*INTERNALDATE )"[^"]*"')
    uid = imaplib.IMAP4.uid

    def as_a_faulty_server(self, command, *words):
        typ, lines = uid(self, command, *words)
        if "INTERNALDATE" in str(words):
            lines = [told.sub(rb'\1"' + moment.encode() + b'"', line) for line in lines]
        return typ, lines

    monkeypatch.setattr(imaplib.IMAP4, "uid", as_a_faulty_server)
    first, second = all_of(mailbox, since=date(2018, 3, 12))
    assert [first.raw, second.raw] == [mail(0), mail(1)]
    assert first.arrived_at is None
    assert second.arrived_at is not None


def test_a_mail_of_which_the_server_tells_not_even_the_size_is_named(mail_host, address):
    for number in range(3):
        mail_host.append(address, mail(number))
    mailbox = open_mailbox(imap_settings(mail_host, address))
    silent = all_of(mailbox)[1].slot
    mailbox.close()
    with OmittingProxy(mail_host.imap_port, silent.uid, sizes=True) as line:
        mailbox = open_mailbox(imap_settings(mail_host, address, port=line.port, security="none"))
        assert [arrival.raw for arrival in all_of(mailbox)] == [mail(0), mail(2)]
        assert [slot for slot, _ in mailbox.failed] == [silent]
        mailbox.close()


def lock_up(host: MailHost, address: str, raw: bytes) -> None:
    """Let Dovecot's user no longer read one mail, as after a faulty restore."""
    place = maildir.folder_path(host.folder / "home" / "example.cn" / address.partition("@")[0], "INBOX")
    (file,) = [file for file in place.glob("*/*.test*") if file.read_bytes() == raw]
    os.chown(file, 0, 0)
    file.chmod(0o600)


def test_a_folder_of_twenty_thousand_old_mails_is_passed_over(mail_host, address):
    for number in range(20_000):
        mail_host.append(address, mail(number), arrived_at=datetime(2017, 1, 1))
    mail_host.append(address, mail(20_000), arrived_at=datetime(2018, 3, 12, 8, 0))
    mailbox = open_mailbox(imap_settings(mail_host, address, timeout_seconds=90))
    (arrival,) = all_of(mailbox, since=date(2018, 3, 12))
    assert arrival.raw == mail(20_000)
    assert all_of(mailbox, lambda folder, validity: arrival.slot.uid, since=date(2018, 3, 12)) == []
    last = [found.raw for found in all_of(mailbox, lambda folder, validity: arrival.slot.uid - 120)]
    assert last == [mail(number) for number in range(19_881, 20_001)]


def test_a_folder_larger_than_one_search_window_is_listed_whole(mail_host, address, monkeypatch):
    monkeypatch.setattr("mailroom.providers.imap_listing._SEARCH_WINDOW", 3)
    monkeypatch.setattr("mailroom.providers.imap_listing._SIZES_A_TIME", 4)
    for number in range(11):
        mail_host.append(address, mail(number))
    mailbox = open_mailbox(imap_settings(mail_host, address))
    assert [arrival.raw for arrival in all_of(mailbox)] == [mail(number) for number in range(11)]


def test_large_mails_come_in_smaller_batches(mail_host, address, monkeypatch):
    monkeypatch.setattr("mailroom.providers.imap_fetch._MOST_BYTES_A_BATCH", 3 * len(mail(1)))
    for number in range(7):
        mail_host.append(address, mail(number))
    mailbox = open_mailbox(imap_settings(mail_host, address))
    assert [len(mails) for mails in mailbox.arrivals(nothing_known, since=None)] == [3, 3, 1]
