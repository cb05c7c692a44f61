"""The straight line: what becomes of mails that a server lists and does not give, and of a look that breaks off."""

from __future__ import annotations

import sqlite3

import pytest

from ledger import opening, postbook
from ledger.models import Held, Mail
from mailroom import intake, waypoints
from mailroom.errors import Temporary
from mailroom.office import open_office
from mailroom.providers.base import Arrival, Slot
from tests.mailroom.test_delivery import NOW


class Faulty:
    """A mailbox whose server does not give the mails `refused`, and breaks off after the mail `last`."""

    name = "mailbox"

    def __init__(self, count: int, refused: tuple[int, ...], *, last: int = 0, batch: int = 1):
        self.count, self.refused, self.last, self.batch = count, refused, last, batch
        self.failed = []

    def arrivals(self, known, *, since, batch=50, taken=None):
        self.failed = []
        pack = []
        for uid in range(known("INBOX", 7) + 1, self.count + 1):
            if uid in self.refused:
                self.failed.append((Slot("INBOX", 7, uid), "服务器取不出这封信"))
                continue
            if len(pack) == self.batch:
                yield pack
                pack = []
            pack.append(Arrival(Slot("INBOX", 7, uid), f"Subject: {uid}\r\n\r\n{uid}\r\n".encode()))
            if uid == self.last:
                yield pack
                self.last = 0
                raise Temporary("连接中断")
        if pack:
            yield pack

    def file_away(self, slots, to):
        """Nothing lies there."""


@pytest.fixture
def opened(office):
    opened = open_office(office.folder)
    yield opened
    opened.close()


def test_a_mail_the_server_does_not_give_is_told_also_where_the_look_breaks_off_behind_it(opened):
    mailbox = Faulty(count=3, refused=(1,), last=2)

    with pytest.raises(Temporary):
        intake.check_mail(opened, mailbox, now=NOW)
    intake.check_mail(opened, mailbox, now=NOW)

    assert {mail.uid for mail in Mail.select()} == {"1", "2", "3"}
    assert [held.mail.uid for held in Held.select() if held.because == "服务器取不出这封信"] == ["1"]


def test_mails_before_one_that_the_server_does_not_give_come_again_where_the_process_ended_before_they_were_kept(
    opened, monkeypatch
):
    mailbox = Faulty(count=3, refused=(2,), batch=2)

    def end(name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(waypoints, "watcher", end)
    with pytest.raises(KeyboardInterrupt):
        intake.check_mail(opened, mailbox, now=NOW)
    monkeypatch.setattr(waypoints, "watcher", None)
    assert postbook.highest_uid("mailbox", "INBOX", 7) == 0
    count = intake.check_mail(opened, mailbox, now=NOW)

    assert count.received == 2
    assert {mail.uid for mail in Mail.select()} == {"1", "2", "3"}


def test_a_mail_the_server_does_not_give_is_told_once_and_not_asked_for_again(opened):
    mailbox = Faulty(count=2, refused=(2,))

    first = intake.check_mail(opened, mailbox, now=NOW)
    again = intake.check_mail(opened, mailbox, now=NOW)

    assert (first.held, again.held) == (2, 0)  # the other one is no case either
    assert postbook.highest_uid("mailbox", "INBOX", 7) == 2


def test_a_mail_that_meets_a_busy_ledger_waits_and_is_no_ones_fault(office, monkeypatch):
    monkeypatch.setattr(opening, "PATIENCE_SECONDS", 0.1)
    opened = open_office(office.folder)
    other = sqlite3.connect(office.folder / "ledger.db", isolation_level=None)
    mailbox = Faulty(count=1, refused=())

    def lock(name: str) -> None:
        if name == "mail read":
            other.execute("BEGIN IMMEDIATE")

    monkeypatch.setattr(waypoints, "watcher", lock)
    count = intake.check_mail(opened, mailbox, now=NOW)
    assert "另一个程序长时间占用" in count.waits
    other.execute("ROLLBACK")
    monkeypatch.setattr(waypoints, "watcher", None)
    intake.resume(opened, now=NOW)

    (held,) = Held.select()
    assert "程序处理时出错" not in held.because
    other.close()
    opened.close()


class Unnumbered(Faulty):
    """A mailbox whose UIDs do not rise with time: only the office can tell which mails it has."""

    def __init__(self, *uids: int):
        super().__init__(len(uids), ())
        self.uids, self.brought, self.filed = uids, [], []

    def arrivals(self, known, *, since, batch=50, taken=None):
        for uid in self.uids:
            slot = Slot("INBOX", 1, uid)
            if not taken(slot):
                self.brought.append(uid)
                yield [Arrival(slot, f"Subject: {uid}\r\n\r\n{uid}\r\n".encode())]

    def file_away(self, slots, to):
        self.filed.append((len(slots), to))


def test_a_mail_that_the_ledger_has_is_not_brought_again_whatever_its_number(opened):
    mailbox = Unnumbered(5, 900)

    intake.check_mail(opened, mailbox, now=NOW)
    mailbox.uids = (5, 900, 7)
    intake.check_mail(opened, mailbox, now=NOW)

    assert mailbox.brought == [5, 900, 7]
    assert {mail.uid for mail in Mail.select()} == {"5", "900", "7"}


def test_mails_that_stay_where_they_are_are_told_to_the_mailbox_all_the_same(office):
    """It may show on them that they are registered."""
    file = office.folder / "office.toml"
    written = file.read_text(encoding="utf-8")
    file.write_text(written.replace("[mailbox]", '[mailbox]\nfiled_folder = ""', 1), encoding="utf-8")
    opened = open_office(office.folder)
    mailbox = Unnumbered(5, 900)

    intake.check_mail(opened, mailbox, now=NOW)
    intake.check_mail(opened, mailbox, now=NOW)

    assert sum(count for count, to in mailbox.filed if to == "") == 2
    opened.close()
