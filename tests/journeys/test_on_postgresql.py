"""The whole story once with its ledger on PostgreSQL: in, dispatched, reminded, sent back for more, answered, up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailroom.demonstration.answers import acknowledgement_mail, answer_mail
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.results import made_up_result
from tests.journeys.matters import lamps, vague
from tests.journeys.offices import OfficeAtWork

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
