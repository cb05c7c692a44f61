"""`mailroom run` as a process of its own: a mail that comes in is on the department's desk seconds later."""

from __future__ import annotations

from tests.journeys.daemons import case_just_in, running
from tests.journeys.offices import OfficeAtWork, end, wait_until
from tests.journeys.served import ServedOffice

TOWN = "羊庄镇人民政府"


def test_a_mail_is_a_letter_on_the_departments_desk_in_seconds(office: OfficeAtWork):
    with running(office) as process:
        case_just_in(office, 13)
        wait_until(lambda: office.at_department(TOWN), "the letter is there", seconds=20)
        case_just_in(office, 14)
        wait_until(lambda: len(office.at_department(TOWN)) == 2, "the other letter is there", seconds=20)
        wait_until(lambda: len(office.filed()) == 2, "both mails are filed")
        assert end(process) == 0
    assert {row["state"] for row in office.letters()} == {"sent"}
    assert office.waiting() == []


def test_the_daemon_is_told_of_a_mail_by_idle_and_does_not_wait_for_the_next_look(served: ServedOffice):
    served.configure(mailbox={"poll_seconds": 3600})
    with running(served) as process:
        case_just_in(served, 13)
        wait_until(lambda: served.at_department(TOWN), "the first letter is there")
        case_just_in(served, 14)
        wait_until(lambda: len(served.at_department(TOWN)) == 2, "IDLE told of the second", seconds=20)
        assert end(process) == 0


def test_mails_that_cannot_be_filed_away_keep_the_daemon_from_nothing(served: ServedOffice):
    """A wrong folder is a fault of the config, and such a one is waited out for five minutes where it bars the way."""
    served.configure(mailbox={"filed_folder": "a/../b"})
    with running(served) as process:
        for number in (13, 14, 15):
            case_just_in(served, number)
            wait_until(
                lambda n=number: len(served.at_department(TOWN)) == n - 12, "the letter is there", seconds=20
            )
        assert end(process) == 0
    assert "来件归档不成，来件照收" in served.log()
    served.configure()
    served.tell("once")
    assert len(served.filed()) == 3


def test_what_came_while_it_was_down_is_taken_in_at_the_next_start(office: OfficeAtWork):
    with running(office) as process:
        assert end(process) == 0
    case_just_in(office, 13)
    with running(office) as process:
        wait_until(lambda: office.at_department(TOWN), "the letter is there")
        assert end(process) == 0
    assert len(office.cases()) == 1


def test_an_office_has_one_process_at_work(office: OfficeAtWork):
    with running(office) as process:
        refused = office.tell("once", status=1)
        assert "正在运行" in refused.stderr
        assert office.cases() == []  # looking is allowed beside it
        assert end(process) == 0


def test_a_server_that_is_restarted_finds_the_daemon_still_at_work(served: ServedOffice):
    with running(served) as process:
        case_just_in(served, 13)
        wait_until(lambda: served.at_department(TOWN), "the first letter is there")
        served.host.restart_dovecot()
        case_just_in(served, 14)
        wait_until(lambda: len(served.at_department(TOWN)) == 2, "the second letter is there")
        assert end(process) == 0
