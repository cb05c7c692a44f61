"""An office on Exchange: cases arrive there, go out from there, are answered and reported, whatever happens between."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from mailroom.demonstration.answers import answer_mail
from tests.journeys.conftest import NewAddress
from tests.journeys.daemons import case_just_in, running
from tests.journeys.matters import lamps
from tests.journeys.offices import FILED, end, wait_until
from tests.journeys.on_exchange import ExchangeOffice
from tests.journeys.replies import TOWN, TUESDAY, answered, complete, dispatched_on_monday
from tests.journeys.two_mailboxes import TwoMailboxes
from tests.servers.exchange import Exchange
from tests.servers.mail_host import MailHost


@pytest.fixture
def office(tmp_path: Path, new_address: NewAddress) -> Iterator[ExchangeOffice]:
    yield from _on(Exchange(), tmp_path, new_address)


@pytest.fixture
def rewriting(tmp_path: Path, new_address: NewAddress) -> Iterator[ExchangeOffice]:
    """On a server that writes every mail anew, as real ones do."""
    yield from _on(Exchange(rewrites=True), tmp_path, new_address)


def _on(exchange: Exchange, tmp_path: Path, new_address: NewAddress) -> Iterator[ExchangeOffice]:
    with exchange:
        office = ExchangeOffice(tmp_path / "office", new_address, exchange)
        office.open()
        yield office


def bodies_fetched(office: ExchangeOffice) -> int:
    """How often a mail's bytes were asked for."""
    return sum("item:MimeContent" in request.xml for request in office.exchange.requests)


def test_a_case_arrives_is_dispatched_answered_and_reported(office: ExchangeOffice):
    letter = dispatched_on_monday(office)
    answered(office, answer_mail(letter.raw, complete(letter), sent_on=TUESDAY))

    (case,) = office.cases()
    assert case["status"] == "answered"
    (report,) = office.at_upper()
    assert case["upper_no"] in report.subject + report.text
    assert office.waiting() == []
    assert len(office.filed()) == 2
    assert {row["state"] for row in office.letters()} == {"sent"}
    assert len(office.exchange.sent(office.address)) == len(office.letters())


def test_all_that_goes_as_well_where_every_mail_is_written_anew(rewriting: ExchangeOffice):
    office = rewriting
    letter = dispatched_on_monday(office)
    answer = answer_mail(letter.raw, complete(letter), sent_on=TUESDAY)
    office.exchange.faults.cut_after()
    answered(office, answer, at="2018-03-13T15:01")
    office.mail_in(answer, arrived_at=datetime(2018, 3, 13, 15, 5))  # once more, in other bytes
    done = office.round("2018-03-13T15:11")

    assert done["duplicates"] == 1
    assert office.cases()[0]["status"] == "answered"
    assert len(office.at_upper()) == 1
    assert office.held() == []
    assert {row["state"] for row in office.letters()} == {"sent"}


def test_outlook_shows_what_is_registered_and_nothing_as_read(office: ExchangeOffice):
    dispatched_on_monday(office)
    (item,) = office.exchange.ids(office.address, "已登记")
    assert office.exchange.categories(office.address, item) == ("已登记",)
    assert not office.exchange.is_read(office.address, item)


def test_the_daemon_is_told_of_a_mail_and_does_not_wait_for_the_next_look(office: ExchangeOffice):
    office.configure(mailbox={"poll_seconds": 3600})
    with running(office) as process:
        case_just_in(office, 13)
        wait_until(lambda: office.at_department(TOWN), "the first letter is there")
        case_just_in(office, 14)
        wait_until(lambda: len(office.at_department(TOWN)) == 2, "Exchange told of the second", seconds=20)
        assert end(process) == 0
    assert office.exchange.streams.open.get(office.address, 0) == 0


def test_a_daemon_whose_stream_is_cut_goes_on_looking(office: ExchangeOffice):
    office.configure(mailbox={"poll_seconds": 1})
    with running(office) as process:
        wait_until(
            lambda: any(each.operation == "GetStreamingEvents" for each in office.exchange.requests),
            "it listens",
        )
        office.exchange.faults.silence_streams()
        case_just_in(office, 13)
        wait_until(lambda: office.at_department(TOWN), "the letter is there", seconds=20)
        office.exchange.faults.drop_stream()
        case_just_in(office, 14)
        wait_until(lambda: len(office.at_department(TOWN)) == 2, "the second is there", seconds=20)
        assert end(process) == 0


@pytest.mark.parametrize("filed_folder", ["", "已登记"])
def test_a_restart_brings_nothing_again_that_the_ledger_has(office: ExchangeOffice, filed_folder: str):
    office.configure(mailbox={"filed_folder": filed_folder})
    for number in range(13, 23):
        office.cases_in(lamps(number), "docx-two-columns", at="2018-03-12T10:00")
    assert office.round("2018-03-12T10:01")["received"] == 10
    before = bodies_fetched(office)
    for minute in (2, 3):
        assert office.round(f"2018-03-12T10:0{minute}")["received"] == 0
    assert bodies_fetched(office) == before


def test_a_mail_that_somebody_moves_away_and_back_is_no_second_case(office: ExchangeOffice):
    office.configure(mailbox={"filed_folder": ""})
    office.exchange.new_folder(office.address, "旧件")
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    (item,) = office.exchange.ids(office.address)
    moved = office.exchange.move(office.address, item, "旧件")
    office.exchange.move(office.address, moved, "收件箱")

    done = office.round("2018-03-12T10:02")

    assert (done["received"], done["posted"]) == (0, 0)
    assert len(office.cases()) == 1


