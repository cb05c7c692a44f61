"""`preview` says what a round would post, and to whom; it changes nothing anywhere."""

from __future__ import annotations

import hashlib

import pytest

from ledger.models import TABLES
from mailroom.office import open_office
from tests.journeys.matters import lamps
from tests.journeys.offices import OfficeAtWork
from tests.journeys.served import ServedOffice


def test_a_preview_tells_what_the_round_then_posts(office: OfficeAtWork):
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    office.cases_in(lamps(14), "docx-four-columns", at="2018-03-14T09:20")

    foretold = office.ask("preview", "--at", "2018-03-14T09:30")
    done = office.round("2018-03-14T09:30")

    assert done["posted"] == len(foretold) == 2
    assert sorted(row["key"] for row in foretold) == sorted(row["key"] for row in office.letters()[1:])
    assert [row["to"] for row in foretold] == [[office.address_of("羊庄镇人民政府")]] * 2


@pytest.mark.parametrize("ledger", ["sqlite", "postgresql"])
def test_a_preview_changes_nothing(office: OfficeAtWork, ledger: str, request: pytest.FixtureRequest):
    if ledger == "postgresql":
        office.open(ledger={"url": request.getfixturevalue("postgres_url")})
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    office.cases_in(lamps(14), "docx-four-columns", at="2018-03-14T09:20")
    office.mail_in(b"From: nobody@example.com\r\nSubject: ?\r\n\r\n?\r\n")
    before = state_of(office)

    office.tell("preview", "--at", "2018-03-14T09:30")

    assert state_of(office) == before
    assert len(office.waiting()) == 2


def state_of(office: OfficeAtWork) -> dict[str, str]:
    """A print of every table, of the mailbox, of everybody's mail and of the archive."""
    opened = open_office(office.folder, office.environment)
    rows = {table.__name__: repr(list(table.select().order_by(table.id).dicts())) for table in TABLES}
    opened.close()
    rows["waiting"] = repr(office.waiting())
    rows["filed"] = repr(office.filed())
    rows["everywhere"] = repr(office.delivered())
    rows["archive"] = repr(sorted(path.name for path in (office.folder / "archive").rglob("*")))
    if isinstance(office, ServedOffice):
        rows["flags"] = repr(office.host.flags(office.address))
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in rows.items()}
