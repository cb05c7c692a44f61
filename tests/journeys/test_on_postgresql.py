"""The whole story once with its ledger on PostgreSQL: in, dispatched, reminded, sent back for more, answered, up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import psycopg

from mailroom.demonstration.answers import acknowledgement_mail, answer_mail
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.results import made_up_result
from tests.journeys.callers import DISSATISFIED, answered_case, brought_back, list_of
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


def test_calls_back_and_a_redo_on_postgresql(in_folder: FolderOffice, postgres_url: str):
    ledger = {"ledger": {"url": postgres_url}}
    in_folder.open(**ledger)
    number = answered_case(in_folder, **ledger)
    brought_back(in_folder, list_of(in_folder), number, DISSATISFIED)
    assert in_folder.ask("follow-ups", "--at", "2018-03-14T12:00")[0]["state"] == "to_judge"

    in_folder.round("2018-03-16T08:30")
    (letter,) = [each for each in in_folder.at_department(TOWN) if "督办重办" in each.subject]
    result = made_up_result(read_letter(letter.raw), TOWN, on=datetime(2018, 3, 19).date())
    sent = datetime(2018, 3, 19, 10)
    in_folder.mail_in(answer_mail(letter.raw, replace(result, measures="已更换全部线路"), sent_on=sent))
    in_folder.round("2018-03-19T10:01")
    row = brought_back(
        in_folder,
        list_of(in_folder, "2018-03-20T08:30"),
        number,
        {"三次拨打": "①3月19日15时 无人接听\n②3月20日9时 关机"},
        at="2018-03-20T11:00",
    )
    in_folder.tell("follow-up", number, "--unreached", "--at", "2018-03-20T15:00")

    assert [each["verdict"] for each in row["follow_ups"]] == ["redo", None]
    assert in_folder.case(number)["status"] == "closed"
