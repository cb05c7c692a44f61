"""Once a day the office compares servers and post book (对账): what was missed is taken in, no letter is sent by it."""

from __future__ import annotations

from datetime import datetime

from ledger.models import Letter
from ledger.opening import open_ledger, transaction
from ledger.vocabulary import LetterState
from mailroom import undelivered
from mailroom.demonstration.mails import case_mail
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import CITY, FILED, OfficeAtWork
from tests.journeys.served import ServedOffice

NEXT_DAY = "2018-03-13T09:00"


def case_mail_for(office: OfficeAtWork, lamp: int = 14) -> bytes:
    sender = (CITY, office.uppers[CITY])
    sent_on = datetime(2018, 3, 12, 9, 30)
    return case_mail([lamps(lamp)], "docx-two-columns", sent_on=sent_on, sender=sender, to=office.address)


def worked(office: OfficeAtWork) -> None:
    """A case came in and was dispatched on Monday; the day's look was taken before."""
    office.round("2018-03-12T08:00")
    office.mail_in(case_mail_for(office, 13), arrived_at=datetime(2018, 3, 12, 10))
    office.round("2018-03-12T10:01")


def looked(office: OfficeAtWork, status: int = 0) -> dict:
    (row,) = office.ask("reconcile", "--at", NEXT_DAY, status=status)
    return row


def test_servers_and_post_book_that_agree_are_told_of_in_one_line(in_folder: FolderOffice):
    worked(in_folder)

    row = looked(in_folder)

    assert (row["mails"], row["taken_in"], row["letters"], row["missing"], row["foreign"]) == (1, 0, 1, [], 0)
    told = in_folder.tell("reconcile", "--at", NEXT_DAY).stdout
    assert told.count("\n") == 1
    assert "服务器上来件 1 封，补登 0 封；已发 1 封" in told
    checked = in_folder.tell("check", status=None).stdout.replace("\n", "")
    assert "服务器上来件 1 封，补登 0 封" in checked


def test_a_round_looks_once_a_day(in_folder: FolderOffice):
    worked(in_folder)
    in_folder.round("2018-03-13T06:00")
    (in_folder.post / "out").rename(in_folder.post / "gone")
    in_folder.round("2018-03-13T06:40")
    assert "“已发送”里没有的 1 封" in in_folder.tell("check", status=None).stdout.replace("\n", "")
    (in_folder.post / "out").rmdir() if (in_folder.post / "out").exists() else None
    (in_folder.post / "gone").rename(in_folder.post / "out")

    in_folder.round("2018-03-13T06:50")

    assert "“已发送”里没有的 1 封" in in_folder.tell("check", status=None).stdout.replace("\n", "")


def test_a_mail_moved_away_by_hand_before_it_was_seen_is_taken_in(served: ServedOffice):
    worked(served)
    served.mail_in(case_mail_for(served), FILED, arrived_at=datetime(2018, 3, 12, 9, 31))

    row = looked(served, status=1)

    assert row["taken_in"] == 1
    assert len(served.cases()) == 2
    assert looked(served)["taken_in"] == 0
    served.round(NEXT_DAY)
    assert len(served.filed()) == 2
    assert len(served.everywhere()) == 2


def test_a_mail_without_any_message_id_is_known_by_its_content(served: ServedOffice):
    lines = case_mail_for(served).split(b"\r\n")
    raw = b"\r\n".join(line for line in lines if not line.lower().startswith(b"message-id:"))
    served.mail_in(raw)
    served.round("2018-03-12T10:01")
    assert len(served.filed()) == 1

    assert looked(served)["taken_in"] == 0


def test_a_letter_that_is_missing_in_sent_is_named_and_not_sent_again(in_folder: FolderOffice):
    worked(in_folder)
    for file in (in_folder.post / "out").glob("*.eml"):
        file.unlink()

    row = looked(in_folder, status=1)

    (letter,) = in_folder.letters()
    assert row["missing"] == [letter["key"]]
    assert in_folder.letters()[0]["state"] == "sent"
    assert in_folder.round(NEXT_DAY)["sent"] == 0


def test_mails_that_somebody_else_sent_from_the_account_are_counted_and_left_alone(in_folder: FolderOffice):
    worked(in_folder)
    foreign = b"From: a@example.cn\r\nMessage-ID: <web@163.com>\r\nSubject: x\r\n\r\nx\r\n"
    (in_folder.post / "out" / "web.eml").write_bytes(foreign)

    row = looked(in_folder)

    assert row["foreign"] == 1
    assert len(in_folder.letters()) == 1


def test_a_letter_of_which_nobody_knew_turns_up_in_sent_days_later(in_folder: FolderOffice):
    worked(in_folder)
    open_ledger(f"sqlite:///{in_folder.folder / 'ledger.db'}")
    with transaction():
        Letter.update(state=LetterState.UNKNOWN, sent_at=None, evidence="").execute()
        undelivered.hold_letter(Letter.get(), "发送中断", now=datetime(2018, 3, 12, 10, 2))
    assert len(in_folder.held()) == 1

    row = looked(in_folder, status=1)

    (letter,) = in_folder.letters()
    assert row["found"] == [letter["key"]]
    assert (letter["state"], in_folder.held()) == ("sent", [])
    assert "对账时" in letter["evidence"]


def test_a_letter_that_has_not_gone_for_a_day_is_named(in_folder: FolderOffice):
    worked(in_folder)
    open_ledger(f"sqlite:///{in_folder.folder / 'ledger.db'}")
    with transaction():
        Letter.update(state=LetterState.QUEUED, posted_at=datetime(2018, 3, 12, 8, 0)).execute()

    assert len(looked(in_folder, status=1)["late"]) == 1
