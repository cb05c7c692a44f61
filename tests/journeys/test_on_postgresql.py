"""The whole story once with its ledger on PostgreSQL: in, dispatched, reminded, sent back for more, answered, up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import psycopg

from mailroom.demonstration.answers import acknowledgement_mail, answer_mail
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.results import made_up_result
from tests.journeys.daemons import case_just_in, running
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps, vague
from tests.journeys.offices import OfficeAtWork, end, wait_until

TOWN = "羊庄镇人民政府"


def test_the_whole_story_on_postgresql(office: OfficeAtWork, postgres_url: str):
    office.open(ledger={"url": postgres_url})

    office.cases_in([lamps(), vague()], "xlsx-list", at="2018-03-12T10:00")
    done = office.round("2018-03-12T10:01")
    assert (done["received"], done["held"], done["posted"], done["sent"]) == (1, 1, 1, 1)
    (letter,) = office.at_department(TOWN)

    office.tell(
        "held", "release", str(office.held()[0]["id"]), "--department", "民政局", "--at", "2018-03-12T10:30"
    )
    office.mail_in(acknowledgement_mail(letter.raw, sent_on=datetime(2018, 3, 12, 10, 40)))
    assert office.round("2018-03-12T10:45")["sent"] == 1

    foretold = office.ask("preview", "--at", "2018-03-14T09:30")
    assert (
        office.round("2018-03-14T09:30")["posted"] == len(foretold) == 2
    )  # both departments, the day before
    assert office.round("2018-03-14T09:31")["posted"] == 0

    noon = datetime(2018, 3, 14, 11)
    result = made_up_result(read_letter(letter.raw), TOWN, on=noon.date())
    office.mail_in(answer_mail(letter.raw, replace(result, approver=""), sent_on=noon))
    assert office.round("2018-03-14T11:01")["posted"] == 1
    assert "审核人" in office.at_department(TOWN)[-1].text

    office.mail_in(answer_mail(letter.raw, result, "body-qq", sent_on=noon.replace(hour=14)))
    office.mail_in(answer_mail(letter.raw, result, "body-qq", sent_on=noon.replace(hour=14)))
    done = office.round("2018-03-14T14:01")
    assert (done["received"], done["duplicates"], done["posted"]) == (2, 1, 1)
    assert len(office.at_upper()) == 1

    number = read_letter(letter.raw).case_no
    assert office.case(number)["status"] == "answered"
    office.tell("close", number, "--because", "已电话回访，诉求人满意", "--at", "2018-03-14T16:00")
    assert office.case(number)["status"] == "closed"
    assert office.waiting() == []
    assert {row["state"] for row in office.letters()} == {"sent"}


def test_a_database_that_drops_its_connections_finds_the_daemon_still_at_work(
    in_folder: FolderOffice, postgres_url: str
):
    in_folder.open(ledger={"url": postgres_url})
    with running(in_folder) as process:
        case_just_in(in_folder, 13)
        wait_until(lambda: in_folder.at_department(TOWN), "the first letter is there")
        drop_connections(postgres_url)
        case_just_in(in_folder, 14)
        wait_until(lambda: len(in_folder.at_department(TOWN)) == 2, "the second letter is there")
        assert end(process) == 0


def drop_connections(url: str) -> None:
    """End every connection to a database, as a restart of its server does."""
    place, _, name = url.rpartition("/")
    with psycopg.connect(f"{place}/postgres", autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
