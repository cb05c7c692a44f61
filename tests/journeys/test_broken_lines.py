"""A whole office on lines that break: nothing is lost, nothing comes twice, nobody is asked but where nobody can know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.matters import lamps
from tests.journeys.offices import Row
from tests.journeys.replies import TOWN
from tests.journeys.served import ServedOffice
from tests.servers.faulty_proxy import Fault, FaultyProxy, Then
from tests.servers.mail_host import MailHost

END_OF_LETTER = b"\r\n.\r\n"
ROUNDS = [f"2018-03-12T10:0{minute}" for minute in (2, 4, 9)]  # what was put off by a minute, and by five


class OfficeOnBadLines(ServedOffice):
    """An office whose lines to Dovecot and Postfix can be broken at any byte: plain ports, so that the proxy sees them."""

    def __init__(
        self,
        folder: Path,
        new_address: Callable[..., str],
        host: MailHost,
        into: FaultyProxy,
        out: FaultyProxy,
    ):
        super().__init__(folder, new_address, host)
        self.into, self.out = into, out

    def mailbox(self) -> Row:
        plain = {"port": self.into.port, "security": "none", "timeout_seconds": 1}
        return {"provider": "imap", **self.account, **plain}

    def courier(self) -> Row:
        plain = {
            "port": self.out.port,
            "security": "none",
            "timeout_seconds": 1,
            "user": "",
            "password_env": "",
        }
        return {"provider": "smtp", **self.account, **plain}


@pytest.fixture
def office(
    tmp_path: Path, new_address: Callable[..., str], mail_host: MailHost, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OfficeOnBadLines]:
    monkeypatch.setattr("mailroom.providers.smtp.PATIENCE_AFTER_LETTER", 1)
    with FaultyProxy(mail_host.imap_port) as into, FaultyProxy(mail_host.smtp_port) as out:
        place = OfficeOnBadLines(tmp_path / "office", new_address, mail_host, into, out)
        place.open()
        yield place


def worked(office: OfficeOnBadLines) -> None:
    """A case comes in over whatever breaks, and the office does its rounds for some minutes."""
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    for at in ROUNDS:
        office.round(at, status=None)


def nothing_is_lost_and_nothing_doubled(office: OfficeOnBadLines) -> None:
    assert len(office.cases()) == 1
    assert (len(office.waiting()), len(office.filed())) == (0, 1)
    assert len(office.at_department(TOWN)) == 1
    assert [row["state"] for row in office.letters()] == ["sent"]
    assert office.held() == []


@pytest.mark.parametrize("then", [Then.CUT, Then.CUT_AFTER_REPLY, Then.HALF_OPEN, Then.SILENCE])
@pytest.mark.parametrize(
    "order", [b"LOGIN", b"EXAMINE", b"SEARCH", b"BODY.PEEK[]", b"SELECT", b"MOVE", b"CREATE"]
)
def test_a_line_that_breaks_at_an_order_to_the_mailbox_costs_nothing(
    office: OfficeOnBadLines, order: bytes, then: Then
):
    office.into.arm(Fault("server", after=order, then=then))

    worked(office)

    assert office.into.happened
    nothing_is_lost_and_nothing_doubled(office)


@pytest.mark.parametrize("count", [0, 500, 3000])
@pytest.mark.parametrize("then", [Then.CUT, Then.SILENCE])
def test_a_line_that_breaks_in_the_middle_of_a_mail_costs_nothing(
    office: OfficeOnBadLines, count: int, then: Then
):
    office.into.arm(Fault("client", after=b"BODY[]", count=count, then=then))

    worked(office)

    assert office.into.happened
    nothing_is_lost_and_nothing_doubled(office)


@pytest.mark.parametrize("then", [Then.CUT, Then.HALF_OPEN, Then.SILENCE])
@pytest.mark.parametrize(
    ("towards", "moment"),
    [("client", b"220"), ("server", b"ehlo"), ("server", b"mail FROM"), ("server", b"rcpt TO")],
)
def test_a_line_that_breaks_before_the_letter_sends_it_once_later(
    office: OfficeOnBadLines, towards: str, moment: bytes, then: Then
):
    office.out.arm(Fault(towards, after=moment, then=then))

    worked(office)

    assert office.out.happened
    nothing_is_lost_and_nothing_doubled(office)


def test_a_line_cut_in_the_middle_of_the_letter_sends_it_once_later(office: OfficeOnBadLines):
    office.out.arm(Fault("server", after=b"X-Mailroom-Letter", count=200))

    worked(office)

    assert office.out.happened
    assert len(office.at_department(TOWN)) <= 1
    assert len(office.cases()) == 1
    # all of a small letter may lie in the buffers when the line goes: then nobody knows
    assert [row["state"] for row in office.letters()] in (["sent"], ["unknown"])


@pytest.mark.parametrize("then", [Then.CUT_AFTER_REPLY, Then.HALF_OPEN])
def test_where_the_reply_never_came_a_person_is_asked_and_nothing_goes_twice(
    office: OfficeOnBadLines, then: Then
):
    office.out.arm(Fault("server", after=END_OF_LETTER, then=then))

    worked(office)

    assert [row["state"] for row in office.letters()] == ["unknown"]
    assert len(office.at_department(TOWN)) <= 1
    (entry,) = office.held()
    assert "resend" in entry["suggestions"][1]["do"]
    assert len(office.cases()) == 1
    assert len(office.filed()) == 1


def test_servers_that_refuse_every_connection_are_waited_out(office: OfficeOnBadLines):
    office.into.refusing = office.out.refusing = True
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01", status=1)
    office.into.refusing = office.out.refusing = False

    for at in ROUNDS:
        office.round(at, status=None)

    nothing_is_lost_and_nothing_doubled(office)
