"""What a mailbox lists of itself so that it can be reconciled with the post book; each kind that offers it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from mailroom.providers.base import Inventoried, KeepsSent
from mailroom.providers.imap_sent import SentFolder
from tests.contracts.courier_kinds import FolderCourierKind, letter, message_id
from tests.contracts.mailbox_kinds import FILED, FolderKind, ImapKind, Kind, imap_settings, mail

START = date(2018, 3, 1)


@pytest.fixture(params=["imap", "folder"])
def kind(request: pytest.FixtureRequest, tmp_path: Path, new_address: Callable[..., str]) -> Kind:
    if request.param == "folder":
        return FolderKind(tmp_path)
    return ImapKind(request.getfixturevalue("mail_host"), new_address("office"))


def test_everything_that_lies_there_since_a_day_is_listed_by_its_message_id(kind: Kind):
    for number, day in ((1, 10), (2, 11)):
        kind.drop(mail(number), arrived_at=datetime(2018, 3, day, 9))
    kind.drop(mail(3), arrived_at=datetime(2018, 2, 10, 9))
    mailbox = kind.open()
    first = next(iter(mailbox.arrivals(lambda *place: 0, since=START)))[0]
    mailbox.file_away([first.slot], FILED)
    assert isinstance(mailbox, Inventoried)

    listed = mailbox.inventory(START)

    assert sorted((each.message_id, each.filed) for each in listed) == [
        ("<case-1@example.cn>", True),
        ("<case-2@example.cn>", False),
    ]
    assert [each.arrived_at for each in listed if not each.filed] == [datetime(2018, 3, 11, 9)]
    mailbox.close()


def test_each_that_is_listed_can_be_brought(kind: Kind):
    for number in (1, 2):
        kind.drop(mail(number), arrived_at=datetime(2018, 3, 10, number))
    mailbox = kind.open()
    first = next(iter(mailbox.arrivals(lambda *place: 0, since=START)))[0]
    mailbox.file_away([first.slot], FILED)
    assert isinstance(mailbox, Inventoried)

    brought = [mailbox.fetch(each.slot).raw for each in mailbox.inventory(START)]

    assert sorted(brought) == [mail(1), mail(2)]
    mailbox.close()


def test_a_mail_without_a_message_id_is_listed_as_well(kind: Kind):
    lines = mail(1).split(b"\r\n")
    kind.drop(b"\r\n".join(line for line in lines if not line.startswith(b"Message-ID")))
    mailbox = kind.open()
    assert isinstance(mailbox, Inventoried)

    assert [each.message_id for each in mailbox.inventory(START)] in (
        [""],
        [],
    )  # a file of the folder is of 1970
    mailbox.close()


def test_a_listing_changes_nothing(kind: Kind):
    kind.drop(mail(1), arrived_at=datetime(2018, 3, 10))
    mailbox = kind.open()
    assert isinstance(mailbox, Inventoried)

    mailbox.inventory(START)

    assert kind.untouched()
    mailbox.close()


def test_the_sent_folder_is_listed_since_a_day(mail_host, new_address: Callable[..., str]):
    address = new_address("office")
    sent = SentFolder(imap_settings(mail_host, address), "")
    sent.append(letter(1, to="zjj@example.cn"))

    assert sent.since(date(2018, 3, 1)) == [message_id(1)]
    assert sent.since(date(2100, 1, 1)) == []
    sent.close()


def test_files_that_were_written_count_as_sent(tmp_path: Path):
    courier = FolderCourierKind(tmp_path).open()
    assert isinstance(courier, KeepsSent)
    to = "zjj@example.cn"
    courier.send(letter(1, to=to), sender="a@example.cn", recipients=[to], handing_over=lambda: None)

    assert courier.sent_since(START) == [message_id(1)]
