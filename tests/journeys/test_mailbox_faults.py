"""What mailboxes do on a bad day: drop connections, lose mails, count anew, hold twenty thousand old ones."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from mailroom import waypoints
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import JUNK, OfficeAtWork
from tests.journeys.served import ServedOffice
from tests.servers.coremail_proxy import CoremailProxy
from tests.servers.faulty_proxy import Fault, FaultyProxy

TOWN = "羊庄镇人民政府"
PLAIN = {"security": "none"}  # allowed on loopback: the proxies must see what is said
GARBAGE = {
    "nothing": b"",
    "noise": bytes(range(256)) * 40,
    "only-header": b"Subject: =?utf-8?B?////?=\r\n",
    "no-end": b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n--x',
    "broken-docx": b'From: a@example.cn\r\nMIME-Version: 1.0\r\nContent-Type: application/zip; name="a.docx"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\nUEsDBBQAAAAIAAAAIQD=\r\n",
    "unknown-charset": b"Content-Type: text/plain; charset=x-no-such\r\n\r\n\xff\xfe\x00\xd8",
}


def test_a_connection_that_drops_in_the_middle_of_a_mail_costs_nothing(served: ServedOffice):
    with FaultyProxy(served.host.imap_port) as proxy:
        served.configure(mailbox={**PLAIN, "port": proxy.port})
        served.cases_in([lamps(13), lamps(14)], "docx-two-columns", at="2018-03-12T10:00")
        proxy.arm(Fault("client", after=b"BODY[]", count=2000))

        done = served.round("2018-03-12T10:01")

        assert proxy.happened
    assert (done["received"], done["posted"], done["filed"]) == (1, 2, 1)
    assert len(served.at_department(TOWN)) == 2


def test_a_server_out_of_reach_is_told_and_does_not_keep_letters_back(served: ServedOffice):
    served.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    served.round("2018-03-12T10:01")
    with FaultyProxy(served.host.imaps_port) as proxy:
        proxy.refusing = True
        served.configure(mailbox={"port": proxy.port})

        done = served.round("2018-03-14T09:30", status=1)  # yellow

        assert (done["received"], done["posted"], done["sent"]) == (0, 1, 1)
        proxy.refusing = False
        served.cases_in(lamps(14), "docx-two-columns", at="2018-03-14T10:00")
        assert served.round("2018-03-14T10:01")["received"] == 1


def test_a_folder_that_counts_anew_brings_no_second_cases(served: ServedOffice):
    served.configure(mailbox={"filed_folder": ""})  # mails stay where they are
    for number in (13, 14):
        served.cases_in(lamps(number), "docx-two-columns", at="2018-03-12T10:00")
    served.round("2018-03-12T10:01")
    served.host.bump_uidvalidity(served.address)

    done = served.round("2018-03-12T10:02")

    assert (done["received"], done["duplicates"], done["posted"]) == (2, 2, 0)
    assert len(served.cases()) == 2
    assert served.round("2018-03-12T10:03")["received"] == 0


def test_a_mail_that_vanishes_between_reading_and_filing_is_a_case_all_the_same(
    served: ServedOffice, monkeypatch: pytest.MonkeyPatch
):
    served.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    remove = _once_at("mail settled", lambda: served.host.remove(served.address, "INBOX"))
    monkeypatch.setattr(waypoints, "watcher", remove)

    done = served.round("2018-03-12T10:01")

    assert (done["received"], done["posted"]) == (1, 1)
    assert served.filed() == []
    assert served.round("2018-03-12T10:02")["received"] == 0


def test_a_mail_that_vanishes_between_listing_and_reading_leaves_the_others(
    served: ServedOffice, monkeypatch: pytest.MonkeyPatch
):
    for _ in range(50):  # one batch
        served.mail_in(b"From: news@example.com\r\nSubject: newsletter\r\n\r\nbuy\r\n")
    served.mail_in(b"From: news@example.com\r\nSubject: goes\r\n\r\ngone\r\n")
    served.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    gone = _once_at("mail archived", lambda: served.host.remove(served.address, "INBOX", "uid 51"))
    monkeypatch.setattr(waypoints, "watcher", gone)

    done = served.round("2018-03-12T10:01")

    assert done["received"] == 51
    assert [case["status"] for case in served.cases()] == ["dispatched"]


def test_mails_that_cannot_be_filed_away_keep_no_new_ones_from_coming_in(served: ServedOffice):
    served.configure(mailbox={"filed_folder": "a/../b"})  # no server makes such a folder
    served.cases_in(lamps(13), "docx-two-columns", at="2018-03-12T10:00")
    served.round("2018-03-12T10:01", status=1)
    served.cases_in(lamps(14), "docx-two-columns", at="2018-03-12T10:02")

    done = served.round("2018-03-12T10:03", status=1)

    assert (done["received"], done["sent"], done["filed"]) == (1, 1, 0)
    served.configure()
    assert served.round("2018-03-12T10:04")["filed"] == 2
    assert served.waiting() == []


def test_twenty_thousand_old_mails_are_left_alone(served: ServedOffice):
    old_mails(served, 20_000, arrived_at=datetime(2017, 11, 3))
    served.configure(mailbox={"since": "2018-03-12"})
    served.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")

    done = served.round("2018-03-12T10:01")

    assert (done["received"], done["posted"], done["filed"]) == (1, 1, 1)
    assert len(os.listdir(_inbox(served) / "cur")) + len(os.listdir(_inbox(served) / "new")) == 20_000


def test_old_files_are_left_alone_too(in_folder: FolderOffice):
    in_folder.configure(mailbox={"since": "2018-03-12"})
    in_folder.mail_in(b"From: old@example.com\r\n\r\nold\r\n", arrived_at=datetime(2017, 11, 3))
    in_folder.mail_in(b"From: new@example.com\r\n\r\nnew\r\n", arrived_at=datetime(2018, 3, 12, 9))

    assert in_folder.round("2018-03-12T10:01")["received"] == 1
    assert len(in_folder.waiting()) == 1


def test_a_case_in_the_junk_folder_is_found(served: ServedOffice):
    served.configure(mailbox={"junk_folders": [JUNK]})
    raw = served.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    served.host.remove(served.address, "INBOX")
    served.mail_in(raw, JUNK)

    done = served.round("2018-03-12T10:01")

    assert (done["received"], done["posted"], done["filed"]) == (1, 1, 1)
    assert served.host.mails(served.address, JUNK) == []
    assert served.filed() == [raw]


def test_a_server_like_163_wants_an_id_first_and_has_no_move(served: ServedOffice):
    with CoremailProxy(served.host.imap_port) as proxy:
        served.configure(mailbox={**PLAIN, "port": proxy.port})
        raw = served.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")

        done = served.round("2018-03-12T10:01")
        again = served.round("2018-03-12T10:02")

    assert (done["received"], done["posted"], done["filed"], again["received"]) == (1, 1, 1, 0)
    assert served.filed() == [raw]
    assert served.waiting() == []
    first_folder = next(at for at, word in enumerate(proxy.commands) if word in (b"SELECT", b"EXAMINE"))
    assert b"ID" in proxy.commands[:first_folder]
    assert b"UID MOVE" not in proxy.commands


@pytest.mark.parametrize("kind", list(GARBAGE))
def test_one_bad_mail_never_stops_the_next(office: OfficeAtWork, kind: str):
    office.mail_in(GARBAGE[kind] or b"\r\n")
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")

    done = office.round("2018-03-12T10:01")

    assert (done["received"], done["held"], done["filed"], done["sent"]) == (2, 1, 2, 1)
    assert office.held()[0]["because"]


def test_a_bug_of_ours_holds_the_mail_with_a_sentence_and_the_next_goes_on(
    office: OfficeAtWork, monkeypatch: pytest.MonkeyPatch
):
    def fail() -> None:
        raise ZeroDivisionError

    for number in (13, 14):
        office.cases_in(lamps(number), "docx-two-columns", at="2018-03-12T10:00")
    monkeypatch.setattr(waypoints, "watcher", _once_at("mail laid on desk", fail))

    done = office.round("2018-03-12T10:01")

    assert (done["received"], done["held"], done["filed"], done["sent"]) == (2, 1, 2, 1)
    (entry,) = office.held()
    assert "ZeroDivisionError" in entry["because"]
    assert entry["subject"]
    monkeypatch.setattr(waypoints, "watcher", None)
    office.tell("held", "release", str(entry["id"]), "--at", "2018-03-12T10:30")
    assert office.round("2018-03-12T10:31")["sent"] == 1
    assert len(office.cases()) == 2


def test_a_mail_that_is_too_large_waits_and_is_fetched_when_a_person_says_so(office: OfficeAtWork):
    office.configure(mailbox={"max_mail_mb": 1})
    photograph = ("现场照片.jpg", b"\xff\xd8\xff" + bytes(1_500_000))
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00", attachments=[photograph])

    done = office.round("2018-03-12T10:01")

    assert (done["received"], done["held"], done["posted"]) == (0, 1, 0)
    assert "超过 1 MB" in office.held()[0]["because"]
    assert office.round("2018-03-12T10:02")["held"] == 0
    office.tell("held", "release", str(office.held()[0]["id"]), "--at", "2018-03-12T10:30")
    assert office.round("2018-03-12T10:31")["sent"] == 1
    assert [case["status"] for case in office.cases()] == ["dispatched"]


def too_large_and_the_same_again(office: OfficeAtWork) -> bytes:
    """Let a case come in a mail too large for the office; returns the same mail as it comes by another way."""
    photograph = ("现场照片.jpg", b"\xff\xd8\xff" + bytes(1_500_000))
    raw = office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00", attachments=[photograph])
    return b"Received: from elsewhere\r\n" + raw


def test_a_mail_that_was_fetched_late_is_known_when_it_comes_again(in_folder: FolderOffice):
    in_folder.configure(mailbox={"max_mail_mb": 1})
    again = too_large_and_the_same_again(in_folder)
    in_folder.round("2018-03-12T10:01")
    in_folder.tell("held", "release", str(in_folder.held()[0]["id"]), "--at", "2018-03-12T10:30")
    assert len(in_folder.cases()) == 1
    in_folder.configure()
    in_folder.mail_in(again)

    assert in_folder.round("2018-03-12T10:40")["duplicates"] == 1
    assert len(in_folder.cases()) == 1


def test_a_mail_that_is_fetched_after_it_came_by_another_way_is_no_second_case(in_folder: FolderOffice):
    in_folder.configure(mailbox={"max_mail_mb": 1})
    again = too_large_and_the_same_again(in_folder)
    in_folder.round("2018-03-12T10:01")
    in_folder.configure()
    in_folder.mail_in(again)
    in_folder.round("2018-03-12T10:20")
    assert len(in_folder.cases()) == 1

    told = in_folder.tell("held", "release", str(in_folder.held()[0]["id"]), "--at", "2018-03-12T10:30")

    assert "与第 2 号来件是同一封，记为重复" in told.output
    assert len(in_folder.cases()) == 1
    assert in_folder.held() == []


def old_mails(office: ServedOffice, count: int, *, arrived_at: datetime) -> None:
    """Let a mailbox have grown old: `count` mails of one day, one file under many names."""
    office.mail_in(b"From: old@example.com\r\nSubject: old\r\n\r\nlong ago\r\n", arrived_at=arrived_at)
    place = _inbox(office)
    (first,) = (place / "new").iterdir()
    shutil.chown(place / "cur", "dovecot", "dovecot")
    for number in range(1, count):
        os.link(first, place / "cur" / f"1509700000.M{number:06d}P1.old,S={first.stat().st_size}:2,S")


def _inbox(office: ServedOffice) -> Path:
    local, _, domain = office.address.partition("@")
    return office.host.folder / "home" / domain / local / "Maildir"


def _once_at(point: str, act: Callable[[], None]) -> Callable[[str], None]:
    """A watcher that acts the first time the work comes to `point`."""
    left = [act]

    def watch(name: str) -> None:
        if name == point and left:
            left.pop()()

    return watch
