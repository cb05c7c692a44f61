"""A mailbox that does not let us in: knocked at once, told each round, taken in when the password is mended."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.matters import lamps
from tests.journeys.served import ServedOffice
from tests.servers.coremail_proxy import CoremailProxy

TOWN = "羊庄镇人民政府"


@pytest.fixture
def proxy(served: ServedOffice) -> Iterator[CoremailProxy]:
    """163.com in front of the office's mailbox, whose password lies in a file and is a wrong one."""
    with CoremailProxy(served.host.imap_port) as running:
        served.configure(
            mailbox={
                "security": "none",
                "port": running.port,
                "password_env": "",
                "password_file": "code.txt",
            }
        )
        (served.folder / "code.txt").write_text("guo-qi-de-shou-quan-ma")
        yield running


def mend(served: ServedOffice) -> None:
    (served.folder / "code.txt").write_text(served.password)


def test_a_refused_password_is_not_tried_again_and_the_mails_wait_on_the_server(served, proxy):
    served.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")

    first = served.round("2018-03-12T10:01", status=1)
    second = served.round("2018-03-12T10:02", status=1)

    assert (first["received"], second["received"]) == (0, 0)
    assert proxy.commands.count(b"LOGIN") == 1
    assert len(served.waiting()) == 1


def test_what_waited_is_taken_in_when_the_password_is_mended(served, proxy):
    served.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    served.round("2018-03-12T10:01", status=1)
    mend(served)

    done = served.round("2018-03-12T10:02")

    assert (done["received"], done["posted"], done["filed"], done["sent"]) == (1, 1, 1, 1)
    assert len(served.at_department(TOWN)) == 1


def test_a_mailbox_that_is_kept_out_keeps_no_letter_back(served, proxy):
    """The Sent folder is the same account: where a letter needs no look there, it goes all the same."""
    mend(served)
    served.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    served.round("2018-03-12T10:01")
    (served.folder / "code.txt").write_text("guo-qi-de-shou-quan-ma")

    done = served.round("2018-03-14T09:30", status=1)  # yellow

    assert (done["posted"], done["sent"]) == (1, 1)
