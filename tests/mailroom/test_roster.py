"""The daemon's ticker: what it does when a server does not let it in."""

from __future__ import annotations

import threading
import time

from generators.letter import Draft
from ledger.models import Letter
from ledger.opening import transaction
from mailroom import outbox, roster
from mailroom.errors import Misconfigured
from mailroom.office import china_now, open_office


class LockedOut:
    """A courier whose server refuses the password; it counts how often it was asked."""

    settle_seconds = 0.0

    def __init__(self):
        self.asked = 0

    def send(self, message, *, sender, recipients, handing_over):
        self.asked += 1
        raise Misconfigured("授权码不对")

    def find_sent(self, message_id):
        return None

    def close(self):
        """Nothing is open."""


def test_a_wrong_password_is_not_tried_again_at_every_look(office, monkeypatch):
    """163.com blocks an account that is knocked at: the letters wait for the operator."""
    monkeypatch.setattr(roster, "DELIVERY_SECONDS", 0.05)
    opened = open_office(office.folder)
    courier = LockedOut()
    opened.make_courier = lambda: courier
    draft = Draft("notice/1", "notice", ("a@example.cn",), "通知", "通知。", "<p>通知。</p>")
    with transaction():
        outbox.post(opened, draft, now=china_now())
    stop, told = threading.Event(), []

    def tell(report):
        told.append(report)
        if report.delivery.locked_out:
            threading.Timer(0.8, stop.set).start()  # some sixteen looks more

    watchdog = threading.Timer(30, stop.set)
    watchdog.start()
    roster.run(opened, clock=china_now, stop=stop, tell=tell)
    watchdog.cancel()
    assert courier.asked == 1
    assert [each.delivery.waits for each in told if each.delivery.waits] == ["授权码不对"]
    assert Letter.get(key="notice/1").state == "queued"


def test_stopping_does_not_wait_for_the_pause(office):
    opened = open_office(office.folder)
    opened.make_courier = LockedOut
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    begun = time.monotonic()
    roster.run(opened, clock=china_now, stop=stop)
    assert time.monotonic() - begun < 10  # what `run` promises