def test_a_letter_that_comes_back_goes_to_the_next_address_on_file(
    office: ExchangeOffice, new_address: NewAddress
):
    dead, alive = new_address("department"), new_address("department")
    office.give_address(TOWN, dead, alive)
    office.exchange.give_back(dead)
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    for minute in (2, 3):
        office.round(f"2018-03-12T10:0{minute}")

    (number,) = [case["case_no"] for case in office.cases()]
    assert [number in letter.subject for letter in office.letters_at(alive)].count(True) == 1
    assert office.letters_at(dead) == []
    (entry,) = office.held()
    assert alive in entry["because"]


# -- faults --------------------------------------------------------------------------------------------------------------


def test_a_reply_that_is_lost_is_found_out_from_the_sent_folder_and_the_letter_goes_once(
    office: ExchangeOffice,
):
    office.exchange.faults.cut_after()
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01", status=None)
    office.round("2018-03-12T10:11", status=None)
    (row,) = office.letters()
    assert row["state"] == "sent"
    assert len(office.at_department(TOWN)) == 1


def test_a_letter_that_never_reached_the_server_goes_after_all_and_once(office: ExchangeOffice):
    office.exchange.faults.cut_before()
    office.cases_in([lamps(13), lamps(14)], "xlsx-list", at="2018-03-12T10:00")
    for minute in (1, 11, 21, 31):
        office.round(f"2018-03-12T10:{minute:02d}", status=None)
    assert {row["state"] for row in office.letters()} == {"sent"}
    assert len(office.at_department(TOWN)) == 2


@pytest.mark.parametrize("operation", ["SyncFolderItems", "GetItem", "MoveItem", "CreateItem", "UpdateItem"])
def test_a_busy_server_is_obeyed_and_loses_nothing(office: ExchangeOffice, operation: str):
    office.exchange.faults.busy(backoff_ms=60_000, operation=operation)
    office.cases_in([lamps(13), lamps(14)], "xlsx-list", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01", status=None)
    assert office.exchange.faults.happened == ["busy"]
    for minute in (3, 9, 30):
        office.round(f"2018-03-12T10:{minute:02d}", status=None)
    assert len(office.cases()) == 2
    assert len(office.at_department(TOWN)) == 2
    assert office.waiting() == []
    assert {row["state"] for row in office.letters()} == {"sent"}


def test_a_case_whose_mime_fails_is_a_case_all_the_same(office: ExchangeOffice):
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    (item,) = office.exchange.ids(office.address)
    office.exchange.faults.mime_fails(item)

    done = office.round("2018-03-12T10:01")

    assert (done["received"], done["posted"], done["held"]) == (1, 1, 0)
    assert len(office.at_department(TOWN)) == 1


def test_a_refused_password_is_tried_once_and_again_when_it_is_mended(office: ExchangeOffice):
    dispatched_on_monday(office)
    office.exchange.change_password(office.address, "another")
    office.cases_in(lamps(14), "docx-two-columns", at="2018-03-12T10:02")
    for minute in (3, 4, 5):
        office.round(f"2018-03-12T10:0{minute}", status=1)
    assert office.exchange.refused == 1  # Active Directory locks an account after a few
    office.password = "another"

    done = office.round("2018-03-12T10:06")

    assert (done["received"], done["sent"]) == (1, 1)
    assert office.exchange.refused == 1


@pytest.fixture
def two(
    tmp_path: Path, new_address: NewAddress, mail_host: MailHost
) -> Iterator[tuple[TwoMailboxes, Exchange]]:
    """An office whose hotline has its mailbox on Dovecot, and the mayor on Exchange."""
    with Exchange() as exchange:
        office = TwoMailboxes(tmp_path / "office", new_address, mail_host)
        office.set_up()
        office.mayors_password = exchange.new_mailbox(office.mayors)
        office.mayors_mailbox(provider="ews", url=exchange.url)
        yield office, exchange


def test_the_mayors_mailbox_on_exchange_fails_and_the_hotlines_goes_on(two: tuple[TwoMailboxes, Exchange]):
    office, exchange = two
    exchange.deliver(office.mayors, office.case_for_the_mayor(14, at="2018-03-12T10:00"))
    exchange.faults.unavailable(times=1000)
    office.cases_in(lamps(13), "docx-two-columns", at="2018-03-12T10:00")

    assert office.round("2018-03-12T10:01", status=1)["received"] == 1
    exchange.faults.clear()
    assert office.round("2018-03-12T10:30")["received"] == 1

    assert office.channels() == ["hotline", "mayors_mailbox"]
    assert (len(office.filed()), len(exchange.mails(office.mayors, FILED))) == (1, 1)


# -- killed in between ---------------------------------------------------------------------------------------------------

POINTS = (
    "mail archived",
    "mail registered",
    "mail laid on desk",
    "mail settled",
    "mail filed on server",
    "mail marked filed",
    "letter posted",
    "letter marked sending",
    "letter given",
    "letter handed over",
    "letter marked sent",
)


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_point_nothing_is_lost_or_doubled(office: ExchangeOffice, point: str):
    letter = dispatched_on_monday(office)
    office.mail_in(answer_mail(letter.raw, complete(letter), sent_on=TUESDAY))
    office.cases_in(lamps(14), "docx-two-columns", at="2018-03-13T15:00")

    process = office.process(
        "once", "--at", "2018-03-13T15:01", module=("tests.torture.daemon", point, "1", "--")
    )
    assert process.wait(timeout=60) == -signal.SIGKILL, f"{point} was not reached\n{office.log()}"
    for minute in (2, 12, 22):
        office.round(f"2018-03-13T15:{minute:02d}", status=None)

    assert len(office.cases()) == 2
    assert len(office.at_department(TOWN)) == 2
    assert len(office.at_upper()) == 1
    assert len(office.filed()) == 3
    assert office.waiting() == []
    assert {row["state"] for row in office.letters()} == {"sent"}
    assert office.held() == []
