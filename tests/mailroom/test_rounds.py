"""One round: what goes wrong in one place does not stop the others, and is told."""

from __future__ import annotations

import threading

from mailroom import outbox, roster
from mailroom.office import open_office
from mailroom.rounds import one_round
from tests.mailroom.test_delivery import NOW, SlowToLookUp, states, three_letters
from tests.mailroom.test_intake import Faulty

__all__ = ["three_letters"]  # a fixture


class Broken(Faulty):
    """A mailbox at which the program stumbles."""

    def arrivals(self, known, *, since, batch=50, taken=None):
        raise ZeroDivisionError
        yield


def test_a_mailbox_at_which_the_program_stumbles_stops_no_other_and_no_letter(three_letters):
    broken, sound = Broken(0, ()), Faulty(2, ())

    report = one_round(three_letters, [broken, sound], SlowToLookUp(None), clock=lambda: NOW)

    assert report.intake.received == 2
    assert states() == ["sent"] * 3
    assert report.problems == ["信箱 mailbox：程序出错（ZeroDivisionError），详见日志"]


def test_an_outbox_that_fails_is_told_and_not_only_logged(office, monkeypatch):
    def fail(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(outbox, "deliver", fail)
    monkeypatch.setattr(roster, "DELIVERY_SECONDS", 0.05)
    opened = open_office(office.folder)
    stop, told = threading.Event(), []

    def tell(report):
        told.extend(report.problems)
        if report.problems:
            stop.set()

    watchdog = threading.Timer(10, stop.set)
    watchdog.start()
    roster.run(opened, clock=lambda: NOW, stop=stop, tell=tell)
    watchdog.cancel()
    assert told[:1] == ["发信：程序出错（ZeroDivisionError），详见日志"]
